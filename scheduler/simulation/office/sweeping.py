"""Python's sweeping for garbage rings, put off until some simulated days are closed.

It is begun whenever many objects have been made, and looks through the whole town, the compiled code and all that was
imported: a tenth to a fifth of the time of a simulated day.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 5
"""Days between two sweepings; one takes a tenth of a second, and a day leaves some ten megabytes behind."""


@contextmanager
def sweeping_by_night() -> Iterator[None]:
    """Sweep only when `sweep` is called; what there was before the block is not looked through in it at all."""
    swept_before = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if swept_before:
            gc.enable()


def sweep(days: int) -> None:
    """Look for garbage after a day, if it is time.

    Parameters
    ----------
    days : int
        How many have been closed.
    """
    if days % EVERY == 0:
        gc.collect()
