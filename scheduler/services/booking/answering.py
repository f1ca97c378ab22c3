"""Answering a wish on one day: the offers of its plan, or why there are none and what would fit."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto

from scheduler.domain.booking import Offer, OfferedLeg, Refusal
from scheduler.domain.errors import PlanRejectedError
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Pin
from scheduler.domain.request import Request
from scheduler.domain.town import TownHead
from scheduler.services.booking.calling import Wished, moved_from_holiday, too_soon, wished_on
from scheduler.services.booking.fixed import fixed
from scheduler.services.booking.home_wishes import with_home_room
from scheduler.services.booking.inserting import could_be_told
from scheduler.services.booking.offering import Asked, asked_of, offers_on
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.booking.sentences import OVERTAKEN, refusal
from scheduler.services.clients_away import away_refusal
from scheduler.services.entitling import too_little
from scheduler.services.explaining import reason_for
from scheduler.services.facts import town_head
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.naming import names_of
from scheduler.services.planning.writing import timed
from scheduler.services.ports import UnitOfWork
from solver.solution import Solution

_LOG = logging.getLogger(__name__)


class Why(Enum):
    """How much is to be found out where a plan has no room; in full, that takes longer than to see that it has none.

    Attributes
    ----------
    UNTOLD
        Nothing: there are no offers.
    BRIEFLY
        That there is no room, or that it is kept for open returns, or that late crews have overtaken the plan.
    IN_FULL
        What is in the way, and the smallest change that would make room.
    """

    UNTOLD = auto()
    BRIEFLY = auto()
    IN_FULL = auto()


@dataclass(frozen=True, kw_only=True)
class DayAnswer:
    """What one of the wished days has to say.

    Attributes
    ----------
    day : date
        The day that was wished for; the offers may be on the working day after a holiday.
    offers : tuple of Offer
        The best first; none if there is a refusal.
    """

    day: date
    offers: tuple[Offer, ...] = ()
    refusal: Refusal | None = None


def answer_on(
    unit: UnitOfWork,
    days: OpenDays,
    requests: Sequence[Request],
    wished_day: date,
    now: datetime,
    *,
    why: Why = Why.IN_FULL,
    pins: Sequence[Pin] = (),
) -> DayAnswer:
    """Return the offers of a day, or why there are none.

    Parameters
    ----------
    why : Why
        How much to find out where there is no room.
    pins : sequence of Pin
        Only what these allow is offered.
    """
    head = town_head(unit)
    day = moved_from_holiday(requests, wished_day, head)
    if isinstance(day, Refusal):
        return DayAnswer(day=wished_day, refusal=day)
    stays = away_refusal(unit, requests, day) or fixed(unit, (one.id for one in requests), now)
    if stays is not None:
        return DayAnswer(day=wished_day, refusal=stays)
    wished = wished_on(unit, requests, day, now)
    if isinstance(wished, Refusal):
        return DayAnswer(day=wished_day, refusal=wished)
    with days.lock(unit.town_id, day):
        answer = _asked(unit, days, wished, pins, why=why)
    told = tuple(offer for offer in answer.offers if all(_in_time(leg, head, now) for leg in offer.legs))
    if answer.offers and not told:  # the bus would have to come sooner than the notice allows
        return DayAnswer(day=wished_day, refusal=too_soon(wished.requests, head, now))
    # What crews have done or found in vain is no part of the day's plan any more, but it has taken of what there is.
    short = too_little(unit, wished.requests) if told else None
    if short is not None:
        return DayAnswer(day=wished_day, refusal=short)
    return replace(answer, day=wished_day, offers=told)


def _in_time(leg: OfferedLeg, head: TownHead, now: datetime) -> bool:
    earliest = now + head.policy.booking.of(leg.request.service_id).notice
    return could_be_told(leg.request, leg.window, earliest)


def _asked(unit: UnitOfWork, days: OpenDays, wished: Wished, pins: Sequence[Pin], *, why: Why) -> DayAnswer:
    opened = days.get(unit, wished.day, booked_already(unit, wished.requests))
    if not opened.problem.shifts:
        return DayAnswer(day=wished.day, refusal=refusal("no_shift", wished.day))
    asked = asked_of(opened, wished.requests, pins=pins)
    found = with_home_room(unit, opened, offers_on(asked))
    return DayAnswer(day=wished.day, offers=found, refusal=None if found else _why_none(asked, why))


def _why_none(asked: Asked, why: Why) -> Refusal | None:
    """Return why there are no offers: the plan has no room, or what it has is kept for open returns."""
    if why is Why.UNTOLD:
        return None
    if kept_free(asked.day) is not None and offers_on(asked, reserve=True):
        return refusal("kept_free", asked.day.day.date)
    if why is Why.IN_FULL:
        return why_not(asked)
    times = _times(asked)
    return times if isinstance(times, Refusal) else refusal("no_room", asked.day.day.date)


def booked_already(unit: UnitOfWork, requests: Sequence[Request]) -> frozenset[RequestId]:
    """Return which of some requests are booked: asking for them again is asking for another time instead."""
    found = (unit.bookings.find(request.id) for request in requests)
    return frozenset(one.id for one in found if one is not None and one.held)


def why_not(asked: Asked) -> Refusal:
    """Return why a day's plan has no room for a party's requests, and the smallest change that would make some.

    Of several requests the first that has no place by itself is spoken of.
    """
    day, names = asked.day.day.date, names_of(asked.day.town, asked.day.day.date)
    solution = _times(asked)
    if isinstance(solution, Refusal):
        return solution
    reasons = (reason_for(asked.problem, solution, own[0], names) for own in asked.indices)
    told = next((one for one in reasons if one.alone or one.per_shift), None) or next(
        reason_for(asked.problem, solution, own[0], names) for own in asked.indices
    )
    return Refusal(code=told.rule, day=day, summary=told.summary, change=told.change)


def _times(asked: Asked) -> Solution | Refusal:
    """Return the times of the plan that holds, or that late crews have left it without any."""
    day = asked.day.day.date
    try:
        return timed(asked.day, asked.day.board.orders)
    except PlanRejectedError:  # of a day under way; whoever asks must be answered all the same
        _LOG.warning("the plan of %s has no times", day, exc_info=True)
        return refusal(OVERTAKEN, day, change=True)
