"""Crews that are near: whoever waits for one is told some minutes before it comes, once, whatever the hour.

Nothing is said of a crew that has not reported for a while: where it is, is then only what the plan says. Nor of one
that is there, or has its client aboard.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from scheduler.domain.client import Channel, Client
from scheduler.domain.ids import MessageId, RequestId
from scheduler.domain.live import Outcome, ShiftProgress, TaskStatus
from scheduler.domain.messages import Message, MessageKind
from scheduler.domain.town import TownHead
from scheduler.services.clients_away import hears
from scheduler.services.facts import town_head
from scheduler.services.live.expecting import ExpectedTask
from scheduler.services.live.refreshing import Running, is_followed, running
from scheduler.services.messages.addresses import address_of
from scheduler.services.messages.facts import AT_THE_DOOR, what_of
from scheduler.services.messages.saying import Item
from scheduler.services.messages.writing import may_write, wishes_of, written
from scheduler.services.ports import UnitOfWork

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A crew that is near the door of a request."""

    request_id: RequestId
    task: ExpectedTask


def announced(unit: UnitOfWork, now: datetime) -> tuple[Message, ...]:
    """Return messages to those who are to be told now that somebody is near, and have not been."""
    head = town_head(unit)
    if head.policy.messages.nearby <= _NOTHING:
        return ()
    today = now.astimezone(head.zone).date()
    days = [day for day in (today - _DAY, today) if is_followed(unit, day)]
    return tuple(message for day in days for message in _of_day(unit, head, day, now))


def has_come(unit: UnitOfWork, message: Message, now: datetime) -> bool:
    """Return whether the crew that a message announces is there, or has been."""
    found = running(unit, message.day, now)
    if found is None:
        return True
    tasks = [one for one in found.progress.tasks.values() if one.request_id in message.request_ids]
    return any(one.kind in AT_THE_DOOR and (one.arrived_at or one.status.over) for one in tasks)


def is_off(unit: UnitOfWork, message: Message) -> bool:
    """Return whether nobody comes on the day of a message to what it is about: it was cancelled, or put off."""
    bookings = [unit.bookings.find(key) for key in message.request_ids]
    return not any(one is not None and one.held and one.day == message.day for one in bookings)


def _of_day(unit: UnitOfWork, head: TownHead, day: date, now: datetime) -> Iterator[Message]:
    found = running(unit, day, now)
    for coming in _near(found, head, now) if found is not None else ():
        booking = unit.bookings.find(coming.request_id)
        numbers = set[str]()
        for client_id in booking.request.party.client_ids if booking is not None and booking.held else ():
            client = unit.clients.find(client_id)
            if client is None or not _gets_one(unit, client, day) or address_of(client, Channel.SMS) in numbers:
                continue
            numbers.add(address_of(client, Channel.SMS))  # of two at one telephone one is told
            key = _key(day, coming.task.task_id, client)
            if unit.messages.find(key) is None and booking is not None:
                blank = Message(
                    id=key, day=day, client_id=client_id, request_ids=(booking.id,), kind=MessageKind.NEARBY,
                    channel=Channel.SMS, made_at=now, due_at=now, until=coming.task.arrival,
                )  # fmt: skip
                item = Item(what=what_of(booking.request), at=coming.task.arrival.astimezone(head.zone))
                yield written(unit, blank, client, [item], now)


def _near(found: Running, head: TownHead, now: datetime) -> Iterator[Coming]:
    """Yield whose doors crews come to within the minutes of the policy."""
    if not found.told:
        return
    policy = head.policy
    for shift in found.expected.values():
        if not _heard(found.progress.shifts.get(shift.shift_id), now, policy.live.silent_after):
            continue
        for task in shift.tasks:
            known = found.progress.tasks[task.task_id]
            left = task.arrival.timestamp() - now.timestamp()
            on_the_way = known.status in (TaskStatus.PLANNED, TaskStatus.EN_ROUTE) and known.kind in AT_THE_DOOR
            waits = found.progress.outcomes.get(known.request_id, Outcome.OPEN) is Outcome.OPEN
            if on_the_way and waits and 0 < left <= policy.messages.nearby.total_seconds():
                yield Coming(request_id=known.request_id, task=task)


def _heard(shift: ShiftProgress | None, now: datetime, within: timedelta) -> bool:
    heard = shift.heard_at if shift is not None else None
    return heard is not None and now.timestamp() - heard.timestamp() <= within.total_seconds()


def _gets_one(unit: UnitOfWork, client: Client, day: date) -> bool:
    refused = may_write(client, wishes_of(unit, client.id), Channel.SMS, MessageKind.NEARBY)
    return not refused and hears(unit, client.id, day)


def _key(day: date, task_id: str, client: Client) -> MessageId:
    """Return the id of a message: the same from every server, so that there is one of each door and day."""
    return MessageId(f"M-{sha256(f'{day} {task_id} {client.id}'.encode()).hexdigest()[:16]}")
