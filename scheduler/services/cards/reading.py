"""What a card says: when, who comes, what to prepare, whom to phone.

Nothing on it tells of an illness: no name of a service (a physiotherapist's), no place (a hospital), no vehicle (one
with a lift), no notes; and nobody is named but who comes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.cards import CardLink
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.request import Delivery, Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.cards.journeys import ends_at, legs_of, told_window, works_until
from scheduler.services.ending import cancel_by
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import open_wishes


class LegState(StrEnum):
    """Where a leg is in its life, as its client sees it.

    AWAITS_CALL: the client calls when it is time to go home. OFF: cancelled or withdrawn. OVER: its time is past.
    """

    AHEAD = "ahead"
    AWAITS_CALL = "awaits_call"
    OFF = "off"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class CardLeg:
    """One leg, or a visit, or a delivery.

    Attributes
    ----------
    number : int
        On this card, from 1.
    window : TimeWindow or None
        What was promised; None: nothing yet.
    about : datetime or None
        Without a promise: when it is planned, if that is published.
    crew : tuple of str
        First names of who comes, once that is published.
    waits : timedelta
        So long a crew waits at the door.
    pays_gr : int
        To be had ready; 0: nothing, or by invoice.
    cancel_by : datetime or None
        Until then the client may cancel it; None: there is no hour yet that it could be too late for.
    """

    number: int
    booking: Booking
    kind: ServiceKind
    back: bool
    state: LegState
    window: TimeWindow | None
    about: datetime | None
    crew: tuple[str, ...]
    waits: timedelta
    pays_gr: int
    cancel_by: datetime | None

    def may_be_cancelled(self, now: datetime) -> bool:
        """Return whether its client may still cancel it without asking."""
        ahead = self.state in {LegState.AHEAD, LegState.AWAITS_CALL}
        return ahead and (self.cancel_by is None or now.astimezone(UTC) <= self.cancel_by)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A client's card.

    Attributes
    ----------
    moved : bool
        Whether another time was agreed upon since the card was made: paper that is out says another one.
    until : datetime
        Until when its link works.
    asked_at : datetime or None
        When the client has asked to be phoned, if nobody has done so yet.
    """

    town_name: str
    office_phone: str
    zone: ZoneInfo
    code: str
    day: date
    legs: tuple[CardLeg, ...]
    moved: bool
    until: datetime
    asked_at: datetime | None


def card_of(unit: UnitOfWork, link: CardLink, now: datetime) -> Card | None:
    """Return the card that a link leads to; None: it was revoked, or its time is over."""
    booking = unit.bookings.find(link.request_id)
    if booking is None or link.revoked_at is not None:
        return None
    legs, head = legs_of(unit, booking), town_head(unit)
    until = works_until(unit, legs)
    if now.astimezone(UTC) > until:
        return None
    promised = [one.promise.made_at for one in legs if one.promise and one.promise.made_at and one.held]
    return Card(
        town_name=head.name,
        office_phone=head.office_phone,
        zone=head.zone,
        code=link.code,
        day=booking.day,
        legs=tuple(_leg(unit, number, one, now) for number, one in enumerate(legs, 1)),
        moved=any(made.astimezone(UTC) > link.made_at.astimezone(UTC) for made in promised),
        until=until,
        asked_at=next((one.asked_at for one in open_wishes(unit, now) if one.request_id == booking.id), None),
    )


def _leg(unit: UnitOfWork, number: int, booking: Booking, now: datetime) -> CardLeg:
    rule, request = town_head(unit).policy.booking.of(booking.request.service_id), booking.request
    published = booking.published if booking.held else None
    return CardLeg(
        number=number,
        booking=booking,
        kind=_kind(booking),
        back=isinstance(request, Ride) and request.journey is not None and request.leg > 1,
        state=_state(unit, booking, now),
        window=told_window(booking),
        about=published.start if published and booking.promise is None else None,
        crew=_crew(unit, booking),
        waits=rule.no_show_wait,
        pays_gr=booking.contribution_gr if rule.contribution.cash else 0,
        cancel_by=cancel_by(unit, booking),
    )


def _kind(booking: Booking) -> ServiceKind:
    match booking.request:
        case Ride():
            return ServiceKind.RIDE
        case Delivery():
            return ServiceKind.DELIVERY
        case _:
            return ServiceKind.VISIT


def _state(unit: UnitOfWork, booking: Booking, now: datetime) -> LegState:
    if not booking.held:
        missed = {BookingStatus.NO_SHOW, BookingStatus.REFUSED}
        return LegState.OVER if booking.status in missed else LegState.OFF
    if now.astimezone(UTC) > ends_at(unit, booking):
        return LegState.OVER
    return LegState.AWAITS_CALL if booking.awaits_call else LegState.AHEAD


def _crew(unit: UnitOfWork, booking: Booking) -> tuple[str, ...]:
    shift = unit.shifts.find(booking.published.shift_id) if booking.published and booking.held else None
    staff = (unit.staff.find(one) for one in shift.staff_ids) if shift else ()
    return tuple(one.name.split()[0] for one in staff if one is not None and one.name.strip())
