"""One memory for many threads.

The C library gives each thread a heap of its own, and what one thread frees no other one uses: a server with forty
threads, each of which has once laid a city's day out, holds forty days that nobody needs any more.
"""

import ctypes

M_ARENA_MAX = -8
"""Number of the setting in glibc's malloc.h."""
ARENAS = 2
"""So many heaps for all threads: Python makes them wait for each other anyway."""


def share_arenas() -> bool:
    """Let the threads that are still to come share their heaps; False: this C library knows no such setting."""
    try:
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):
        return False
