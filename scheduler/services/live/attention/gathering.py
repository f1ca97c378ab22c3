"""A kept day as alerts are found in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from scheduler.domain.checks import Check
from scheduler.domain.labour import BreakRule
from scheduler.domain.live_day import live_key
from scheduler.domain.plan import Plan
from scheduler.domain.roster import Shift
from scheduler.services.closing import stranded_since_closing
from scheduler.services.facts import town_head
from scheduler.services.live.attention.watched import Watched
from scheduler.services.live.expecting import expected
from scheduler.services.live.hindering import in_the_way
from scheduler.services.live.progress import day_progress, progress_on
from scheduler.services.live.seeing import seen_shifts
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import open_wishes
from scheduler.services.shown import shown_plan


def watch(unit: UnitOfWork, day: date, now: datetime) -> Watched:
    """Return a day as it is now; of one that is closed only who does not answer, or is not at home, is looked after."""
    head, checks = town_head(unit), _checks(unit, day, now)
    wishes = open_wishes(unit, now) if day == now.astimezone(head.zone).date() else ()
    plan = shown_plan(unit, day) or _nothing(unit, day, now)
    if unit.days.get(day).closed:
        empty, blank = _nothing(unit, day, now), day_progress(_nothing(unit, day, now), (), None)
        away, at = stranded_since_closing(unit, day), now.astimezone(UTC)
        return Watched(
            plan=empty, progress=blank, expected={}, checks=checks, stranded=away, wishes=wishes, zone=head.zone,
            now=at,
        )  # fmt: skip
    events, hindered = tuple(unit.events.between(day, day).values()), in_the_way(unit, plan, now)
    progress, shifts = progress_on(unit, plan, now), unit.shifts.between(day, day)
    services, live = unit.services.all(), unit.live.find(live_key(day))
    return Watched(
        plan=plan,
        progress=progress,
        expected=expected(plan, progress, now, hindered),
        hindered=hindered,
        events=events,
        bookings=unit.bookings.between(day, day),
        shifts=shifts,
        seen=seen_shifts(unit, plan, shifts),
        checks=checks,
        breaks={key: tuple(_rules(unit, shift)) for key, shift in shifts.items()},
        longest_rides={key: one.longest_ride for key, one in services.items() if one.longest_ride is not None},
        disruptions={one.id: one for one in live.disruptions} if live else {},
        wishes=wishes,
        policy=head.policy,
        zone=head.zone,
        now=now.astimezone(UTC),
    )


def _checks(unit: UnitOfWork, day: date, now: datetime) -> tuple[Check, ...]:
    """Return the checks of a day; of today all that are open: a late report may open one of a day nobody looks at."""
    own = unit.checks.between(day, day)
    if day == now.astimezone(town_head(unit).zone).date():
        own = {**own, **{key: one for key, one in unit.checks.all().items() if one.open}}
    return tuple(own.values())


def _nothing(unit: UnitOfWork, day: date, now: datetime) -> Plan:
    """Return the plan of a day of which crews know nothing."""
    return Plan(town_id=unit.town_id, day=day, version=0, made_at=now, routes=(), unassigned=(), terms={})


def _rules(unit: UnitOfWork, shift: Shift) -> Iterator[tuple[BreakRule, ...]]:
    """Yield the breaks that the contract of each member of a crew gives."""
    for staff_id in shift.staff_ids:
        worker = unit.staff.find(staff_id)
        contract = unit.contracts.find(worker.contract_id) if worker is not None else None
        if contract is not None:
            yield contract.breaks
