"""What is written down of each request when its day is closed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.actuals import Actual, FinalOutcome, Person, ShiftActual, TaskActual, age_band, elapsed_s
from scheduler.domain.booking import Booking
from scheduler.domain.crew_parts import Rates
from scheduler.domain.ids import ClientId, RequestId, ShiftId
from scheduler.domain.live import TaskProgress
from scheduler.domain.promise import Promise
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.closing.boardings import crews_relieved, from_where_it_began
from scheduler.services.closing.crews import CrewDay, crew_day
from scheduler.services.closing.daybook import DayBook
from scheduler.services.closing.idleness import Work
from scheduler.services.closing.outcomes import Known, done_by_its_crew, known_outcome
from scheduler.services.closing.parts import parts_of, serving_shift
from scheduler.services.live.late import promised_for
from scheduler.services.reporting.kpis import counts_for_share

_FIRST = frozenset({"pickup", "visit", "drop"})


@dataclass(frozen=True, kw_only=True)
class Records:
    """What a closed day leaves."""

    actuals: tuple[Actual, ...]
    shifts: tuple[ShiftActual, ...]


def records_of(book: DayBook) -> Records:
    """Return what became of each request and each crew of a day of which nothing is missing; direct ways come later."""
    known = {key: found for key, one in book.bookings.items() if (found := known_outcome(book, one)) is not None}
    crews = tuple(_crews(book, known))
    actuals = [_actual(book, booking, known[key], crews) for key, booking in book.bookings.items() if key in known]
    return Records(actuals=tuple(actuals), shifts=tuple(crew.shift for crew in crews))


def _crews(book: DayBook, known: Mapping[RequestId, Known]) -> Iterator[CrewDay]:
    planned: dict[ShiftId, dict[RequestId, int]] = defaultdict(lambda: defaultdict(int))
    served: dict[ShiftId, dict[RequestId, int]] = defaultdict(lambda: defaultdict(int))
    for route in book.plan.routes:
        for task in (task for stop in route.stops for task in stop.tasks):
            if task.request_id in book.bookings:
                planned[route.shift_id][task.request_id] += _at_door(task.kind, elapsed_s(task.start, task.end))
    for one in book.progress.tasks.values():
        of = known.get(one.request_id)
        if of is not None and of.outcome is FinalOutcome.SERVED and done_by_its_crew(book, one):
            served[one.shift_id][one.request_id] += _service_s(one)
    for shift_id in dict.fromkeys((*book.routes, *served, *sorted(crews_relieved(book)))):
        crew = crew_day(book, shift_id, Work(planned=planned[shift_id], served=served[shift_id]))
        if crew is not None:
            yield crew


def _at_door(kind: str, seconds: int) -> int:
    return 0 if kind == "load" else seconds


def _service_s(task: TaskProgress) -> int:
    """Return how long a task took: as reported, else as planned."""
    door = _door(task, None)
    told = door.served_s
    if told is None:
        told = elapsed_s(task.planned.start, task.planned.end) if task.planned else 0
    return _at_door(task.kind, told)


def _actual(book: DayBook, booking: Booking, known: Known, crews: Sequence[CrewDay]) -> Actual:
    request, town = booking.request, book.town
    tasks = book.tasks.get(booking.id, ())
    shift_id = serving_shift(tasks)
    provider = book.provider_of(shift_id) if shift_id else None
    served = known.outcome is FinalOutcome.SERVED
    people = tuple(_person(town, one, book.day.year) for one in request.party.client_ids)
    did = [task for task in tasks if done_by_its_crew(book, task)] if served else tasks
    staff = dict.fromkeys(worker for task in did for worker in book.crew_of(task.shift_id))
    service = town.services[request.service_id]
    parts = tuple(parts_of(book, booking.id, known.outcome, crews, _served_s(tasks, did if served else ())))
    return _measured(
        book,
        booking,
        Actual(
            request_id=booking.id,
            day=book.day,
            service_id=request.service_id,
            kind=service.kind,
            programme_id=request.programme_id,
            outcome=known.outcome,
            told_by=known.by,
            people=people,
            carers=request.party.carers,
            district_id=people[0].district_id,
            shift_id=shift_id,
            staff_ids=tuple(staff),
            vehicle_id=book.vehicle_of(shift_id) if shift_id else None,
            provider_id=provider.id if provider else None,
            service_s=sum(part.service_s for part in parts),
            rates=book.rates_of(shift_id) if shift_id else Rates(),
            cost_gr=sum(part.cost_gr for part in parts),
            ordered_gr=sum(part.ordered_gr for part in parts),
            value_gr=service.value_gr,
            contracted=counts_for_share(provider, town.policy.contracted_share),
            parts=parts,
        ),
        did or tasks,
    )


def _served_s(tasks: Sequence[TaskProgress], did: Sequence[TaskProgress]) -> Mapping[ShiftId, int]:
    """Return how long each crew of a request was at its doors, in seconds; only what was done counts."""
    found = dict.fromkeys((task.shift_id for task in tasks), 0)
    for task in did:
        found[task.shift_id] += _service_s(task)
    return found


def _person(town: Town, client_id: ClientId, year: int) -> Person:
    client = town.clients.get(client_id)
    if client is None:
        return Person(client_id=client_id)
    home = town.places.get(client.home)
    age = None if client.birth_year is None else max(0, year - client.birth_year)
    return Person(
        client_id=client_id,
        sex=client.sex,
        age_band=age_band(age),
        district_id=home.district_id if home else None,
    )


def _measured(book: DayBook, booking: Booking, actual: Actual, tasks: Sequence[TaskProgress]) -> Actual:
    """Return what became of a request with its doors, and what can be measured there."""
    first = _latest([task for task in tasks if task.kind in _FIRST])
    last = _latest([task for task in tasks if task.kind == "dropoff"])
    first = from_where_it_began(book, first) if first else None
    begin = _door(first, promised_for(first, booking)) if first else None
    end = _door(last, promised_for(last, booking)) if last else None
    actual = replace(actual, begin=begin, end=end)
    if not actual.served:
        return actual
    ride, timed = isinstance(booking.request, Ride), _timed(booking.request, begin, end)
    return replace(
        actual,
        late_s=_late_s(begin, _due(begin, book.town.policy.call_tolerance)) if ride else None,
        appointment_late_s=_late_s(timed, _appointment(booking.request, booking.promise, timed)),
        ride_s=_ride_s(begin, end),
    )


def _timed(request: Request, begin: TaskActual | None, end: TaskActual | None) -> TaskActual | None:
    """Return the door where there is a time to be kept; of a ride that only leaves after some time: none."""
    if isinstance(request, Ride):
        return end if request.arrive_by else None
    return begin


def _latest(tasks: Sequence[TaskProgress]) -> TaskProgress | None:
    """Return the one of several crews at a door that came last: the client is served by all of them, or not yet."""
    arrived = [(task.arrived_at.timestamp(), k) for k, task in enumerate(tasks) if task.arrived_at is not None]
    return tasks[max(arrived)[1]] if arrived else next(iter(tasks), None)


def _door(task: TaskProgress, promised: TimeWindow | None) -> TaskActual:
    return TaskActual(
        planned_arrival=task.planned_arrival,
        planned_start=task.planned.start if task.planned else None,
        planned_end=task.planned.end if task.planned else None,
        promised=promised,
        arrived_at=task.arrived_at,
        ended_at=task.ended_at if task.status.over else None,
        clock_off=task.clock_off,
    )


def _due(door: TaskActual | None, tolerance: timedelta) -> datetime | None:
    """Return until when the crew is on time: the end of what was promised, else the planned time and what is borne."""
    if door is None:
        return None
    if door.promised is not None:
        return door.promised.end
    return None if door.planned_start is None else door.planned_start.astimezone(UTC) + tolerance


def _appointment(request: Request, promise: Promise | None, door: TaskActual | None) -> datetime | None:
    """Return until when somebody has to be there: as promised, else the end of the asked window that was meant."""
    if door is None:
        return None
    if promise is not None:
        return promise.window.end
    planned = door.planned_start
    ends = sorted((window.end for window in request.windows), key=datetime.timestamp)
    return next((end for end in ends if planned is None or elapsed_s(planned, end) >= 0), ends[-1] if ends else None)


def _late_s(door: TaskActual | None, due: datetime | None) -> int | None:
    if door is None or door.arrived_at is None or due is None:
        return None
    return max(0, elapsed_s(due, door.arrived_at))


def _ride_s(begin: TaskActual | None, end: TaskActual | None) -> int | None:
    """Return how long somebody was aboard: from having boarded to the arrival where they alight."""
    if begin is None or end is None or begin.ended_at is None:
        return None
    there = end.arrived_at or end.ended_at
    return None if there is None else max(0, elapsed_s(begin.ended_at, there))
