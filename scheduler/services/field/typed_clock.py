"""Times as they stand on paper: "9.30", "930" or "9:30", on the day that fits."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"(\d{1,2})\s?[.:,\s]\s?(\d{2})|(\d{1,2})(\d{2})")
FARTHEST = timedelta(hours=13)
"""So far from what was planned a time can be meant: of two days' half past nine one is always nearer."""


def read_clock(typed: str) -> time | None:
    """Return what a clock on the wall has shown; None: no clock shows that."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None or not typed.isascii():
        return None
    hour, minute = (int(part) for part in (found[1] or found[3], found[2] or found[4]))
    return time(hour, minute) if hour < 24 and minute < 60 else None


def nearest(clock: time, planned: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant nearest to what was planned at which the town's clock shows a time, in UTC; None: none does.

    So half past midnight on the sheet of a night belongs to the next day, and of an hour that comes twice the one is
    meant in which the crew should have been there.
    """
    day, near = planned.astimezone(zone).date(), planned.astimezone(UTC)
    found = [
        moment
        for shifted in (-1, 0, 1)
        for fold in (0, 1)
        if (moment := _instant(day + timedelta(days=shifted), clock.replace(fold=fold), zone)) is not None
    ]
    best = min(found, key=lambda moment: abs(moment - near), default=None)
    return best if best is not None and abs(best - near) <= FARTHEST else None


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    local = datetime.combine(day, clock, tzinfo=zone)
    back = local.astimezone(UTC).astimezone(zone)
    return local.astimezone(UTC) if back.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0) else None
