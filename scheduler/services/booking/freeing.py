"""Places that have become free, offered to those who wait for one; and no longer once they are taken."""

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.booking import Offer
from scheduler.domain.client import Channel
from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import NoticeId, RequestId, TownId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.domain.time import Clock
from scheduler.services.booking.answering import Why, answer_on
from scheduler.services.booking.freed_days import is_freed, settle_freed
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.clients_away import hears
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.waiting import Candidate, called, candidates

LOG = logging.getLogger(__name__)
MOST = 3
"""So many of those who wait are put onto the list of calls at a time: one place is for one of them."""
TRIES = 5
"""So often what is free is found out anew, if the day changes meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Freed:
    """Somebody who waits, and what could be offered now."""

    candidate: Candidate
    offers: tuple[Offer, ...]

    @property
    def request_id(self) -> RequestId:
        """What their call is listed under."""
        return self.candidate.enquiry.requests[0].id


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What is free on a day of some version, whether that is news, and which calls about it are listed."""

    version: int
    freed: bool
    free: tuple[Freed, ...]
    listed: Mapping[RequestId, Notice]


@dataclass(frozen=True, kw_only=True)
class FreedPlaces:
    """Keeps the list of calls about freed places true.

    Parameters
    ----------
    new_id : callable
        Makes an id that nothing has, from a prefix.
    """

    store: Store
    days: OpenDays
    clock: Clock
    new_id: Callable[[str], str]

    def offer(self, town_id: TownId, day: date) -> None:
        """Make a day's list true: if places have become free, those who wait and could have one are put there.

        They are put there in fair order, and once, however many processes do so. Whoever is on the list already is not
        put there again; whose place has been taken since need not be called.

        Raises
        ------
        StaleError
            If the day changes faster than what is free on it can be found out.
        """
        found = self._found(town_id, day)
        for _ in range(TRIES):
            if not found.freed and not found.listed:
                return
            with suppress(StaleError):  # somebody has just been taken off the waiting list
                if self._kept(town_id, day, found):
                    return
            found = self._found(town_id, day)
        raise StaleError(f"the day {day.isoformat()}", seen=found.version, now=self._version(town_id, day))

    def after(self, town_id: TownId, day: date) -> None:
        """Do so after something that is kept already, and is good whatever becomes of this; a worker tries again."""
        try:
            self.offer(town_id, day)
        except Exception:
            LOG.exception("%s, %s: the list of calls about freed places is not up to date", town_id, day.isoformat())

    def _found(self, town_id: TownId, day: date) -> _Found:
        with self.store.reading(town_id) as unit:
            listed, freed = _listed(unit, day), is_freed(unit, day)
            free = self._free(unit, day, MOST if freed else 0, listed) if freed or listed else ()
            return _Found(version=unit.days.get(day).version, freed=freed, free=free, listed=listed)

    def _free(self, unit: UnitOfWork, day: date, most: int, listed: Collection[RequestId]) -> tuple[Freed, ...]:
        """Return who could have something: of those on the list all, of the others so many that there are `most`.

        Raises
        ------
        Exception
            Whatever keeps all of them from being answered; a single call may be broken, and the others are answered.
        """
        now, answered, failure = self.clock.now(), False, None
        free: list[Freed] = []
        for candidate in candidates(unit, day):
            if len(free) >= most and candidate.enquiry.requests[0].id not in listed:
                continue
            try:
                offers = answer_on(unit, self.days, candidate.enquiry.requests, day, now, why=Why.UNTOLD).offers
            except StoreError:
                raise
            except Exception as error:
                LOG.exception("somebody who waits cannot be answered; the others are")
                failure = error
                continue
            answered = True
            if offers:
                free.append(Freed(candidate=candidate, offers=offers))
        if failure is not None and not answered:
            raise failure
        return tuple(free)

    def _kept(self, town_id: TownId, day: date, found: _Found) -> bool:
        """Keep the list as it was found to be; False: the day is another by now, or somebody else has done it."""
        with self.store.writing(town_id) as unit:
            if unit.days.lock(day).version != found.version or is_freed(unit, day) != found.freed:
                return False
            listed = _listed(unit, day)  # as it is under the lock
            free = {one.request_id: one for one in found.free}
            for key in listed.keys() & found.listed.keys():
                if key not in free:
                    unit.notices.put(replace(listed[key], outcome=NoticeOutcome.NEEDLESS))
            for key, one in free.items():
                if key not in listed:
                    self._list(unit, one, day)
                elif listed[key].window != (leg := one.offers[0].legs[0]).window:
                    unit.notices.put(replace(listed[key], window=leg.window, after=leg.start))
            settle_freed(unit, day)
        return True

    def _list(self, unit: UnitOfWork, freed: Freed, day: date) -> None:
        if unit.waiting.find(freed.candidate.enquiry.id) is None:
            return  # somebody has just ended the call
        leg = freed.offers[0].legs[0]
        client_id = next((one for one in leg.request.party.client_ids if hears(unit, one, day)), None)
        if client_id is None:
            return  # they have just gone away
        client = unit.clients.find(client_id)
        unit.notices.put(
            Notice(
                id=NoticeId(self.new_id("N")),
                day=day,
                request_id=freed.request_id,
                client_id=client_id,
                kind=NoticeKind.FREED_PLACE,
                channel=client.channel if client else Channel.PHONE,
                window=leg.window,
                after=leg.start,
            )
        )
        called(unit, freed.candidate.enquiry.id, self.clock.now())

    def _version(self, town_id: TownId, day: date) -> int:
        with self.store.reading(town_id) as unit:
            return unit.days.get(day).version


def has_listed(unit: UnitOfWork, day: date) -> bool:
    """Return whether somebody is to be called about a freed place of a day."""
    return bool(_listed(unit, day))


def _listed(unit: UnitOfWork, day: date) -> Mapping[RequestId, Notice]:
    """Return the calls about freed places that are still to be made, by the request that waits."""
    to_do = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)
    found = unit.notices.between(day, day).values()
    return {one.request_id: one for one in found if one.kind is NoticeKind.FREED_PLACE and one.outcome in to_do}
