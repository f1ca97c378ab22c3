"""Days that somebody is about to book on have a plan: what is booked there already is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.ids import TownId
from scheduler.domain.request import Request
from scheduler.services.booking.calling import moved_from_holiday
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.keeping import town_head
from scheduler.services.planning.tentative import bookable_days, ensure_tentative
from scheduler.services.ports import Store, TravelTimes, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Readying:
    """Makes the tentative plans that are missing of days on which somebody is about to do something.

    They are made in the background as a rule; but a place may not be offered on a day whose bookings nobody has put
    into a plan, however early it is asked for.
    """

    store: Store
    days: OpenDays
    now: datetime

    def wished(self, town_id: TownId, requests: Sequence[Request], days: Sequence[date]) -> None:
        """Make those of the days on which a wish would be met."""
        with self.store.reading(town_id) as unit:
            head = town_head(unit)
            found = (moved_from_holiday(requests, day, head) for day in days)
            missing = self._missing(unit, [day for day in found if isinstance(day, date)])
        self._make(town_id, *missing)

    def on(self, town_id: TownId, days: Sequence[date]) -> None:
        """Make those of some days, as far as they may be booked."""
        with self.store.reading(town_id) as unit:
            missing = self._missing(unit, days)
        self._make(town_id, *missing)

    def _missing(self, unit: UnitOfWork, days: Sequence[date]) -> tuple[set[date], TravelTimes]:
        bookable = set(bookable_days(unit, self.now))
        missing = {day for day in days if day in bookable and unit.days.get(day).plan is None}
        return missing, self.days.travel(unit)

    def _make(self, town_id: TownId, missing: set[date], travel: TravelTimes) -> None:
        for day in sorted(missing):
            ensure_tentative(self.store, town_id, day, travel, self.now)
