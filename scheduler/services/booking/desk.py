"""The booking desk: a call comes in, is answered with offers, and ends with a promise or is stored without one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome, Offer
from scheduler.domain.errors import ConflictError, DojazdError, InputError, InputProblem, StaleError, TakenError
from scheduler.domain.ids import EnquiryId, TownId, UserId
from scheduler.domain.plan import Pin
from scheduler.domain.request import Request
from scheduler.domain.service_days import DayState
from scheduler.domain.time import Clock
from scheduler.services.booking.answering import DayAnswer, Why, answer_on
from scheduler.services.booking.fixed import require_not_fixed
from scheduler.services.booking.freed_days import is_freed, note_freed
from scheduler.services.booking.freeing import FreedPlaces, has_listed
from scheduler.services.booking.going_along import go_along, homes_of
from scheduler.services.booking.home_wishes import HomeWish, home_beside
from scheduler.services.booking.inserting import (
    Choice,
    NoPlaceError,
    booked,
    chosen,
    held,
    plan_with,
    require_not_ended,
)
from scheduler.services.booking.open_days import OpenDays, without
from scheduler.services.contributions import contribution_gr
from scheduler.services.entitling import consume
from scheduler.services.parties import hold_clients, require_clients
from scheduler.services.planning.changing import plan_anew
from scheduler.services.planning.left_out import keep_told
from scheduler.services.planning.open_day import remember_next
from scheduler.services.ports import Store, UnitOfWork

type NewId = Callable[[str], str]
type Forbids = Callable[[UnitOfWork], DojazdError | None]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a caller is told: the enquiry as it was written down, and what each wished day has to offer."""

    enquiry: Enquiry
    days: tuple[DayAnswer, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """All offers, in the order of the wished days."""
        return tuple(offer for day in self.days for offer in day.offers)


@dataclass(frozen=True, kw_only=True)
class Call:
    """Who is at the desk, and for which town."""

    town_id: TownId
    by: UserId


class BookingDesk:
    """Enquiries, offers and bookings of the towns of a store.

    Parameters
    ----------
    days : OpenDays
        The days that are open in this process.
    new_id : callable
        Makes an id that nothing has, from a prefix.
    why : Why
        How much callers want to know where there is no room.
    """

    def __init__(self, store: Store, days: OpenDays, clock: Clock, new_id: NewId, *, why: Why = Why.IN_FULL) -> None:
        self.store, self.days, self.clock, self.new_id, self.why = store, days, clock, new_id, why
        self.freed = FreedPlaces(store=store, days=days, clock=clock, new_id=new_id)

    def ask(
        self, call: Call, requests: Sequence[Request], days: Sequence[date], words: str = "", *,
        enquiry_id: EnquiryId | None = None,
    ) -> Answer:  # fmt: skip
        """Write an enquiry down and answer it.

        To ask for requests that are booked is to ask for another time instead; their promise holds until one is
        accepted.

        Parameters
        ----------
        requests : sequence of Request
            Of one party, wished together, on the first of `days`.
        days : sequence of date
            The dearest wish first.
        enquiry_id : EnquiryId, optional
            What it is to be called; an enquiry that is called so already is not written down again, but answered.

        Raises
        ------
        ConflictError
            If one of the requests was booked once and has ended, a client is not there, or another enquiry is called
            so; nothing is written then.
        """
        if not requests or not days:
            right = "name at least one request and one day"
            raise InputError([InputProblem(file="enquiry", wrong="asks for nothing", right=right)])
        now = self.clock.now()
        with self.store.reading(call.town_id) as unit:
            known = unit.enquiries.find(enquiry_id) if enquiry_id else None
            require_not_ended(unit, () if known else requests)
        if known is not None:
            return self._repeated(call, known, requests, days)
        enquiry = Enquiry(
            id=enquiry_id or EnquiryId(self.new_id("E")),
            received_at=now,
            taken_by=call.by,
            requests=tuple(requests),
            days=tuple(days),
            words=words,
        )
        return self.written(call, enquiry, now)

    def again(self, call: Call, enquiry_id: EnquiryId) -> Answer:
        """Answer an enquiry that is written down, as things are now.

        Raises
        ------
        ConflictError
            If whom it is for, or where, is not there any more.
        """
        now = self.clock.now()
        with self.store.reading(call.town_id) as unit:
            enquiry = unit.enquiries.get(enquiry_id)
            require_clients(unit, enquiry.requests)
        return Answer(enquiry=enquiry, days=self._answers(call.town_id, enquiry, now))

    def accept(
        self,
        call: Call,
        enquiry_id: EnquiryId,
        offer: Offer,
        *,
        pins: Sequence[Pin] = (),
        home: HomeWish | None = None,
        unless: Forbids = lambda _unit: None,
    ) -> tuple[Booking, ...]:
        """Promise what was offered: the insertion is run again on the day as it is, and kept with its plan.

        An open return of a ride that gets another time goes with it; it comes after what was offered.

        Parameters
        ----------
        pins : sequence of Pin
            What is held fast of it from now on; such an offer was found with them.
        home : HomeWish, optional
            An open return that is booked with the one ride of the offer: both, or nothing. It comes last.
        unless : callable
            Asked first, in the unit that keeps it all: the error that forbids it, or None. It holds what it looks at.

        Raises
        ------
        TakenError
            If the place is not free any more; with what is free now. Nothing is kept.
        ConflictError
            If the enquiry has ended with a promise, or this is no offer for it; if it has no single ride that an open
            return could belong to; if a leg at an hour has come to a journey since it was asked about.
        RefusedError
            If the town's rules, or an entitlement, do not allow it any more; if no time is left for the open return.

        Notes
        -----
        Of the offer only its day and its windows are taken: what is wished for is what the enquiry says.
        """
        try:
            bookings, listed = self._accept(call, enquiry_id, offer, pins=pins, home=home, unless=unless)
        except StaleError:  # on another day somebody has just taken of the same entitlement: see what is left of it
            bookings, listed = self._accept(call, enquiry_id, offer, pins=pins, home=home, unless=unless)
        for day in sorted(listed):
            self.freed.after(call.town_id, day)
        return bookings

    def _accept(
        self,
        call: Call,
        enquiry_id: EnquiryId,
        offer: Offer,
        *,
        pins: Sequence[Pin],
        home: HomeWish | None,
        unless: Forbids,
    ) -> tuple[tuple[Booking, ...], frozenset[date]]:
        """Return the bookings, and the days on which other places are free now than those who wait were told of."""
        now = self.clock.now()
        try:
            with self.days.lock(call.town_id, offer.day), self.store.writing(call.town_id) as unit:
                if (error := unless(unit)) is not None:
                    raise error
                days = _days_of(unit, enquiry_id, offer)
                states = {day: unit.days.lock(day) for day in sorted(days)}
                # What was read before the locks may be another now: everything is read again under them.
                if _days_of(unit, enquiry_id, offer) != days:
                    raise StaleError(f"the enquiry {enquiry_id}", seen=0, now=unit.stamp)
                enquiry = _to_be_promised(unit, enquiry_id)
                require_clients(unit, enquiry.requests)
                choice, travel = chosen(unit, enquiry, offer, now), self.days.travel(unit)
                along = homes_of(unit, held(unit, choice))
                bookings = self._accepted(unit, call, enquiry, choice, states, pins)
                homes = go_along(unit, travel, along, by=call.by, now=now)
                if home is not None:
                    homes += (home_beside(unit, travel, bookings, home, by=call.by, now=now),)
                return bookings + homes, frozenset(day for day in days if is_freed(unit, day) or has_listed(unit, day))
        except NoPlaceError as error:
            taken = error
        fresh = self.again(call, enquiry_id).offers
        raise TakenError(str(taken), offers=fresh)

    def end(self, call: Call, enquiry_id: EnquiryId, outcome: EnquiryOutcome) -> Enquiry:
        """End an enquiry without a promise.

        Raises
        ------
        ConflictError
            If it has ended with a promise, or a promise is what is asked for.
        """
        now = self.clock.now()
        if outcome in (EnquiryOutcome.PROMISED, EnquiryOutcome.OPEN, EnquiryOutcome.WAITING):
            raise ConflictError(f"an enquiry does not end as {outcome}; accept an offer, or put it on the waiting list")
        with self.store.writing(call.town_id) as unit:
            seen, enquiry = unit.enquiries.stamp_of(enquiry_id), unit.enquiries.get(enquiry_id)
            if enquiry.outcome is EnquiryOutcome.PROMISED:
                raise ConflictError(f"the enquiry {enquiry_id} has ended with a promise; cancel the booking instead")
            ended = replace(enquiry, outcome=outcome, ended_at=now)
            if unit.waiting.find(enquiry_id) is not None:
                unit.waiting.remove(enquiry_id)
            unit.enquiries.put(ended, seen=seen)
            unit.audit.append(_event(call, now, f"enquiry.{outcome}", f"enquiry:{enquiry_id}"))
        return ended

    def _repeated(self, call: Call, known: Enquiry, requests: Sequence[Request], days: Sequence[date]) -> Answer:
        if (known.requests, known.days) != (tuple(requests), tuple(days)):
            raise ConflictError(f"the enquiry {known.id} is another one; ask under a new key")
        return self.again(call, known.id)

    def written(
        self, call: Call, enquiry: Enquiry, now: datetime, *, seen: int = 0, action: str = "enquiry.taken"
    ) -> Answer:
        """Write an enquiry down with what it is answered now.

        Parameters
        ----------
        seen : int
            Its stamp when it was read; 0: there was none.

        Raises
        ------
        StaleError
            If it is another one by now.
        ConflictError
            If whom it is for, or where, is not there any more.
        """
        answers = self._answers(call.town_id, enquiry, now)
        refusals = tuple(one.refusal for one in answers if one.refusal)
        enquiry = replace(enquiry, refusals=refusals)
        if not any(one.offers for one in answers):
            enquiry = replace(enquiry, outcome=EnquiryOutcome.REFUSED, ended_at=now)
        with self.store.writing(call.town_id) as unit:
            hold_clients(unit)
            require_clients(unit, enquiry.requests)
            unit.enquiries.put(enquiry, seen=seen)
            unit.audit.append(_event(call, now, action, f"enquiry:{enquiry.id}"))
        return Answer(enquiry=enquiry, days=answers)

    def _answers(self, town_id: TownId, enquiry: Enquiry, now: datetime) -> tuple[DayAnswer, ...]:
        with self.store.reading(town_id) as unit:
            return tuple(answer_on(unit, self.days, enquiry.requests, day, now, why=self.why) for day in enquiry.days)

    def _accepted(  # noqa: PLR0917
        self,
        unit: UnitOfWork,
        call: Call,
        enquiry: Enquiry,
        choice: Choice,
        states: dict[date, DayState],
        pins: Sequence[Pin],
    ) -> tuple[Booking, ...]:
        now = self.clock.now()
        before = held(unit, choice)
        require_not_fixed(unit, before, now)
        states = {day: without(state, frozenset(before)) for day, state in states.items()}
        state = states[choice.day]
        opened = self.days.get(unit, choice.day, frozenset(before))
        bookings = tuple(
            replace(
                booked(request, window, enquiry, before.get(request.id), by=call.by, now=now),
                contribution_gr=contribution_gr(opened.town, request, opened.witness),
            )
            for request, window in zip(choice.requests, choice.windows, strict=True)
        )
        plan, with_them, orders = plan_with(opened, bookings, pins, made_at=now, version=state.last_plan + 1)
        for booking in bookings:
            unit.bookings.put(booking)
            consume(unit, booking, now)
            action = "booking.renegotiated" if booking.id in before else "booking.promised"
            unit.audit.append(_event(call, now, action, f"request:{booking.id}"))
        ended = replace(enquiry, outcome=EnquiryOutcome.PROMISED, ended_at=now)
        unit.enquiries.put(ended, seen=unit.enquiries.stamp_of(enquiry.id))
        if unit.waiting.find(enquiry.id) is not None:
            unit.waiting.remove(enquiry.id)
        pinned = replace(state, pins=(*state.pins, *pins))
        keep_told(unit, pinned, opened, plan, why="booked", by=call.by)
        remember_next(self.days.travel(unit), unit.town_id, with_them, orders)
        for day, left in states.items():
            if day != choice.day:
                plan_anew(unit, self.days.travel(unit), left, why="renegotiated", at=now, by=call.by)
        for day in sorted({booking.day for booking in before.values()}):  # the chosen one, too: its other hour is free
            note_freed(unit, day, now)
        return bookings


def _days_of(unit: UnitOfWork, enquiry_id: EnquiryId, offer: Offer) -> set[date]:
    """Return the days that accepting an offer changes: its own, and those that its requests are booked on."""
    known = (unit.bookings.find(request.id) for request in unit.enquiries.get(enquiry_id).requests)
    return {offer.day, *(one.day for one in known if one is not None and one.held)}


def _to_be_promised(unit: UnitOfWork, enquiry_id: EnquiryId) -> Enquiry:
    enquiry = unit.enquiries.get(enquiry_id)
    if enquiry.outcome is EnquiryOutcome.PROMISED:
        raise ConflictError(f"the enquiry {enquiry_id} has ended with a promise already")
    return enquiry


def _event(call: Call, now: datetime, action: str, subject: str) -> AuditEvent:
    return AuditEvent(at=now, by=call.by, action=action, subject=subject)
