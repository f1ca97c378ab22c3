"""Relations between routes for an engine that cannot hold them: each side keeps to its part of the room between them.

Both tasks may then move freely inside their spans and the relation still holds, whatever the other one does.
"""

from collections.abc import Iterator, Mapping, Sequence

from solver.arrays import FAR, Arrays
from solver.facts.requests import Span
from solver.solution import Solution, TaskTime

type Times = Mapping[int, TaskTime]


def fixed_spans(arrays: Arrays, solution: Solution) -> dict[int, Span]:
    """Return spans for the start of every planned task of a relation, such that all relations hold within them.

    Notes
    -----
    The room that the plan leaves between two related tasks is shared in halves. Requests that are not planned are not
    spoken of.
    """
    spans: dict[int, Span] = {}
    for task, low, high in [*_differences(arrays, solution.times), *_turns(arrays, solution.times)]:
        old = spans.get(task, (-FAR, FAR))
        spans[task] = max(old[0], low), min(old[1], high)
    return spans


def _differences(arrays: Arrays, times: Times) -> Iterator[tuple[int, int, int]]:
    for a, b, low, high in arrays.differences:
        if a in times and b in times:
            apart = times[b].start_s - times[a].start_s
            if low > -FAR:
                yield from _apart(times[a], times[b], apart - low)
            if high < FAR:
                yield from _apart(times[b], times[a], high - apart)


def _apart(first: TaskTime, second: TaskTime, room_s: int) -> Iterator[tuple[int, int, int]]:
    """Yield bounds that keep `second` from coming closer to `first` by more than `room_s`."""
    yield first.task, -FAR, first.start_s + room_s // 2
    yield second.task, second.start_s - (room_s - room_s // 2), FAR


def _turns(arrays: Arrays, times: Times) -> Iterator[tuple[int, int, int]]:
    for pair in arrays.never_at_once:
        a, b = _planned(pair.a, times), _planned(pair.b, times)
        if not a or not b:
            continue
        if a[-1].end_s + pair.gap_ab_s <= b[0].start_s:
            yield from _apart(a[-1], b[0], b[0].start_s - a[-1].end_s - pair.gap_ab_s)
        else:
            yield from _apart(b[-1], a[0], a[0].start_s - b[-1].end_s - pair.gap_ba_s)


def _planned(stretch: Sequence[int], times: Times) -> list[TaskTime]:
    return [times[task] for task in stretch if task in times]
