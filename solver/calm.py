"""No sweeping while somebody waits on the phone.

Python looks for garbage rings whenever many objects have been made, and in a city's day there are a million to look
through: that takes longer than the answer. Nothing is lost by doing it after the answer has been given.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_waiting = [0, False]
"""How many wait, and whether there was sweeping before the first of them did."""


@contextmanager
def sweeping_later() -> Iterator[None]:
    """Put the cyclic garbage collector off until nobody is inside any more, in no thread."""
    with _lock:
        if _waiting[0] == 0:
            _waiting[1] = gc.isenabled()
            gc.disable()
        _waiting[0] += 1
    try:
        yield
    finally:
        with _lock:
            _waiting[0] -= 1
            if _waiting[0] == 0 and _waiting[1]:
                gc.enable()
