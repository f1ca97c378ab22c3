"""Making the kernel ready before a search: everything that it calls is loaded from disk, or compiled."""

from collections.abc import Callable, Mapping
from threading import RLock

from solver.kernel import entries
from solver.kernel.caching.notes import at_first_compilation

COMPILING: Mapping[str, str] = {
    "pl": "Kompilacja silnika planowania dla tego komputera: około minuty, tylko za pierwszym razem.",
    "en": "Compiling the search engine for this computer: about a minute, only this first time.",
}
"""What `warm` tells, by language."""

ENTRIES: tuple[Callable[[], object], ...] = (entries.search, entries.timing, entries.questions)
"""Functions that call, on a tiny problem, everything compiled that plain Python calls: same types, same array layouts.

They import what they call when they are called, for numba takes a second.
"""

_lock = RLock()
_ready: list[bool] = []


def warm(tell: Callable[[str], None] | None = None, *, lang: str = "pl") -> None:
    """Load or compile everything that a search calls; a second call does nothing.

    What has been compiled is kept as it comes, so after an interruption the next call goes on from there.

    Parameters
    ----------
    tell : callable or None
        Called with one sentence of `COMPILING` if something must be compiled, before it is.
    lang : str
        "pl" or "en".

    Raises
    ------
    CacheError
        If the folder named by `DOJAZD_KERNEL_CACHE` cannot be used.
    """
    from solver.kernel.caching.kept import store

    with _lock:
        if _ready:
            return
        store().require()
        with at_first_compilation(lambda: tell(COMPILING[lang]) if tell else None):
            for entry in ENTRIES:
                entry()
        store().complete()
        _ready.append(True)


def is_warm() -> bool:
    """Return whether `warm` has nothing to compile: it was called before, in this process or in one like it."""
    from solver.kernel.caching.kept import store

    return bool(_ready) or store().is_complete()
