"""Which versions of a day's plan crews and residents were ever shown."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.errors import NotFoundError
from scheduler.domain.plan import Plan
from scheduler.services.auditing import PUBLISHED, day_subject
from scheduler.services.ports import UnitOfWork


def shown_versions(unit: UnitOfWork, day: date) -> Iterator[int]:
    """Yield the versions that were ever published, the present one first; what it is enough for, nothing more is read.

    What was published before is told by the audit alone, and of towns of files by the heads of their plans.
    """
    published = unit.days.get(day).published
    if published is not None:
        yield published
    events = (entry.event for entry in unit.audit.about(day_subject(day)))
    told = {field for event in events if event.action == PUBLISHED for field in event.fields}
    for head in reversed(unit.plans.heads(day)):
        if head.version != published and (head.why == "published" or f"plan={head.version}" in told):
            yield head.version


def shown_plan(unit: UnitOfWork, day: date) -> Plan | None:
    """Return the plan that crews know, or knew last; None: there never was one, or it was kept long enough."""
    version = next(shown_versions(unit, day), None)
    try:
        return None if version is None else unit.plans.get(day, version)
    except NotFoundError:
        return None
