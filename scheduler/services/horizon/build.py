"""From a town and a day to a Problem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from scheduler.domain.learning import Door
from scheduler.domain.request import Ride
from scheduler.domain.roster import Shift, TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import links
from scheduler.services.horizon.book import Book, Page, collect, pages_before
from scheduler.services.horizon.day_legs import DayLegs, are_as_before, day_legs
from scheduler.services.horizon.driving import speed_bands
from scheduler.services.horizon.frame import Frame, seconds_up, travel_point
from scheduler.services.horizon.requests import LOAD_KINDS, aboard_facts
from scheduler.services.horizon.shifts import bases, shift_fact, used_modes
from scheduler.services.ports import TravelPoint, TravelTimes
from solver.facts import shifts as shift_facts
from solver.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Built:
    """A problem, and what need not be written again for a day that differs a little.

    Attributes
    ----------
    locations : tuple
        Where the day's shifts begin and end: ids and points.
    pages : mapping of str to Page
        What its requests came to.
    legs : DayLegs
        How far apart its locations are.
    """

    problem: Problem
    town: Town
    day: ServiceDay
    locations: tuple[tuple[str, TravelPoint], ...]
    pages: Mapping[str, Page]
    legs: DayLegs


def build_problem(town: Town, day: ServiceDay, travel: TravelTimes) -> Problem:
    """Return the planning problem of one service day.

    Parameters
    ----------
    town : Town
        Read and checked; references are taken to be right.
    day : ServiceDay
        Requests and shifts of this date are planned; the others only bound rest.
    travel : TravelTimes
        Asked once per travel mode that a shift of the day uses, and for the direct ride of everybody aboard.
    """
    return build(town, day, travel).problem


def build(town: Town, day: ServiceDay, travel: TravelTimes, before: Built | None = None) -> Built:
    """Return the problem of `build_problem`, quickly if much of it is as it was before.

    Parameters
    ----------
    before : Built, optional
        Of another state of the day; whatever is the same object in both towns is not looked at again. If nothing is
        another, it is returned.
    """
    if before is not None and _is_as_before(before, town, day, travel):
        return before
    if before is not None and not _same_rules(before, town, day):
        before = None
    frame = Frame(town, day)
    modes = used_modes(frame)
    bases(frame)  # first, so that requests behind those of a day bring places behind those of a day
    locations = tuple(zip(frame.location_ids, frame.points, strict=True))
    aboard, done = aboard_facts(frame, _direct_rides(frame, travel))
    book = collect(frame, aboard, done, None if before is None else pages_before(before.pages, before.town, town))
    known = None if before is None else _known_shifts(before, frame, locations)
    shifts = known or _shifts(frame, book, modes)
    points = dict(zip(frame.location_ids, frame.points, strict=True))
    legs = day_legs(points, travel, modes, None if before is None else before.legs)
    problem = Problem(
        locations=frame.location_ids,
        travel=legs.tables,
        tasks=tuple(book.tasks),
        requests=tuple(book.requests),
        shifts=shifts,
        load_kinds=LOAD_KINDS,
        end_s=_end_s(frame, book, shifts),
        person_mode=modes.index(TravelMode.CAR),
        speed_bands=speed_bands(frame),
        longest_wait_aboard_s=seconds_up(town.policy.longest_wait_aboard),
        call_tolerance_s=seconds_up(town.policy.call_tolerance),
        groups=links.groups(frame, book),
        gaps=links.gaps(frame, book),
        same_starts=links.same_starts(book),
        staff_links=links.staff_links(frame, book),
        engagements=links.engagements(frame, book),
        caps=links.caps(frame, book),
        share=links.share(frame, book),
        workload_gr_per_h=town.policy.prices.workload_spread_per_h,
        locks=links.locks(frame, book),
        allowances=links.allowances(frame, book),
    )
    return Built(
        problem=problem,
        town=town,
        day=day,
        locations=locations,
        pages=book.pages,
        legs=legs,
    )


def _is_as_before(before: Built, town: Town, day: ServiceDay, travel: TravelTimes) -> bool:
    """Return whether the day would come to the same; one that has begun is worked out anew."""
    return (
        before.day == day
        and before.town == town
        and _same_clock_hours(before.town.shifts, town.shifts)
        and tuple(before.town.requests) == tuple(town.requests)  # their order numbers them
        and not any(shift.start_state for shift in town.shifts_on(day.date))
        and _keeps_its_clocks(day)
        and are_as_before(travel, before.legs)
    )


def _keeps_its_clocks(day: ServiceDay) -> bool:
    """Return whether no clock changes around a day: the two instants of an hour that comes twice compare as equal."""
    noons = (datetime.combine(day.date + timedelta(days=k), time(12), tzinfo=day.zone) for k in (-2, 2))
    return len({noon.utcoffset() for noon in noons}) == 1


def _same_clock_hours(then: Sequence[Shift], now: Sequence[Shift]) -> bool:
    """Return whether equal shifts begin and end at the same instants.

    A rest in the week before may begin in autumn's second 2:30, which compares as equal to the first.
    """
    return all(
        one is other or (one.start.fold, one.end.fold) == (other.start.fold, other.end.fold)
        for one, other in zip(then, now, strict=True)
    )


def _same_rules(before: Built, town: Town, day: ServiceDay) -> bool:
    """Return whether what all requests follow from is as it was."""
    then = before.town
    return (
        before.day == day
        and then.policy == town.policy  # where a share was balanced it is another object each time
        and then.services == town.services
        and then.purposes == town.purposes
        and _services_learned(then) == _services_learned(town)
    )


def _services_learned(town: Town) -> Mapping[Door, int]:
    return town.learned.services if town.learned else {}


def _known_shifts(
    before: Built, frame: Frame, locations: tuple[tuple[str, TravelPoint], ...]
) -> tuple[shift_facts.Shift, ...] | None:
    """Return the shifts as they were, if all they follow from is as it was, and none has begun."""
    then, now = before.town, frame.town
    same = (
        then.shifts == now.shifts
        and _same_clock_hours(then.shifts, now.shifts)
        and before.locations == locations
        and all(getattr(then, kind) == getattr(now, kind) for kind in ("staff", "vehicles", "contracts", "providers"))
    )
    return before.problem.shifts if same and not any(shift.start_state for shift in frame.shifts) else None


def _shifts(frame: Frame, book: Book, modes: tuple[TravelMode, ...]) -> tuple[shift_facts.Shift, ...]:
    numbers = {task.id: k for k, task in enumerate(book.tasks)}
    return tuple(
        shift_fact(frame, shift, modes, _prefix(shift.start_state.prefix if shift.start_state else (), numbers))
        for shift in frame.shifts
    )


def _direct_rides(frame: Frame, travel: TravelTimes) -> dict[str, int]:
    """Return how long the rides of those now aboard would take without a detour, in seconds."""
    direct: dict[str, int] = {}
    for shift in frame.shifts:
        for rider in shift.start_state.aboard if shift.start_state else ():
            ride = frame.town.requests[rider.request_id]
            if isinstance(ride, Ride):
                ends = [travel_point(frame.town, door) for door in (ride.origin, ride.destination)]
                matrix = travel.matrix(ends, shift.mode)
                direct[ride.id] = int(matrix.seconds[0, 1])
    return direct


def _prefix(names: tuple[str, ...], task_index: dict[str, int]) -> tuple[int, ...]:
    return tuple(task_index[name] for name in names if name in task_index)


def _end_s(frame: Frame, book: Book, shifts: tuple[shift_facts.Shift, ...]) -> int:
    ends = [frame.hour(24)]
    ends += [shift.end_s + shift.overtime_s for shift in shifts]
    ends += [task.windows_s[-1][1] + task.service_s for task in book.tasks if task.windows_s]
    return max(ends)
