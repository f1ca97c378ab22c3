"""Primitives that several rules have a say in: each narrows what the others left."""

from solver.arrays import Arrays
from solver.facts.requests import Span


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


def bind(arrays: Arrays, request: int, shift: int) -> None:
    """Let no other shift serve `request`."""
    kept = arrays.compatible[request, shift]
    arrays.compatible[request, :] = False
    arrays.compatible[request, shift] = kept


def begin_with(arrays: Arrays, shift: int, tasks: tuple[int, ...]) -> None:
    """Let the route of `shift` begin with `tasks`, in order, after what earlier rules put there and these repeat."""
    known = arrays.prefixes[shift]
    arrays.prefixes[shift] = known + tuple(task for task in tasks if task not in known)
    for task in tasks:
        bind(arrays, int(arrays.request[task]), shift)
        arrays.must_serve[arrays.request[task]] = True
