"""One service day as a dispatcher works on it: every shift with what it does, and all that is not on any shift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.booking import Booking
from scheduler.domain.fleet import Vehicle
from scheduler.domain.ids import RequestId
from scheduler.domain.itinerary import Itinerary
from scheduler.domain.plan import Plan, PlannedRoute, UnassignedReason
from scheduler.domain.roster import Shift
from scheduler.domain.service_days import DayState
from scheduler.domain.town import Town
from scheduler.services.manifests import kept_only, town_of_routes
from scheduler.services.planning.left_out import LeftOut, left_out
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.view import itinerary
from scheduler.services.waiting import Candidate, candidates


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A shift of the rota, and what the plan that holds gives it to do; perhaps nothing."""

    shift: Shift
    vehicle: Vehicle | None
    itinerary: Itinerary


@dataclass(frozen=True, kw_only=True)
class DayBoard:
    """A service day with the plan that holds.

    Attributes
    ----------
    stamp : int
        Of the town: while it is the same, so is all of this.
    plan : Plan or None
        None: nobody has planned the day yet.
    town : Town
        With all requests that are spoken of here.
    bookings : mapping of RequestId to Booking
        Of everything in the rows and of what is unassigned.
    unassigned : tuple of UnassignedReason
        What is to be served and is on no shift. Without sentences: nobody has found out why.
    open_returns : tuple of RequestId
        Ways home whose clients have not called yet.
    """

    stamp: int
    state: DayState
    plan: Plan | None
    left_out: Sequence[LeftOut]
    town: Town
    rows: tuple[BoardRow, ...]
    bookings: Mapping[RequestId, Booking]
    unassigned: tuple[UnassignedReason, ...]
    open_returns: tuple[RequestId, ...]
    waiting: Sequence[Candidate]


def day_board(unit: UnitOfWork, day: date) -> DayBoard:
    """Return a day as it is kept, from one state of the town.

    Raises
    ------
    NotFoundError
        If the town is not kept.
    """
    state = unit.days.get(day)
    plan = None if state.plan is None else unit.plans.get(day, state.plan)
    routes = {route.shift_id: route for route in (plan.routes if plan else ())}
    shifts = unit.shifts.between(day, day)
    town, known = town_of_routes(unit, day, [routes[key] for key in shifts if key in routes])
    held = {key: one for key, one in unit.bookings.between(day, day).items() if one.held}
    rows = tuple(_row(town, shift, routes.get(shift.id) or _idle(shift)) for shift in shifts.values())
    return DayBoard(
        stamp=unit.stamp,
        state=state,
        plan=plan,
        left_out=left_out(unit, state),
        town=town,
        rows=rows,
        bookings={**known, **held},
        unassigned=_unassigned(plan, rows, held),
        open_returns=tuple(key for key, one in held.items() if one.awaits_call),
        waiting=candidates(unit, day),
    )


def _idle(shift: Shift) -> PlannedRoute:
    return PlannedRoute(shift_id=shift.id, start=shift.start, end=shift.start, stops=())


def _row(town: Town, shift: Shift, route: PlannedRoute) -> BoardRow:
    vehicle = town.vehicles.get(shift.vehicle_id) if shift.vehicle_id is not None else None
    return BoardRow(shift=shift, vehicle=vehicle, itinerary=itinerary(town, shift, kept_only(town, route)))


def _unassigned(
    plan: Plan | None, rows: Sequence[BoardRow], held: Mapping[RequestId, Booking]
) -> tuple[UnassignedReason, ...]:
    """Return what no row serves, in the order of the day; why, as far as the plan says it."""
    served = {task.request_id for row in rows for stop in row.itinerary.stops for task in stop.tasks}
    reasons = {one.request_id: one for one in (plan.unassigned if plan else ())}
    lost = [one for key, one in held.items() if key not in served and not one.awaits_call]
    lost.sort(key=lambda one: (_begin(one), one.id))
    return tuple(reasons.get(one.id, UnassignedReason(request_id=one.id, rule="", summary={})) for one in lost)


def _begin(booking: Booking) -> float:
    promise = booking.promise
    window = (promise.pickup or promise.window) if promise else booking.request.windows[0]
    return window.start.timestamp()
