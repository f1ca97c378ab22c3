"""Who did what, in a chain that shows when something was changed or taken out afterwards.

Entries hold ids and names of fields, never their values: what a client's erased key made unreadable stays so.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.domain.ids import UserId
from scheduler.domain.time import Instants

FIRST = "0" * 64
"""What the first entry of a chain follows."""
ERASED = "client.erased"
"""What the entry of an erasure says was done; its subject is the client."""
USER_CHANGED = "user.changed"
"""What the entry of a change of a user says was done; its subject is the user."""


@dataclass(frozen=True, kw_only=True)
class AuditEvent(Instants):
    """Something that somebody did.

    Attributes
    ----------
    action : str
        Such as `client.read`, `booking.accepted`, `plan.published`.
    subject : str
        Kind and id of what it was done to: `client:K-03`.
    fields : tuple of str
        Names of the fields that were changed or read.
    by : UserId
        Empty: the program itself.
    """

    at: datetime
    by: UserId = UserId("")
    action: str
    subject: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """An event in its place in the chain.

    Attributes
    ----------
    number : int
        From 1 without gaps.
    digest : str
        SHA-256 over the digest before it, the number and the event, in hexadecimal.
    """

    number: int
    event: AuditEvent
    before: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class AuditSearch:
    """What is looked for in a chain; what is None matters not.

    Attributes
    ----------
    by : UserId or None
        Who did it; empty: the program itself.
    action : str or None
        What was done, whole (`client.read`), or all of its kind (`client`).
    subject : str or None
        To what it was done, whole (`client:K-03`), or anything of its kind (`client:`).
    start, end : datetime or None
        From the one on, and before the other.
    """

    by: UserId | None = None
    action: str | None = None
    subject: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def fits(self, event: AuditEvent) -> bool:
        """Return whether an event is one of those."""
        return (
            (self.by is None or event.by == self.by)
            and (self.action is None or event.action == self.action or event.action.startswith(f"{self.action}."))
            and (self.subject is None or event.subject == self.subject or self._of_kind(event.subject))
            and (self.start is None or event.at >= self.start)
            and (self.end is None or event.at < self.end)
        )

    @property
    def any_of_kind(self) -> bool:
        """Whether any subject of a kind is meant."""
        return self.subject is not None and self.subject.endswith(":")

    def _of_kind(self, subject: str) -> bool:
        return self.any_of_kind and subject.startswith(self.subject or "")


def chained(event: AuditEvent, before: AuditEntry | None) -> AuditEntry:
    """Return an event as the entry that follows another one."""
    number, digest = (1, FIRST) if before is None else (before.number + 1, before.digest)
    return AuditEntry(number=number, event=event, before=digest, digest=_digest(number, event, digest))


def first_broken(entries: Iterable[AuditEntry], before: AuditEntry | None = None) -> int | None:
    """Return the number of the first entry that does not follow from the one before it; None: the chain is whole.

    Parameters
    ----------
    entries : iterable of AuditEntry
        In their order.
    before : AuditEntry, optional
        The one in front of the first; without it the chain begins here.
    """
    for entry in entries:
        if entry != chained(entry.event, before):
            return entry.number
        before = entry
    return None


def _digest(number: int, event: AuditEvent, before: str) -> str:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps([before, number, at, event.by, event.action, event.subject, list(event.fields)])
    return hashlib.sha256(told.encode()).hexdigest()
