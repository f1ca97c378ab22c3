"""Hooks: other systems of the town that are told, over HTTP, what has happened here, without anybody's data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from scheduler.domain.ids import HookId, HookMessageId, UserId
from scheduler.domain.time import Instants


class HookTopic(StrEnum):
    """What a hook is told of. PLANS: published, taken back. PROMISES: made, changed, ended."""

    PLANS = "plans"
    PROMISES = "promises"


ACTIONS: Mapping[HookTopic, re.Pattern[str]] = {
    HookTopic.PLANS: re.compile(r"plan\.(published|withdrawn)"),
    HookTopic.PROMISES: re.compile(r"booking\.[a-z_]+"),
}
"""The entries of the audit that a topic is made of: they hold ids and names of fields, and nothing else."""


class HookMessageState(StrEnum):
    """Where a message is in its life. DEAD: given up, until somebody sends it again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class Hook(Instants):
    """An address that is told.

    Attributes
    ----------
    url : str
        Where to; sealed with the secret, as it may hold a key of its own.
    secret : str
        Base64 of what messages are signed with.
    since : int
        Number of the audit's entry up to which everything is in messages already.
    """

    id: HookId
    name: str
    url: str
    secret: str
    topics: frozenset[HookTopic]
    made_at: datetime
    made_by: UserId
    since: int = 0

    @property
    def server(self) -> str:
        """Which server it is, without what may be a key in its address."""
        found = urlsplit(self.url)
        return f"{found.scheme}://{found.netloc.rpartition('@')[2]}"

    def tells(self, action: str) -> bool:
        """Return whether it is told of an entry of the audit."""
        return any(ACTIONS[topic].fullmatch(action) for topic in self.topics)


@dataclass(frozen=True, kw_only=True)
class HookMessage(Instants):
    """One thing that one hook is told.

    Attributes
    ----------
    number : int
        Of the audit's entry: by it receivers put messages in order, and know one that came twice.
    action, subject : str
        What happened, and to what, by its id: `plan.published`, `day:2026-11-23`.
    version : int or None
        Of the plan, if it is about one.
    attempts : int
        That were made.
    due_at : datetime
        When it is to be tried next. Whoever tries puts it off first, so that of two servers one does.
    status : int or None
        What the receiver answered last; None: nothing, or nobody asked yet.
    why : str
        Why the last attempt failed: the name of a reason.
    """

    id: HookMessageId
    hook_id: HookId
    number: int
    action: str
    subject: str
    version: int | None = None
    happened_at: datetime
    state: HookMessageState = HookMessageState.WAITING
    attempts: int = 0
    due_at: datetime
    status: int | None = None
    why: str = ""
    ended_at: datetime | None = None
