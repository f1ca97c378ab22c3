"""The compiled part of the search; every function of it is marked `compiled`."""

from collections.abc import Callable
from typing import Any

import numba


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function to machine code that holds no interpreter lock and knows no Python objects."""
    made: F = numba.njit(cache=False, nogil=True, error_model="numpy")(function)
    return made
