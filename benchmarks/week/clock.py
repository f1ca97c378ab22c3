"""A clock that goes faster than the computer's, begins at a chosen instant, and can be set forward and back.

All processes of a soak read the same file. Each server reads one of its own, so that it can be wrong by some seconds,
as a computer's clock is until the time service corrects it in one step.
"""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FORM = struct.Struct("=dddd")  # monotonic seconds and epoch seconds of the beginning, speed, seconds set forward


def make_clock(path: Path, begins: datetime, speed: float) -> "WeekClock":
    """Write a clock's file, and return the clock; it begins now.

    Parameters
    ----------
    speed : float
        Seconds that pass in one of the computer's.
    """
    path.write_bytes(_FORM.pack(time.monotonic(), begins.timestamp(), speed, 0.0))
    return WeekClock(path)


class WeekClock:
    """The clock of a file, as the domain's `Clock`; the same in every process of this computer."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._kept = mmap.mmap(file.fileno(), _FORM.size)

    @property
    def speed(self) -> float:
        """Seconds that pass in one of the computer's."""
        return float(self._read()[2])

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        since, begins, speed, ahead = self._read()
        return datetime.fromtimestamp(begins + (time.monotonic() - since) * speed + ahead, UTC)

    def set_ahead(self, seconds: float) -> None:
        """Set it so many seconds forward of what it would show, or back; at once, in every process."""
        self._kept[:] = _FORM.pack(*self._read()[:3], seconds)

    def copy(self, path: Path) -> "WeekClock":
        """Return another clock that shows the same, until it is set."""
        path.write_bytes(bytes(self._kept))
        return WeekClock(path)

    def sleep(self, wanted: timedelta) -> None:
        """Let so much of its time pass."""
        time.sleep(max(0.0, wanted.total_seconds() / self.speed))

    def sleep_until(self, moment: datetime) -> None:
        """Wait until it shows an instant."""
        while (left := moment - self.now()) > timedelta(0):
            self.sleep(left)

    def _read(self) -> tuple[float, float, float, float]:
        since, begins, speed, ahead = _FORM.unpack(self._kept)
        return since, begins, speed, ahead
