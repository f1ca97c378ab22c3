"""When everything on a route happens by VROOM's law: home as early as can be, then off as late as that allows.

Own code from what VROOM's documentation and solutions say: set-up and service follow the start that the window bounds;
the set-up is paid coming from another place; a break may interrupt a leg. Instants are hundredths of a second, so that
a vehicle's pace is exact; what people read is cut to whole seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.facts.requests import Span
from solver.vroom.facts import EVER, Document, Vehicle, VroomBreak, VroomTask

PARTS = 100
"""In a second."""

type Breaks = Sequence[Sequence[VroomBreak]]
"""Before the task at each position, the last ones before the end."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A halt of a timed route: a task, a break (both None: the start or the end).

    Attributes
    ----------
    task : int or None
        Number of the task.
    arrival, start, end : int
        Hundredths of a second; set-up and service lie between `start` and `end`.
    setup_s : int
        Paid.
    """

    task: int | None = None
    rest: VroomBreak | None = None
    arrival: int
    start: int
    end: int
    setup_s: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A vehicle and the numbers of its tasks in order, with the breaks between them."""

    document: Document
    vehicle: Vehicle
    numbers: tuple[int, ...]
    breaks: Breaks

    @cached_property
    def tasks(self) -> tuple[VroomTask, ...]:
        """The tasks in order."""
        return tuple(self.document.tasks[number] for number in self.numbers)

    def leg(self, position: int) -> tuple[int, int] | None:
        """Return the rows that the way into a position goes between; None: there is no way to go."""
        before = self.tasks[position - 1].place if position else self.vehicle.start
        after = self.tasks[position].place if position < len(self.tasks) else self.vehicle.end
        return (before.row, after.row) if before and after else None

    def seconds(self, position: int) -> int:
        """Return what the matrix says of the way into a position."""
        leg = self.leg(position)
        return int(self.document.matrices[self.vehicle.profile].durations[leg]) if leg else 0

    def travel(self, position: int) -> int:
        """Return the hundredths of a second on the way into a position, at the vehicle's pace."""
        return self.seconds(position) * self.vehicle.pace

    def metres(self, position: int) -> int:
        """Return the length of the way into a position, 0 where distances are not known."""
        leg, table = self.leg(position), self.document.matrices[self.vehicle.profile].distances
        return int(table[leg]) if leg and table is not None else 0

    def setup_s(self, position: int) -> int:
        """Return the set-up paid at a position."""
        leg, task = self.leg(position), self.tasks[position]
        return 0 if leg and leg[0] == leg[1] else task.setup_by(self.vehicle.type)


def timed(line: Line) -> list[Moment] | None:
    """Return the moments of a route, its start and end included, or None if it has no times."""
    soonest = _forward(line, line.vehicle.window_s[0] * PARTS)
    if soonest is None or soonest[-1].end > line.vehicle.window_s[1] * PARTS:
        return None
    return _forward(line, _latest_departure(line, soonest[-1].end))


def _forward(line: Line, now: int) -> list[Moment] | None:
    """Return everything as soon as can be for who sets off at `now`."""
    moments = [Moment(arrival=now, start=now, end=now)]
    for position in range(len(line.tasks) + 1):
        travel = line.travel(position)
        for rest in line.breaks[position]:
            start = _opening(rest.windows_s, now)
            if start is None:
                return None
            ridden = min(travel, start - now)
            moments.append(Moment(rest=rest, arrival=now + ridden, start=start, end=start + rest.service_s * PARTS))
            travel, now = travel - ridden, moments[-1].end
        now += travel
        if position < len(line.tasks):
            moment = _served(line, position, now)
            if moment is None:
                return None
            moments.append(moment)
            now = moment.end
    return [*moments, Moment(arrival=now, start=now, end=now)]


def _served(line: Line, position: int, arrival: int) -> Moment | None:
    task, setup_s = line.tasks[position], line.setup_s(position)
    start = _opening(task.windows_s, arrival)
    if start is None:
        return None
    lasts = (setup_s + task.service_by(line.vehicle.type)) * PARTS
    return Moment(task=line.numbers[position], arrival=arrival, start=start, end=start + lasts, setup_s=setup_s)


def _latest_departure(line: Line, bound: int) -> int:
    """Return the latest departure of a route that ends at `bound`, which it can."""
    for position in range(len(line.tasks), -1, -1):
        travel = line.travel(position)
        for rest in reversed(line.breaks[position]):
            bound -= rest.service_s * PARTS
            closes = _closing(rest.windows_s, bound)
            travel -= min(travel, bound - closes)
            bound = closes
        bound -= travel
        if position:
            task = line.tasks[position - 1]
            lasts = line.setup_s(position - 1) + task.service_by(line.vehicle.type)
            bound = _closing(task.windows_s, bound - lasts * PARTS)
    return bound


def _opening(windows: tuple[Span, ...], now: int) -> int | None:
    return next((max(now, opens * PARTS) for opens, closes in windows or ((0, EVER),) if now <= closes * PARTS), None)


def _closing(windows: tuple[Span, ...], now: int) -> int:
    return max(min(now, closes * PARTS) for opens, closes in windows or ((0, EVER),) if opens * PARTS <= now)


def with_breaks(line: Line, left: Sequence[VroomBreak]) -> Line | None:
    """Return the line with more breaks, each where it comes home soonest, or None if one fits nowhere."""
    for rest in left:
        ways = [way for way in _ways(line, rest) if timed(way) is not None]
        if not ways:
            return None
        line = min(ways, key=_home)
    return line


def _home(line: Line) -> int:
    moments = timed(line)
    return moments[-1].end if moments else EVER * PARTS


def _ways(line: Line, rest: VroomBreak) -> Iterator[Line]:
    for position, there in enumerate(line.breaks):
        for at in range(len(there) + 1):
            more = [*there[:at], rest, *there[at:]]
            breaks = [more if k == position else known for k, known in enumerate(line.breaks)]
            yield Line(document=line.document, vehicle=line.vehicle, numbers=line.numbers, breaks=breaks)
