"""Where a request may go: everything a dispatcher is shown while a stop is in their hand, found in one question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.time import Instants
from scheduler.services.dispatching.checking import request_index
from scheduler.services.planning.open_day import OpenDay
from solver.insertion import free_places
from solver.offered import Place


@dataclass(frozen=True, kw_only=True)
class FreePlace(Instants):
    """A place that breaks nothing.

    Attributes
    ----------
    at : tuple of int
        As `Move.at`.
    start : datetime
        Of its timed task: a visit, a ride's pickup or, if it has to arrive in time, its dropoff.
    first, last : datetime
        It certainly cannot start sooner, or later.
    cost_gr : int
        Grosze more than the plan costs now.
    """

    shift_id: ShiftId
    at: tuple[int, ...]
    start: datetime
    first: datetime
    last: datetime
    cost_gr: int


@dataclass(frozen=True, kw_only=True)
class FreePlaces:
    """All places of a request.

    Attributes
    ----------
    version : int
        Of the day that they are places of.
    timed : str
        Kind of the task whose start is told: visit, pickup, dropoff or drop.
    present : tuple of ShiftId and tuple of int, or None
        Where it is now; None: nowhere.
    places : tuple of FreePlace
        Of several with one shift and one start the cheapest; the cheapest of all first.
    """

    version: int
    timed: str
    present: tuple[ShiftId, tuple[int, ...]] | None
    places: tuple[FreePlace, ...]


def places_for(day: OpenDay, request_id: RequestId) -> FreePlaces:
    """Return where a request may go, whatever it was pinned to.

    Raises
    ------
    NotFoundError
        If the day has no such request.
    ConflictError
        If several crews serve it.
    """
    freed = without_own_pins(day, request_id)
    request = request_index(freed, request_id)
    asked = freed.problem.requests[request]
    return FreePlaces(
        version=day.state.version,
        timed=freed.problem.tasks[asked.timed_task].kind,
        present=_present(freed, request),
        places=tuple(_told(freed, free_places(freed.board, request))),
    )


def without_own_pins(day: OpenDay, request_id: RequestId) -> OpenDay:
    """Return a day without the pins of a request: a move takes their place."""
    pins = tuple(one for one in day.town.pins if request_id not in one.request_ids)
    return day if pins == day.town.pins else day.in_town(replace(day.town, pins=pins))


def _told(day: OpenDay, places: Iterable[Place]) -> Iterator[FreePlace]:
    seen: set[tuple[int, int]] = set()
    for one in places:
        if (one.shift, one.start_s) in seen:
            continue
        seen.add((one.shift, one.start_s))
        yield FreePlace(
            shift_id=ShiftId(day.problem.shifts[one.shift].id),
            at=one.at,
            start=day.day.instant(one.start_s),
            first=day.day.instant(one.first_s),
            last=day.day.instant(max(one.start_s, one.last_s)),
            cost_gr=one.cost_gr,
        )


def _present(day: OpenDay, request: int) -> tuple[ShiftId, tuple[int, ...]] | None:
    tasks = day.problem.requests[request].tasks
    for shift, order in day.board.orders.items():
        if tasks[0] in order:
            own = set(tasks)
            return ShiftId(day.problem.shifts[shift].id), tuple(
                sum(other not in own for other in order[: order.index(task)]) for task in tasks
            )
    return None
