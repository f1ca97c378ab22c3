"""Clock times of one service day as its people read them, also past midnight and when the clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.itinerary import DayHead
from scheduler.domain.time import ServiceDay
from scheduler.formats.sheets.words import Words

HOUR_S = 3600
EARLIEST_S, LATEST_S = -24 * HOUR_S, 72 * HOUR_S
"""What a drawing shows at most: a nonsensical time in a file may not make a picture of a million hours."""


@dataclass(frozen=True, kw_only=True)
class DayTimes:
    """Reads instants on the town's clock."""

    day: ServiceDay
    words: Words

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the town's zone."""
        return moment.astimezone(self.day.zone)

    def seconds(self, moment: datetime) -> float:
        """Return elapsed seconds from the day's midnight, kept within what a drawing can show."""
        return min(max(self.day.seconds(moment), EARLIEST_S), LATEST_S)

    def clock(self, moment: datetime) -> str:
        """Return what the clock shows ("08:05"), with the date where it is not the service day's.

        A time that comes twice that night says which of the two is meant.
        """
        local = self.local(moment)
        text = f"{local:%H:%M}"
        if comes_twice(local):
            text += f" ({self.words('time.winter' if local.fold else 'time.summer')})"
        if local.date() != self.day.date:
            text += f" ({self.words.short_date(local.date())})"
        return text

    def span(self, start: datetime, end: datetime) -> str:
        """Return "08:05–08:20"."""
        return f"{self.clock(start)}–{self.clock(end)}"

    def hour_marks(self, start_s: float, end_s: float) -> list[tuple[int, datetime]]:
        """Return the full hours between two moments as elapsed seconds and local time; no hour is skipped or doubled.

        On the night the clocks go back, the local time 2:00 is there twice, an hour apart.
        """
        first = int(-(-start_s // HOUR_S))
        last = int(end_s // HOUR_S)
        return [(hour * HOUR_S, self.day.instant(hour * HOUR_S)) for hour in range(first, last + 1)]

    @property
    def clock_change_s(self) -> int:
        """By how much the clocks move during the service day or the night after it; 0 on other days."""
        start, end = self.day.instant(0), self.day.instant(30 * HOUR_S)
        return int(((end.utcoffset() or timedelta(0)) - (start.utcoffset() or timedelta(0))).total_seconds())


def comes_twice(local: datetime) -> bool:
    """Return whether the clock shows this local time twice (the night the clocks go back)."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset() and _exists(local)


def _exists(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def times_of(view: DayHead, words: Words) -> DayTimes:
    """Return the clock of a day."""
    return DayTimes(day=ServiceDay(date=view.day, zone=ZoneInfo(view.zone)), words=words)


def times_on(day: date, zone: str, words: Words) -> DayTimes:
    """Return the clock of a date in a zone."""
    return DayTimes(day=ServiceDay(date=day, zone=ZoneInfo(zone)), words=words)
