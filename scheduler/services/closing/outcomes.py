"""What became of each request for good: crews first, then dispatchers, then what bookings and plans say themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.actuals import FinalOutcome, Teller
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.closing import About
from scheduler.domain.ids import ClientId, RequestId, ShiftId
from scheduler.domain.live import Outcome, TaskProgress, TaskStatus
from scheduler.services.closing.daybook import DayBook

_ENDED = {
    BookingStatus.CANCELLED: FinalOutcome.CANCELLED,
    BookingStatus.WITHDRAWN: FinalOutcome.CANCELLED,
    BookingStatus.CANCELLED_LATE: FinalOutcome.CANCELLED_LATE,
    BookingStatus.NO_SHOW: FinalOutcome.NO_SHOW,
    BookingStatus.REFUSED: FinalOutcome.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What became of a request, and who says so."""

    outcome: FinalOutcome
    by: Teller


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A door of which nobody knows what became of it.

    Attributes
    ----------
    shift : str
        What the shift is called.
    stop : int or None
        Its number on the sheet; None: the published plan does not have it any more.
    status : TaskStatus
        How far it is, as reported.
    served : bool
        Whether another crew has served the request, and only this one has said nothing.
    """

    shift_id: ShiftId
    shift: str
    stop: int | None
    task_id: str
    kind: str
    request_id: RequestId
    client_ids: tuple[ClientId, ...]
    planned_arrival: datetime | None
    status: TaskStatus
    served: bool = False


def known_outcome(book: DayBook, booking: Booking) -> Known | None:
    """Return what became of a booking of the day; None: nobody knows.

    What a crew has seen to its end counts before what the office says: a wrong report is taken back by whoever made it.
    Somebody who is aboard, or stands by a broken vehicle, stays missing, whatever has become of the booking, until it
    is said where they were set down.
    """
    told = book.progress.outcomes.get(booking.id, Outcome.OPEN)
    if told.final:
        return Known(outcome=FinalOutcome(told.value), by=Teller.CREW)
    said = book.said(booking.id, About.OUTCOME)
    if said is not None and said.outcome is not None:
        return Known(outcome=said.outcome, by=Teller.DESK)
    if is_out(book, booking.id):
        return None
    if not booking.held:
        return Known(outcome=_ENDED[booking.status], by=Teller.BOOKS)
    if booking.id in book.tasks:
        return None
    return Known(outcome=FinalOutcome.NOT_CALLED if booking.awaits_call else FinalOutcome.UNPLANNED, by=Teller.BOOKS)


def is_out(book: DayBook, request_id: RequestId) -> bool:
    """Return whether somebody is in a vehicle, or stands by one that is broken."""
    return request_id in book.progress.beside or book.progress.outcomes.get(request_id) is Outcome.ABOARD


def missing(book: DayBook) -> tuple[Missing, ...]:
    """Return the doors that keep a day open, shift by shift in the order of the sheets."""
    numbers = {
        task.task_id: (place, number)
        for place, route in enumerate(book.plan.routes)
        for number, stop in enumerate(route.stops, start=1)
        for task in stop.tasks
    }
    far = len(book.plan.routes), 0
    found = [task for booking in book.bookings.values() for task in _not_known(book, booking)]
    found.sort(key=lambda task: (numbers.get(task.task_id, far), task.task_id))
    return tuple(_missing(book, task, numbers.get(task.task_id, (0, None))[1]) for task in found)


def _not_known(book: DayBook, booking: Booking) -> Iterator[TaskProgress]:
    if known_outcome(book, booking) is None:
        yield from _open_tasks(book.tasks[booking.id])
    elif book.said(booking.id, About.OUTCOME) is None:
        yield from silent(book, booking.id)


def silent(book: DayBook, request_id: RequestId) -> Sequence[TaskProgress]:
    """Return the doors of crews that have reported the end of none, of a request that another crew has served."""
    if book.progress.outcomes.get(request_id) is not Outcome.SERVED:
        return ()
    tasks = book.tasks[request_id]
    heard = {task.shift_id for task in tasks if task.status.over}
    return [task for task in tasks if task.shift_id not in heard and task.kind != "load"]


def done_by_its_crew(book: DayBook, task: TaskProgress) -> bool:
    """Return whether the crew of a task of a served request did its part of it.

    It has reported so of this door or, where it said nothing of this one, of another one of the request; or the office
    says that what nobody reported was served.
    """
    if task.status.over:
        return task.status is TaskStatus.DONE
    mine = [one for one in book.tasks[task.request_id] if one.shift_id == task.shift_id]
    if any(one.status is TaskStatus.DONE for one in mine):
        return True
    said = book.said(task.request_id, About.OUTCOME)
    return said is not None and said.outcome is FinalOutcome.SERVED and any(one.kind != "load" for one in mine)


def _open_tasks(tasks: Sequence[TaskProgress]) -> Iterator[TaskProgress]:
    """Yield what is not over; of somebody who was picked up and not met at the other end, the other end."""
    left = [task for task in tasks if not task.status.over]
    yield from left or tasks[-1:]


def _missing(book: DayBook, task: TaskProgress, number: int | None) -> Missing:
    shift = book.shifts.get(task.shift_id)
    return Missing(
        shift_id=task.shift_id,
        shift=shift.name if shift else str(task.shift_id),
        stop=number,
        task_id=task.task_id,
        kind=task.kind,
        request_id=task.request_id,
        client_ids=book.bookings[task.request_id].request.party.client_ids,
        planned_arrival=task.planned_arrival,
        status=task.status,
        served=book.progress.outcomes.get(task.request_id) is Outcome.SERVED,
    )
