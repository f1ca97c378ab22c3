"""Times of telegrams, with how far from them is still right."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.time import local_instant
from scheduler.domain.trips import TripTime
from scheduler.formats.tds.telegrams import Time

_DURATION = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?")


def read_time(told: Time | None, zone: ZoneInfo) -> TripTime | None:
    """Return a time of a telegram, as UTC, where no clocks change; without an offset the town's own clock is meant.

    Raises
    ------
    NoSuchTimeError
        If the town's clock never shows it, or does so twice.
    ValueError
        If it lies at the end of all years that can be counted: nothing could be added to it.
    """
    if told is None:
        return None
    at = told.time
    if not MINYEAR + 1 < at.year < MAXYEAR - 1:
        raise ValueError(f"{at.isoformat()} is no time of a ride")
    if at.tzinfo is None:
        at = local_instant(at.date(), at.time(), zone)
    return TripTime(at=at.astimezone(UTC), within=read_duration(told.time_accuracy or ""))


def time_told(at: datetime, zone: ZoneInfo, within: timedelta | None = None) -> Time:
    """Return a time as it is written: by the town's clock, with its offset."""
    return Time(time=at.astimezone(zone), time_accuracy=None if within is None else duration_told(within))


def read_duration(text: str) -> timedelta | None:
    """Return an ISO 8601 duration of hours, minutes and seconds; None: it is none."""
    found = _DURATION.fullmatch(text)
    if found is None or text == "PT":
        return None
    hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def duration_told(duration: timedelta) -> str:
    """Return a duration as ISO 8601 writes it."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    return f"PT{minutes}M" if not seconds else f"PT{minutes}M{seconds}S"
