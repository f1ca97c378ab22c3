"""Messages: what clients are told in writing, by SMS or e-mail, and what came of each."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, MessageId, NoticeId, RequestId, UserId
from scheduler.domain.time import Instants

WRITTEN = (Channel.SMS, Channel.EMAIL)
"""The channels that the program writes to; it neither phones nor posts letters."""


class MessageKind(StrEnum):
    """What a message says.

    TAKEN_BACK: the hour that they know does not hold, another one follows. CANCELLED: nobody comes. NEARBY: the crew is
    minutes away.
    """

    REMINDER = "reminder"
    PLANNED = "planned"
    MOVED = "moved"
    OTHER_CREW = "other_crew"
    TAKEN_BACK = "taken_back"
    CANCELLED = "cancelled"
    NEARBY = "nearby"

    @property
    def topic(self) -> "Topic":
        """Under which wish of the client it falls."""
        return _TOPICS.get(self, Topic.CHANGES)


class Topic(StrEnum):
    """What clients may not want to get, each by itself."""

    REMINDERS = "reminders"
    CHANGES = "changes"
    ARRIVALS = "arrivals"


_TOPICS = {MessageKind.REMINDER: Topic.REMINDERS, MessageKind.NEARBY: Topic.ARRIVALS}
"""Whatever is not named here is a change."""


class MessageState(StrEnum):
    """What became of a message.

    SENT: whoever carries it has taken it. FILED: it lies in the outbox, from which nobody is known to send. REFUSED:
    the gateway does not take it, ever. FAILED: tried long enough, or too late. DROPPED: it is not true, or not wanted,
    any more.
    """

    WAITING = "waiting"
    SENT = "sent"
    FILED = "filed"
    REFUSED = "refused"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Message(Instants):
    """One message to one client.

    Attributes
    ----------
    day : date
        The service day it is about.
    request_ids, notice_ids : tuple
        What it is about, and what is done once it is sent; a message that a crew is near has no notice.
    to, subject, text : str
        Sealed under the client's key.
    made_at, due_at : datetime
        When it was first written, and when it is to be tried next. Whoever tries puts it off first, so that of two
        servers one does.
    until : datetime
        Not sent by then, it is for a person.
    attempts : int
        That were begun.
    unsure : int
        Those of them of which nobody knows how they ended.
    status : int or None
        What the gateway answered last.
    why : str
        Why the last attempt failed, or why it was dropped: the name of a reason.
    reference : str
        What the gateway calls it.
    """

    id: MessageId
    day: date
    client_id: ClientId
    request_ids: tuple[RequestId, ...] = ()
    notice_ids: tuple[NoticeId, ...] = ()
    kind: MessageKind
    channel: Channel
    to: str = ""
    subject: str = ""
    text: str = ""
    made_at: datetime
    due_at: datetime
    until: datetime
    state: MessageState = MessageState.WAITING
    attempts: int = 0
    unsure: int = 0
    status: int | None = None
    why: str = ""
    reference: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OptOut(Instants):
    """That a client does not want something by a channel: since when, and who has written it down."""

    channel: Channel
    topic: Topic
    at: datetime
    by: UserId


@dataclass(frozen=True, kw_only=True)
class MessageWishes:
    """How a client wants to be written to.

    Attributes
    ----------
    language : str
        pl or en; empty: the town's.
    """

    client_id: ClientId
    language: str = ""
    opt_outs: tuple[OptOut, ...] = field(default=())

    def wants(self, channel: Channel, topic: Topic) -> bool:
        """Return whether something may be sent by a channel."""
        return not any(one.channel is channel and one.topic is topic for one in self.opt_outs)
