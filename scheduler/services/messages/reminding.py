"""Reminders: on the day before, from an hour of the clock on, whoever gets messages is told once more.

On every day before, also on a Sunday: the messages need nobody in the office, and who is reminded on Friday of Monday
has forgotten by then. Of a plan that is published after the quiet hours have begun nobody is reminded: they know what
they were promised.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from scheduler.domain.client import Channel
from scheduler.domain.messages import MessageKind
from scheduler.domain.notices import Notice
from scheduler.services.facts import town_head
from scheduler.services.messages.quiet import quiet_end
from scheduler.services.messages.writing import may_write, wishes_of
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import NewId, remind, to_remind

_DAY = timedelta(days=1)


def day_to_remind(unit: UnitOfWork, now: datetime, channels: Collection[Channel], new_id: NewId) -> date | None:
    """Return the day of which somebody is to be reminded now; None: it is not the hour, or nobody is."""
    head = town_head(unit)
    policy, here = head.policy.messages, now.astimezone(head.zone)
    if policy.reminder_at is None or here.time() < policy.reminder_at or quiet_end(now, policy, head.zone):
        return None
    day = here.date() + _DAY
    if unit.days.get(day).published is None:
        return None
    return day if any(gets_one(unit, one, channels) for one in to_remind(unit, day, new_id)) else None


def remind_in_writing(unit: UnitOfWork, day: date, channels: Collection[Channel], new_id: NewId) -> int:
    """Put whoever is reminded by a message onto the list of a day, once; return how many."""
    return len(remind(unit, day, new_id, wanted=lambda one: gets_one(unit, one, channels)))


def gets_one(unit: UnitOfWork, notice: Notice, channels: Collection[Channel]) -> bool:
    """Return whether somebody is reminded without being phoned."""
    client = unit.clients.find(notice.client_id)
    if client is None or client.channel not in channels:
        return False
    return not may_write(client, wishes_of(unit, client.id), client.channel, MessageKind.REMINDER)
