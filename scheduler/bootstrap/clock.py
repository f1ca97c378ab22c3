"""The clock of this computer, and a demo's, which is ahead of it or behind."""

from datetime import UTC, datetime, timedelta

from scheduler.domain.time import Clock
from scheduler.settings import Settings


class SystemClock:
    """The computer's clock, as the domain's `Clock`."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """A clock that goes as the computer's does, always by as much ahead."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """Return its instant in UTC."""
        return datetime.now(UTC) + self._ahead


def clock_of(settings: Settings) -> Clock:
    """Return the clock of an installation."""
    ahead = timedelta(seconds=settings.clock_ahead_seconds)
    return ShiftedClock(ahead) if ahead else SystemClock()
