"""Service days that are open on the desk: kept between calls, and read anew when somebody else has changed them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock

from scheduler.domain.ids import RequestId, TownId
from scheduler.domain.live_day import live_key
from scheduler.domain.service_days import DayState
from scheduler.domain.town import TownHead
from scheduler.services.facts import town_head
from scheduler.services.granting import grant_policy
from scheduler.services.keeping import FACTS, learned_times
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.planning.refitting import repaired
from scheduler.services.ports import TravelTimes, UnitOfWork

type TravelFor = Callable[[TownHead], TravelTimes]

MOST = 64
"""So many days are kept; a month of two towns."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    opened: OpenDay
    stamp: int


class OpenDays:
    """The open days of one process.

    Parameters
    ----------
    travel_for : callable
        Gives the travel times of a town.

    Notes
    -----
    A board is not for two threads at once: whoever asks one holds `lock` of its day.
    """

    def __init__(self, travel_for: TravelFor) -> None:
        self._travel_for = travel_for
        self._kept: OrderedDict[tuple[TownId, date], _Kept] = OrderedDict()
        self._travel: dict[TownId, tuple[int, TravelTimes]] = {}
        self._locks: dict[tuple[TownId, date], Lock] = {}
        self._guard = Lock()

    def lock(self, town_id: TownId, day: date) -> Lock:
        """Return the lock of a day's board."""
        with self._guard:
            return self._locks.setdefault((town_id, day), Lock())

    def get(self, unit: UnitOfWork, day: date, leaving: frozenset[RequestId] = frozenset()) -> OpenDay:
        """Return a day as a unit of work found it, before it put anything itself.

        Parameters
        ----------
        leaving : set of RequestId
            Bookings that are about to go elsewhere: as if nobody had made them.
        """
        if leaving:
            state = without(unit.days.get(day), leaving)
            return repaired(open_day(unit, day, self.travel(unit), state, leaving=leaving))
        key = unit.town_id, day
        kept = self._kept.get(key)
        if kept is None or _has_changed(unit, day, kept):
            kept = _Kept(opened=repaired(open_day(unit, day, self.travel(unit))), stamp=unit.stamp)
        self._keep(key, kept)
        return kept.opened

    def travel(self, unit: UnitOfWork) -> TravelTimes:
        """Return the travel times of a town."""
        stamp = unit.head.stamp_of(unit.town_id)
        known = self._travel.get(unit.town_id)
        if known is None or known[0] != stamp:
            known = stamp, self._travel_for(town_head(unit))
            self._travel[unit.town_id] = known
        return known[1]

    def _keep(self, key: tuple[TownId, date], kept: _Kept) -> None:
        with self._guard:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def without(state: DayState, leaving: frozenset[RequestId]) -> DayState:
    """Return a day's state without what dispatchers fixed for bookings that are about to go elsewhere."""
    return replace(
        state,
        pins=tuple(pin for pin in state.pins if leaving.isdisjoint(pin.request_ids)),
        overrides=tuple(one for one in state.overrides if one.request_id not in leaving),
    )


def _has_changed(unit: UnitOfWork, day: date, kept: _Kept) -> bool:
    """Return whether anything that a day's problem and plan depend on is another since it was opened."""
    if unit.days.get(day) != kept.opened.state:
        return True  # asked first: after waiting for the day's lock the day is newer than the unit's stamp
    if unit.stamp == kept.stamp:
        return False
    changes = (getattr(unit, kind).changed(kept.stamp) for kind in ("head", *FACTS, "entitlements", "consumptions"))
    if any(one.put or one.removed for one in changes):
        return True
    if learned_times(unit) != kept.opened.town.learned:
        return True
    if grant_policy(unit, town_head(unit).policy, day) != kept.opened.town.policy:
        return True  # a day before it was closed, or opened again
    live = unit.live.changed(kept.stamp)
    if live_key(day) in live.put or live_key(day) in live.removed:
        return True
    shifts, known = unit.shifts.changed(kept.stamp), {shift.id for shift in kept.opened.town.shifts}
    near = any(abs(shift.day - day) <= _WEEK or shift.id in known for shift in shifts.put.values())
    return near or bool(shifts.removed)
