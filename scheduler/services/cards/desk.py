"""Links to cards: made and revoked at the desk, opened by whoever has one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.accounts import digest_of
from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.cards import TYPED_LETTERS, CardLink, card_token, plain_card_code
from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import RequestId, TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.cards.journeys import legs_of, works_until
from scheduler.services.cards.reading import Card, CardLeg, card_of
from scheduler.services.ending import Ending
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.publishing import wish_for_call
from scheduler.services.signing_in.secrets import new_code, new_secret
from scheduler.services.signing_in.slowing import Slowing

_CODE_LETTERS = 6
"""Of 30: read out on the phone to somebody who is signed in, so it has to be short, and nothing else."""
_CARD = "card"


@dataclass(frozen=True, kw_only=True)
class MadeCard:
    """A new link, whose token is shown this once."""

    token: str
    link: CardLink
    until: datetime


@dataclass(frozen=True, kw_only=True)
class OpenedCard:
    """What a token leads to."""

    town_id: TownId
    link: CardLink
    card: Card


class CardDesk:
    """Clients' cards of the towns of a store.

    Parameters
    ----------
    booking : BookingDesk
        Whose store, days and clock are used, and whose freed places are offered.
    slowing : Slowing
        Slows down whoever tries tokens.
    """

    def __init__(self, booking: BookingDesk, slowing: Slowing) -> None:
        self._booking, self._slowing = booking, slowing

    @property
    def _store(self) -> Store:
        return self._booking.store

    @property
    def _clock(self) -> Clock:
        return self._booking.clock

    def preview(self, town_id: TownId, request_id: RequestId) -> Card | None:
        """Return the card that a link made now would lead to; None: there is nothing to come to any more.

        Raises
        ------
        NotFoundError
            If there is no such booking.
        """
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            legs = legs_of(unit, unit.bookings.get(request_id))
            none_yet = CardLink(digest="", request_id=request_id, code="", made_at=now, made_by=UserId(""))
            return card_of(unit, none_yet, now) if any(one.held for one in legs) else None

    def make(self, call: Call, request_id: RequestId, *, typed: bool = False) -> MadeCard:
        """Make a link to the card of a booking; links that are out go on working.

        Parameters
        ----------
        typed : bool
            Whether the token is short enough to be typed from paper.

        Raises
        ------
        NotFoundError
            If there is no such booking.
        ConflictError
            If all of it has ended, or its link would be over already.
        """
        now, token = self._clock.now(), plain_card_code(new_code(TYPED_LETTERS)) if typed else new_secret()
        with self._store.writing(call.town_id) as unit:
            legs = legs_of(unit, unit.bookings.get(request_id))
            until = works_until(unit, legs)
            if until < now or not any(one.held for one in legs):
                raise ConflictError(f"the booking {request_id} has ended, or is over: there is nothing to come to")
            link = CardLink(
                digest=digest_of(token), request_id=request_id, code=_code(unit, legs), made_at=now, made_by=call.by
            )
            unit.cards.put(link)
            _note(unit, "card.made", request_id, call.by, now)
        return MadeCard(token=token, link=link, until=until)

    def links(self, unit: UnitOfWork, request_id: RequestId) -> Sequence[CardLink]:
        """Return the links to a booking's card, those of other legs of its journey, too, the oldest first."""
        legs = legs_of(unit, unit.bookings.get(request_id))
        found = [link for one in legs for link in unit.cards.of_request(one.id).values()]
        return sorted(found, key=lambda link: (link.made_at.timestamp(), link.digest))

    def revoke(self, call: Call, request_id: RequestId) -> int:
        """Let no link to a booking's card work any more, and return how many did; one that is made later does.

        Raises
        ------
        NotFoundError
            If there is no such booking.
        """
        now = self._clock.now()
        with self._store.writing(call.town_id) as unit:
            open_ones = [link for link in self.links(unit, request_id) if link.revoked_at is None]
            for link in open_ones:
                unit.cards.put(replace(link, revoked_at=now))
            if open_ones:
                _note(unit, "card.revoked", request_id, call.by, now)
        return len(open_ones)

    def coded(self, unit: UnitOfWork, code: str) -> tuple[Booking, ...]:
        """Return the bookings on the card with a code, or with the token on its paper, also where links were revoked.

        Raises
        ------
        NotFoundError
            If no card has it.
        """
        on_paper = unit.cards.find(digest_of(card_token(code)))
        for link in [on_paper] if on_paper else unit.cards.of_code(plain_card_code(code)).values():
            booking = unit.bookings.find(link.request_id)
            if booking is not None:
                return legs_of(unit, booking)
        raise NotFoundError("no card has this code; services that are over have none any more")

    def open(self, token: str, *, address: str) -> OpenedCard:
        """Return what a token leads to.

        Raises
        ------
        NotFoundError
            If it was never made, was revoked, or is over: nobody learns which.
        ThrottledError
            After too many such tokens from one network.
        """
        digest, now = digest_of(card_token(token)), self._clock.now()
        with self._slowing.attempt(address, at=_CARD):
            found = [one for town_id in self._store.towns() if (one := self._in_town(town_id, digest, now))]
            if not found:
                raise NotFoundError("there is no such card, or not any more")
        return found[0]

    def cancel(self, token: str, numbers: Collection[int], *, address: str) -> OpenedCard:
        """Cancel legs of a card, as the desk does for a client who phones in time.

        Raises
        ------
        NotFoundError
            As `open`.
        ConflictError
            If it is too late for one of them, or the desk could not cancel it either; if none is named.
        """
        opened, now = self.open(token, address=address), self._clock.now()
        with self._store.writing(opened.town_id) as unit:
            legs = _chosen(unit, opened.link, numbers, now)
            ending = Ending(by=opened.link.user, at=now)
            end_bookings(unit, self._booking.days.travel(unit), [one.booking.id for one in legs], ending)
        self._booking.freed.after(opened.town_id, legs[0].booking.day)
        return self.open(token, address=address)

    def ask_for_call(self, token: str, *, address: str) -> OpenedCard:
        """Put the client onto today's list of calls, once until somebody has phoned.

        Raises
        ------
        NotFoundError
            As `open`.
        """
        opened, now = self.open(token, address=address), self._clock.now()
        with self._store.writing(opened.town_id) as unit:
            booking = unit.bookings.get(opened.link.request_id)
            if wish_for_call(unit, booking, now, self._booking.new_id):
                _note(unit, "card.call_wanted", booking.id, opened.link.user, now)
        return self.open(token, address=address)

    def _in_town(self, town_id: TownId, digest: str, now: datetime) -> OpenedCard | None:
        with self._store.reading(town_id) as unit:
            link = unit.cards.find(digest)
            card = None if link is None else card_of(unit, link, now)
        return None if link is None or card is None else OpenedCard(town_id=town_id, link=link, card=card)


def _chosen(unit: UnitOfWork, link: CardLink, numbers: Collection[int], now: datetime) -> list[CardLeg]:
    """Return the legs that are to be cancelled, as they are now."""
    card = card_of(unit, link, now)
    legs = [leg for leg in (card.legs if card else ()) if leg.number in numbers]
    if not legs or len(legs) != len(set(numbers)):
        raise ConflictError("name what is to be cancelled")
    if any(not leg.may_be_cancelled(now) for leg in legs):
        raise ConflictError("it is too late to cancel without a call, or it has ended already")
    return legs


def _code(unit: UnitOfWork, legs: Sequence[Booking]) -> str:
    """Return the code of a journey's card: the one that is out, or one that no card has."""
    for leg in legs:
        for link in unit.cards.of_request(leg.id).values():
            return link.code
    while unit.cards.of_code(code := plain_card_code(new_code(_CODE_LETTERS))):
        pass
    return code


def _note(unit: UnitOfWork, action: str, request_id: RequestId, by: UserId, now: datetime) -> None:
    unit.audit.append(AuditEvent(at=now, by=by, action=action, subject=f"request:{request_id}"))
