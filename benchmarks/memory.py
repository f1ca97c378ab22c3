"""How much memory was used at most."""

import resource
from contextlib import suppress
from pathlib import Path


def forget_peak() -> None:
    """Measure from here on, where the system can (Linux); elsewhere the peak stays that of the whole process."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mb(helpers: int = 0) -> float:
    """Return the peak resident memory of this process, and of `helpers` processes as large as the largest there was."""
    own, helper = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + helpers * helper) / 1024
