"""What of a thing is personal, taken apart from what statistics may read, and put together again.

A part that cannot be read any more (its key was destroyed) stays away: the thing is whole without it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.checks import Check, CheckStep, Found
from scheduler.domain.client import Notes
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.closing import Closing, Statement, WayHome
from scheduler.domain.fleet import Vehicle
from scheduler.domain.messages import Message, MessageWishes, OptOut
from scheduler.domain.roster import Shift, Staff
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.series import Series
from scheduler.domain.service_days import DayState
from scheduler.store.kinds import clients_of_booking, clients_of_enquiry, clients_of_series, clients_of_statement

TOWN = "town"
"""Whose key seals what is of the town or its workers."""


@dataclass(frozen=True, kw_only=True)
class StaffPrivate:
    """Of a worker."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class VehiclePrivate:
    """Of a vehicle: whose it is can be looked up by it."""

    registration: str = ""


@dataclass(frozen=True, kw_only=True)
class NamePrivate:
    """Of a shift or a weekly pattern: people call them by their crew."""

    name: str = ""


@dataclass(frozen=True, kw_only=True)
class BookingPrivate:
    """Of a booking."""

    notes: Notes = field(default_factory=Notes)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """Of a refusal, which may name people."""

    summary: Mapping[str, str] = field(default_factory=dict)
    change: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EnquiryPrivate:
    """Of an enquiry; notes by request, sentences by refusal."""

    notes: tuple[Notes, ...] = ()
    words: str = ""
    refusals: tuple[Sentences, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReasonPrivate:
    """Of a closing that was opened again: why, in somebody's own words."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementPrivate:
    """Of a statement: why, and why it was withdrawn, in somebody's own words; and how somebody got home.

    An ambulance tells of an illness.
    """

    reason: str = ""
    way_home: WayHome = WayHome.OTHER
    withdrawn_because: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckPrivate:
    """Of a check: who was asked, what was noted, and what has become of the client."""

    steps: tuple[CheckStep, ...] = ()
    outcome: Found = Found.OTHER
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AwayPrivate:
    """Of a client's absence: why."""

    why: AwayWhy = AwayWhy.OTHER


@dataclass(frozen=True, kw_only=True)
class MessagePrivate:
    """Of a message: to which number or address it goes, and what it says."""

    to: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WishesPrivate:
    """Of a client's wishes about messages."""

    language: str = ""
    opt_outs: tuple[OptOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeriesPrivate:
    """Of a series; notes by leg, reasons of changed days and then of pauses."""

    notes: tuple[Notes, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DayPrivate:
    """Of a day's state: what dispatchers wrote, by override."""

    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Private:
    """How one type is taken apart.

    Attributes
    ----------
    type : type
        The personal part.
    part : callable
        The personal part of a thing.
    joined : callable
        A thing with another personal part; an empty one leaves what statistics may read.
    subjects : callable
        Whose keys seal it, all together.
    """

    type: type
    part: Callable[[Any], Any]
    joined: Callable[[Any, Any], Any]
    subjects: Callable[[Any], tuple[str, ...]]

    def hidden(self, value: Any) -> Any:
        """Return a thing without its personal part."""
        return self.joined(value, self.type())

    def has(self, value: Any) -> bool:
        """Whether there is anything personal in a thing."""
        return bool(self.hidden(value) != value)


def client_subject(client_id: str) -> str:
    """Return whose key a client's is."""
    return f"client:{client_id}"


def client_of(subject: str) -> str:
    """Return which client's key it is; empty: it is nobody's own."""
    client = client_subject("")
    return subject.removeprefix(client) if subject.startswith(client) else ""


def place_subject(place_id: str) -> str:
    """Return whose key a place's is."""
    return f"place:{place_id}"


def _of_town(_value: Any) -> tuple[str, ...]:
    return (TOWN,)


def _of_clients(ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(client_subject(client_id) for client_id in ids)) or (TOWN,)


def _staff(value: Staff, part: StaffPrivate) -> Staff:
    return replace(value, name=part.name, phone=part.phone)


def _vehicle(value: Vehicle, part: VehiclePrivate) -> Vehicle:
    return replace(value, registration=part.registration)


def _named[V: (Shift, WeeklyPattern)](value: V, part: NamePrivate) -> V:
    return replace(value, name=part.name)


def _booking(value: Booking, part: BookingPrivate) -> Booking:
    return replace(value, request=replace(value.request, notes=part.notes), reason=part.reason)


def _enquiry_part(value: Enquiry) -> EnquiryPrivate:
    return EnquiryPrivate(
        notes=tuple(request.notes for request in value.requests),
        words=value.words,
        refusals=tuple(Sentences(summary=one.summary, change=one.change) for one in value.refusals),
    )


def _enquiry(value: Enquiry, part: EnquiryPrivate) -> Enquiry:
    notes = part.notes or tuple(Notes() for _ in value.requests)
    said = part.refusals or tuple(Sentences() for _ in value.refusals)
    return replace(
        value,
        words=part.words,
        requests=tuple(replace(one, notes=note) for one, note in zip(value.requests, notes, strict=True)),
        refusals=tuple(
            replace(one, summary=text.summary, change=text.change)
            for one, text in zip(value.refusals, said, strict=True)
        ),
    )


def _statement_part(value: Statement) -> StatementPrivate:
    return StatementPrivate(
        reason=value.reason, way_home=value.way_home or WayHome.OTHER, withdrawn_because=value.withdrawn_because
    )


def _statement(value: Statement, part: StatementPrivate) -> Statement:
    return replace(
        value,
        reason=part.reason,
        way_home=value.way_home and part.way_home,
        withdrawn_because=part.withdrawn_because,
    )


def _closing(value: Closing, part: ReasonPrivate) -> Closing:
    return replace(value, opened_because=part.reason)


def _check_part(value: Check) -> CheckPrivate:
    return CheckPrivate(steps=value.steps, outcome=value.outcome or Found.OTHER, note=value.note)


def _check(value: Check, part: CheckPrivate) -> Check:
    """Return a check with another personal part; one that is closed stays closed, whatever was found."""
    return replace(value, steps=part.steps, outcome=value.outcome and part.outcome, note=part.note)


def _away(value: ClientAbsence, part: AwayPrivate) -> ClientAbsence:
    return replace(value, why=part.why)


def _message(value: Message, part: MessagePrivate) -> Message:
    return replace(value, to=part.to, subject=part.subject, text=part.text)


def _wishes(value: MessageWishes, part: WishesPrivate) -> MessageWishes:
    return replace(value, language=part.language, opt_outs=part.opt_outs)


def _of_its_client(value: Check | ClientAbsence | Message | MessageWishes) -> tuple[str, ...]:
    return (client_subject(value.client_id),)


def _series_part(value: Series) -> SeriesPrivate:
    return SeriesPrivate(
        notes=tuple(leg.request.notes for leg in value.legs),
        reasons=(*(one.reason for one in value.changed), *(one.reason for one in value.pauses)),
    )


def _series(value: Series, part: SeriesPrivate) -> Series:
    notes = part.notes or tuple(Notes() for _ in value.legs)
    reasons = part.reasons or ("",) * (len(value.changed) + len(value.pauses))
    legs = zip(value.legs, notes, strict=True)
    changed, paused = reasons[: len(value.changed)], reasons[len(value.changed) :]
    return replace(
        value,
        legs=tuple(replace(leg, request=replace(leg.request, notes=note)) for leg, note in legs),
        changed=tuple(replace(one, reason=why) for one, why in zip(value.changed, changed, strict=True)),
        pauses=tuple(replace(one, reason=why) for one, why in zip(value.pauses, paused, strict=True)),
    )


def _day(value: DayState, part: DayPrivate) -> DayState:
    reasons = part.reasons or tuple("" for _ in value.overrides)
    overrides = zip(value.overrides, reasons, strict=True)
    return replace(value, overrides=tuple(replace(one, reason=reason) for one, reason in overrides))


_NAMED = Private(type=NamePrivate, part=lambda value: NamePrivate(name=value.name), joined=_named, subjects=_of_town)
PRIVATE: Mapping[str, Private] = {
    "patterns": _NAMED,
    "shifts": _NAMED,
    "staff": Private(
        type=StaffPrivate,
        part=lambda value: StaffPrivate(name=value.name, phone=value.phone),
        joined=_staff,
        subjects=_of_town,
    ),
    "vehicles": Private(
        type=VehiclePrivate,
        part=lambda value: VehiclePrivate(registration=value.registration),
        joined=_vehicle,
        subjects=_of_town,
    ),
    "bookings": Private(
        type=BookingPrivate,
        part=lambda value: BookingPrivate(notes=value.request.notes, reason=value.reason),
        joined=_booking,
        subjects=lambda value: _of_clients(clients_of_booking(value)),
    ),
    "enquiries": Private(
        type=EnquiryPrivate,
        part=_enquiry_part,
        joined=_enquiry,
        subjects=lambda value: _of_clients(clients_of_enquiry(value)),
    ),
    "statements": Private(
        type=StatementPrivate,
        part=_statement_part,
        joined=_statement,
        subjects=lambda value: _of_clients(clients_of_statement(value)),
    ),
    "closings": Private(
        type=ReasonPrivate,
        part=lambda value: ReasonPrivate(reason=value.opened_because),
        joined=_closing,
        subjects=_of_town,
    ),
    "checks": Private(
        type=CheckPrivate,
        part=_check_part,
        joined=_check,
        subjects=_of_its_client,
    ),
    "client_absences": Private(
        type=AwayPrivate, part=lambda value: AwayPrivate(why=value.why), joined=_away, subjects=_of_its_client
    ),
    "messages": Private(
        type=MessagePrivate,
        part=lambda value: MessagePrivate(to=value.to, subject=value.subject, text=value.text),
        joined=_message,
        subjects=_of_its_client,
    ),
    "message_wishes": Private(
        type=WishesPrivate,
        part=lambda value: WishesPrivate(language=value.language, opt_outs=value.opt_outs),
        joined=_wishes,
        subjects=_of_its_client,
    ),
    "series": Private(
        type=SeriesPrivate,
        part=_series_part,
        joined=_series,
        subjects=lambda value: _of_clients(clients_of_series(value)),
    ),
    "days": Private(
        type=DayPrivate,
        part=lambda value: DayPrivate(reasons=tuple(one.reason for one in value.overrides)),
        joined=_day,
        subjects=_of_town,
    ),
}
"""By the kind's name; kinds that are not named here have no personal part, or are personal as a whole."""
