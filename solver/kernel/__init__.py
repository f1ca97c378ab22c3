"""The compiled part of the search; every function of it is marked `compiled`, and `warm` makes it ready.

Importing this package alone does not import numba, which takes a second; importing a module of compiled functions does.
"""

from collections.abc import Callable
from typing import Any, cast

from solver.kernel.caching.notes import compilations
from solver.kernel.caching.places import CacheError
from solver.kernel.warmup import COMPILING, is_warm, warm

__all__ = ["COMPILING", "CacheError", "compilations", "compiled", "is_warm", "part", "warm"]


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function to machine code that holds no interpreter lock and knows no Python objects.

    Its machine code is kept on disk (`solver.kernel.caching`) if it is part of this package; a function from anywhere
    else is compiled anew in each process. Arguments that are constants are not compiled in.
    """
    import numba

    from solver.kernel.caching.kept import keep
    from solver.kernel.literals import without_literals

    made = numba.njit(nogil=True, error_model="numpy")(function)
    keep(made, function, on_disk=function.__module__.startswith(f"{__name__}."))
    without_literals(made)
    return cast("F", made)


def part[F: Callable[..., Any]](function: F) -> F:
    """Compile a function as a part of those compiled ones that call it; from Python it must not be called.

    See `solver.kernel.parts` for why.
    """
    import numba

    from solver.kernel.literals import without_literals
    from solver.kernel.parts import PartCompiler

    made = numba.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, pipeline_class=PartCompiler)(function)
    without_literals(made)
    return cast("F", made)
