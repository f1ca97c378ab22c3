"""Who was taken out and not brought back: a day does not close over anybody's head."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.closing import About
from scheduler.domain.ids import ClientId, PlaceId, RequestId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.domain.request import Ride
from scheduler.services.closing.daybook import DayBook
from scheduler.services.closing.outcomes import known_outcome


@dataclass(frozen=True, kw_only=True)
class Stranded:
    """Somebody of whom nobody knows how they got home.

    Attributes
    ----------
    request_id : RequestId
        The last ride that happened.
    place_id : PlaceId
        Where it went, and so where they were last.
    set_down : bool
        Whether they are known to have got there.
    since : datetime or None
        When they were last seen; None: nobody has reported a time.
    """

    client_id: ClientId
    request_id: RequestId
    place_id: PlaceId
    set_down: bool
    since: datetime | None


@dataclass(frozen=True)
class _Happened:
    """A ride on which somebody was aboard."""

    ride: Ride
    set_down: bool
    since: datetime | None
    order: datetime


def stranded(book: DayBook) -> tuple[Stranded, ...]:
    """Return everybody who was taken out and of whom no way home is known or said.

    Whoever was taken somewhere has to be taken back by a later ride, to their home or to where they were fetched first.
    It is not asked whether a return was ever booked: somebody who has none needs a way home just the same.
    """
    of_client: dict[ClientId, list[_Happened]] = defaultdict(list)
    for one in _happened(book):
        for client_id in one.ride.party.client_ids:
            of_client[client_id].append(one)
    found = (_stranded(book, client_id, rides) for client_id, rides in of_client.items())
    return tuple(one for one in found if one is not None)


def _stranded(book: DayBook, client_id: ClientId, rides: list[_Happened]) -> Stranded | None:
    rides.sort(key=lambda one: (one.order, one.ride.leg))
    last, client = rides[-1], book.town.clients.get(client_id)
    # Reports may come in any order: where the first leg of a journey begins is where they set out.
    first = min(rides, key=lambda one: (one.ride.leg, one.order)).ride
    safe = {first.origin.place_id} | ({client.home} if client else set())
    there = last.ride.destination.place_id
    if (last.set_down and there in safe) or book.said(last.ride.id, About.WAY_HOME) is not None:
        return None
    return Stranded(
        client_id=client_id, request_id=last.ride.id, place_id=there, set_down=last.set_down, since=last.since
    )


def _happened(book: DayBook) -> Iterator[_Happened]:
    """Yield the rides of the day that somebody was aboard of, whatever became of their end.

    Whoever got into a vehicle that broke down was taken out, even if another one was to fetch them and never did; so
    was whose booking has been moved to another day since, and the crew did not know.
    """
    for key, booking in (*book.bookings.items(), *book.moved.items()):
        if not isinstance(booking.request, Ride):
            continue
        tasks = {task.kind: task for task in book.tasks.get(key, ())}
        known = known_outcome(book, booking)
        served = known is not None and known.outcome is FinalOutcome.SERVED
        if served or key in book.progress.taken_out:
            yield _Happened(booking.request, served, _seen(tasks), _order(booking.request, tasks))


def _done(tasks: Mapping[str, TaskProgress], kind: str) -> bool:
    return kind in tasks and tasks[kind].status is TaskStatus.DONE


def _seen(tasks: Mapping[str, TaskProgress]) -> datetime | None:
    ends = (tasks[kind].ended_at for kind in ("dropoff", "pickup") if _done(tasks, kind))
    return next((at for at in ends if at is not None), None)


def _order(ride: Ride, tasks: Mapping[str, TaskProgress]) -> datetime:
    """Return an instant by which the rides of one person follow each other: as seen, planned, or asked for."""
    planned = [task.planned.end for task in tasks.values() if task.planned is not None]
    wished = [window.end for window in ride.windows]
    at = _seen(tasks) or max(planned, key=datetime.timestamp, default=None) or min(wished, key=datetime.timestamp)
    return at.astimezone(UTC)
