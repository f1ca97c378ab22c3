"""Windows that several rules have a say in: each narrows what the others left."""

from solver.arrays import Arrays
from solver.problem import Span


def common(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the instants in both lists of ascending, disjoint spans, as such a list."""
    both = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple((low, high) for low, high in both if low <= high)


def narrow(arrays: Arrays, task: int, spans: tuple[Span, ...]) -> None:
    """Let `task` start only inside `spans` (not empty) and inside what earlier rules left of its windows.

    Where nothing is left its request fits no shift: an empty list of windows would mean "any time".
    """
    windows = arrays.windows[task]
    left = common(windows, spans) if windows else spans
    if left:
        arrays.windows[task] = left
    else:
        arrays.compatible[arrays.request[task], :] = False
