"""Cards of single tasks and stops."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Literal

from scheduler.domain.cash import collects
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client, Mobility
from scheduler.domain.fleet import Layout
from scheduler.domain.ids import PlaceId, RequestId
from scheduler.domain.itinerary import StopCard, TaskCard
from scheduler.domain.loads import places_taken
from scheduler.domain.place import Door, Entrance, Place
from scheduler.domain.plan import PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.time import TimeWindow, elapsed
from scheduler.domain.town import Town
from scheduler.services.reporting.served import is_timed
from scheduler.services.reporting.words import access_texts, contact_texts, party_texts, phones_of

_LOADS_UP = {"pickup": 1, "load": 1, "dropoff": -1, "drop": -1}


@dataclass(kw_only=True)
class Reader:
    """Whoever goes along a route from stop to stop, what is to be collected there, and what is aboard meanwhile."""

    town: Town
    cash: Mapping[RequestId, int] = field(default_factory=dict)
    aboard: Counter[str] = field(default_factory=Counter)


def stop_card(reader: Reader, route: PlannedRoute, number: int) -> StopCard:
    """Return the card of the stop with index `number`; cards have to be made in the order of the route."""
    town, stop = reader.town, route.stops[number]
    left = route.start if number == 0 else route.stops[number - 1].departure
    place, entrance = place_of(town, stop)
    district = town.district_of(place)
    return StopCard(
        number=number + 1,
        place=place.name,
        address=place.address,
        entrance=entrance.name if len(place.entrances) > 1 else "",
        district=district.name if district else "",
        point=entrance.point,
        arrival=stop.arrival,
        departure=stop.departure,
        tasks=tuple(task_card(reader, task) for task in stop.tasks),
        travel_s=seconds(left, stop.arrival) - _resting(route, left, stop.arrival),
        travel_m=stop.travel_m,
        waiting_s=_waiting_s(town, route, stop),
        entrance_note=entrance.note,
        phone=place.phone,
    )


def task_card(reader: Reader, task: PlannedTask) -> TaskCard:
    """Return the card of one task; also moves people on and off the reader's vehicle."""
    town = reader.town
    request = town.requests[task.request_id]
    clients = tuple(town.clients[c] for c in request.party.client_ids)
    _move(reader, request, clients, task.kind)
    here = _door_of(request, task.kind).place_id
    return TaskCard(
        task_id=task.task_id,
        request_id=request.id,
        kind=task.kind,
        service=town.services[request.service_id].name,
        service_id=request.service_id,
        clients=tuple(client.name for client in clients),
        party=party_texts(request, clients) if task.kind != "load" else {},
        start=task.start,
        end=task.end,
        window=_window(town, request, task),
        promised=_promised(town, request, task.kind) is not None,
        phones=phones_of(clients),
        contacts=contact_texts(clients),
        access=access_texts([client for client in clients if client.home == here]),
        tags=_tags(town, request, clients),
        note=_said("worker" if task.kind == "visit" else "driver", request, clients),
        office=office_note(request, clients),
        counterpart=_counterpart(town, request, task.kind),
        portions=request.portions if isinstance(request, Delivery) else 0,
        cash_gr=reader.cash.get(request.id, 0) if collects(task) else 0,
        load_after={kind: count for kind, count in reader.aboard.items() if count},
    )


def _window(town: Town, request: Request, task: PlannedTask) -> tuple[datetime, datetime] | None:
    """Return the window that bounds this task: what was promised, else the request's own."""
    told = _promised(town, request, task.kind)
    if told is not None:
        return told.start, told.end
    return window_of(town, request, task.start) if is_timed(request, task.kind) else None


def _promised(town: Town, request: Request, kind: str) -> TimeWindow | None:
    """Return the window told to the client for this task."""
    promise = town.promises.get(request.id)
    if promise is None:
        return None
    if is_timed(request, kind):
        return promise.window
    return promise.pickup if kind == "pickup" else None


def window_of(town: Town, request: Request, at: datetime | None) -> tuple[datetime, datetime] | None:
    """Return the window told to the client, else the request's own one that holds (or is nearest after) `at`."""
    if request.id in town.promises:
        told = town.promises[request.id].window
        return told.start, told.end
    for window in request.windows:
        if at is None or elapsed(at, window.end) >= timedelta(0):
            return window.start, window.end
    return None


def place_of(town: Town, stop: PlannedStop) -> tuple[Place, Entrance]:
    """Return the place and the entrance of a stop, whose location is called `place/entrance`."""
    place_id, _, entrance = stop.location_id.partition("/")
    place = town.places[PlaceId(place_id)]
    return place, place.entrance(entrance)


def office_note(request: Request, clients: Sequence[Client]) -> str:
    """Return what the office wrote down for itself about a request and its clients."""
    return _said("office", request, clients)


def seconds(start: datetime, end: datetime) -> int:
    """Return elapsed seconds, right across clock changes."""
    return round(elapsed(start, end).total_seconds())


def _resting(route: PlannedRoute, start: datetime, end: datetime) -> int:
    return sum(seconds(b.start, b.end) for b in route.breaks if seconds(start, b.start) >= 0 <= seconds(b.end, end))


def _waiting_s(town: Town, route: PlannedRoute, stop: PlannedStop) -> int:
    first = stop.tasks[0]
    setup = town.services[town.requests[first.request_id].service_id].setup_time
    idle = seconds(stop.arrival, first.start) - _resting(route, stop.arrival, first.start)
    return max(0, idle - setup // timedelta(seconds=1))


def _door_of(request: Request, kind: str) -> Door:
    match request:
        case Ride():
            return request.origin if kind == "pickup" else request.destination
        case Delivery():
            return request.source if kind == "load" else request.door
        case Visit():
            return request.door
        case _:
            raise TypeError(request)


def _move(reader: Reader, request: Request, clients: tuple[Client, ...], kind: str) -> None:
    places = places_taken(request, clients)
    for place in fields(Layout):
        reader.aboard[place.name] += _LOADS_UP.get(kind, 0) * getattr(places, place.name)


def _tags(town: Town, request: Request, clients: tuple[Client, ...]) -> tuple[str, ...]:
    ride = request if isinstance(request, Ride) else None
    second = town.services[request.service_id].attendant_levels
    found = {
        "wheelchair": any(c.mobility is Mobility.WHEELCHAIR for c in clients),
        "walker": any(c.mobility is Mobility.WALKER for c in clients),
        "needs_lift": ride is not None and any(c.needs_lift for c in clients),
        "hard_of_hearing": any(c.hard_of_hearing for c in clients),
        "assistance_animal": any(c.assistance_animal for c in clients),
        "person_only": any(c.hand_over_to_person_only for c in clients),
        "attendant": ride is not None and (ride.attendant or ride.help_level in second),
        "carer": request.party.carers > 0,
        **{f"help_{level}": ride is not None and ride.help_level is level for level in HelpLevel},
    }
    return tuple(tag for tag, holds in found.items() if holds)


def _said(to: Literal["driver", "worker", "office"], request: Request, clients: Sequence[Client]) -> str:
    sources = [*(client.notes for client in clients), request.notes]
    texts = (getattr(notes, to) for notes in sources)
    return " ".join(dict.fromkeys(text for text in texts if text))


def _counterpart(town: Town, request: Request, kind: str) -> str:
    if not isinstance(request, Ride):
        return ""
    place = town.places[(request.destination if kind == "pickup" else request.origin).place_id]
    return f"{place.name}, {place.address}" if place.name != place.address else place.address
