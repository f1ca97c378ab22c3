"""Into which vehicles people got: of whoever was fetched from a broken one, the first is where their ride began."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.live import TaskProgress
from scheduler.services.closing.daybook import DayBook
from scheduler.services.live.ordering import Happening


def from_where_it_began(book: DayBook, pickup: TaskProgress) -> TaskProgress:
    """Return where a party was first picked up: that is what they were promised, and since when they are on the way.

    The plan in force has only the last pickup, at the roadside: when the first one was planned is not known any more.
    """
    first = next(iter(book.boardings.get(pickup.request_id, ())), None)
    if first is None or first.shift_id == pickup.shift_id:
        return pickup
    at_door = [one for one in _reports(book, first.shift_id, pickup.request_id) if one.at <= first.at]
    came = [one.at for one in at_door if one.event.kind is EventKind.ARRIVED]
    return replace(
        pickup,
        shift_id=first.shift_id,
        planned=None,
        planned_arrival=None,
        en_route_at=None,
        arrived_at=came[-1] if came else None,
        came_at=came[-1] if came else None,
        ended_at=first.at,
        clock_off=any(one.event.clock_off for one in at_door),
    )


def boarded_before(book: DayBook, shift_id: ShiftId) -> Sequence[datetime]:
    """Return when a crew was at doors of people whom another one has fetched from it since: it has worked for that."""
    return [one.at for key in _handed_over(book).get(shift_id, ()) for one in _reports(book, shift_id, key)]


def crews_relieved(book: DayBook) -> frozenset[ShiftId]:
    """Return the shifts from whose vehicles others have fetched people."""
    return frozenset(_handed_over(book))


def _handed_over(book: DayBook) -> Mapping[ShiftId, Sequence[RequestId]]:
    found: dict[ShiftId, list[RequestId]] = {}
    for key, boardings in book.boardings.items():
        pickup = next((one for one in book.tasks.get(key, ()) if one.kind == "pickup"), None)
        for shift_id in dict.fromkeys(one.shift_id for one in boardings):
            if pickup is None or pickup.shift_id != shift_id:
                found.setdefault(shift_id, []).append(key)
    return found


def _reports(book: DayBook, shift_id: ShiftId, request_id: RequestId) -> Iterator[Happening]:
    """Yield what a crew has told of being at the pickup of a party."""
    task_id = f"{request_id}:pickup"
    for one in book.happened:
        known = one.event.kind in {EventKind.ARRIVED, EventKind.ABOARD, EventKind.DONE}
        if known and one.event.shift_id == shift_id and one.event.task_id == task_id:
            yield one
