"""What is done to lowered arrays before something is tried with them."""

from dataclasses import fields

import numpy as np

from solver.arrays import Arrays
from solver.explain.change import later


def close(arrays: Arrays, unit: frozenset[int]) -> None:
    """Let no stretch of a client's day stay open that ends with one of these requests."""
    arrays.never_at_once = [
        pair._replace(
            open_a=pair.open_a and int(arrays.request[pair.a[-1]]) not in unit,
            open_b=pair.open_b and int(arrays.request[pair.b[-1]]) not in unit,
        )
        for pair in arrays.never_at_once
    ]


def within_the_day(arrays: Arrays) -> None:
    """Keep all times between midnight (or the first shift, if that is sooner) and the end of the problem.

    Without the rules that bound a shift a route could begin at no time at all, and demands that chase each other would
    be followed for ever.
    """
    first_s = min(0, int(arrays.roster_start_s.min(initial=0)))
    np.maximum(arrays.earliest_s, first_s, out=arrays.earliest_s)
    np.minimum(arrays.latest_s, max(arrays.problem_end_s, int(arrays.roster_end_s.max(initial=0))), out=arrays.latest_s)


def keep_openings(arrays: Arrays, strict: Arrays, amount: int) -> None:
    """Take back what easing has opened towards earlier times."""
    arrays.earliest_s[:] = strict.earliest_s
    for task, spans in enumerate(strict.windows):
        if arrays.windows[task] != spans:
            arrays.windows[task] = later(spans, amount)


def same(one: Arrays, other: Arrays) -> bool:
    """Return whether two problems' primitives are equal."""
    pairs = ((getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return all(a is b or _equal(a, b) for a, b in pairs)


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and np.array_equal(one, other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(a is b or _equal(a, b) for a, b in zip(one, other, strict=True))
    return one == other
