"""The service catalogue as somebody changes it, and the programmes that pay for services."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Refusal
from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.client import Notes
from scheduler.domain.errors import ConflictError, InputError, InputProblem, RefusedError
from scheduler.domain.ids import ProgrammeId, ServiceId, SkillId
from scheduler.domain.text import tidy
from scheduler.services.dispatching import Hand
from scheduler.services.facts import town_head
from scheduler.services.planning.relearning import replan
from scheduler.services.planning.tentative import bookable_days
from scheduler.services.ports import TravelTimes, UnitOfWork

WHY = "catalogue"
"""Why a day has another plan after a service was changed."""
_ONLY_SHOWN = frozenset({"name", "colour", "value_gr", "offered"})
"""What no plan's times or crews depend on."""


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What pays for services.

    Attributes
    ----------
    limited : tuple of ServiceId
        Services of which clients have entitlements in it.
    free : tuple of ServiceId
        Services that cost its clients nothing, where others pay a contribution.
    """

    id: ProgrammeId
    limited: tuple[ServiceId, ...]
    free: tuple[ServiceId, ...]


def programmes(unit: UnitOfWork) -> Sequence[Programme]:
    """Return the programmes that entitlements or the town's contributions name, by id."""
    limited: dict[ProgrammeId, set[ServiceId]] = {}
    for one in unit.entitlements.all().values():
        if one.programme_id is not None:
            limited.setdefault(one.programme_id, set()).update(one.service_ids)
    booking = town_head(unit).policy.booking
    free: dict[ProgrammeId, set[ServiceId]] = {}
    for service_id in unit.services.all():
        for programme in booking.of(service_id).contribution.free_programmes:
            free.setdefault(programme, set()).add(service_id)
    return [
        Programme(id=key, limited=tuple(sorted(limited.get(key, ()))), free=tuple(sorted(free.get(key, ()))))
        for key in sorted({*limited, *free})
    ]


def add_service(unit: UnitOfWork, service: Service, hand: Hand) -> Service:
    """Keep a new service, the last of the catalogue, and return it as it is kept.

    Raises
    ------
    ConflictError
        If there is one of its id.
    InputError
        If nobody could give it like that.
    """
    service = tidy(service, "body", lines=Notes)
    if unit.services.find(service.id) is not None:
        raise ConflictError(f"there is a service {service.id} already")
    _check(service, service, _skills(unit), known_skill=None)
    unit.services.put(service, seen=0)
    unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action="service.added", subject=f"service:{service.id}"))
    return service


def change_service(unit: UnitOfWork, travel: TravelTimes, service: Service, hand: Hand, seen: int) -> tuple[date, ...]:
    """Keep another state of a service, and plan the days to come anew that it does not fit any more; return those.

    Whoever can stays in place; promises without a place are on the day's list of calls. A published plan that is still
    possible stays, and so does a day that runs.

    Parameters
    ----------
    seen : int
        The service's stamp when it was read.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    StaleError
        Here or at the end of the unit, if it was changed since.
    InputError
        If nobody could give it like that.
    RefusedError
        If it is to be taken out of use, and series go on that want it.
    """
    service = tidy(service, "body", lines=Notes)
    before = unit.services.get(service.id)
    _check(before, service, _skills(unit), known_skill=before.skill)
    if before.offered and not service.offered:
        _require_unwanted(unit, service, hand.at)
    days = sorted(bookable_days(unit, hand.at))
    for day in days:  # locked before anything is changed
        unit.days.lock(day)
    unit.services.put(service, seen=seen)
    told = tuple(one.name for one in fields(service) if getattr(before, one.name) != getattr(service, one.name))
    if told:
        event = AuditEvent(
            at=hand.at, by=hand.by, action="service.changed", subject=f"service:{service.id}", fields=told
        )
        unit.audit.append(event)
    if _ONLY_SHOWN.issuperset(told):
        return ()
    return replan(unit, travel, days, why=WHY, at=hand.at, by=hand.by)


def _check(before: Service, service: Service, skills: Mapping[SkillId, None], *, known_skill: SkillId | None) -> None:
    wrong = [
        InputProblem(file="body", column=column, value=value, wrong=said, right=right)
        for column, value, said, right in _slips(before, service, skills, known_skill)
    ]
    if wrong:
        raise InputError(wrong)


def _require_unwanted(unit: UnitOfWork, service: Service, now: datetime) -> None:
    """Refuse to take a service out of use that series go on to ask for: their next days would come to nothing."""
    today = now.astimezone(town_head(unit).zone).date()
    going_on = sum(
        (one.until is None or one.until >= today) and any(leg.request.service_id == service.id for leg in one.legs)
        for one in unit.series.all().values()
    )
    if going_on:
        summary = {
            "pl": f"Trwają jeszcze serie tej usługi ({going_on}). Najpierw je zakończ.",
            "en": f"Regular bookings of this service go on ({going_on}). End them first.",
        }
        raise RefusedError([Refusal(code="service_wanted", summary=summary)])


def _skills(unit: UnitOfWork) -> Mapping[SkillId, None]:
    """Return what somebody of the staff can do."""
    return dict.fromkeys(skill for one in unit.staff.all().values() for skill in one.skills)


def _slips(
    before: Service, service: Service, skills: Mapping[SkillId, None], known_skill: SkillId | None
) -> Iterator[tuple[str, str, str, str]]:
    if not service.name.strip():
        yield "name", "", "is empty", "write what people call it"
    if service.kind is not before.kind:
        right = f"keep {before.kind.value}, and add another service of the other kind"
        yield "kind", service.kind.value, "cannot change: requests of it are of the other kind", right
    if service.skill is not None and service.skill != known_skill and service.skill not in skills:
        known = ", ".join(sorted(skills)[:8]) or "give somebody the skill first"
        yield "skill", service.skill, "is a skill that nobody of the staff has", f"use one of theirs: {known}; or null"
    if service.kind is ServiceKind.VISIT and service.longest_ride is not None:
        yield "longest_ride_s", "", "is of rides and deliveries alone", "leave it out, or send null"
    if service.kind is not ServiceKind.RIDE and (service.help_times or service.attendant_levels):
        column = "help_s" if service.help_times else "attendant_levels"
        yield column, "", "is of rides alone", "leave it out"
