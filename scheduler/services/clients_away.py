"""Which clients are away: nothing is booked for them, and nothing said to them."""

from collections.abc import Iterable, Sequence
from datetime import date

from scheduler.domain.booking import Refusal
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.ids import ClientId
from scheduler.domain.request import Request
from scheduler.services.ports import UnitOfWork


def absence_on(unit: UnitOfWork, client_id: ClientId, day: date) -> ClientAbsence | None:
    """Return the absence for which nothing is done for a client on a day; None: the client is there."""
    return next((one for one in unit.client_absences.of_client(client_id).values() if one.covers(day)), None)


def present_absence(unit: UnitOfWork, client_id: ClientId) -> ClientAbsence | None:
    """Return the absence of a client that nobody has ended, the one reported last."""
    found = [one for one in unit.client_absences.of_client(client_id).values() if not one.over]
    return found[-1] if found else None


def has_died(unit: UnitOfWork, client_id: ClientId) -> bool:
    """Return whether a client has died, as far as anybody said."""
    known = unit.client_absences.of_client(client_id).values()
    return any(one.why is AwayWhy.DIED and not one.over for one in known)


def hears(unit: UnitOfWork, client_id: ClientId, day: date) -> bool:
    """Return whether a client may be told anything about a day: who has died is told nothing at all."""
    return not has_died(unit, client_id) and absence_on(unit, client_id, day) is None


def away_refusal(unit: UnitOfWork, requests: Sequence[Request], day: date) -> Refusal | None:
    """Return why nothing can be booked on a day for a party one of whom is away; None: all are there."""
    clients: Iterable[ClientId] = dict.fromkeys(one for request in requests for one in request.party.client_ids)
    for client_id in clients:
        absence = absence_on(unit, client_id, day)
        if absence is not None:
            return _refusal(absence, day)
    return None


def _refusal(absence: ClientAbsence, day: date) -> Refusal:
    """Return the refusal; why somebody is away is nobody's business on the phone."""
    first = absence.first.isoformat()
    until = {"pl": "do odwołania", "en": "until further notice"}
    if absence.last is not None:
        until = {"pl": f"do {absence.last.isoformat()}", "en": f"to {absence.last.isoformat()}"}
    return Refusal(
        code="away",
        day=day,
        summary={
            "pl": f"{absence.client_id}: usługi są wstrzymane od {first} {until['pl']}.",
            "en": f"{absence.client_id}: all services are suspended from {first} {until['en']}.",
        },
        change={
            "pl": "Najpierw zakończ nieobecność klienta, albo zamów bez tej osoby.",
            "en": "End the client's absence first, or book without this person.",
        },
    )
