"""What a request takes up in a vehicle."""

from collections.abc import Iterable

from scheduler.domain.client import Client, Mobility
from scheduler.domain.fleet import Layout
from scheduler.domain.request import Delivery, Request, Ride


def places_taken(request: Request, clients: Iterable[Client]) -> Layout:
    """Return the places a request's party or portions take while aboard; a visit takes none.

    A client in a wheelchair takes a wheelchair place, everybody else (carers too) a seat.
    """
    match request:
        case Delivery():
            return Layout(portions=request.portions)
        case Ride():
            people = list(clients)
            chairs = sum(client.mobility is Mobility.WHEELCHAIR for client in people)
            return Layout(
                seats=len(people) - chairs + request.party.carers,
                wheelchairs=chairs,
                rollators=request.party.rollators,
                luggage=request.party.luggage,
            )
        case _:
            return Layout()
