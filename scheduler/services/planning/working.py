"""What a worker process does: what follows from reports, searches, places left free, plans, recurring requests."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.learning import LEARNED_ID, LearnedTimes
from scheduler.domain.live_day import live_key
from scheduler.domain.town import TownHead
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.booking.freed_days import hand_back, take_up_freed
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.facts import town_head
from scheduler.services.keeping import learned_times
from scheduler.services.learning.renewing import is_due, learn
from scheduler.services.live.minutes import full_minute
from scheduler.services.live.refreshing import is_followed, refresh
from scheduler.services.live.reported import days_reported, follow_reported
from scheduler.services.long_work import Watch
from scheduler.services.planning.relearning import plan_with_learned
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.solves import take_up, work_on
from scheduler.services.planning.tentative import bookable_days, ensure_tentative, improve
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.services.rota import roll_rota
from scheduler.services.series.planning import SeriesPlan, plan_series, terms_of

_LOG = logging.getLogger(__name__)
SETTLED_AGAIN = timedelta(minutes=1)
"""So long a day is left alone whose bookings cannot follow what was reported: its map may be damaged, say.

So long series are, too, that cannot be planned.
"""
IMPROVED_S = 2.0
"""So long a tentative plan is searched for in one go, between two looks for something more urgent."""
SERIES_S = 5.0
"""So long it is chosen who comes when of all series, and so long occurrences are booked in one go."""
MOST_ROUNDS = 500
"""So often in a row; then series wait for a change of them, or the next night, whatever is still to be booked."""
_DAY = timedelta(days=1)


class Worker:
    """One worker process's work.

    Parameters
    ----------
    travel_for : callable
        Gives the travel times of a town.
    owner : str
        What the worker is called in the searches that it holds.
    new_id : callable
        Makes an id that nothing has, from a prefix.
    spare : Effort
        How much a tentative plan that has changed is worth; `IMPROVED_S` of the worker's clock by default.

    Notes
    -----
    A day's tentative plan is looked at again once the day has changed.
    """

    def __init__(
        self,
        store: Store,
        travel_for: Callable[[TownHead], TravelTimes],
        watch: Watch,
        owner: str,
        spare: Effort | None = None,
        *,
        new_id: Callable[[str], str],
    ) -> None:
        self.store, self.travel_for, self.watch, self.owner = store, travel_for, watch, owner
        self.spare = spare or Effort(
            clock=watch.monotonic, seconds=IMPROVED_S, workers=watch.workers, cancelled=watch.stopping
        )
        self._desk = BookingDesk(store, OpenDays(travel_for), watch.clock, new_id)
        self._freed = self._desk.freed
        self._looked_at: dict[tuple[TownId, date], int] = {}
        self._rolled: dict[TownId, date] = {}
        self._followed: dict[TownId, datetime] = {}
        self._not_before: dict[tuple[TownId, date], datetime] = {}
        self._series_seen: dict[TownId, tuple[date, int]] = {}
        self._series_rounds: dict[TownId, int] = {}
        self._series_not_before: dict[TownId, datetime] = {}
        self._learned: dict[TownId, date] = {}
        self._taught: dict[tuple[TownId, date], LearnedTimes | None] = {}

    def work(self) -> bool:
        """Do the most urgent thing there is; False: there is nothing to do.

        What cannot be done for one town (its road map is damaged, say) does not keep others waiting.
        """
        urgent = (self._follow, self._settle, self._search, self._offer)
        later = (self._roll, self._learn, self._teach, self._make, self._book_series, self._improve)
        return any(self._step(step) for step in (*urgent, *later))

    def _step(self, step: Callable[[TownId, datetime], bool]) -> bool:
        for town_id in self.store.towns():
            try:
                if step(town_id, self.watch.clock.now()):
                    return True
            except StoreError:
                raise  # nothing can be done for anybody
            except Exception:  # noqa: BLE001  # whatever is wrong with one town's data, the others come next
                _LOG.exception("%s cannot be worked for", town_id)
        return False

    def _follow(self, town_id: TownId, now: datetime) -> bool:
        """Keep where crews are, once a minute: of today, and of yesterday's shifts across midnight."""
        minute = full_minute(now)
        if self._followed.get(town_id) == minute:
            return False
        with self.store.reading(town_id) as unit:
            today = now.astimezone(town_head(unit).zone).date()
        self._followed[town_id] = minute
        for day in (today, today - _DAY):
            try:
                self._refresh(town_id, day, now)
            except StoreError:
                raise
            except Exception:  # noqa: BLE001  # whatever is wrong with one day, the other one is followed
                _LOG.exception("%s, %s: where crews are cannot be worked out", town_id, day)
        return False

    def _refresh(self, town_id: TownId, day: date, now: datetime) -> None:
        with self.store.reading(town_id) as unit:
            runs = is_followed(unit, day)
        if runs:
            with self.store.writing(town_id) as unit:
                refresh(unit, day, now)

    def _settle(self, town_id: TownId, now: datetime) -> bool:
        """Let bookings follow what crews have reported; what cannot be done now is tried again a little later."""
        for day in days_reported(self.store, town_id):
            if self._not_before.get((town_id, day), now) > now:
                continue
            self._not_before[town_id, day] = now + SETTLED_AGAIN
            followed = follow_reported(self.store, town_id, day, lambda: self._travel(town_id), now)
            if followed is None:
                continue
            del self._not_before[town_id, day]
            if followed.freed:
                self._freed.after(town_id, day)
            return True
        return False

    def _search(self, town_id: TownId, now: datetime) -> bool:
        solve = take_up(self.store, town_id, self.owner, now)
        if solve is None:
            return False
        work_on(self.store, town_id, solve, self._travel(town_id), self.watch)
        return True

    def _offer(self, town_id: TownId, now: datetime) -> bool:
        """Offer places to those who wait, if whoever freed them has not done so."""
        taken = take_up_freed(self.store, town_id, now)
        if taken is None:
            return False
        try:
            self._freed.offer(town_id, taken.day)
        except StaleError:
            hand_back(self.store, town_id, taken, now)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  # whatever is wrong with the day, there is other work
            _LOG.exception("%s, %s: freed places cannot be offered; next try %s", town_id, taken.id, taken.lease_until)
        return True

    def _roll(self, town_id: TownId, now: datetime) -> bool:
        """Make the shifts of the days that have become bookable since yesterday."""
        with self.store.reading(town_id) as unit:
            days = list(bookable_days(unit, now))
        if self._rolled.get(town_id) == days[0]:
            return False
        with self.store.writing(town_id) as unit:
            made = roll_rota(unit, days[0], days[-1], now=now)
        self._rolled[town_id] = days[0]
        return bool(made.made)

    def _learn(self, town_id: TownId, now: datetime) -> bool:
        """Work out what closed days tell, once a night; whatever hinders it, the next try is tomorrow's."""
        with self.store.reading(town_id) as unit:
            today = now.astimezone(town_head(unit).zone).date()
            if self._learned.get(town_id) == today or not is_due(unit, now):
                return False
        self._learned[town_id] = today
        try:
            learn(self.store, town_id, self._travel(town_id), now)
        except StaleError:
            _LOG.info("%s: somebody else has worked out what was learned", town_id)
        return True

    def _teach(self, town_id: TownId, now: datetime) -> bool:
        """Plan days anew that take other times since more was learned; a town that never has is left alone."""
        with self.store.reading(town_id) as unit:
            times = learned_times(unit)
            days = list(bookable_days(unit, now)) if unit.learned.find(LEARNED_ID) is not None else []
        for day in days:
            if (town_id, day) not in self._taught or self._taught[town_id, day] != times:
                changed = plan_with_learned(self.store, town_id, day, self._travel(town_id), now)
                self._taught[town_id, day] = times
                if changed is not None:
                    return True
        return False

    def _make(self, town_id: TownId, now: datetime) -> bool:
        for day in self._bookable(town_id, now):
            with self.store.reading(town_id) as unit:
                state = unit.days.get(day)
            if state.plan is None and not state.closed and self._tried(town_id, day, state.version):
                ensure_tentative(self.store, town_id, day, self._travel(town_id), now)
                return True
        return False

    def _book_series(self, town_id: TownId, now: datetime) -> bool:
        """Book what series want, a few at a time: of days that have become bookable, and since series have changed."""
        if self._series_not_before.get(town_id, now) > now:
            return False
        days = list(self._bookable(town_id, now))
        with self.store.reading(town_id) as unit:
            stamp = unit.stamp
            if not self._series_changed(unit, days[-1]):
                return False
        self._series_not_before[town_id] = now + SETTLED_AGAIN
        plan = self._plan_series(town_id, days)
        del self._series_not_before[town_id]
        rounds = self._series_rounds.pop(town_id, 0) + 1
        if plan.assigned and rounds < MOST_ROUNDS:
            self._series_rounds[town_id] = rounds
        else:
            self._series_seen[town_id] = days[-1], stamp
        return bool(plan.assigned)

    def _series_changed(self, unit: UnitOfWork, last: date) -> bool:
        """Return whether days, series or absences of clients are others than when nothing was left to be booked."""
        day, stamp = self._series_seen.get(unit.town_id, (None, 0))
        changes = unit.series.changed(stamp), unit.client_absences.changed(stamp)
        return day != last or any(one.put or one.removed for one in changes)

    def _plan_series(self, town_id: TownId, days: Sequence[date]) -> SeriesPlan:
        ends: list[float] = []

        def over() -> bool:
            # Asked first when all is chosen: however long that took, something is booked.
            ends[:] = ends or [self.watch.monotonic() + SERIES_S]
            return self.watch.stopping() or self.watch.monotonic() > ends[0]

        call = Call(town_id=town_id, by=UserId(""))
        return plan_series(self._desk, call, days[0] + _DAY, days[-1], terms_of(SERIES_S, stopping=over))

    def _improve(self, town_id: TownId, now: datetime) -> bool:
        for day in self._bookable(town_id, now):
            with self.store.reading(town_id) as unit:
                version, runs = unit.days.get(day).version, unit.live.find(live_key(day)) is not None
            # Of a day that runs nobody wants a better plan behind their back: crews are out, and residents wait.
            if not runs and self._tried(town_id, day, version):
                clock = self.watch.clock.now
                after = improve(self.store, town_id, day, self._travel(town_id), self.spare, now=clock)
                self._looked_at[town_id, day] = version if after is None else after.version
                return True
        return False

    def _tried(self, town_id: TownId, day: date, version: int) -> bool:
        """Return whether a day has changed since it was last tried; a day that cannot be planned is tried once."""
        if self._looked_at.get((town_id, day)) == version:
            return False
        self._looked_at[town_id, day] = version
        return True

    def _bookable(self, town_id: TownId, now: datetime) -> Iterator[date]:
        with self.store.reading(town_id) as unit:
            return bookable_days(unit, now)

    def _travel(self, town_id: TownId) -> TravelTimes:
        with self.store.reading(town_id) as unit:
            return self.travel_for(town_head(unit))
