"""Instants in answers are told by the clock of the town of whoever asks, with its offset: one clock in one answer."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

_zone: ContextVar[Callable[[], ZoneInfo] | None] = ContextVar("zone", default=None)


def tell_by(zone: Callable[[], ZoneInfo]) -> None:
    """Tell all instants of this answer by the clock of a zone, which is asked for when it is wanted."""
    _zone.set(zone)


def by_the_towns_clock(moment: datetime) -> str:
    """Return an instant as RFC 3339, by the town's clock; where nobody's town is known, as it is."""
    zone = _zone.get()
    told = moment if zone is None else moment.astimezone(zone())
    return told.isoformat().replace("+00:00", "Z") if zone is None else told.isoformat()
