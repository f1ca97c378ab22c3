"""How many threads a machine can feed."""

from multiprocessing import cpu_count

LARGEST = 8


def cores() -> int:
    """Return one per core, at most `LARGEST`."""
    return min(LARGEST, cpu_count())
