"""A small running day: one bus with two riders and a visit, told minute by minute after eight o'clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.events import Event, EventKind, EventSource
from scheduler.domain.ids import EventId, ShiftId, UserId
from scheduler.domain.plan import Plan, PlannedBreak, PlannedRoute, PlannedStop, PlannedTask, request_of

ZONE = ZoneInfo("Europe/Warsaw")
DAY = date(2026, 9, 15)
EIGHT = datetime(2026, 9, 15, 8, tzinfo=ZONE)
BUS = ShiftId("bus")


def at(minute: float, eight: datetime = EIGHT) -> datetime:
    """Return an instant so many minutes after eight."""
    return eight.astimezone(UTC) + timedelta(minutes=minute)


def task(task_id: str, start: float, end: float, eight: datetime = EIGHT) -> PlannedTask:
    """Return a planned task."""
    kind = task_id.rpartition(":")[2]
    return PlannedTask(
        task_id=task_id, request_id=request_of(task_id), kind=kind, start=at(start, eight), end=at(end, eight)
    )


def stop(place: str, arrival: float, departure: float, *tasks: PlannedTask, eight: datetime = EIGHT) -> PlannedStop:
    """Return a planned stop."""
    return PlannedStop(location_id=place, arrival=at(arrival, eight), departure=at(departure, eight), tasks=tasks)


def plan_of(*routes: PlannedRoute, version: int = 3) -> Plan:
    """Return a plan of these routes."""
    return Plan(town_id="t", day=DAY, version=version, made_at=at(-60), routes=routes, unassigned=(), terms={})


def bus_plan(eight: datetime = EIGHT) -> Plan:
    """Return the day's plan.

    Ten minutes to A, who gets in from :15 to :20 after five minutes of waiting; ten minutes to B, in from :30 to :32;
    a break until :47; eight minutes to the hospital, where both get out; ten to a visit of half an hour; ten home.
    """

    def a(task_id: str, start: float, end: float) -> PlannedTask:
        return task(task_id, start, end, eight)

    stops = (
        stop("home-a/", 10, 20, a("A:pickup", 15, 20), eight=eight),
        stop("home-b/", 30, 47, a("B:pickup", 30, 32), eight=eight),
        stop("hospital/", 55, 59, a("A:dropoff", 55, 57), a("B:dropoff", 57, 59), eight=eight),
        stop("home-c/", 69, 99, a("C:visit", 69, 99), eight=eight),
    )
    pause = PlannedBreak(start=at(32, eight), end=at(47, eight), after_stop=1)
    return plan_of(
        PlannedRoute(shift_id=BUS, start=at(0, eight), end=at(109, eight), stops=stops, breaks=(pause,), driving_s=2880)
    )


def rescue_plan(shift_id: ShiftId) -> Plan:
    """Return the same, made anew so that another crew does all of it."""
    return plan_of(replace(bus_plan().routes[0], shift_id=shift_id), version=4)


class Phone:
    """A crew's phone: each event has the next number."""

    def __init__(self, name: str = "phone", shift_id: ShiftId = BUS, *, skew_s: int = 0) -> None:
        self._name, self._shift, self._skew, self._count = name, shift_id, skew_s, 0

    def tells(self, task_id: str, kind: str, minute: float, *, late: float = 0, undoes: Event | None = None) -> Event:
        """Return an event; `minute` by our clock, received so many minutes late."""
        self._count += 1
        happened = at(minute)
        return Event(
            id=EventId(f"{self._name}-{self._count}"),
            day=DAY,
            shift_id=self._shift,
            task_id=task_id,
            request_id=request_of(task_id),
            kind=EventKind(kind),
            device_id=self._name,
            sequence=self._count,
            at=happened - timedelta(seconds=self._skew),
            received_at=happened + timedelta(minutes=late),
            skew_s=self._skew,
            by=UserId("u"),
            source=EventSource.PHONE,
            undoes=undoes.id if undoes else None,
        )
