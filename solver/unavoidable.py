"""The least trouble in which a begun shift can finish what it has begun: frozen tasks, and whoever is aboard.

Depth-first over the orders of what is obligatory, by the seconds that limits on time are missed by; as these only grow
along a route, an order is given up as soon as it is no better than the best one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import FAR, Arrays
from solver.solution import Route, TaskTime
from solver.travel_time import arrival_s, departure_s

NODES = 8_000
"""Steps after which the best order found is taken; seven people aboard need a few hundred."""


@dataclass(frozen=True, kw_only=True)
class _State:
    """A route so far; `late_s` is what limits on time were missed by."""

    now: int
    place: int
    late_s: int = 0
    driven_s: int = 0
    stops: tuple[TaskTime, ...] = ()


def obligatory(arrays: Arrays, shift: int) -> tuple[int, ...]:
    """Return the tasks that a begun shift must do: its frozen ones first, the rest of their requests, who is aboard."""
    frozen = arrays.prefixes[shift]
    requests = [*(int(arrays.request[task]) for task in frozen), *np.flatnonzero(arrays.aboard_shift == shift).tolist()]
    return tuple(dict.fromkeys([*frozen, *(task for r in requests for task in arrays.request_tasks[r])]))


def least_trouble(arrays: Arrays, shift: int) -> Route:
    """Return the obligatory route of a shift (which has some) that misses its limits on time by the fewest seconds.

    Seats, pins and relations to other routes are not looked at; no breaks are taken.
    """
    return _Search(arrays, shift).best()


class _Search:
    def __init__(self, arrays: Arrays, shift: int) -> None:
        self.arrays = arrays
        self.shift = shift
        self.tasks = obligatory(arrays, shift)
        self.frozen = len(arrays.prefixes[shift])
        self.mode = int(arrays.mode[shift])
        self.bands = arrays.bands if arrays.banded[self.mode] else ()
        self.nodes = NODES
        self.least = 4 * FAR, 4 * FAR
        self.found = Route(shift=shift, start_s=0, left_s=0, end_s=0, stops=())

    def best(self) -> Route:
        """Return the best route; the first way down always reaches an end."""
        begin = max(int(self.arrays.free_s[self.shift]), int(self.arrays.earliest_s[self.shift]))
        self._go_on(_State(now=begin, place=int(self.arrays.start_location[self.shift])))
        return self.found

    def _go_on(self, state: _State) -> None:
        if self.found.stops and (state.late_s >= self.least[0] or self.nodes <= 0):
            return
        self.nodes -= 1
        if len(state.stops) == len(self.tasks):
            self._come_home(state)
        for task in self._next(state):
            for after in self._done(state, task):
                self._go_on(after)

    def _next(self, state: _State) -> list[int]:
        """Return what may come next, the most urgent first."""
        done = {stop.task for stop in state.stops}
        if len(state.stops) < self.frozen:
            return [self.tasks[len(state.stops)]]
        request_tasks = (self.arrays.request_tasks[self.arrays.request[task]] for task in self.tasks)
        free = [
            task
            for task, pair in zip(self.tasks, request_tasks, strict=True)
            if task not in done and (task == pair[0] or pair[0] in done)
        ]
        return sorted(free, key=lambda task: (self._due(state, task), self._arrival(state, task)))

    def _due(self, state: _State, task: int) -> int:
        windows = self.arrays.windows[task]
        return min(windows[-1][1] if windows else FAR, self._since(state, task) + self._longest(task))

    def _longest(self, task: int) -> int:
        return int(self.arrays.ride_max_s[self.arrays.request[task], self.mode])

    def _since(self, state: _State, task: int) -> int:
        """Return since when the request of a task is aboard; `FAR` if it is not."""
        request = int(self.arrays.request[task])
        if self.arrays.aboard_shift[request] >= 0:
            return int(self.arrays.aboard_since_s[request])
        own = self.arrays.request_tasks[request]
        return next((stop.end_s for stop in state.stops if stop.task in own and stop.task != task), FAR)

    def _way(self, place: int, target: int) -> int:
        return 0 if place == target else int(self.arrays.seconds[self.mode][place, target])

    def _arrival(self, state: _State, task: int) -> int:
        return arrival_s(self.bands, state.now, self._way(state.place, int(self.arrays.location[task])))

    def _done(self, state: _State, task: int) -> Iterator[_State]:
        """Yield the state after the task: begun at once, or as its next window opens."""
        a = self.arrays
        arrival = self._arrival(state, task)
        target, service = int(a.location[task]), int(a.service_s[task])
        ready = arrival + (0 if state.stops and state.place == target else int(a.setup_s[task]))
        opening = next((max(ready, opens) for opens, closes in a.windows[task] if closes >= ready), ready)
        for start in sorted({ready, opening}):
            stop = TaskTime(task=task, left_s=state.now, arrival_s=arrival, start_s=start, end_s=start + service)
            late = self._outside(task, start) + max(0, start - self._since(state, task) - self._longest(task))
            yield replace(
                state,
                now=stop.end_s,
                place=target,
                late_s=state.late_s + late + self._standing(state, task, start - ready),
                driven_s=state.driven_s + arrival - state.now,
                stops=(*state.stops, stop),
            )

    def _outside(self, task: int, start: int) -> int:
        windows = self.arrays.windows[task]
        return min((max(opens - start, start - closes, 0) for opens, closes in windows), default=0)

    def _standing(self, state: _State, task: int, wait: int) -> int:
        """Return by how much people aboard stand too long; before the first stop one may leave later instead."""
        a = self.arrays
        done = {stop.task for stop in state.stops}
        riding = (
            own[-1] not in done and (len(own) == 1 or own[0] in done)
            for own in (a.request_tasks[r] for r in {int(a.request[t]) for t in self.tasks} if a.people[r])
        )
        return max(0, wait - a.wait_max_s - int(a.wait_allowed_s[task])) if state.stops and any(riding) else 0

    def _come_home(self, state: _State) -> None:
        """Keep the route if it is better than those before."""
        a, s = self.arrays, self.shift
        end = arrival_s(self.bands, state.now, self._way(state.place, int(a.end_location[s])))
        first = state.stops[0]
        setup, way = int(a.setup_s[first.task]), self._way(int(a.start_location[s]), int(a.location[first.task]))
        leave = max(first.left_s, departure_s(self.bands, first.start_s - setup, way))
        driven = (state.driven_s + end - state.now) if a.driving[self.mode] else 0
        late = state.late_s + max(0, end - int(a.latest_s[s])) + max(0, end - leave - int(a.work_max_s[s]))
        late += max(0, driven - int(a.driving_max_s[s]))
        if (late, end) < self.least:
            self.least = late, end
            arrival = arrival_s(self.bands, leave, way)
            stops = (replace(first, left_s=leave, arrival_s=arrival), *state.stops[1:])
            self.found = Route(shift=s, start_s=leave, left_s=state.now, end_s=end, stops=stops)
