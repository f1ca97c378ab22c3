"""Where in a route a request could go, judged by bounds that reject and estimates that rank; the timing decides later.

Bounds forget rides' limits, waiting, breaks, rush hours and other routes: earliest times run forward at free flow,
latest ones backward. So what they reject is impossible (on travel tables in which a detour is never a short cut), and
what they let through may still be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from solver.arrays import FAR, FROM_START, TO_END
from solver.search.cargo import cargo, seats
from solver.search.insertion_facts import Row, Terrain

KEPT = 24
"""Positions remembered per request and route: those beyond are guessed to cost far more."""


class Opening(NamedTuple):
    """One way to put a request into a route, with the money it is thought to cost."""

    guess_gr: int
    shift: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A route as insertion sees it, by position; position `len(order)` is the way home.

    Attributes
    ----------
    place : list of int
        Location of the start place and of each stop: `place[k]` is where one comes from into position k.
    ready : list of int
        Earliest end of service before each position.
    start, latest : list of int
        Bounds on the start of service (at the last position: on coming home).
    slack : list of int
        Waiting that would swallow a delay from each position on.
    load : list of tuple
        What is carried on the way into each position; `riders` are the requests aboard.
    """

    shift: int
    order: tuple[int, ...]
    place: list[int]
    ready: list[int]
    start: list[int]
    latest: list[int]
    slack: list[int]
    load: list[Row]
    riders: list[frozenset[int]]


def next_opening(windows: Sequence[tuple[int, int]], earliest_s: int) -> int:
    """Return the first start in a window from `earliest_s` on; FAR if there is none."""
    if not windows:
        return earliest_s
    for opens, closes in windows:
        if earliest_s <= closes:
            return max(earliest_s, opens)
    return FAR


def last_opening(windows: Sequence[tuple[int, int]], latest_s: int) -> int:
    """Return the last start in a window up to `latest_s`; -FAR if there is none."""
    if not windows:
        return latest_s
    for opens, closes in reversed(windows):
        if opens <= latest_s:
            return min(latest_s, closes)
    return -FAR


def lane(terrain: Terrain, shift: int, order: tuple[int, ...]) -> Lane:
    """Return the bounds of a route."""
    seconds = terrain.seconds[terrain.mode[shift]]
    here, home = terrain.home[shift]
    place, ready, start, waits = [here], [terrain.begin_s[shift]], [], []
    for k, task in enumerate(order):
        there = terrain.location[task]
        arrival = ready[k] + seconds[here][there] + (terrain.setup_s[task] if there != here or not k else 0)
        start.append(next_opening(terrain.windows[task], arrival))
        waits.append(start[k] - arrival)
        ready.append(start[k] + terrain.service_s[task])
        place.append(there)
        here = there
    start.append(ready[-1] + seconds[here][home])
    load, riders = cargo(terrain, shift, order)
    return Lane(shift, order, place, ready, start, _latest(terrain, shift, order), _slack(waits), load, riders)


def _slack(waits: list[int]) -> list[int]:
    slack = [0, 0]
    for wait in reversed(waits[1:]):
        slack.append(slack[-1] + wait)
    return slack[::-1]


def _latest(terrain: Terrain, shift: int, order: tuple[int, ...]) -> list[int]:
    seconds = terrain.seconds[terrain.mode[shift]]
    there, bound, setup = terrain.home[shift][1], terrain.latest_s[shift], 0
    latest = [bound]
    for task in reversed(order):
        here = terrain.location[task]
        bound -= seconds[here][there] + (setup if here != there else 0) + terrain.service_s[task]
        bound = last_opening(terrain.windows[task], bound)
        latest.append(bound)
        there, setup = here, terrain.setup_s[task]
    return latest[::-1]


def openings(terrain: Terrain, way: Lane, request: int) -> list[Opening]:
    """Return the positions for a request in a route that the bounds let through, the `KEPT` cheapest guesses first."""
    tasks = terrain.request_tasks[request]
    found: list[Opening] = []
    for at in _places(terrain, way, request):
        if not (_one if len(tasks) == 1 else _pair)(terrain, way, request, at, found):
            break
    found.sort()
    return found[:KEPT]


def _places(terrain: Terrain, way: Lane, request: int) -> range:
    """Return where a request's first task may go: behind what is frozen, and where its load fits on all the way.

    What is carried from the start needs room up to there, what is carried to the end from there on. What lies between
    two tasks, the search for the second one sees.
    """
    first, end = len(terrain.prefixes[way.shift]), len(way.order) + 1
    if terrain.carried[request] == FROM_START:
        end = next((k for k in range(end) if not _room(terrain, way, request, k)), end)
    elif terrain.carried[request] == TO_END:
        first = next((k + 1 for k in reversed(range(first, end)) if not _room(terrain, way, request, k)), first)
    return range(first, end)


def _room(terrain: Terrain, way: Lane, request: int, at: int) -> bool:
    """Return whether the load of a request fits too on the way into position `at` of the old route."""
    load = tuple(a + b for a, b in zip(way.load[at], terrain.loads[request], strict=True))
    return seats(terrain, way.shift, load)


def _begin(terrain: Terrain, way: Lane, task: int, at: int) -> int:
    """Return the earliest start of a task put before position `at`; FAR if it has no window left."""
    here, there = way.place[at], terrain.location[task]
    setup = terrain.setup_s[task] if here != there or not at else 0
    return next_opening(terrain.windows[task], _arrival(terrain, way, task, at) + setup)


def _arrival(terrain: Terrain, way: Lane, task: int, at: int) -> int:
    return way.ready[at] + terrain.seconds[terrain.mode[way.shift]][way.place[at]][terrain.location[task]]


def _later(terrain: Terrain, way: Lane, task: int, at: int) -> bool:
    """Return whether a task that is too late before `at` may be in time further on: behind a stop at its own place.

    There its set-up is paid already, which is all that a later position can save.
    """
    arrival = next_opening(terrain.windows[task], _arrival(terrain, way, task, at))
    request = terrain.request[task]
    if terrain.aboard_shift[request] >= 0:
        longest = terrain.ride_max_s[request][terrain.mode[way.shift]]
        return arrival <= terrain.aboard_since_s[request] + longest
    return arrival < FAR


def _one(terrain: Terrain, way: Lane, request: int, at: int, found: list[Opening]) -> bool:
    """Try a single task before position `at`; False: nor can it go anywhere later."""
    task = terrain.request_tasks[request][0]
    start = _begin(terrain, way, task, at)
    if terrain.aboard_shift[request] >= 0:
        longest = terrain.ride_max_s[request][terrain.mode[way.shift]]
        start = FAR if start > terrain.aboard_since_s[request] + longest else start
    if start >= FAR:
        return _later(terrain, way, task, at)
    place = terrain.location[task]
    after = _rejoin(terrain, way, at, start + terrain.service_s[task], place)
    if after is not None:
        guess = _money(terrain, way, request, after, _detour_m(terrain, way, at, place), start_s=start)
        found.append(Opening(guess, way.shift, (*way.order[:at], task, *way.order[at:])))
    return True


def _pair(terrain: Terrain, way: Lane, request: int, at: int, found: list[Opening]) -> bool:
    """Try a pickup before position `at` and its dropoff anywhere behind; False: nor can the pickup go later."""
    shift, order = way.shift, way.order
    pickup, dropoff = terrain.request_tasks[request]
    begin = _begin(terrain, way, pickup, at)
    if begin >= FAR:
        return _later(terrain, way, pickup, at)
    seconds = terrain.seconds[terrain.mode[shift]]
    longest = terrain.ride_max_s[request][terrain.mode[shift]]
    here, ready, ridden = terrain.location[pickup], begin + terrain.service_s[pickup], 0
    there = terrain.location[dropoff]
    metres = terrain.metres[terrain.mode[shift]]
    first_m = metres[way.place[at]][here]
    behind_m = 0  # from the pickup to where the dropoff is tried, less the same way without the pickup
    for to in range(at, len(order) + 1):
        if not _bearable(terrain, way, request, to):
            break
        leg = seconds[here][there] + (terrain.setup_s[dropoff] if here != there else 0)
        start = next_opening(terrain.windows[dropoff], ready + leg)
        if ridden + leg <= longest and start < FAR:
            after = _rejoin(terrain, way, to, start + terrain.service_s[dropoff], there)
            if after is not None:
                extra_m = first_m + behind_m + metres[here][there] + _on_m(terrain, way, to, there)
                timed = start if terrain.wish[request][0] == dropoff else begin
                guess = _money(terrain, way, request, after, extra_m, start_s=timed)
                new = (*order[:at], pickup, *order[at:to], dropoff, *order[to:])
                found.append(Opening(guess, shift, new))
        if to == len(order):
            break
        task, place = order[to], way.place[to + 1]
        leg = seconds[here][place] + (terrain.setup_s[task] if here != place else 0)
        begins = next_opening(terrain.windows[task], ready + leg)
        ridden += leg + terrain.service_s[task]
        if begins > way.latest[to] or ridden > longest:
            break
        behind_m += metres[here][place] - (metres[way.place[to]][place] if to > at else metres[way.place[at]][place])
        here, ready = place, begins + terrain.service_s[task]
    return True


def _bearable(terrain: Terrain, way: Lane, request: int, to: int) -> bool:
    """Return whether the request may be aboard on the way into position `to` of the old route."""
    return not (terrain.apart[request] & way.riders[to]) and _room(terrain, way, request, to)


def _rejoin(terrain: Terrain, way: Lane, at: int, ready: int, here: int) -> int | None:
    """Return by how much coming home is delayed if one leaves `here` for position `at` at `ready`; None: too late."""
    seconds = terrain.seconds[terrain.mode[way.shift]]
    if at == len(way.order):
        back = ready + seconds[here][terrain.home[way.shift][1]]
        return None if back > way.latest[at] else back - way.start[at]
    task, there = way.order[at], way.place[at + 1]
    arrival = ready + seconds[here][there] + (terrain.setup_s[task] if here != there else 0)
    start = next_opening(terrain.windows[task], arrival)
    if start > way.latest[at]:
        return None
    return start - way.start[at] - way.slack[at + 1]


def _detour_m(terrain: Terrain, way: Lane, at: int, place: int) -> int:
    metres = terrain.metres[terrain.mode[way.shift]]
    return metres[way.place[at]][place] + _on_m(terrain, way, at, place)


def _on_m(terrain: Terrain, way: Lane, at: int, here: int) -> int:
    """Return the metres from `here` to position `at`, less those from the stop before it."""
    metres = terrain.metres[terrain.mode[way.shift]]
    there = way.place[at + 1] if at < len(way.order) else terrain.home[way.shift][1]
    if not way.order:
        return metres[here][there]
    return metres[here][there] - metres[way.place[at]][there]


def _money(terrain: Terrain, way: Lane, request: int, delay_s: int, metres: int, *, start_s: int) -> int:
    """Return a guess of what an opening costs: kilometres, work, price, first use, and being late for the wish."""
    shift = way.shift
    task, wish, rate = terrain.wish[request]
    late = max(0, start_s - wish) * rate // 60 if task >= 0 else 0
    work = max(0, delay_s) * terrain.work_gr_per_h[shift] // 3600
    first = 0 if way.order else terrain.use_gr[shift]
    return metres * terrain.km_gr[shift] // 1000 + work + terrain.price[request][shift] + first + late
