"""An answer: who does what in which order and when. Indices point into the Problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class TaskTime:
    """One task with its times, seconds since local midnight.

    Attributes
    ----------
    left_s : int
        Departure from where the previous task (or the shift's start) was.
    arrival_s : int
        At this task's location; equals `left_s` plus travel.
    start_s, end_s : int
        Of service; set-up and waiting lie between arrival and start.
    """

    task: int
    left_s: int
    arrival_s: int
    start_s: int
    end_s: int


@dataclass(frozen=True, kw_only=True)
class BreakTime:
    """A break in the gap before the task at position `gap` of the route (`len(stops)`: after the last).

    Attributes
    ----------
    paid : bool
        False: it is not working time, which the contract of everybody on board must say.
    """

    gap: int
    start_s: int
    end_s: int
    paid: bool = True


@dataclass(frozen=True, kw_only=True)
class Route:
    """The tasks of one shift in order.

    Attributes
    ----------
    start_s : int
        Leaving the start place (or being free, for a shift already begun).
    left_s : int
        Leaving the last stop for the end place.
    end_s : int
        Arrival at the end place.
    """

    shift: int
    start_s: int
    left_s: int
    end_s: int
    stops: tuple[TaskTime, ...]
    breaks: tuple[BreakTime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Routes of the shifts that do anything; every task not in one is unassigned."""

    routes: tuple[Route, ...] = ()

    @cached_property
    def times(self) -> Mapping[int, TaskTime]:
        """Task index to its times (the last one wins where a task is planned twice, which a rule reports)."""
        return {stop.task: stop for _, stop in self.stops()}

    @cached_property
    def shift_of(self) -> Mapping[int, int]:
        """Task index to shift index."""
        return {stop.task: route.shift for route, stop in self.stops()}

    def stops(self) -> Iterator[tuple[Route, TaskTime]]:
        """Yield every route and stop."""
        for route in self.routes:
            for stop in route.stops:
                yield route, stop
