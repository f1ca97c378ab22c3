"""How much memory was used at most."""

import re
import resource
from contextlib import suppress
from pathlib import Path

PROCESS = Path("/proc/self")
"""What Linux tells of a process; elsewhere there is no such folder."""


def forget_peak() -> None:
    """Measure from here on, where the system can (Linux); elsewhere the peak stays that of the whole process."""
    with suppress(OSError):
        (PROCESS / "clear_refs").write_text("5", encoding="ascii")


def peak_mb() -> float:
    """Return the peak resident memory of this process: all of it, whatever else is loaded into it.

    Linux' `ru_maxrss` begins with the peak of the process that started this one, and never forgets it; so it is asked
    only where there is nothing better.
    """
    with suppress(OSError):
        told = re.search(r"^VmHWM:\s*(\d+) kB$", (PROCESS / "status").read_text(encoding="utf-8"), re.MULTILINE)
        if told:
            return int(told[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
