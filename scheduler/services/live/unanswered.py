"""Nobody answers: somebody in the office finds out what has become of the client, and closes the check with that."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.checks import Asked, Check, CheckStep, Found, StepOutcome
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.events import Event
from scheduler.domain.ids import CheckId, ClientId, RequestId, UserId
from scheduler.services.not_now import not_now
from scheduler.services.parties import hold_clients
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Why somebody opens a check by hand."""

    day: date
    client_id: ClientId
    request_id: RequestId | None = None


def open_reported(unit: UnitOfWork, event: Event) -> tuple[Check, ...]:
    """Open a check for each client whom a crew did not find, and fears for; the report's id makes it one each.

    Of whoever is erased by the time the report comes in nobody could find anything out any more.
    """
    booking = unit.bookings.find(event.request_id)
    party = booking.request.party.client_ids if booking is not None else ()
    clients = [one for one in party if unit.clients.find(one) is not None]
    made = tuple(
        Check(
            id=CheckId(f"C-{event.id}" + (f"-{number}" if number > 1 else "")),
            day=event.day,
            client_id=client_id,
            opened_at=event.received_at,
            opened_by=event.by,
            request_id=event.request_id,
            event_id=event.id,
        )
        for number, client_id in enumerate(clients, start=1)
    )
    for check in made:
        unit.checks.put(check)
        _note(unit, check, event.by, event.received_at, "check.opened")
    return made


def open_by_hand(unit: UnitOfWork, check_id: CheckId, doubt: Doubt, by: UserId, now: datetime) -> Check:
    """Open a check; one that is called so already is left as it is.

    Raises
    ------
    NotFoundError
        If there is no such client, or no such booking.
    InputError
        If the booking is somebody else's.
    ConflictError
        If another check is called so.
    """
    hold_clients(unit)
    unit.clients.get(doubt.client_id)
    if doubt.request_id is not None:
        party = unit.bookings.get(doubt.request_id).request.party.client_ids
        if doubt.client_id not in party:
            right = "name a booking of this client, or none"
            raise InputError([InputProblem(file="body", column="request_id", wrong="is somebody else's", right=right)])
    known = unit.checks.find(check_id)
    if known is not None:
        if (known.day, known.client_id, known.request_id) != (doubt.day, doubt.client_id, doubt.request_id):
            raise ConflictError(f"there is another check {check_id} already")
        return known
    check = Check(id=check_id, **vars(doubt), opened_at=now, opened_by=by)
    unit.checks.put(check, seen=0)
    _note(unit, check, by, now, "check.opened")
    return check


def add_step(unit: UnitOfWork, check_id: CheckId, step: CheckStep, *, seen: int) -> Check:
    """Write down who was asked, and what came of it.

    Raises
    ------
    StaleError
        If somebody else has written something down since it was seen.
    ConflictError
        If it is closed.
    InputError
        If the client is to be the one who knows nothing.
    """
    if step.asked is Asked.CLIENT and step.outcome is StepOutcome.KNOWS_NOTHING:
        wrong, right = "is said of the client", "write reached if the client has answered, and no_answer otherwise"
        raise InputError(
            [InputProblem(file="body", column="outcome", value=step.outcome.value, wrong=wrong, right=right)]
        )
    check = _still_open(unit, check_id)
    after = replace(check, steps=(*check.steps, step))
    unit.checks.put(after, seen=seen)
    _note(unit, after, step.by, step.at, "check.step")
    return after


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What is known of the client in the end."""

    outcome: Found
    by: UserId
    at: datetime
    note: str = ""


def close(unit: UnitOfWork, check_id: CheckId, closing: Closing, *, seen: int) -> Check:
    """Close a check with what is known of the client.

    Raises
    ------
    StaleError
        If somebody else has written something down since it was seen.
    ConflictError
        If it is closed already; if nobody knew anything, and somebody of the list was not asked.
    InputError
        If another outcome than those of the list is not explained.
    """
    check = _still_open(unit, check_id)
    missing = check.next
    if missing is not None:
        told = f"nobody knows anything yet, and {_WORDS[missing]['en']} was not asked: go through the list first"
        raise not_now("ask_first", told, whom=_WORDS[missing])
    if closing.outcome is Found.EMERGENCY and not _called_112(check):
        raise not_now("no_112", "nobody has called 112 by this list: write that step down first")
    if closing.outcome is Found.OTHER and not closing.note.strip():
        right = "say what has become of the client"
        raise InputError([InputProblem(file="body", column="note", wrong="is empty", right=right)])
    after = replace(
        check, outcome=closing.outcome, closed_at=closing.at, closed_by=closing.by, note=closing.note.strip()
    )
    unit.checks.put(after, seen=seen)
    _note(unit, after, closing.by, closing.at, "check.closed")
    return after


_WORDS = {
    Asked.CLIENT: {"pl": "klient", "en": "the client"},
    Asked.CONTACTS: {"pl": "bliscy i sąsiedzi", "en": "family or neighbours"},
    Asked.SOCIAL_WORKER: {"pl": "pracownik socjalny", "en": "the social worker"},
    Asked.EMERGENCY: {"pl": "numer alarmowy 112", "en": "112"},
}


def _called_112(check: Check) -> bool:
    return any(step.asked is Asked.EMERGENCY and step.outcome is StepOutcome.REACHED for step in check.steps)


def _still_open(unit: UnitOfWork, check_id: CheckId) -> Check:
    check = unit.checks.get(check_id)
    if not check.open:
        raise not_now("check_closed", f"the check {check_id} is closed")
    return check


def _note(unit: UnitOfWork, check: Check, by: UserId, at: datetime, action: str) -> None:
    """Write it into the audit; whom somebody called, and what came of it, is nothing that may stand there readable."""
    subject = f"client:{check.client_id}"
    unit.audit.append(AuditEvent(at=at, by=by, action=action, subject=subject, fields=(f"check={check.id}",)))
