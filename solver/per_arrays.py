"""What is worked out once for an `Arrays` object and forgotten with it."""

from collections.abc import Callable

from solver.arrays import Arrays
from solver.once_per import OncePer


def once_per_arrays[T](make: Callable[[Arrays], T]) -> OncePer[Arrays, T]:
    """Return `make` with its answers remembered per object: arrays must not be changed after the first call."""
    return OncePer(make)
