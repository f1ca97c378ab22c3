"""The rides of a service day, as another transport system is told of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from scheduler.domain.catalogue import Pooling, RidePurpose
from scheduler.domain.ids import PurposeId
from scheduler.domain.place import Door
from scheduler.domain.plan import PlannedTask
from scheduler.domain.request import Ride
from scheduler.domain.trips import TripPlace, TripTold
from scheduler.services.ports import UnitOfWork


def trips_of(unit: UnitOfWork, day: date) -> Sequence[TripTold]:
    """Return the rides that are or were booked for a day, in the order of their windows."""
    planned = _planned(unit, day)
    rides = [(one, one.request) for one in unit.bookings.between(day, day).values() if isinstance(one.request, Ride)]
    actuals = {one.request_id: one for one in unit.actuals.between(day, day).values()}
    services, purposes = unit.services.all(), unit.purposes.all()
    return [
        TripTold(
            booking=booking, ride=ride,
            clients=tuple(c for key in ride.party.client_ids if (c := unit.clients.find(key)) is not None),
            origin=_place(unit, ride.origin), destination=_place(unit, ride.destination),
            purpose=_purpose(purposes, ride),
            pooled=ride.service_id not in services or services[ride.service_id].pooling is not Pooling.NEVER,
            pickup_at=_start(planned, ride, "pickup"), dropoff_at=_start(planned, ride, "dropoff"),
            actual=actuals.get(ride.id),
        )
        for booking, ride in sorted(rides, key=lambda one: (one[1].windows[0].start, one[1].id))
    ]  # fmt: skip


def _purpose(purposes: Mapping[PurposeId, RidePurpose], ride: Ride) -> str:
    known = purposes.get(ride.purpose_id) if ride.purpose_id else None
    return known.name if known else ""


def _place(unit: UnitOfWork, door: Door) -> TripPlace:
    place = unit.places.find(door.place_id)
    if place is None:
        return TripPlace()
    return TripPlace(
        name=place.name, street=place.address, entrance=door.entrance or "", point=place.entrance(door.entrance).point
    )


def _planned(unit: UnitOfWork, day: date) -> Mapping[str, PlannedTask]:
    state = unit.days.get(day)
    if state.plan is None:
        return {}
    return {one.task_id: one for one in _tasks(unit, day, state.plan)}


def _tasks(unit: UnitOfWork, day: date, version: int) -> Iterator[PlannedTask]:
    for route in unit.plans.get(day, version).routes:
        for stop in route.stops:
            yield from stop.tasks


def _start(planned: Mapping[str, PlannedTask], ride: Ride, kind: str) -> datetime | None:
    task = planned.get(f"{ride.id}:{kind}")
    return task.start if task else None
