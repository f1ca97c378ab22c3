"""From what clients have to be told to messages to those who are written to.

Whoever wants no messages, cannot get them, or has to be asked something stays on the list of those to be phoned.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, MessageId, NoticeId, RequestId
from scheduler.domain.messages import WRITTEN, Message, MessageKind, MessageState
from scheduler.domain.notices import Notice, NoticeOutcome
from scheduler.domain.town import TownHead
from scheduler.services.clients_away import hears
from scheduler.services.facts import town_head
from scheduler.services.messages.facts import about_hour, door_hours, items_of, kind_of
from scheduler.services.messages.quiet import goes_at, tried_until
from scheduler.services.messages.writing import may_write, wishes_of, written
from scheduler.services.ports import UnitOfWork

type NewId = Callable[[str], str]
type _Group = tuple[ClientId, MessageKind, Channel]
SETTLES = timedelta(minutes=2)
"""So long a change waits for another one: somebody who moves a ride twice writes once."""
SOON = timedelta(hours=1)
"""What is about an hour that is nearer than that does not wait."""
_DAY = timedelta(days=1)


def days_to_tell(head: TownHead, now: datetime) -> tuple[date, date]:
    """Return the first and the last service day of which anybody is told anything."""
    today = now.astimezone(head.zone).date()
    return today - _DAY, today + head.policy.booking.horizon_days * _DAY


def unwritten_days(unit: UnitOfWork, now: datetime) -> tuple[date, ...]:
    """Return the days of which somebody is still to be written to."""
    first, last = days_to_tell(town_head(unit), now)
    open_ones = [one for one in unit.notices.between(first, last).values() if _is_open(one)]
    if not open_ones:
        return ()
    return tuple(day for day in dict.fromkeys(one.day for one in open_ones) if _groups(unit, day, now))


def gather(unit: UnitOfWork, day: date, now: datetime, new_id: NewId) -> int:
    """Write to whoever is to be told of a day; return how many messages are new or have more to say."""
    unit.days.lock(day)  # of two servers the second one finds what the first one has written
    head, hours = town_head(unit), door_hours(unit, day)
    groups = _groups(unit, day, now)
    for (client_id, kind, channel), notices in groups.items():
        known = _unsent(unit, day, client_id, kind, channel)
        message = known or Message(
            id=MessageId(new_id("M")), day=day, client_id=client_id, kind=kind, channel=channel, made_at=now,
            due_at=now, until=now,
        )  # fmt: skip
        ids = (*message.notice_ids, *(one.id for one in notices))
        unit.messages.put(_timed(unit, replace(message, notice_ids=ids), head, hours, now))
    return len(groups)


def reworded(unit: UnitOfWork, message: Message, now: datetime) -> Message:
    """Return a message as it reads now; one that a crew is near stays as it is."""
    client = unit.clients.find(message.client_id)
    if client is None or not message.notice_ids:
        return message
    notices, zone = open_notices(unit, message), town_head(unit).zone
    items = tuple(items_of(unit, notices, message.kind, zone, door_hours(unit, message.day)))
    return written(unit, message, client, items, now) if items else message


def open_notices(unit: UnitOfWork, message: Message) -> Sequence[Notice]:
    """Return what nobody has told yet of what a message tells."""
    found = (unit.notices.find(key) for key in message.notice_ids)
    return [one for one in found if one is not None and one.outcome in (NoticeOutcome.TO_DO, NoticeOutcome.NO_ANSWER)]


def _is_open(notice: Notice) -> bool:
    return notice.outcome is NoticeOutcome.TO_DO and not notice.attempts


def _groups(unit: UnitOfWork, day: date, now: datetime) -> Mapping[_Group, list[Notice]]:
    """Return what has to be written to whom by which channel, each once: both legs of a ride are one message."""
    known = [one for one in unit.notices.between(day, day).values() if _is_open(one)]
    grouped = [(one, group) for one in known if (group := _group(unit, one, now)) is not None]
    covered = _covered(unit, day) if grouped else frozenset()
    found: dict[_Group, list[Notice]] = defaultdict(list)
    for notice, group in grouped:
        if notice.id not in covered:
            found[group].append(notice)
    return found


def _covered(unit: UnitOfWork, day: date) -> frozenset[NoticeId]:
    """Return what of a day is in messages already, whatever became of them; one that was dropped was never sent."""
    there = (one for one in unit.messages.between(day, day).values() if one.state is not MessageState.DROPPED)
    return frozenset(key for one in there for key in one.notice_ids)


def _group(unit: UnitOfWork, notice: Notice, now: datetime) -> _Group | None:
    kind = kind_of(notice, unit.bookings.find(notice.request_id))
    client = unit.clients.find(notice.client_id) if kind is not None else None
    if kind is None or client is None or client.channel not in WRITTEN or not hears(unit, client.id, notice.day):
        return None
    hour = notice.hour
    if hour is not None and hour.timestamp() <= now.timestamp():
        return None  # it is over: whether anybody still has to know, a person says
    refused = may_write(client, wishes_of(unit, client.id), client.channel, kind)
    return None if refused else (client.id, kind, client.channel)


def _unsent(unit: UnitOfWork, day: date, client_id: ClientId, kind: MessageKind, channel: Channel) -> Message | None:
    """Return a message of the same kind that nobody has tried to send yet."""
    for one in unit.messages.between(day, day).values():
        same = (one.client_id, one.kind, one.channel) == (client_id, kind, channel)
        if same and one.notice_ids and one.state is MessageState.WAITING and not one.attempts:
            return one
    return None


def _timed(
    unit: UnitOfWork, message: Message, head: TownHead, hours: Mapping[RequestId, datetime], now: datetime
) -> Message:
    """Return a message with what it says, and when it goes out."""
    notices = open_notices(unit, message)
    about = about_hour(notices, hours)
    soon = about is not None and about.timestamp() - now.timestamp() < SOON.total_seconds()
    ready = now if soon or message.kind is MessageKind.REMINDER else now + SETTLES
    due = goes_at(ready, about, head.policy.messages, head.zone)
    requests = tuple(dict.fromkeys(one.request_id for one in notices))
    timed = replace(message, request_ids=requests, due_at=due, until=tried_until(due, about))
    return reworded(unit, timed, due)
