"""A week of the rota: who and what is on duty on each day, for how long, how much of it is planned, and who is away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.fleet import Vehicle
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.roster import Shift, Staff
from scheduler.domain.rota import Absence
from scheduler.domain.service_days import DayState
from scheduler.domain.text import alphabetical
from scheduler.domain.time import ServiceDay, TimeWindow, elapsed
from scheduler.services.facts import town_head
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.kpis import waiting_s

_NONE = timedelta(0)
_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Time on duty, and what of it is planned.

    Attributes
    ----------
    on_duty : timedelta
        From the start to the end of shifts.
    busy : timedelta
        Of the way, at doors, and of breaks; waiting is no part of it.
    """

    on_duty: timedelta = _NONE
    busy: timedelta = _NONE

    @property
    def free(self) -> timedelta:
        """What is left; of a crew that comes home late, nothing."""
        return max(_NONE, self.on_duty - self.busy)

    @property
    def load(self) -> float | None:
        """The part that is planned, from 0; above 1 a crew comes home late. None: nothing is on duty."""
        return self.busy / self.on_duty if self.on_duty else None

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(on_duty=self.on_duty + other.on_duty, busy=self.busy + other.busy)


@dataclass(frozen=True, kw_only=True)
class WeekCell:
    """One day of somebody, or of a vehicle.

    Attributes
    ----------
    shifts : tuple of Shift
        In their order.
    requests : int
        How many are planned on them.
    away : tuple of TimeWindow
        What of the date, from midnight to midnight, falls into absences; in its order.
    away_all_day : bool
        Whether one absence takes all of the date.
    """

    shifts: tuple[Shift, ...]
    hours: Hours
    requests: int
    away: tuple[TimeWindow, ...]
    away_all_day: bool


@dataclass(frozen=True, kw_only=True)
class WeekRow[Who: (Staff, Vehicle)]:
    """Somebody's week, or a vehicle's: a cell a day."""

    who: Who
    cells: tuple[WeekCell, ...]

    @property
    def hours(self) -> Hours:
        """All days together."""
        return sum((cell.hours for cell in self.cells), Hours())


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    """What a day of the week is like as a whole.

    Attributes
    ----------
    holiday : mapping of str to str
        What it is called, by language; empty: an ordinary day.
    hours : Hours
        Of all shifts; a crew of two counts once.
    requests : int
        Planned, or to be planned.
    unserved : int
        Those of them that are to be served and on no shift of the plan that holds.
    """

    state: DayState
    holiday: Mapping[str, str]
    hours: Hours
    requests: int
    unserved: int


@dataclass(frozen=True, kw_only=True)
class Week:
    """Monday to Sunday.

    Attributes
    ----------
    stamp : int
        Of the town: while it is the same, so is all of this.
    """

    stamp: int
    days: tuple[WeekDay, ...]
    staff: tuple[WeekRow[Staff], ...]
    vehicles: tuple[WeekRow[Vehicle], ...]


@dataclass(frozen=True, kw_only=True)
class _Duty:
    """A shift with what the plan that holds gives it to do."""

    shift: Shift
    hours: Hours
    requests: int


def week(unit: UnitOfWork, day: date) -> Week:
    """Return the week that a day lies in, from one state of the town.

    Raises
    ------
    NotFoundError
        If the town is not kept.
    """
    monday = day - timedelta(days=day.weekday())
    dates = [monday + timedelta(days=k) for k in range(_DAYS)]
    head = town_head(unit)
    calendar = HolidayCalendar(head.policy.booking)
    spans = [_date(ServiceDay(date=one, zone=head.zone)) for one in dates]
    found = [_day(unit, one, calendar.name(one) or {}) for one in dates]
    duties = [duties for _, duties in found]
    absences = tuple(unit.absences.all().values())
    staff = sorted(unit.staff.all().values(), key=lambda one: (alphabetical(one.name), one.id))
    vehicles = sorted(unit.vehicles.all().values(), key=lambda one: (alphabetical(one.name), one.id))
    return Week(
        stamp=unit.stamp,
        days=tuple(told for told, _ in found),
        staff=tuple(
            WeekRow(who=one, cells=_cells(
                [[duty for duty in day if one.id in duty.shift.staff_ids] for day in duties],
                [away for away in absences if away.staff_id == one.id], spans))
            for one in staff
        ),
        vehicles=tuple(
            WeekRow(who=one, cells=_cells(
                [[duty for duty in day if duty.shift.vehicle_id == one.id] for day in duties],
                [away for away in absences if away.vehicle_id == one.id], spans))
            for one in vehicles
        ),
    )  # fmt: skip


def _date(day: ServiceDay) -> TimeWindow:
    """Return a date from midnight to midnight: 23 hours long, or 25, where the clock is set."""
    return TimeWindow(start=day.midnight, end=ServiceDay(date=day.date + timedelta(days=1), zone=day.zone).midnight)


def _day(unit: UnitOfWork, day: date, holiday: Mapping[str, str]) -> tuple[WeekDay, tuple[_Duty, ...]]:
    state = unit.days.get(day)
    plan = None if state.plan is None else unit.plans.get(day, state.plan)
    routes = {route.shift_id: route for route in (plan.routes if plan else ())}
    shifts = sorted(unit.shifts.between(day, day).values(), key=lambda one: (one.start.astimezone(UTC), one.id))
    duties = tuple(_duty(shift, routes) for shift in shifts)
    kept = {shift.id for shift in shifts}
    served = {task.request_id for key in kept & routes.keys() for stop in routes[key].stops for task in stop.tasks}
    held = {key for key, one in unit.bookings.between(day, day).items() if one.held and not one.awaits_call}
    told = WeekDay(
        state=state,
        holiday=holiday,
        hours=sum((duty.hours for duty in duties), Hours()),
        requests=len(held | served),
        unserved=len(held - served),
    )
    return told, duties


def _duty(shift: Shift, routes: Mapping[ShiftId, PlannedRoute]) -> _Duty:
    on_duty = elapsed(shift.start, shift.end)
    route = routes.get(shift.id)
    if route is None:
        return _Duty(shift=shift, hours=Hours(on_duty=on_duty), requests=0)
    requests = {task.request_id for stop in route.stops for task in stop.tasks}
    return _Duty(shift=shift, hours=Hours(on_duty=on_duty, busy=_busy(route)), requests=len(requests))


def _busy(route: PlannedRoute) -> timedelta:
    """Return how long a crew is out without waiting, and rests before it leaves or when it is back."""
    resting = sum((elapsed(one.start, one.end) for one in route.breaks if one not in route.rests), _NONE)
    return elapsed(route.start, route.end) - timedelta(seconds=waiting_s(route)) + resting


def _cells(
    days: Sequence[Sequence[_Duty]], absences: Sequence[Absence], spans: Sequence[TimeWindow]
) -> tuple[WeekCell, ...]:
    return tuple(_cell(duties, absences, span) for duties, span in zip(days, spans, strict=True))


def _cell(duties: Sequence[_Duty], absences: Iterable[Absence], span: TimeWindow) -> WeekCell:
    away = sorted(filter(None, (_within(one, span) for one in absences)), key=lambda one: one.start.astimezone(UTC))
    return WeekCell(
        shifts=tuple(duty.shift for duty in duties),
        hours=sum((duty.hours for duty in duties), Hours()),
        requests=sum(duty.requests for duty in duties),
        away=tuple(away),
        away_all_day=any(one.length == span.length for one in away),
    )


def _within(absence: Absence, span: TimeWindow) -> TimeWindow | None:
    """Return the part of an absence that lies on a date; None: it is another day's."""
    start, end = max(_utc(absence.start), _utc(span.start)), min(_utc(absence.end), _utc(span.end))
    return TimeWindow(start=start, end=end) if start < end else None


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
