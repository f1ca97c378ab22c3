"""Instants as planning takes them: within a minute all processes plan from the same states."""

from datetime import UTC, datetime, timedelta

_MINUTE = timedelta(minutes=1)


def full_minute(now: datetime) -> datetime:
    """Return an instant, rounded up to a full minute, in UTC."""
    at = now.astimezone(UTC)
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
