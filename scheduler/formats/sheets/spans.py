"""What a shift does from minute to minute, worked out from its itinerary; seconds from the day's midnight."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.itinerary import BreakCard, Itinerary, StopCard
from scheduler.formats.sheets.labels import aboard
from scheduler.formats.sheets.times import DayTimes


class Doing(StrEnum):
    """How a shift spends time."""

    DRIVE = "drive"
    WAIT = "wait"
    SERVE = "serve"
    BREAK = "break"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of one occupation.

    Attributes
    ----------
    position : int
        Of the stop that is served or gone to, from 1; 0: none.
    """

    doing: Doing
    start_s: float
    end_s: float
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class WindowMark:
    """A window to be drawn under its stop."""

    start_s: float
    end_s: float
    promised: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class Load:
    """Who and what is aboard for a while."""

    start_s: float
    end_s: float
    seats: int
    wheelchairs: int
    portions: int


def spans(itinerary: Itinerary, times: DayTimes) -> list[Span]:
    """Return what the shift does, in order of time; times that contradict each other are cut, not drawn twice."""
    found: list[Span] = []
    at = times.seconds(itinerary.start)
    for position, stop in enumerate(itinerary.stops, start=1):
        arrival = max(at, times.seconds(stop.arrival))
        found += _idle(at, max(at, arrival - max(0, stop.travel_s)))
        found += _span(Doing.DRIVE, max(at, arrival - max(0, stop.travel_s)), arrival, position)
        departure = max(arrival, times.seconds(stop.departure))
        begins, ends = _service(stop, itinerary, times, arrival, departure)
        found += _span(Doing.WAIT, arrival, begins, position)
        found.append(Span(doing=Doing.SERVE, start_s=begins, end_s=ends, position=position))
        found += _span(Doing.WAIT, ends, departure, position)
        at = departure
    end = max(at, times.seconds(itinerary.end))
    homeward = max(0, itinerary.driving_s - sum(stop.travel_s for stop in itinerary.stops)) or end - at
    found += _idle(at, max(at, end - homeward))
    found += _span(Doing.DRIVE, max(at, end - homeward), end, 0)
    return found + [
        Span(doing=Doing.BREAK, start_s=times.seconds(rest.start), end_s=times.seconds(rest.end))
        for rest in itinerary.breaks
    ]


def _service(
    stop: StopCard, itinerary: Itinerary, times: DayTimes, arrival: float, departure: float
) -> tuple[float, float]:
    """Return from when to when a stop is worked at: after waiting and breaks taken there, until its last task ends."""
    begins = arrival + max(0, stop.waiting_s)
    if stop.tasks:
        rested = [times.seconds(rest.end) for rest in breaks_before_work(stop, itinerary, times)]
        begins = max([begins, *rested])
        departure = min(departure, max(arrival, *(times.seconds(task.end) for task in stop.tasks)))
    begins = min(begins, departure)
    return begins, departure


def breaks_before_work(stop: StopCard, itinerary: Itinerary, times: DayTimes) -> list[BreakCard]:
    """Return the breaks that a crew takes at a stop before it begins there."""
    if not stop.tasks:
        return []
    arrival, first = times.seconds(stop.arrival), times.seconds(stop.tasks[0].start)
    return [
        rest for rest in itinerary.breaks if arrival <= times.seconds(rest.start) and times.seconds(rest.end) <= first
    ]


def _span(doing: Doing, start: float, end: float, position: int) -> list[Span]:
    return [Span(doing=doing, start_s=start, end_s=end, position=position)] if end > start else []


def _idle(start: float, end: float) -> list[Span]:
    return _span(Doing.WAIT, start, end, 0)


def windows(itinerary: Itinerary, times: DayTimes) -> Iterator[WindowMark]:
    """Yield the window of every task that has one, once per stop, in order of the stops."""
    for stop in itinerary.stops:
        seen = set()
        for task in stop.tasks:
            if task.window is None or (task.window, task.promised) in seen:
                continue
            seen.add((task.window, task.promised))
            start, end = (times.seconds(moment) for moment in task.window)
            yield WindowMark(
                start_s=start, end_s=max(start, end), promised=task.promised, late=times.seconds(task.start) > end
            )


def loads(itinerary: Itinerary, times: DayTimes) -> list[Load]:
    """Return who is aboard between the stops."""
    found = []
    ends = [times.seconds(stop.arrival) for stop in itinerary.stops[1:]] + [times.seconds(itinerary.end)]
    for stop, end in zip(itinerary.stops, ends, strict=True):
        start = times.seconds(stop.departure)
        seats, wheelchairs, portions = aboard(stop.tasks[-1]) if stop.tasks else (0, 0, 0)
        if end > start and (seats or wheelchairs or portions):
            found.append(Load(start_s=start, end_s=end, seats=seats, wheelchairs=wheelchairs, portions=portions))
    return found


def overtime_s(itinerary: Itinerary, times: DayTimes) -> float:
    """Return how long past its rostered end a shift comes home."""
    return max(0.0, times.seconds(itinerary.end) - times.seconds(itinerary.rostered[1]))
