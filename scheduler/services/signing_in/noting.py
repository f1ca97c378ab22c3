"""What is done with accounts, in the audit chain of the town it concerns."""

from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import TownId, UserId
from scheduler.services.ports import Store

TERMINAL = UserId("terminal")
"""Whoever types commands on the computer itself."""


def note(
    store: Store, town_id: TownId, action: str, subject: str, *, by: UserId, at: datetime, fields: tuple[str, ...] = ()
) -> None:
    """Append one event to a town's chain."""
    with store.writing(town_id) as unit:
        unit.audit.append(AuditEvent(at=at, by=by, action=action, subject=subject, fields=fields))
