"""What had to be compiled in this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_compiled: list[str] = []
_listeners: list[Callable[[], None]] = []


def compilations() -> tuple[str, ...]:
    """Return the full names of the functions compiled in this process, once for each combination of argument types.

    What was found on disk is not among them.
    """
    return tuple(_compiled)


def note(name: str) -> None:
    """Remember that a function is going to be compiled."""
    for listener in _listeners.copy():
        listener()
    _compiled.append(name)


@contextmanager
def at_first_compilation(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` when something is compiled while the block runs, before it is, and once at most."""

    def listen() -> None:
        _listeners.remove(listen)
        tell()

    _listeners.append(listen)
    try:
        yield
    finally:
        if listen in _listeners:
            _listeners.remove(listen)
