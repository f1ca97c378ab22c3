"""Days with places that have become free: noted with what frees them, and offered exactly once whoever dies meanwhile.

Whoever frees a place notes its day in the same unit, and is the first to offer it. If they have not done so when their
lease has run out they are taken for dead, and a worker takes the day up. The note goes in the unit that writes the
calls down, so one of them alone does.
"""

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.booking import FreedDay
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import TownId
from scheduler.services.ports import Store, UnitOfWork

LOG = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
"""Longer than it takes to look for places for everybody who waits."""
MOST_ATTEMPTS = 3
"""So many may die of one day; then it is the day that is at fault."""


def note_freed(unit: UnitOfWork, day: date, now: datetime) -> None:
    """Write down that places of a locked day have become free; who does so offers them next."""
    unit.freed.put(FreedDay(day=day, lease_until=now + LEASE))


def is_freed(unit: UnitOfWork, day: date) -> bool:
    """Return whether places of a day have become free that nobody has been offered yet."""
    return unit.freed.find(day.isoformat()) is not None


def settle_freed(unit: UnitOfWork, day: date) -> None:
    """Write down that whoever waits for places of a locked day is on the list of calls."""
    if is_freed(unit, day):
        unit.freed.remove(day.isoformat())


def take_up_freed(store: Store, town_id: TownId, now: datetime) -> date | None:
    """Return a day whose places are this process's to offer from now on, as others have failed to; None: there is none.

    A day that several have died of is given up.
    """
    with store.reading(town_id) as unit:
        left = [one for one in unit.freed.all().values() if one.lease_until < now]
    for one in sorted(left, key=lambda one: one.day):
        try:
            with store.writing(town_id) as unit:
                seen = unit.freed.stamp_of(one.id)
                if unit.freed.find(one.id) != one:
                    continue
                if one.attempt >= MOST_ATTEMPTS:
                    LOG.error("places that have become free cannot be offered; all who tried have failed")
                    unit.freed.remove(one.id)
                    continue
                unit.freed.put(replace(one, lease_until=now + LEASE, attempt=one.attempt + 1), seen=seen)
        except StaleError:
            continue  # another process was quicker
        return one.day
    return None
