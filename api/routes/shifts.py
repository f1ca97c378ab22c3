"""Shifts: who works when."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.days_between import span_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.moments import From, To
from api.schemas.rota import ShiftKept
from api.schemas.shifts import ShiftChange, ShiftList, ShiftShown
from api.trying import Trial, changing
from scheduler.domain.errors import InputError, InputProblem, UnknownIdError
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Permission, sees_shift
from scheduler.services.booking.absent import rostered, unrostered
from scheduler.services.dispatching import Hand
from scheduler.services.facts import town_head

router = office_router("/api/v1/shifts", "rota")
_VERSIONED = "/api/v1/shifts/{shift_id}"
_read, _write = [needs(Permission.ROTA_READ)], [needs(Permission.ROTA_WRITE)]
ShiftKey = Annotated[str, Path(max_length=100, description="Id of a shift.")]


@router.get("", dependencies=_read)
def list_shifts(request: Request, first: From = None, last: To = None) -> ShiftList:
    """Return the shifts of some days (the next four weeks); to a provider its own."""
    me = who(request)
    first, last = span_of(request, first, last, days=28)
    with office_of(request).store.reading(me.town_id) as unit:
        staff, vehicles = unit.staff.all(), unit.vehicles.all()
        found = unit.shifts.between(first, last).values()
        return ShiftList(items=[ShiftShown.of(one) for one in found if sees_shift(me, one, staff, vehicles)])


@router.post("", dependencies=_write, status_code=201)
def post_shift(request: Request, response: Response, body: ShiftChange, trial: Trial = False) -> ShiftKept:
    """Add a shift of one day; its plan is made anew."""
    office, key = office_of(request), created_id(request, "Z")
    with changing(request, response, trial=trial, at=_at(key)) as change:
        unit = change.unit
        shift = body.shift(key, town_head(unit).zone)
        done = rostered(unit, office.days.travel(unit), shift, _hand(request, 0))
        return ShiftKept.of(done, change.naming)


@router.get("/{shift_id}", dependencies=_read)
def get_shift(request: Request, response: Response, shift_id: ShiftKey) -> ShiftShown:
    """Return a shift; to a provider its own."""
    key = ShiftId(shift_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        shift, stamp = unit.shifts.get(key), unit.shifts.stamp_of(key)
        if not sees_shift(who(request), shift, unit.staff.all(), unit.vehicles.all()):
            raise UnknownIdError("shifts", shift_id)
    response.headers["ETag"] = tag(stamp)
    return ShiftShown.of(shift)


@router.put("/{shift_id}", dependencies=_write)
def put_shift(  # noqa: PLR0917 - a route
    request: Request, response: Response, shift_id: ShiftKey, body: ShiftChange, if_match: IfMatch = None,
    trial: Trial = False,
) -> ShiftKept:  # fmt: skip
    """Change a shift, whole, on its own day; weekly patterns leave it as it is from then on."""
    office, hand = office_of(request), _hand(request, seen(if_match, _VERSIONED))
    with changing(request, response, trial=trial, at=_at(shift_id)) as change:
        unit = change.unit
        shift = body.shift(shift_id, town_head(unit).zone)
        if unit.shifts.get(shift.id).day != shift.day:
            right = "keep its date, or take it out and add another one"
            raise InputError([InputProblem(file="body", column="start", wrong="is on another date", right=right)])
        done = rostered(unit, office.days.travel(unit), shift, hand)
        return ShiftKept.of(done, change.naming)


@router.delete("/{shift_id}", dependencies=_write)
def delete_shift(
    request: Request, response: Response, shift_id: ShiftKey, if_match: IfMatch = None, trial: Trial = False
) -> ShiftKept:
    """Take a shift out; its plan is made anew."""
    office, hand = office_of(request), _hand(request, seen(if_match, _VERSIONED))
    with changing(request, response, trial=trial) as change:
        done = unrostered(change.unit, office.days.travel(change.unit), ShiftId(shift_id), hand)
        return ShiftKept.of(done, change.naming)


def _at(shift_id: str) -> str:
    return f"/api/v1/shifts/{quote(shift_id, safe='')}"


def _hand(request: Request, version: int) -> Hand:
    return Hand(by=who(request).user_id, at=office_of(request).clock.now(), seen=version)
