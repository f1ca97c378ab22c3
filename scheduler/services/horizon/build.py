"""From a town and a day to a Problem."""

from dataclasses import replace

from scheduler.domain.request import Ride
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import links
from scheduler.services.horizon.driving import speed_bands
from scheduler.services.horizon.frame import Frame, seconds_up, travel_point
from scheduler.services.horizon.requests import LOAD_KINDS, Book, aboard_facts, collect
from scheduler.services.horizon.shifts import bases, shift_fact, used_modes
from scheduler.services.ports import TravelTimes
from solver import problem as facts


def build_problem(town: Town, day: ServiceDay, travel: TravelTimes) -> facts.Problem:
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
    frame = Frame(town, day)
    modes = used_modes(frame)
    bases(frame)  # first, so that requests behind those of a day bring places behind those of a day
    aboard, done = aboard_facts(frame, _direct_rides(frame, travel))
    book = collect(frame, aboard, done)
    task_index = {task.id: k for k, task in enumerate(book.tasks)}
    shifts = [
        shift_fact(frame, shift, modes, _prefix(shift.start_state.prefix if shift.start_state else (), task_index))
        for shift in town.shifts_on(day.date)
    ]
    return facts.Problem(
        locations=frame.location_ids,
        travel=_travel(frame, travel, modes),
        tasks=tuple(book.tasks),
        requests=_with_published(frame, book),
        shifts=tuple(shifts),
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


def _direct_rides(frame: Frame, travel: TravelTimes) -> dict[str, int]:
    """Return how long the rides of those now aboard would take without a detour, in seconds."""
    direct: dict[str, int] = {}
    for shift in frame.town.shifts_on(frame.day.date):
        for rider in shift.start_state.aboard if shift.start_state else ():
            ride = frame.town.requests[rider.request_id]
            if isinstance(ride, Ride):
                ends = [travel_point(frame.town, door) for door in (ride.origin, ride.destination)]
                matrix = travel.matrix(ends, shift.mode)
                direct[ride.id] = int(matrix.seconds[0, 1])
    return direct


def _prefix(names: tuple[str, ...], task_index: dict[str, int]) -> tuple[int, ...]:
    return tuple(task_index[name] for name in names if name in task_index)


def _travel(frame: Frame, travel: TravelTimes, modes: tuple[TravelMode, ...]) -> tuple[facts.TravelTable, ...]:
    tables = []
    for mode in modes:
        matrix = travel.matrix(frame.points, mode)
        motor = mode in (TravelMode.CAR, TravelMode.VAN)
        tables.append(
            facts.TravelTable(mode=mode, seconds=matrix.seconds, metres=matrix.metres, driving=motor, banded=motor)
        )
    return tuple(tables)


def _with_published(frame: Frame, book: Book) -> tuple[facts.Request, ...]:
    shifts = {shift.id: k for k, shift in enumerate(frame.town.shifts_on(frame.day.date))}
    told = {
        str(request_id): facts.PublishedFact(shift=shifts[p.shift_id], start_s=frame.earliest(p.start))
        for request_id, p in frame.town.published.items()
        if p.shift_id in shifts
    }
    return tuple(replace(r, published=told.get(r.source_id) if r.call_gr else None) for r in book.requests)


def _end_s(frame: Frame, book: Book, shifts: list[facts.Shift]) -> int:
    ends = [frame.hour(24)]
    ends += [shift.end_s + shift.overtime_s for shift in shifts]
    ends += [task.windows_s[-1][1] + task.service_s for task in book.tasks if task.windows_s]
    return max(ends)
