"""Cards to be signed: what each client was given in a month, and what each worker gave."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from scheduler.domain.actuals import Actual
from scheduler.domain.ids import ClientId, StaffId
from scheduler.domain.months import CardEntry, Month, ServiceCard
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import month_span
from scheduler.services.reporting.months.reading import actuals_between, month_of


def service_cards(unit: UnitOfWork, month: date, *, of_workers: bool = False) -> Month[ServiceCard]:
    """Return a month's cards, of all clients who were served or of all workers who served, by name.

    A client who was erased has a card without a name.
    """
    cards = _of_workers(unit, month) if of_workers else _of_clients(unit, month)
    return month_of(unit, month, sorted(cards, key=lambda one: (one.name, one.client_id or "", one.staff_id or "")))


def _of_clients(unit: UnitOfWork, month: date) -> Iterator[ServiceCard]:
    staff = {key: one.name for key, one in unit.staff.all().items()}
    found: dict[ClientId, list[CardEntry]] = defaultdict(list)
    services = _services(unit)
    for one in _served(unit, month):
        crew = ", ".join(staff.get(key, key) for key in one.staff_ids)
        for person in one.people:
            found[person.client_id].append(_entry(one, services, crew))
    for client_id, entries in found.items():
        client = unit.clients.find(client_id)
        name = client.name if client else client_id
        yield ServiceCard(client_id=client_id, name=name, entries=tuple(sorted(entries, key=_when)))


def _of_workers(unit: UnitOfWork, month: date) -> Iterator[ServiceCard]:
    found: dict[StaffId, list[CardEntry]] = defaultdict(list)
    services = _services(unit)
    for one in _served(unit, month):
        clients = [unit.clients.find(person.client_id) for person in one.people]
        names = [
            client.name if client else person.client_id for client, person in zip(clients, one.people, strict=True)
        ]
        for worker in one.staff_ids:
            found[worker].append(_entry(one, services, ", ".join(names)))
    for staff_id, entries in found.items():
        worker_known = unit.staff.find(staff_id)
        name = worker_known.name if worker_known else staff_id
        yield ServiceCard(staff_id=staff_id, name=name, entries=tuple(sorted(entries, key=_when)))


def _served(unit: UnitOfWork, month: date) -> Iterator[Actual]:
    return (one for one in actuals_between(unit, *month_span(month)) if one.served)


def _services(unit: UnitOfWork) -> Mapping[str, str]:
    return {str(key): one.name for key, one in unit.services.all().items()}


def _entry(one: Actual, services: Mapping[str, str], other: str) -> CardEntry:
    """Return a card's line; where nobody has reported the times, it has those of the plan and says so."""
    begin, end = one.begin, one.end or one.begin
    start = (begin.started_at or begin.planned_start) if begin else None
    stop = (end.ended_at or end.planned_end) if end else None
    reported = bool(begin and begin.arrived_at and end and end.ended_at)
    return CardEntry(
        day=one.day,
        start=start,
        end=stop,
        service=services.get(one.service_id, one.service_id),
        other=other,
        client_ids=tuple(person.client_id for person in one.people),
        outcome=one.outcome,
        reported=reported,
    )


def _when(entry: CardEntry) -> tuple[date, float, str]:
    start: datetime | None = entry.start
    return entry.day, start.timestamp() if start else 0.0, entry.service
