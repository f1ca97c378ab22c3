"""Whether times obey the relations between tasks, wherever they are planned."""

from collections.abc import Mapping, Sequence

from solver.arrays import Difference, NeverAtOnce
from solver.solution import TaskTime

type Times = Mapping[int, TaskTime]


def holds(relation: Difference, times: Times) -> bool:
    """Return whether two tasks start far enough apart, if both are planned."""
    if relation.a not in times or relation.b not in times:
        return True
    return relation.low_s <= times[relation.b].start_s - times[relation.a].start_s <= relation.high_s


def in_turn(pair: NeverAtOnce, times: Times) -> bool:
    """Return whether one of two stretches ends so long before the other that both are possible."""
    a, b = [times[t] for t in pair.a if t in times], [times[t] for t in pair.b if t in times]
    if not a or not b:
        return True
    a_ends = not (pair.open_a and _endless(pair.a, times))
    b_ends = not (pair.open_b and _endless(pair.b, times))
    return (a_ends and a[-1].end_s + pair.gap_ab_s <= b[0].start_s) or (
        b_ends and b[-1].end_s + pair.gap_ba_s <= a[0].start_s
    )


def _endless(stretch: Sequence[int], times: Times) -> bool:
    return stretch[0] in times and stretch[-1] not in times
