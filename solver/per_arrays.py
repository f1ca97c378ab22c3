"""What is worked out once for an `Arrays` object and forgotten with it."""

from collections.abc import Callable
from functools import wraps
from weakref import ReferenceType, ref

from solver.arrays import Arrays


def once_per_arrays[T](make: Callable[[Arrays], T]) -> Callable[[Arrays], T]:
    """Return `make` with its answers remembered per object: arrays must not be changed after the first call."""
    known: dict[int, tuple[ReferenceType[Arrays], T]] = {}

    @wraps(make)
    def remembered(arrays: Arrays) -> T:
        key = id(arrays)
        found = known.get(key)
        if found is None or found[0]() is not arrays:
            found = ref(arrays, lambda _: known.pop(key, None)), make(arrays)
            known[key] = found
        return found[1]

    return remembered
