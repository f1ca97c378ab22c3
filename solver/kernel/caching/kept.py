"""numba's side of the cache: what it asks before it compiles a function, and gives afterwards.

Its own cache names data files by a counter in an index that is read, changed and written back: two processes that
compile a function for different types at once can end with an index that leads one to the other's code. Here a file's
name says everything, and there is no index.
"""

import hashlib
import pickle
import re
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba.core.compiler import CompileResult
from numba.core.errors import NumbaWarning
from numba.core.serialize import dumps

from solver.kernel.caching.meaning import meaning
from solver.kernel.caching.notes import note
from solver.kernel.caching.places import places
from solver.kernel.caching.stamp import stamp
from solver.kernel.caching.store import Store
from solver.kernel.caching.types import types_told

SOURCES = Path(__file__).parents[1]
UNREADABLE = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError)
UNWRITABLE = (pickle.PicklingError, AttributeError, TypeError)


@cache
def store() -> Store:
    """Return the files of this version of the kernel."""
    version = stamp(SOURCES)
    return Store(places(SOURCES) if version else [], f"kernel-{version}")


class KeptCode:
    """The compiled code of one function, for all types that it has been called with: what numba calls a cache.

    Parameters
    ----------
    function : callable
        The plain function.
    on_disk : bool
        False: only what is compiled is noted.
    """

    def __init__(self, function: Callable[..., Any], *, on_disk: bool) -> None:
        self._function = function
        self._full_name = f"{function.__module__}.{function.__qualname__}"
        self._on_disk = on_disk

    @property
    def cache_path(self) -> str | None:
        """The folder that is read first."""
        return next(map(str, store().readable()), None) if self._on_disk else None

    def load_overload(self, sig: Any, target_context: Any) -> CompileResult | None:
        """Return the code for these types; None if it must be compiled."""
        target_context.refresh()
        payload = self._kept(sig)
        if payload is None:
            note(self._full_name)
            return None
        return CompileResult._rebuild(target_context, *payload)

    def _kept(self, sig: Any) -> Any:
        file = self._file(sig)
        data = store().read(file) if file else None
        if data is None:
            return None
        try:
            types, payload = pickle.loads(data)  # noqa: S301  # from a folder that only trusted users can write to
        except UNREADABLE:  # it speaks of types that are not there, as those of somebody's test
            return None
        return payload if types == sig else None

    def save_overload(self, sig: Any, data: CompileResult) -> None:
        """Keep the code for these types if that is possible."""
        file = self._file(sig)
        if file is None:
            return
        if data.lifted or data.library.has_dynamic_globals:
            warnings.warn(f"{self._full_name} cannot be kept: it holds addresses", NumbaWarning, stacklevel=2)
            return
        try:
            whole = dumps((sig, data._reduce()))
        except UNWRITABLE:
            return
        store().write(file, whole)

    def _file(self, sig: Any) -> str | None:
        """Return the name of the file for these types; None if there is none, as they speak of this process."""
        if not self._on_disk or " at 0x" in str(sig):
            return None
        told = hashlib.sha256(f"{meaning(self._function)} {types_told(sig)}".encode()).hexdigest()[:32]
        return f"{re.sub(r'[^\w.]', '_', self._full_name)[-80:]}-{told}.code"

    def enable(self) -> None:
        """Do nothing: it is."""

    def disable(self) -> None:
        """Stop keeping."""
        self._on_disk = False

    def flush(self) -> None:
        """Do nothing: what was made of other sources is not found anyway."""


def keep(made: Any, function: Callable[..., Any], *, on_disk: bool) -> None:
    """Let a function of numba keep its code; where numba is told not to compile there is none."""
    if hasattr(made, "py_func"):
        made._cache = KeptCode(function, on_disk=on_disk)
