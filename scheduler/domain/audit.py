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
