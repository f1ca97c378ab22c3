"""Places that have become free, offered to those who wait for one; and no longer once they are taken."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.booking import Offer
from scheduler.domain.client import Channel
from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import NoticeId, RequestId, TownId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.domain.time import Clock
from scheduler.services.booking.answering import answer_on
from scheduler.services.booking.open_days import OpenDays
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
    """What is free on a day of some version, and which calls about it are listed."""

    version: int
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

    def offer(self, town_id: TownId, day: date) -> tuple[Freed, ...]:
        """Put those who wait for something on a day and could have it now onto the list, in fair order.

        Whoever is on the list already is not put there again; whose place has been taken since need not be called.

        Returns
        -------
        tuple of Freed
            Whom something could be offered now, at most `MOST`.

        Raises
        ------
        StaleError
            If the day changes faster than what is free on it can be found out.
        """
        return self._keep(town_id, day, MOST)[:MOST]

    def review(self, town_id: TownId, day: date) -> None:
        """Take off the list whose place has been taken meanwhile; nobody new is put onto it. Errors as `offer`."""
        self._keep(town_id, day, 0)

    def after(self, town_id: TownId, day: date, *, freed: bool) -> None:
        """Do either after something that is kept already, and is good whatever becomes of this.

        Parameters
        ----------
        freed : bool
            Whether a place may have become free; else one was taken.
        """
        try:
            if freed:
                self.offer(town_id, day)
            else:
                self.review(town_id, day)
        except Exception:
            LOG.exception("the list of calls about freed places is not up to date")

    def _keep(self, town_id: TownId, day: date, most: int) -> tuple[Freed, ...]:
        found = self._found(town_id, day, most)
        for _ in range(TRIES):
            if not found.free and not found.listed:
                return ()
            try:
                if self._kept(town_id, day, found):
                    return found.free
            except StaleError:  # somebody has just been taken off the waiting list
                pass
            found = self._found(town_id, day, most)
        raise StaleError(f"the day {day.isoformat()}", seen=found.version, now=self._version(town_id, day))

    def _found(self, town_id: TownId, day: date, most: int) -> _Found:
        now = self.clock.now()
        with self.store.reading(town_id) as unit:
            listed = _listed(unit, day)
            free: list[Freed] = []
            for candidate in candidates(unit, day) if most or listed else ():
                if len(free) >= most and candidate.enquiry.requests[0].id not in listed:
                    continue
                if offers := self._offers(unit, candidate, day, now):
                    free.append(Freed(candidate=candidate, offers=offers))
            return _Found(version=unit.days.get(day).version, free=tuple(free), listed=listed)

    def _offers(self, unit: UnitOfWork, candidate: Candidate, day: date, now: datetime) -> tuple[Offer, ...]:
        """Return what somebody who waits could have; nothing, and a line in the log, if their call is broken."""
        try:
            return answer_on(unit, self.days, candidate.enquiry.requests, day, now, why=False).offers
        except StoreError:  # the others cannot be answered either
            raise
        except Exception:
            LOG.exception("somebody who waits cannot be answered; the others are")
            return ()

    def _kept(self, town_id: TownId, day: date, found: _Found) -> bool:
        """Keep the list as it was found to be; False: the day is another by now."""
        with self.store.writing(town_id) as unit:
            if unit.days.lock(day).version != found.version:
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
        return True

    def _list(self, unit: UnitOfWork, freed: Freed, day: date) -> None:
        if unit.waiting.find(freed.candidate.enquiry.id) is None:
            return  # somebody has just ended the call
        leg = freed.offers[0].legs[0]
        client_id = leg.request.party.client_ids[0]
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


def offer_freed(  # noqa: PLR0917
    store: Store, town_id: TownId, day: date, days: OpenDays, clock: Clock, new_id: Callable[[str], str]
) -> tuple[Freed, ...]:
    """Put those who wait and could have something of a day now onto the list, as `FreedPlaces.offer` does."""
    return FreedPlaces(store=store, days=days, clock=clock, new_id=new_id).offer(town_id, day)


def has_listed(unit: UnitOfWork, day: date) -> bool:
    """Return whether somebody is to be called about a freed place of a day."""
    return bool(_listed(unit, day))


def _listed(unit: UnitOfWork, day: date) -> Mapping[RequestId, Notice]:
    """Return the calls about freed places that are still to be made, by the request that waits."""
    to_do = (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)
    found = unit.notices.between(day, day).values()
    return {one.request_id: one for one in found if one.kind is NoticeKind.FREED_PLACE and one.outcome in to_do}
