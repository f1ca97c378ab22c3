"""Days with places that have become free: noted with what frees them, and offered exactly once whoever dies meanwhile.

Whoever frees a place notes its day in the same unit, and is the first to offer it. If they have not done so when their
lease has run out they are taken for dead, and a worker takes the day up. The note goes in the unit that writes the
calls down, so one of them alone does. Whatever is wrong (a road map, a full disk) may be put right hours later: a
day is taken up again and again, more and more seldom, for as long as somebody can be promised a place on it.
"""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.booking import FreedDay
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import TownId
from scheduler.services.facts import is_over
from scheduler.services.ports import Store, UnitOfWork

LOG = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
"""Longer than it takes to look for places for everybody who waits."""
LONGEST_LEASE = timedelta(hours=1)
"""A day that nobody can look at is tried no more seldom: it keeps few workers busy, and those who wait hear in time."""


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


def take_up_freed(store: Store, town_id: TownId, now: datetime) -> FreedDay | None:
    """Return a day whose places are this process's to offer from now on, as others have failed to; None: there is none.

    Each time the next one has to wait twice as long, up to `LONGEST_LEASE`. A day that is past or closed is given up.
    """
    with store.reading(town_id) as unit:
        left = [one for one in unit.freed.all().values() if one.lease_until < now]
    for one in sorted(left, key=lambda one: one.day):
        try:
            with store.writing(town_id) as unit:
                taken = _taken(unit, one, now)
        except StaleError:
            continue  # another process was quicker
        if taken is not None:
            return taken
    return None


def hand_back(store: Store, town_id: TownId, taken: FreedDay, now: datetime) -> None:
    """Write down that a day was taken up in vain, and nothing is wrong with it: it only changed too fast."""
    with suppress(StaleError), store.writing(town_id) as unit:  # whoever has it by now keeps it
        seen = unit.freed.stamp_of(taken.id)
        if unit.freed.find(taken.id) == taken:
            unit.freed.put(replace(taken, lease_until=now + LEASE, attempt=taken.attempt - 1), seen=seen)


def _taken(unit: UnitOfWork, one: FreedDay, now: datetime) -> FreedDay | None:
    """Take a day up, or give it up; None: it is somebody else's by now, or nobody's."""
    seen = unit.freed.stamp_of(one.id)
    if unit.freed.find(one.id) != one:
        return None
    if is_over(unit, one.day, now) or unit.days.get(one.day).closed:
        LOG.warning("%s, %s: the day is over before places that had become free were offered", unit.town_id, one.id)
        unit.freed.remove(one.id)
        return None
    taken = replace(one, lease_until=now + _lease(one.attempt + 1), attempt=one.attempt + 1)
    unit.freed.put(taken, seen=seen)
    return taken


def _lease(attempt: int) -> timedelta:
    """Return how long nobody else tries."""
    doublings = min(attempt - 1, (LONGEST_LEASE // LEASE).bit_length())  # more could not be written as a time
    return min(LEASE * (1 << doublings), LONGEST_LEASE)
