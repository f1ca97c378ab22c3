"""Whether what a caller wishes for is made of things that the town has."""

from collections.abc import Iterator, Sequence

from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ClientId
from scheduler.domain.place import Door
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.services.keeping import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.wished_hours import Wrong, untimely

type Named = tuple[str, str, str]
"""Which part of a request, what it says, and what would be right."""

_KINDS = {Visit: ServiceKind.VISIT, Ride: ServiceKind.RIDE, Delivery: ServiceKind.DELIVERY}


def check_requests(unit: UnitOfWork, requests: Sequence[Request]) -> None:
    """Refuse requests that no plan of the town could hold, whatever it looks like.

    Raises
    ------
    InputError
        With everything that is wrong: ids that the town has not, a service of another kind, windows of another day.
    NotFoundError
        If no such town is kept.
    """
    zone = town_head(unit).zone
    problems = [
        InputProblem(file=f"body.requests.{number}", column=part, value=value[:60], wrong=wrong, right=right)
        for number, request in enumerate(requests)
        for part, value, wrong, right in (*_misnamed(unit, request), *untimely(unit, request, zone))
    ]
    if problems:
        raise InputError(problems)


def home_of(unit: UnitOfWork, client_id: ClientId) -> Door | None:
    """Return the door that a client lives behind; None: there is no such client."""
    client = unit.clients.find(client_id)
    return None if client is None else Door(place_id=client.home, entrance=client.home_entrance or None)


def _misnamed(unit: UnitOfWork, request: Request) -> Iterator[Wrong]:
    for part, value, right in _unknown(unit, request):
        yield part, value, "does not fit", right
    if request.party.client_ids != tuple(dict.fromkeys(request.party.client_ids)):
        yield "party.client_ids", "", "names somebody twice", "name each client once"


def _unknown(unit: UnitOfWork, request: Request) -> Iterator[Named]:
    """Yield what a request names that the town has not."""
    service = unit.services.find(request.service_id)
    if service is None or service.kind is not _KINDS[type(request)]:
        yield "service_id", request.service_id, f"name a service of the kind {_KINDS[type(request)]}"
    elif not service.offered and unit.bookings.find(request.id) is None:
        yield "service_id", request.service_id, "it is not offered any more: name one that is"
    for client_id in request.party.client_ids:
        if unit.clients.find(client_id) is None:
            yield "party.client_ids", client_id, "name clients of the town"
    for staff_id in request.preferred:
        if unit.staff.find(staff_id) is None:
            yield "preferred", staff_id, "name staff of the town"
    for part, door in _doors(request):
        place = unit.places.find(door.place_id)
        if place is None or (door.entrance and door.entrance not in {one.name for one in place.entrances}):
            yield part, f"{door.place_id}/{door.entrance or ''}", "name a place of the town, and one of its entrances"
    if isinstance(request, Ride) and request.purpose_id and unit.purposes.find(request.purpose_id) is None:
        yield "purpose_id", request.purpose_id, "name a purpose of the town, or null"


def _doors(request: Request) -> tuple[tuple[str, Door], ...]:
    match request:
        case Ride():
            return ("origin", request.origin), ("destination", request.destination)
        case Delivery():
            return ("source", request.source), ("door", request.door)
        case Visit():
            return (("door", request.door),)
        case _:
            raise TypeError(request)
