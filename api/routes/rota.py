"""The rota: weekly patterns that make shifts, and absences that take them away."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.rota import (
    AbsenceCreation,
    AbsenceKept,
    AbsenceList,
    AbsenceShown,
    PatternChange,
    PatternKept,
    PatternList,
    PatternShown,
    RotaChanged,
)
from api.trying import Trial, changing
from scheduler.domain.errors import UnknownIdError
from scheduler.domain.ids import AbsenceId, PatternId, StaffId, VehicleId
from scheduler.services.access import Permission, sees_crew
from scheduler.services.booking.absent import absent, back, changed
from scheduler.services.dispatching import Hand
from scheduler.services.ports import UnitOfWork
from scheduler.services.rostering import add_pattern, change_pattern, remove_pattern

router = office_router("/api/v1", "rota")
_PATTERN, _ABSENCE = "/api/v1/patterns/{pattern_id}", "/api/v1/absences/{absence_id}"
_read, _write = [needs(Permission.ROTA_READ)], [needs(Permission.ROTA_WRITE)]
PatternKey = Annotated[str, Path(max_length=100, description="Id of a weekly pattern.")]
AbsenceKey = Annotated[str, Path(max_length=100, description="Id of an absence.")]


@router.get("/patterns", dependencies=_read)
def list_patterns(request: Request) -> PatternList:
    """Return the weekly patterns; to a provider its own."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = unit.patterns.all().values()
        return PatternList(
            items=[PatternShown.of(one) for one in found if _sees(request, unit, one.staff_ids, one.vehicle_id)]
        )


@router.post("/patterns", dependencies=_write, status_code=201)
def post_pattern(request: Request, response: Response, body: PatternChange, trial: Trial = False) -> PatternKept:
    """Add a weekly pattern; shifts of all days that may be booked are made of it."""
    office = office_of(request)
    pattern = body.pattern(created_id(request, "W"))
    with changing(request, response, trial=trial, at=_at("patterns", pattern.id)) as change:
        done = add_pattern(change.unit, office.days.travel(change.unit), pattern, _hand(request))
        change.stamp = change.unit.patterns.stamp_of(pattern.id)
        return PatternKept(pattern=PatternShown.of(pattern), change=RotaChanged.of(done))


@router.get("/patterns/{pattern_id}", dependencies=_read)
def get_pattern(request: Request, response: Response, pattern_id: PatternKey) -> PatternShown:
    """Return a weekly pattern."""
    key = PatternId(pattern_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        pattern, stamp = unit.patterns.get(key), unit.patterns.stamp_of(key)
        if not _sees(request, unit, pattern.staff_ids, pattern.vehicle_id):
            raise UnknownIdError("patterns", pattern_id)
    response.headers["ETag"] = tag(stamp)
    return PatternShown.of(pattern)


@router.put("/patterns/{pattern_id}", dependencies=_write)
def put_pattern(  # noqa: PLR0917 - a route
    request: Request, response: Response, pattern_id: PatternKey, body: PatternChange, if_match: IfMatch = None,
    trial: Trial = False,
) -> PatternKept:  # fmt: skip
    """Change a weekly pattern, whole; shifts that somebody has changed by hand stay as they are."""
    office, pattern, hand = office_of(request), body.pattern(pattern_id), _hand(request, seen(if_match, _PATTERN))
    with changing(request, response, trial=trial, at=_at("patterns", pattern_id)) as change:
        done = change_pattern(change.unit, office.days.travel(change.unit), pattern, hand)
        return PatternKept(pattern=PatternShown.of(pattern), change=RotaChanged.of(done))


@router.delete("/patterns/{pattern_id}", dependencies=_write)
def delete_pattern(
    request: Request, response: Response, pattern_id: PatternKey, if_match: IfMatch = None, trial: Trial = False
) -> RotaChanged:
    """Take a weekly pattern out, and its shifts to come that nobody has changed by hand."""
    office, hand = office_of(request), _hand(request, seen(if_match, _PATTERN))
    with changing(request, response, trial=trial) as change:
        done = remove_pattern(change.unit, office.days.travel(change.unit), PatternId(pattern_id), hand)
        return RotaChanged.of(done)


@router.get("/absences", dependencies=_read)
def list_absences(request: Request) -> AbsenceList:
    """Return the absences that are not over; to a provider those of its own people and vehicles."""
    office = office_of(request)
    now = office.clock.now()
    with office.store.reading(who(request).town_id) as unit:
        found = [one for one in unit.absences.all().values() if one.end > now]
        shown = [one for one in found if _sees(request, unit, _staff(one.staff_id), one.vehicle_id)]
    return AbsenceList(items=[AbsenceShown.of(one) for one in sorted(shown, key=lambda one: one.start)])


@router.post("/absences", dependencies=_write, status_code=201)
def post_absence(request: Request, response: Response, body: AbsenceCreation, trial: Trial = False) -> AbsenceKept:
    """Report an absence: the shifts it takes, who could stand in, and what becomes of every booking on them."""
    office = office_of(request)
    absence = body.absence(created_id(request, "A"))
    with changing(request, response, trial=trial, at=_at("absences", absence.id)) as change:
        done = absent(change.unit, office.days.travel(change.unit), absence, _hand(request))
        return AbsenceKept.of(done, change.naming)


@router.get("/absences/{absence_id}", dependencies=_read)
def get_absence(request: Request, response: Response, absence_id: AbsenceKey) -> AbsenceShown:
    """Return an absence, also one that is over."""
    key = AbsenceId(absence_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        absence, stamp = unit.absences.get(key), unit.absences.stamp_of(key)
        if not _sees(request, unit, _staff(absence.staff_id), absence.vehicle_id):
            raise UnknownIdError("absences", absence_id)
    response.headers["ETag"] = tag(stamp)
    return AbsenceShown.of(absence)


@router.put("/absences/{absence_id}", dependencies=_write)
def put_absence(  # noqa: PLR0917 - a route
    request: Request, response: Response, absence_id: AbsenceKey, body: AbsenceCreation, if_match: IfMatch = None,
    trial: Trial = False,
) -> AbsenceKept:  # fmt: skip
    """Change an absence, whole: what only the former one took is given back, what this one takes as well is taken."""
    office, absence, hand = office_of(request), body.absence(absence_id), _hand(request, seen(if_match, _ABSENCE))
    with changing(request, response, trial=trial, at=_at("absences", absence_id)) as change:
        done = changed(change.unit, office.days.travel(change.unit), absence, hand)
        return AbsenceKept.of(done, change.naming)


@router.delete("/absences/{absence_id}", dependencies=_write)
def delete_absence(
    request: Request, response: Response, absence_id: AbsenceKey, if_match: IfMatch = None, trial: Trial = False
) -> RotaChanged:
    """Take an absence back: its shifts return, and whoever had no place may get one."""
    office, hand = office_of(request), _hand(request, seen(if_match, _ABSENCE))
    with changing(request, response, trial=trial) as change:
        return RotaChanged.of(back(change.unit, office.days.travel(change.unit), AbsenceId(absence_id), hand))


def _hand(request: Request, version: int | None = None) -> Hand:
    return Hand(by=who(request).user_id, at=office_of(request).clock.now(), seen=version)


def _at(kind: str, key: str) -> str:
    return f"/api/v1/{kind}/{quote(key, safe='')}"


def _staff(staff_id: StaffId | None) -> tuple[StaffId, ...]:
    return () if staff_id is None else (staff_id,)


def _sees(request: Request, unit: UnitOfWork, staff_ids: tuple[StaffId, ...], vehicle_id: VehicleId | None) -> bool:
    return sees_crew(who(request), staff_ids, vehicle_id, unit.staff.all(), unit.vehicles.all())
