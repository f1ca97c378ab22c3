"""Places that have become free, offered to those who wait for one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.booking import Offer
from scheduler.domain.client import Channel
from scheduler.domain.ids import NoticeId, TownId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.domain.time import Clock
from scheduler.services.booking.answering import answer_on
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.waiting import Candidate, called, candidates

MOST = 3
"""So many of those who wait are put onto the list of calls at a time: one place is for one of them."""


@dataclass(frozen=True, kw_only=True)
class Freed:
    """Somebody who waits, and what could be offered now."""

    candidate: Candidate
    offers: tuple[Offer, ...]


def offer_freed(  # noqa: PLR0917
    store: Store, town_id: TownId, day: date, days: OpenDays, clock: Clock, new_id: Callable[[str], str]
) -> tuple[Freed, ...]:
    """Return those who wait for something on a day and could have it now, in fair order, and put them on the list.

    Whoever is on the list of calls about a freed place of the day already is not put there again.
    """
    now = clock.now()
    found: list[Freed] = []
    with store.reading(town_id) as unit:
        for candidate in candidates(unit, day):
            answer = answer_on(unit, days, candidate.enquiry.requests, day, now, why=False)
            if answer.offers:
                found.append(Freed(candidate=candidate, offers=answer.offers))
            if len(found) == MOST:
                break
    if found:
        with store.writing(town_id) as unit:
            for freed in found:
                _put_on_the_list(unit, freed, day, new_id)
                called(unit, freed.candidate.enquiry.id, now)
    return tuple(found)


def _put_on_the_list(unit: UnitOfWork, freed: Freed, day: date, new_id: Callable[[str], str]) -> None:
    request = freed.candidate.enquiry.requests[0]
    client_id = request.party.client_ids[0]
    waiting = (one for one in unit.notices.between(day, day).values() if one.outcome is NoticeOutcome.TO_DO)
    if any((one.kind, one.request_id) == (NoticeKind.FREED_PLACE, request.id) for one in waiting):
        return
    client = unit.clients.find(client_id)
    leg = freed.offers[0].legs[0]
    notice = Notice(
        id=NoticeId(new_id("N")),
        day=day,
        request_id=request.id,
        client_id=client_id,
        kind=NoticeKind.FREED_PLACE,
        channel=client.channel if client else Channel.PHONE,
        window=leg.window,
        after=leg.start,
    )
    unit.notices.put(notice)
