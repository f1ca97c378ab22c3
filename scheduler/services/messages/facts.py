"""What messages are about: which of somebody's visits, rides and deliveries, and when, by the plan that crews know."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.messages import MessageKind
from scheduler.domain.notices import Notice, NoticeKind
from scheduler.domain.request import Delivery, Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.messages.saying import Item
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.served import planned_tasks
from scheduler.services.shown import shown_plan

AT_THE_DOOR = frozenset({"visit", "pickup", "drop"})
"""Kinds of tasks that clients wait for at their doors."""
_KINDS: Mapping[NoticeKind, MessageKind] = {
    NoticeKind.REMINDER: MessageKind.REMINDER,
    NoticeKind.PLANNED: MessageKind.PLANNED,
    NoticeKind.MOVED: MessageKind.MOVED,
    NoticeKind.OTHER_CREW: MessageKind.OTHER_CREW,
}
"""What is not here needs somebody who answers: that there is no place after all, or one that has become free."""
_OFF = (MessageKind.TAKEN_BACK, MessageKind.CANCELLED)


def kind_of(notice: Notice, booking: Booking | None) -> MessageKind | None:
    """Return as what a notice is written to somebody; None: it is told by a person alone."""
    if notice.kind is NoticeKind.WITHDRAWN:
        return MessageKind.TAKEN_BACK if booking is not None and booking.held else MessageKind.CANCELLED
    return _KINDS.get(notice.kind)


def what_of(request: Request) -> str:
    """Return what is done for somebody: ride, visit or delivery."""
    if isinstance(request, Ride):
        return "ride"
    return "delivery" if isinstance(request, Delivery) else "visit"


def door_hours(unit: UnitOfWork, day: date) -> Mapping[RequestId, datetime]:
    """Return when crews are at the doors of a day's requests, by the plan that they know."""
    plan = shown_plan(unit, day)
    found: dict[RequestId, datetime] = {}
    for _, _, task in planned_tasks(plan) if plan is not None else ():
        if task.kind in AT_THE_DOOR:
            found.setdefault(task.request_id, task.start)
    return found


def items_of(
    unit: UnitOfWork, notices: Iterable[Notice], kind: MessageKind, zone: ZoneInfo, hours: Mapping[RequestId, datetime]
) -> Iterator[Item]:
    """Yield what a message of some notices is about."""
    for notice in notices:
        booking = unit.bookings.find(notice.request_id)
        if booking is None:
            continue
        what = what_of(booking.request)
        at = notice.before or notice.after if kind in _OFF else _comes(booking.request, notice, hours)
        window = _promised(booking) or notice.window if kind in _OFF else _promised(booking)
        begins = at or (window.start if window else None)
        if window is not None and _says(window, at, kind):
            here = TimeWindow(start=window.start.astimezone(zone), end=window.end.astimezone(zone))
            yield Item(what=what, at=here.start, window=here)
        else:
            yield Item(what=what, at=begins.astimezone(zone) if begins else None)


def _comes(request: Request, notice: Notice, hours: Mapping[RequestId, datetime]) -> datetime | None:
    """Return when somebody comes: of a ride with an arrival to keep, the notice says when it arrives."""
    known = None if isinstance(request, Ride) and request.arrive_by else notice.after
    return known or hours.get(notice.request_id, notice.after)


def _says(window: TimeWindow, at: datetime | None, kind: MessageKind) -> bool:
    """Return whether somebody is told the window that they know: of a new hour, that hour is the news."""
    if at is None:
        return True
    holds = window.start.astimezone(UTC) <= at.astimezone(UTC) <= window.end.astimezone(UTC)
    return holds and kind in (MessageKind.REMINDER, *_OFF)


def _promised(booking: Booking) -> TimeWindow | None:
    """Return the promised window of when somebody comes; None: there is none, or it is one of when they arrive."""
    promise, request = booking.promise, booking.request
    if promise is None or (isinstance(request, Ride) and request.arrive_by and promise.pickup is None):
        return None
    return promise.pickup or promise.window


def about_hour(notices: Iterable[Notice], hours: Mapping[RequestId, datetime]) -> datetime | None:
    """Return the first hour that some notices are about, known or new; None: of no hour."""
    known = [hour for one in notices for hour in (one.hour, hours.get(one.request_id)) if hour is not None]
    return min(known, key=datetime.timestamp, default=None)
