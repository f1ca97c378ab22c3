"""Python's sweeping for garbage rings, put off until some simulated days are closed.

It is begun whenever many objects have been made, and looks through the whole town, the compiled code and all that was
imported: a tenth to a fifth of the time of a simulated day. What was there still after a sweeping is not looked through
at the next ones: closed days stay, and each would be longer than the last.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 5
"""Days between two sweepings; one takes a tenth of a second, and a day leaves some ten megabytes behind."""
WHOLLY_EVERY = 50
"""Days between two sweepings of everything: what was looked past may have become garbage since."""


@contextmanager
def sweeping_by_night() -> Iterator[None]:
    """Sweep only when `sweep` is called; what there was before the block is seldom looked through in it."""
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
    if days % WHOLLY_EVERY == 0:
        gc.unfreeze()
    if days % EVERY == 0:
        gc.collect()
        gc.freeze()
