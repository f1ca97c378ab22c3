"""What stands where a client or a home was erased, so that a past day can still be shown and counted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.place import Door, Entrance, GeoPoint, Place
from scheduler.domain.request import Delivery, Request, Ride, Visit


@dataclass(frozen=True, kw_only=True)
class ErasedPlace(Place):
    """A place that is known by its id alone; it has whatever entrance a plan names."""

    def entrance(self, name: str | None) -> Entrance:
        """Return an entrance of that name, in the middle of the town."""
        return Entrance(name=name or "", point=self.entrances[0].point)


def doors_of(request: Request) -> tuple[PlaceId, ...]:
    """Return the places that a request leads to."""
    match request:
        case Visit():
            return (request.door.place_id,)
        case Ride():
            return request.origin.place_id, request.destination.place_id
        case Delivery():
            return request.source.place_id, request.door.place_id
        case _:
            raise TypeError(f"{type(request).__name__} is no request")


def without_entrances(request: Request, places: Collection[PlaceId]) -> Request:
    """Return a request that does not say any more which door of some places it leads to."""

    def bare(door: Door) -> Door:
        return replace(door, entrance=None) if door.place_id in places else door

    match request:
        case Visit():
            return replace(request, door=bare(request.door))
        case Ride():
            return replace(request, origin=bare(request.origin), destination=bare(request.destination))
        case Delivery():
            return replace(request, source=bare(request.source), door=bare(request.door))
        case _:
            raise TypeError(f"{type(request).__name__} is no request")


def with_erased_places(
    places: Mapping[PlaceId, Place], requests: Iterable[Request], centre: GeoPoint
) -> Mapping[PlaceId, Place]:
    """Return places with one in the town's centre for each that requests name and that is not there any more."""
    missing = {place for request in requests for place in doors_of(request) if place not in places}
    entrances = (Entrance(name="", point=centre),)
    made = {one: ErasedPlace(id=one, name=one, address="", entrances=entrances) for one in sorted(missing)}
    return {**places, **made} if made else places


def with_erased_clients(clients: Mapping[ClientId, Client], requests: Iterable[Request]) -> Mapping[ClientId, Client]:
    """Return clients with one called by its id for each that requests name and that is not there any more."""
    made = {
        one: Client(id=one, name=one, home=doors_of(request)[0])
        for request in requests
        for one in request.party.client_ids
        if one not in clients
    }
    return {**clients, **made} if made else clients
