"""When a segment can be done: its earliest and latest times as bounds on its start and its end.

The difference constraints of a fixed sequence (windows, legs, longest rides, longest waits), seen from its first start
and its last end alone: `end >= max(done, start + lasts)` and `opens <= start <= closes` (exact for one window per task
and constant legs, by the decomposability of simple temporal networks; Dechter, Meiri & Pearl 1991). Of several windows
the hull counts, and legs through speed bands last as long as they do at the earliest times.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from solver.arrays import FAR, Arrays
from solver.rulekit.worktime import ceil_div
from solver.timing.facts import Facts, facts_of
from solver.travel_time import arrival_s


class Span(NamedTuple):
    """Bounds of a segment's times, and what it costs at least.

    Attributes
    ----------
    opens, closes : int
        Earliest and latest start of service at its first task.
    done, late : int
        Earliest and latest end of service at its last task.
    lasts : int
        Least time from the one to the other.
    metres : int
        Between its tasks.
    comfort_gr : int
        Least price of rides longer than direct and of starts away from wishes.
    """

    opens: int
    closes: int
    done: int
    late: int
    lasts: int
    metres: int
    comfort_gr: int


class _Chain(NamedTuple):
    """A sequence as difference constraints: least steps between neighbours, and `(i, k, most)` between others."""

    steps: list[int]
    limits: list[tuple[int, int, int]]
    opens: list[int]
    closes: list[int]


def span_of(arrays: Arrays, tasks: Sequence[int], mode: int) -> Span | None:
    """Return the span of a sequence of tasks for a travel mode, or None if there are no such times."""
    facts = facts_of(arrays)
    chain = _chain(facts, tasks, mode)
    early = _earliest(chain)
    late = _latest(chain) if early else None
    if early is None or late is None:
        return None
    service = facts.service_s[tasks[-1]]
    seconds = sum(chain.steps) + service
    return Span(
        opens=early[0],
        closes=late[0],
        done=early[-1] + service,
        late=late[-1] + service,
        lasts=max(seconds, early[-1] + service - late[0]),
        metres=_metres(arrays, tasks, mode),
        comfort_gr=_excess_gr(arrays, tasks, mode, chain.steps, early)
        + sum(_wish_gr(arrays, task, early[k], late[k]) for k, task in enumerate(tasks)),
    )


def _chain(facts: Facts, tasks: Sequence[int], mode: int) -> _Chain:
    windows = [facts.windows[task] or ((-FAR, FAR),) for task in tasks]
    opens, closes = [w[0][0] for w in windows], [w[-1][1] for w in windows]
    steps, now = [], opens[0]
    for (a, b), opened in zip(pairwise(tasks), opens[1:], strict=True):
        here, there = facts.location[a], facts.location[b]
        base = 0 if here == there else int(facts.seconds[mode][here, there])
        left = now + facts.service_s[a]
        leg = arrival_s(facts.bands[mode], left, base) - left if facts.bands[mode] and now > -FAR else base
        steps.append(facts.service_s[a] + leg + (0 if here == there else facts.setup_s[b]))
        now = max(now + steps[-1], opened)
    limits: list[tuple[int, int, int]] = []
    at: dict[int, int] = {}
    aboard = sum(facts.people[facts.request[t]] for t in tasks if facts.aboard_shift[facts.request[t]] >= 0)
    for k, task in enumerate(tasks):
        request = facts.request[task]
        if aboard and k:
            limits.append((k - 1, k, steps[k - 1] + facts.wait_max_s + facts.wait_allowed_s[task]))
        longest = facts.ride_max_s[request][mode]
        if request in at:
            limits.append((at[request], k, facts.service_s[tasks[at[request]]] + longest))
        elif facts.aboard_shift[request] >= 0:
            closes[k] = min(closes[k], facts.aboard_since_s[request] + longest)
        if facts.people[request] and (len(facts.request_tasks[request]) > 1 or facts.aboard_shift[request] >= 0):
            aboard += -1 if request in at or facts.aboard_shift[request] >= 0 else 1
        at[request] = k
    return _Chain(steps, limits, opens, closes)


def _earliest(chain: _Chain) -> list[int] | None:
    """Return the least starts that obey everything, or None."""
    start = list(chain.opens)
    for _ in range(2 * len(start) + 2):
        for k, step in enumerate(chain.steps, 1):
            start[k] = max(start[k], start[k - 1] + step)
        if any(one > last for one, last in zip(start, chain.closes, strict=True)):
            return None
        pushed = False
        for i, k, most in chain.limits:
            if start[k] - start[i] > most:
                start[i], pushed = start[k] - most, True
        if not pushed:
            return start
    return None


def _latest(chain: _Chain) -> list[int] | None:
    """Return the greatest starts that obey everything, or None."""
    start = list(chain.closes)
    for _ in range(2 * len(start) + 2):
        for k in range(len(start) - 1, 0, -1):
            start[k - 1] = min(start[k - 1], start[k] - chain.steps[k - 1])
        if any(one < first for one, first in zip(start, chain.opens, strict=True)):
            return None
        pushed = False
        for i, k, most in chain.limits:
            if start[k] - start[i] > most:
                start[k], pushed = start[i] + most, True
        if not pushed:
            return start
    return None


def _metres(arrays: Arrays, tasks: Sequence[int], mode: int) -> int:
    places = [int(arrays.location[task]) for task in tasks]
    return sum(int(arrays.metres[mode][a, b]) for a, b in pairwise(places) if a != b)


def _wish_gr(arrays: Arrays, task: int, early_s: int, late_s: int) -> int:
    """Return the least price of starting a task away from the wish."""
    request = int(arrays.request[task])
    if task != arrays.wish_task[request]:
        return 0
    wish = int(arrays.wish_s[request])
    return ceil_div(max(early_s - wish, wish - late_s, 0) * int(arrays.deviation_gr_per_min[request]), 60)


def _excess_gr(arrays: Arrays, tasks: Sequence[int], mode: int, steps: Sequence[int], early: Sequence[int]) -> int:
    """Return the least price of the rides that end in a sequence being longer than direct."""
    money = 0
    for k, task in enumerate(tasks):
        request = int(arrays.request[task])
        price, own = int(arrays.excess_gr_per_min[request]), arrays.request_tasks[request]
        if not price or task != own[-1]:
            continue
        if arrays.aboard_shift[request] >= 0:
            ride, direct = early[k] - int(arrays.aboard_since_s[request]), int(arrays.aboard_direct_s[request])
        else:
            here, there = arrays.location[own[0]], arrays.location[task]
            ride = sum(steps[tasks.index(own[0]) : k]) - int(arrays.service_s[own[0]])
            direct = 0 if here == there else int(arrays.seconds[mode][here, there])
        money += ceil_div(max(0, ride - direct - int(arrays.setup_s[task])) * price, 60)
    return money
