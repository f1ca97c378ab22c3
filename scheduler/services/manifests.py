"""What crews know of a day: the itineraries of its published plan, as the town's facts are now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId, RequestId, ShiftId
from scheduler.domain.itinerary import Itinerary
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.access import Principal, sees_shift
from scheduler.services.erased import with_erased_clients, with_erased_places
from scheduler.services.keeping import town_on
from scheduler.services.live.no_show import FIRST, beforehand, waits
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.view import itinerary

AFTERWARDS = timedelta(hours=4)
"""So long after its end a worker may read a shift."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One shift of a published plan.

    Attributes
    ----------
    version : int
        Of the plan.
    clients : tuple of ClientId
        Whose data it shows.
    ended : frozenset of RequestId
        Requests in it whose bookings are not held any more, or have gone to another day: nobody has to go there.
    no_show_from : mapping of str to datetime
        By task, before when the crew may not declare a no-show, if it comes as planned; in UTC.
    waits : mapping of str to timedelta
        By task, for how long it has to wait at the door before.
    """

    version: int
    shift: Shift
    itinerary: Itinerary
    clients: tuple[ClientId, ...]
    ended: frozenset[RequestId] = field(default=frozenset())
    no_show_from: Mapping[str, datetime] = field(default_factory=dict)
    waits: Mapping[str, timedelta] = field(default_factory=dict)


def manifests(unit: UnitOfWork, day: date, who: Principal, now: datetime) -> tuple[Manifest, ...]:
    """Return the shifts of a day's published plan that somebody may read, in the order of the rota; none: nothing is.

    A worker reads the shifts they are on, from publication until some time after their end; a provider those of its
    own people or vehicles; everybody else all of them.
    """
    state = unit.days.get(day)
    if state.published is None:
        return ()
    shifts = _readable(unit, day, who, now)
    if not shifts:
        return ()
    plan = unit.plans.get(day, state.published)
    routes = {route.shift_id: route for route in plan.routes if route.shift_id in shifts}
    town, bookings = town_of_routes(unit, day, routes.values())
    return tuple(
        _manifest(plan, town, bookings, shifts[shift_id], routes[shift_id]) for shift_id in shifts if shift_id in routes
    )


def manifest(unit: UnitOfWork, day: date, shift_id: ShiftId, who: Principal, now: datetime) -> Manifest:
    """Return one shift of a day's published plan.

    Raises
    ------
    NotFoundError
        If there is none that this person may read.
    """
    found = next((one for one in manifests(unit, day, who, now) if one.shift.id == shift_id), None)
    if found is None:
        raise NotFoundError(f"no itinerary of a shift {shift_id} is published on {day.isoformat()}")
    return found


def _readable(unit: UnitOfWork, day: date, who: Principal, now: datetime) -> Mapping[ShiftId, Shift]:
    staff, vehicles = unit.staff.all(), unit.vehicles.all()
    return {
        key: shift
        for key, shift in unit.shifts.between(day, day).items()
        if sees_shift(who, shift, staff, vehicles)
        and not (who.role is Role.WORKER and now > shift.end.astimezone(UTC) + AFTERWARDS)
    }


def town_of_routes(
    unit: UnitOfWork, day: date, routes: Iterable[PlannedRoute]
) -> tuple[Town, Mapping[RequestId, Booking]]:
    """Return the town with the requests of a plan, also those that have ended or gone elsewhere since it was made."""
    town = town_on(unit, day)
    ids = dict.fromkeys(task.request_id for route in routes for stop in route.stops for task in stop.tasks)
    of_day = unit.bookings.between(day, day)  # those that have gone elsewhere are looked for one by one
    bookings = {one.id: one for key in ids if (one := of_day.get(key) or unit.bookings.find(key)) is not None}
    requests = {**{key: one.request for key, one in bookings.items()}, **town.requests}
    return replace(
        town,
        requests=requests,
        clients=with_erased_clients(town.clients, requests.values()),
        places=with_erased_places(town.places, requests.values(), town.centre),
    ), bookings


def _manifest(
    plan: Plan, town: Town, bookings: Mapping[RequestId, Booking], shift: Shift, route: PlannedRoute
) -> Manifest:
    known = kept_only(town, route)
    ids = dict.fromkeys(task.request_id for stop in known.stops for task in stop.tasks)
    clients = (client for key in ids for client in town.requests[key].party.client_ids)
    return Manifest(
        version=plan.version,
        shift=shift,
        itinerary=itinerary(town, shift, known),
        clients=tuple(dict.fromkeys(clients)),
        no_show_from=dict(_no_shows(town, bookings, known)),
        waits={
            task.task_id: waits(town.policy, bookings[task.request_id])
            for stop in known.stops
            for task in stop.tasks
            if task.kind in FIRST and task.request_id in bookings
        },
        ended=frozenset(k for k in ids if k in bookings and not (bookings[k].held and bookings[k].day == plan.day)),
    )


def _no_shows(town: Town, bookings: Mapping[RequestId, Booking], route: PlannedRoute) -> Iterator[tuple[str, datetime]]:
    for stop in route.stops:
        for task in stop.tasks:
            booking = bookings.get(task.request_id)
            at = beforehand(town.policy, booking, task, stop.arrival) if booking is not None else None
            if at is not None:
                yield task.task_id, at


def kept_only(town: Town, route: PlannedRoute) -> PlannedRoute:
    """Return a route without requests that are not kept any more; without drawn ways if a stop went with them."""
    found = [
        replace(stop, tasks=tuple(task for task in stop.tasks if task.request_id in town.requests))
        for stop in route.stops
    ]
    left = tuple(stop for stop in found if stop.tasks)
    return replace(route, stops=left, ways=route.ways if len(left) == len(route.stops) else ())
