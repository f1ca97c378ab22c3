"""When a caller wants something, when the telephone rings for it, and the way back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.parts import WayBack, Wishes
from scheduler.domain.time import TimeWindow, clock_instant
from scheduler.services.holidays import HolidayCalendar
from scheduler.simulation.demand.streams import Stream

_QUARTER_MIN = 15
_QUARTERS = 4
_HOUR_S = 3600


@dataclass(frozen=True, kw_only=True)
class Home:
    """How somebody comes back."""

    back: Back = Back.NONE
    window: TimeWindow | None = None
    ready_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Times:
    """The clock and the working days of one town."""

    zone: ZoneInfo
    calendar: HolidayCalendar

    def window(self, wishes: Wishes, day: date, call: Stream) -> TimeWindow:
        """Return when the service is to start on a day."""
        quarter = int(call.uniform("quarter") * _QUARTERS)
        hour = wishes.hours.pick(call.uniform("hour"))
        start = clock_instant(day, time(hour, quarter * _QUARTER_MIN), self.zone)
        return self._from(start, wishes.widths_min.pick(call.uniform("width")))

    def rings(self, hours: Chances[int], wishes: Wishes, wanted: TimeWindow, day: date, call: Stream) -> datetime:
        """Return when somebody calls who wants a window on a day: on a working day, and before that window begins."""
        ringing = day - timedelta(days=wishes.lead_days.pick(call.uniform("lead")))
        while not self.calendar.works(ringing):
            ringing -= timedelta(days=1)
        hour = hours.pick(call.uniform("rings"))
        second = int(call.uniform("rings", "second") * _HOUR_S)
        clock = time(hour, second // 60, second % 60)
        while (at := clock_instant(ringing, clock, self.zone)).timestamp() >= wanted.start.timestamp():
            ringing = self._working_before(ringing)
        return at

    def home(self, back: WayBack, wanted: TimeWindow, call: Stream, chance: Stream) -> Home:
        """Return how somebody comes back who has to be somewhere in a window, after the stay.

        Parameters
        ----------
        call, chance : Stream
            Of what is asked for: an hour, which is a full quarter. And of the day: when the client is truly ready.
        """
        kind = back.kinds.pick(call.uniform("back"))
        if kind is Back.NONE:
            return Home()
        stay = timedelta(minutes=back.stay_min.pick((chance if kind is Back.OPEN else call).uniform("stay")))
        ready = (wanted.end.astimezone(UTC) + timedelta(seconds=round(stay.total_seconds()))).astimezone(self.zone)
        if kind is Back.OPEN:
            return Home(back=kind, ready_at=ready)
        return Home(back=kind, window=self._from(_next_quarter(ready), back.width_min))

    def _from(self, start: datetime, width_min: int) -> TimeWindow:
        end = (start.astimezone(UTC) + timedelta(minutes=width_min)).astimezone(self.zone)
        return TimeWindow(start=start, end=end)

    def _working_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.calendar.works(day):
            day -= timedelta(days=1)
        return day


def _next_quarter(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % _QUARTER_MIN, seconds=moment.second, microseconds=moment.microsecond)
    if not over:
        return moment
    ahead = timedelta(minutes=_QUARTER_MIN) - over
    return (moment.astimezone(UTC) + ahead).astimezone(moment.tzinfo)
