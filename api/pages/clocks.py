"""Days and hours in words, by the town's clock."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from scheduler.domain.time import TimeWindow
from scheduler.formats.sheets.words import Words


@dataclass(frozen=True)
class Clocks:
    """How instants and days are told on a page.

    Attributes
    ----------
    now : datetime
        When the page is made, by the office's clock.
    """

    zone: ZoneInfo
    words: Words
    now: datetime

    def time(self, moment: datetime) -> str:
        """Return the hour and minute of an instant ("9:40")."""
        local = moment.astimezone(self.zone)
        return f"{local.hour}:{local.minute:02d}"

    def span(self, window: TimeWindow) -> str:
        """Return the bounds of a window ("9:40\N{EN DASH}10:10")."""
        return f"{self.time(window.start)}\N{EN DASH}{self.time(window.end)}"

    def day(self, moment: datetime | date) -> str:
        """Return a day with its weekday and month in words."""
        return self.words.long_date(self._day_of(moment))

    def short_day(self, moment: datetime | date) -> str:
        """Return weekday and date, shortly."""
        return self.words.short_date(self._day_of(moment))

    def month(self, day: date) -> str:
        """Return a month with its year in words ("listopad 2026")."""
        return format_date(day, "LLLL y", locale=self.words.locale)

    def days(self, first: date, last: date) -> str:
        """Return a span of days in numbers, as short as it can be ("1\N{EN DASH}23.11.2026")."""
        if first == last:
            return f"{last:%-d.%m.%Y}"
        begin = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first:%-d.%m}"
        begin = begin if first.year == last.year else f"{first:%-d.%m.%Y}"
        return f"{begin}\N{EN DASH}{last:%-d.%m.%Y}"

    def _day_of(self, moment: datetime | date) -> date:
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment
