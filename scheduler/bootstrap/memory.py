"""Giving memory back to the machine."""

import ctypes


def give_memory_back() -> bool:
    """Let the system have what this process has freed, also between what it still uses.

    A search fills heaps of several threads for some seconds; the C library keeps what it has once had for the next one.

    Returns
    -------
    bool
        False: this C library does not do that (it is not glibc).
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return False
    return True
