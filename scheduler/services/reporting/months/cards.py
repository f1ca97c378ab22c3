"""Cards to be signed: what each client was given in a month, and what each worker gave."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.actuals import Actual, TaskActual, elapsed_s
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
    """Return a card's line; it says so where nobody has reported the times."""
    begin, end = one.begin, one.end or one.begin
    start, stop = _span(begin, end) if begin and end else (None, None)
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


def _span(begin: TaskActual, end: TaskActual) -> tuple[datetime | None, datetime | None]:
    """Return from when until when somebody was served; None: nobody knows, nor planned it.

    An end that nobody reported is as far from the other one as planned. Of a begin that was reported after the end, as
    an arrival typed in late, nothing is counted: nobody signs for less than no time.
    """
    start, stop = begin.started_at, end.ended_at
    if start is None and stop is None:
        return begin.planned_start, end.planned_end
    if begin.planned_start is not None and end.planned_end is not None:
        length = timedelta(seconds=elapsed_s(begin.planned_start, end.planned_end))
        start = start or (stop.astimezone(UTC) - length if stop else None)
        stop = stop or (start.astimezone(UTC) + length if start else None)
    return start, max(start, stop, key=datetime.timestamp) if start and stop else stop


def _when(entry: CardEntry) -> tuple[date, float, str]:
    start: datetime | None = entry.start
    return entry.day, start.timestamp() if start else 0.0, entry.service
