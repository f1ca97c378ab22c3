"""When a message may go out: not at night, unless it would be too late in the morning."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.time import clock_instant

_DAY = timedelta(days=1)
LONGEST = timedelta(hours=3)
"""So long is tried, at most; then somebody has the rest of the day to phone."""
SPARE = timedelta(minutes=45)
"""So long before the hour that it is about a person has to take over."""
LEAST = timedelta(minutes=10)
"""So long is tried at least, however near that hour is."""


def quiet_end(moment: datetime, policy: MessagePolicy, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours end in which a moment lies; None: it lies in none.

    By the clock on the wall, whatever is done to it in the night.
    """
    here = moment.astimezone(zone)
    clock, first, last = here.time().replace(fold=0), policy.quiet_from, policy.quiet_until
    if not _within(clock, first, last):
        return None
    day = here.date() + (_DAY if first > last and clock >= first else timedelta(0))
    end = clock_instant(day, last, zone)
    # Where the hour comes twice in which they end, they end the first time.
    return end if end.timestamp() > moment.timestamp() else None


def _within(clock: time, first: time, last: time) -> bool:
    if first <= last:
        return first <= clock < last
    return clock >= first or clock < last


def goes_at(moment: datetime, about: datetime | None, policy: MessagePolicy, zone: ZoneInfo) -> datetime:
    """Return when something goes out that is ready at a moment.

    Parameters
    ----------
    about : datetime or None
        The hour it is about; `policy.urgent_before` that, it cannot wait any longer.
    """
    end = quiet_end(moment, policy, zone)
    if end is None:
        return moment
    late = end if about is None else about.astimezone(UTC) - policy.urgent_before
    return max(moment, min(end, late, key=datetime.timestamp), key=datetime.timestamp)


def tried_until(due: datetime, about: datetime | None) -> datetime:
    """Return when somebody has to take over what is due at a moment."""
    longest, least = due.astimezone(UTC) + LONGEST, due.astimezone(UTC) + LEAST
    return longest if about is None else max(least, min(longest, about.astimezone(UTC) - SPARE))
