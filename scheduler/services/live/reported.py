"""Days of which something was reported that bookings have to follow: noted with the report, done by a worker.

The note is put by the unit that keeps the reports, and taken away by the one in which the bookings have followed; if
more comes in meanwhile, one of the two is written over again. So nothing is lost whoever dies, and nothing done twice.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from scheduler.domain.errors import StaleError
from scheduler.domain.events import Event, EventKind, ReportedDay
from scheduler.domain.ids import TownId
from scheduler.services.live.following import Followed, follow
from scheduler.services.ports import Store, TravelTimes, UnitOfWork

SAYS_HOW_IT_ENDED = frozenset(EventKind) - {EventKind.EN_ROUTE, EventKind.ARRIVED}


def note_reported(unit: UnitOfWork, events: Iterable[Event], now: datetime) -> None:
    """Note the days of which events say how something has ended."""
    for day in sorted({one.day for one in events if one.kind in SAYS_HOW_IT_ENDED}):
        unit.reported.put(ReportedDay(day=day, since=now))


def days_reported(store: Store, town_id: TownId) -> tuple[date, ...]:
    """Return the days whose bookings have not followed yet, the earliest first."""
    with store.reading(town_id) as unit:
        return tuple(sorted(one.day for one in unit.reported.all().values()))


def follow_reported(
    store: Store, town_id: TownId, day: date, travel: Callable[[], TravelTimes], now: datetime
) -> Followed | None:
    """Let the bookings of a day follow, and take its note away; None: somebody else has, or more has come in."""
    note = ReportedDay(day=day, since=now).id
    try:
        with store.writing(town_id) as unit:
            unit.days.lock(day)
            if unit.reported.find(note) is None:
                return None
            followed = follow(unit, travel(), day, now)
            unit.reported.remove(note)
            return followed
    except StaleError:
        return None
