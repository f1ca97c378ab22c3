"""Plan against actual of closed days, from what was written down when they were closed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.domain.actuals import Actual, ShiftActual, TaskActual, elapsed_s
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.crew_parts import Effort
from scheduler.domain.plan_actual import APART_EDGES_MIN, LATE_EDGES_MIN, PlanActual, PlanActualTable, spread
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import counting, open_days
from scheduler.services.reporting.months.reading import actuals_between, shifts_between


class PlanActualBy(StrEnum):
    """What the rows are; a shift is that of one day."""

    DAY = "day"
    SHIFT = "shift"
    SERVICE = "service"


@dataclass(kw_only=True)
class _Group:
    """What one row is made of: requests, and planned and actual efforts of crews."""

    requests: list[Actual] = field(default_factory=list)
    planned: list[Effort] = field(default_factory=list)
    took: list[Effort] = field(default_factory=list)


def plan_actual_table(unit: UnitOfWork, first: date, last: date, by: PlanActualBy) -> PlanActualTable:
    """Return plan against actual of the closed days from `first` to `last`, both included."""
    closed = counting(unit, first, last)
    actuals = [one for one in actuals_between(unit, first, last) if one.day in closed]
    shifts = shifts_between(unit, first, last)
    whole = _Group(requests=actuals)
    for _, shift in shifts:
        _add_shift(whole, shift)
    return PlanActualTable(
        first=first,
        last=last,
        by=by,
        closed=tuple(closed),
        open_days=open_days(unit, first, last),
        rows=tuple(_ROWS[by](unit, actuals, shifts)),
        total=_row("", "", whole),
    )


type _Shifts = Sequence[tuple[date, ShiftActual]]


def _by_day(_unit: UnitOfWork, actuals: Sequence[Actual], shifts: _Shifts) -> Iterator[PlanActual]:
    groups: dict[date, _Group] = defaultdict(_Group)
    for one in actuals:
        groups[one.day].requests.append(one)
    for day, shift in shifts:
        _add_shift(groups[day], shift)
    for day in sorted(groups):
        yield _row(day.isoformat(), day.isoformat(), groups[day], day=day)


def _by_shift(unit: UnitOfWork, actuals: Sequence[Actual], shifts: _Shifts) -> Iterator[PlanActual]:
    served = defaultdict(list)
    for one in actuals:
        served[one.day, one.shift_id].append(one)
    days = [day for day, _ in shifts]
    names = _shift_names(unit, days)
    for day, shift in sorted(shifts, key=lambda one: (one[0], one[1].began.timestamp(), one[1].shift_id)):
        group = _Group(requests=served[day, shift.shift_id])
        _add_shift(group, shift)
        name = names.get(shift.shift_id, shift.shift_id)
        yield _row(shift.shift_id, name, group, day=day, shift=shift)


def _by_service(unit: UnitOfWork, actuals: Sequence[Actual], shifts: _Shifts) -> Iterator[PlanActual]:
    groups: dict[str, _Group] = defaultdict(_Group)
    for one in actuals:
        group = groups[one.service_id]
        group.requests.append(one)
        group.planned += [part.planned for part in one.by_crew]
        group.took += [part.took for part in one.by_crew]
    for _, shift in shifts:
        if shift.unshared_planned != Effort() or shift.unshared != Effort():
            groups[""].planned.append(shift.unshared_planned)
            groups[""].took.append(shift.unshared)
    names = {str(key): one.name for key, one in unit.services.all().items()}
    for key in sorted(groups):
        yield _row(key, names.get(key, key), groups[key])


_ROWS: Mapping[PlanActualBy, Callable[[UnitOfWork, Sequence[Actual], _Shifts], Iterator[PlanActual]]] = {
    PlanActualBy.DAY: _by_day, PlanActualBy.SHIFT: _by_shift, PlanActualBy.SERVICE: _by_service,
}  # fmt: skip


def _shift_names(unit: UnitOfWork, days: Sequence[date]) -> Mapping[str, str]:
    return {key: one.name for key, one in unit.shifts.between(min(days), max(days)).items()} if days else {}


def _add_shift(group: _Group, shift: ShiftActual) -> None:
    group.planned.append(Effort(time_s=shift.planned_s, way_m=shift.planned_m))
    group.took.append(Effort(time_s=shift.working_s, way_m=shift.driven_m))


def _row(
    key: str, name: str, group: _Group, *, day: date | None = None, shift: ShiftActual | None = None
) -> PlanActual:
    served = [one for one in group.requests if one.served]
    doors = [door for one in served for door in (one.begin, one.end) if door is not None]
    at_doors = [pair for door in doors if (pair := _at_door(door)) is not None]
    apart = [apart_s for door in doors if (apart_s := _apart_s(door)) is not None]
    late = [late_s for one in served if (late_s := _late_s(one)) is not None]
    return PlanActual(
        key=key,
        name=name,
        day=day,
        served=len(served),
        planned_begin=shift.planned_begin if shift else None,
        began=shift.began if shift else None,
        planned_end=shift.planned_end if shift else None,
        ended=shift.ended if shift else None,
        planned_s=sum(one.time_s for one in group.planned),
        worked_s=sum(one.time_s for one in group.took),
        planned_m=sum(one.way_m for one in group.planned),
        driven_m=sum(one.way_m for one in group.took),
        doors=len(at_doors),
        planned_doors_s=sum(planned for planned, _ in at_doors),
        at_doors_s=sum(took for _, took in at_doors),
        arrivals=len(apart),
        apart_s=sum(apart),
        apart=spread(apart, APART_EDGES_MIN),
        timed=len(late),
        on_time=_kept(late),
        late_s=sum(late),
        late=spread(late, LATE_EDGES_MIN),
    )


def _at_door(door: TaskActual) -> tuple[int, int] | None:
    """Return how long a door was to take, and took."""
    took = door.served_s
    if took is None or door.planned_start is None or door.planned_end is None:
        return None
    return elapsed_s(door.planned_start, door.planned_end), took


def _apart_s(door: TaskActual) -> int | None:
    if door.planned_arrival is None or door.arrived_at is None:
        return None
    return elapsed_s(door.planned_arrival, door.arrived_at)


def _late_s(one: Actual) -> int | None:
    """Return how late a crew was where somebody waited for it: at a pickup, or at a visit's or a delivery's door."""
    return one.late_s if one.kind is ServiceKind.RIDE else one.appointment_late_s


def _kept(late: Iterable[int]) -> int:
    return sum(one <= 0 for one in late)
