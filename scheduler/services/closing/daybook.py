"""All that is known of one service day: what was to be done, what crews reported, what dispatchers say of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from scheduler.domain.booking import Booking
from scheduler.domain.checks import Check
from scheduler.domain.closing import About, Statement, statement_id
from scheduler.domain.crew_parts import Rates
from scheduler.domain.events import Event
from scheduler.domain.ids import EventId, RequestId, ShiftId, StaffId, VehicleId
from scheduler.domain.live import DayProgress, TaskProgress
from scheduler.domain.live_day import LiveDay, live_key
from scheduler.domain.plan import Plan, PlannedRoute
from scheduler.domain.roster import Provider, Shift
from scheduler.domain.service_days import DayState
from scheduler.domain.town import Town
from scheduler.services.closing.former import handed_over_m
from scheduler.services.facts import part_of_town, town_head
from scheduler.services.live.minutes import full_minute
from scheduler.services.live.ordering import Happening, happenings
from scheduler.services.live.progress import day_progress
from scheduler.services.live.whereabouts import Boarding, boardings
from scheduler.services.ports import UnitOfWork

_PARTS = ("districts", "places", "clients", "services", "providers", "staff", "vehicles")


@dataclass(frozen=True, kw_only=True)
class DayBook:
    """One day, as it can be closed.

    Attributes
    ----------
    town : Town
        Its facts, and the day's shifts.
    bookings : mapping of RequestId to Booking
        Of the day, also those that have ended.
    plan : Plan
        As crews knew it; version 0 and empty: nothing was ever published.
    moved : mapping of RequestId to Booking
        Of another day by now, of which crews have reported on this one: somebody was told, and the crew was not.
    unanswered : tuple of Check
        Doors at which nobody answered, of which nobody has found out why.
    live : LiveDay or None
        What came in the day's way.
    rostered : mapping of ShiftId to Shift
        Each shift before an absence cut it; also those of which nothing was left.
    handed_over_m : mapping of ShiftId to int
        How far each crew drove to people whom another one has fetched from it since, in metres, by earlier plans.
    """

    day: date
    state: DayState
    town: Town
    bookings: Mapping[RequestId, Booking]
    plan: Plan
    events: Mapping[EventId, Event]
    statements: Mapping[str, Statement]
    moved: Mapping[RequestId, Booking] = field(default_factory=dict)
    unanswered: tuple[Check, ...] = ()
    live: LiveDay | None = None
    rostered: Mapping[ShiftId, Shift] = field(default_factory=dict)
    handed_over_m: Mapping[ShiftId, int] = field(default_factory=dict)

    @cached_property
    def progress(self) -> DayProgress:
        """How far the day is when it is over: a vehicle that is repaired by then still has whoever was not fetched."""
        live = replace(self.live, as_of=full_minute(self.over_at)) if self.live else None
        return day_progress(self.plan, self.events.values(), live)

    @cached_property
    def happened(self) -> Sequence[Happening]:
        """What crews have reported and not taken back, in order."""
        return happenings(self.events.values())

    @cached_property
    def boardings(self) -> Mapping[RequestId, Sequence[Boarding]]:
        """Into which vehicles each party got, in order, as crews have reported."""
        return {key: found for key, found in boardings(self.happened).items() if found}

    @cached_property
    def tasks(self) -> Mapping[RequestId, Sequence[TaskProgress]]:
        """The tasks of each request, in the plan's order."""
        found: dict[RequestId, list[TaskProgress]] = defaultdict(list)
        for task in self.progress.tasks.values():
            found[task.request_id].append(task)
        return found

    @cached_property
    def routes(self) -> Mapping[ShiftId, PlannedRoute]:
        """The published routes."""
        return {route.shift_id: route for route in self.plan.routes}

    @cached_property
    def shifts(self) -> Mapping[ShiftId, Shift]:
        """The day's shifts as the rota has them now; those that an absence has taken away as they were.

        Whoever came all the same is known by them, and paid for it.
        """
        return {**self.rostered, **{shift.id: shift for shift in self.town.shifts}}

    def said(self, request_id: RequestId, about: About) -> Statement | None:
        """Return what a dispatcher says about a request, and nobody has withdrawn."""
        found = self.statements.get(statement_id(request_id, about))
        return found if found is not None and found.counts else None

    def crew_of(self, shift_id: ShiftId) -> tuple[StaffId, ...]:
        """Return who was on a shift: when it was published, else by the rota."""
        route, shift = self.routes.get(shift_id), self.shifts.get(shift_id)
        return (route.crew if route else ()) or (shift.staff_ids if shift else ())

    def vehicle_of(self, shift_id: ShiftId) -> VehicleId | None:
        """Return the vehicle of a shift."""
        shift = self.shifts.get(shift_id)
        return shift.vehicle_id if shift else None

    def rates_of(self, shift_id: ShiftId) -> Rates:
        """Return what a shift is paid by; of whoever is not kept any more nothing is known."""
        shift, vehicle_id = self.shifts.get(shift_id), self.vehicle_of(shift_id)
        vehicle = self.town.vehicles.get(vehicle_id) if vehicle_id else None
        crew = (self.town.staff[one] for one in self.crew_of(shift_id) if one in self.town.staff)
        return Rates(
            hour_gr=sum(worker.cost_gr_per_h for worker in crew),
            request_gr=shift.contract_gr_per_request if shift else 0,
            km_gr=vehicle.cost_gr_per_km if vehicle else 0,
        )

    def provider_of(self, shift_id: ShiftId) -> Provider | None:
        """Return who runs a shift, as `Town.provider_of` does, also where a worker is not kept any more."""
        vehicle_id = self.vehicle_of(shift_id)
        whose = [self.town.staff[one].provider_id for one in self.crew_of(shift_id) if one in self.town.staff]
        if vehicle_id is not None and vehicle_id in self.town.vehicles:
            whose.append(self.town.vehicles[vehicle_id].provider_id)
        known = (self.town.providers.get(one) for one in whose if one is not None)
        return next((one for one in known if one is not None), None)

    @cached_property
    def over_at(self) -> datetime:
        """When the last shift is back; of a day without shifts its midnight."""
        ends = [*(shift.end for shift in self.town.shifts), *(route.end for route in self.plan.routes)]
        midnight = datetime.combine(self.day + timedelta(days=1), time(0), tzinfo=self.town.zone)
        return max(ends, key=datetime.timestamp, default=midnight)


def read_day(unit: UnitOfWork, day: date, state: DayState | None = None) -> DayBook:
    """Return one day.

    Parameters
    ----------
    state : DayState, optional
        As it was locked.

    Raises
    ------
    NotFoundError
        If the town is not kept.
    """
    state = state or unit.days.get(day)
    facts = {kind: getattr(unit, kind).all() for kind in _PARTS}
    town = part_of_town(unit, **facts, shifts=tuple(unit.shifts.between(day, day).values()))
    plan = unit.plans.get(day, state.published) if state.published else _nothing(unit, day)
    bookings, events = unit.bookings.between(day, day), unit.events.between(day, day)
    others = sorted({event.request_id for event in events.values()} - bookings.keys())
    return DayBook(
        day=day,
        state=state,
        town=town,
        bookings=bookings,
        plan=plan,
        events=events,
        statements=unit.statements.between(day, day),
        moved={key: one for key in others if (one := unit.bookings.find(key)) is not None},
        unanswered=tuple(one for one in unit.checks.between(day, day).values() if one.open),
        live=unit.live.find(live_key(day)),
        rostered=_rostered(unit, day, town.shifts),
        handed_over_m=handed_over_m(unit, plan, events.values()),
    )


def _rostered(unit: UnitOfWork, day: date, shifts: Iterable[Shift]) -> Mapping[ShiftId, Shift]:
    taken = (whole for absence in unit.absences.all().values() for whole in absence.taken if whole.day == day)
    found: dict[ShiftId, Shift] = {}
    for shift in (*shifts, *taken):
        found[shift.id] = max(shift, found.get(shift.id, shift), key=lambda one: one.end.timestamp())
    return found


def _nothing(unit: UnitOfWork, day: date) -> Plan:
    """Return the plan of a day that was never published."""
    at = datetime.combine(day, time(0), tzinfo=town_head(unit).zone)
    return Plan(town_id=unit.town_id, day=day, version=0, made_at=at, routes=(), unassigned=(), terms={})
