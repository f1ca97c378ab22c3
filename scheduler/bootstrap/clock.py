"""The clock of this computer."""

from datetime import UTC, datetime


class SystemClock:
    """The computer's clock, as the domain's `Clock`."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)
