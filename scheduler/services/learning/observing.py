"""What the records of closed days tell about single doors, and how many of them tell nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.actuals import Actual, TaskActual, elapsed_s
from scheduler.domain.booking import Booking
from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.ids import ClientId, RequestId, ServiceId, ShiftId
from scheduler.domain.learning import LeftOut, Where
from scheduler.domain.request import Request
from scheduler.domain.town import Town
from scheduler.services.door_times import catalogue_time

ODD = 4
"""What took so many times longer or shorter than planned was something else: a wrong button, a fall, a talk."""
_FIRST = {ServiceKind.VISIT: Where.VISIT, ServiceKind.RIDE: Where.PICKUP, ServiceKind.DELIVERY: Where.DROP}
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One door of one request, where a client took so long; and what the catalogue says of it, in seconds."""

    client_id: ClientId
    service_id: ServiceId
    where: Where
    took_s: int
    catalogue_s: int


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What some closed days tell.

    Attributes
    ----------
    days : tuple of date
        Of which there are records, the earliest first.
    """

    seen: tuple[Seen, ...]
    left_out: Mapping[LeftOut, int]
    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class _AtDoor:
    actual: Actual
    where: Where
    door: TaskActual


def observe(town: Town, actuals: Iterable[Actual], bookings: Mapping[RequestId, Booking]) -> Observed:
    """Return what was served and measured, client by client.

    What a party of several clients took is nobody's own time, and is left out.

    Parameters
    ----------
    town : Town
        Its services, clients and policy of now.
    """
    known = tuple(actuals)
    doors = [door for one in known if one.served for door in _doors(one)]
    shared = _shared(doors)
    seen: list[Seen] = []
    left_out: Counter[LeftOut] = Counter()
    for k, one in enumerate(doors):
        booking = bookings.get(one.actual.request_id)
        found = LeftOut.SHARED if k in shared else _seen(town, one, booking.request if booking else None)
        if isinstance(found, LeftOut):
            left_out[found] += 1
        else:
            seen.append(found)
    return Observed(seen=tuple(seen), left_out=dict(left_out), days=tuple(sorted({one.day for one in known})))


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One door of a served request with nobody else at it: what was planned there, and how long it took, in seconds."""

    actual: Actual
    where: Where
    planned_s: int
    took_s: int


def measured(actuals: Iterable[Actual], services: Mapping[ServiceId, Service]) -> Iterator[Measured]:
    """Yield the doors of single clients whose times were reported by a right clock, and can be true."""
    doors = [door for one in actuals if one.served for door in _doors(one)]
    shared = _shared(doors)
    for k, one in enumerate(doors):
        service = services.get(one.actual.service_id)
        if k in shared or one.door.clock_off or len(one.actual.people) > 1 or service is None:
            continue
        planned_s = _planned_s(one.door)
        took_s = _took_s(one.door, -(-service.setup_time // _SECOND))
        if planned_s and took_s and _is_sane(took_s, planned_s):
            yield Measured(actual=one.actual, where=one.where, planned_s=planned_s, took_s=took_s)


def _doors(actual: Actual) -> Iterator[_AtDoor]:
    if actual.begin is not None:
        yield _AtDoor(actual=actual, where=_FIRST[actual.kind], door=actual.begin)
    if actual.end is not None:
        yield _AtDoor(actual=actual, where=Where.DROPOFF, door=actual.end)


def _seen(town: Town, one: _AtDoor, request: Request | None) -> Seen | LeftOut:
    people = one.actual.people
    if len(people) > 1:
        return LeftOut.PARTY
    client_id, service = people[0].client_id, town.services.get(one.actual.service_id)
    if request is None or service is None or client_id not in town.clients:
        return LeftOut.FORGOTTEN
    if request.service_time is not None:
        return LeftOut.OWN_TIME
    if one.door.clock_off:
        return LeftOut.CLOCK_OFF
    took_s = _took_s(one.door, -(-service.setup_time // _SECOND))
    if took_s is None:
        return LeftOut.UNMEASURED
    catalogue_s = -(-catalogue_time(town, request) // _SECOND)
    if catalogue_s <= 0 or not _is_sane(took_s, _planned_s(one.door) or catalogue_s):
        return LeftOut.ODD
    return Seen(client_id=client_id, service_id=service.id, where=one.where, took_s=took_s, catalogue_s=catalogue_s)


def _is_sane(took_s: int, planned_s: int) -> bool:
    return planned_s <= ODD * took_s and took_s <= ODD * planned_s


def _planned_s(door: TaskActual) -> int | None:
    if door.planned_start is None or door.planned_end is None:
        return None
    return elapsed_s(door.planned_start, door.planned_end)


def _took_s(door: TaskActual, setup_s: int) -> int | None:
    """Return how long the service took, without the set-up of the halt, which plans have apart.

    A crew that came early has set up while it waited: only what is left of the set-up was in the service's time.
    """
    served_s = door.served_s
    if served_s is None or door.arrived_at is None:
        return None
    waited_s = 0 if door.planned_start is None else max(0, elapsed_s(door.arrived_at, door.planned_start))
    return max(0, served_s - max(0, setup_s - waited_s))


def _shared(doors: list[_AtDoor]) -> frozenset[int]:
    """Return the numbers of doors at which a crew was for something else, too, at the same time."""
    of: dict[tuple[date, ShiftId | None], list[int]] = defaultdict(list)
    for k, one in enumerate(doors):
        if one.door.arrived_at is not None and one.door.ended_at is not None:
            of[one.actual.day, one.actual.shift_id].append(k)
    return frozenset(k for some in of.values() for k in _overlapping(doors, some))


def _overlapping(doors: list[_AtDoor], numbers: list[int]) -> Iterator[int]:
    spans = sorted((*_span(doors[k].door), k) for k in numbers)
    latest: tuple[datetime, int] | None = None
    for start, end, k in spans:
        if latest is not None and start < latest[0]:
            yield latest[1]
            yield k
        if latest is None or end > latest[0]:
            latest = (end, k)


def _span(door: TaskActual) -> tuple[datetime, datetime]:
    if door.arrived_at is None or door.ended_at is None:
        raise ValueError("a door that nobody has reported has no span")
    return door.arrived_at.astimezone(UTC), door.ended_at.astimezone(UTC)
