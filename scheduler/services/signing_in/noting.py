"""What is done with accounts, in the audit chain of the town it concerns."""

from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import UserId
from scheduler.services.ports import UnitOfWork

TERMINAL = UserId("terminal")
"""Whoever types commands on the computer itself."""


def note(
    unit: UnitOfWork, action: str, subject: str, *, by: UserId, at: datetime, fields: tuple[str, ...] = ()
) -> None:
    """Append one event to the chain of a unit's town: in an act, it is kept with what was done, or neither is."""
    unit.audit.append(AuditEvent(at=at, by=by, action=action, subject=subject, fields=fields))
