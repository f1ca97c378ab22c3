"""Who did what in the town."""

from typing import Annotated

from fastapi import Query, Request

from api.asking import office_of, who
from api.paging import Cursor, Limit, after_of, cursor_of, no_cursor
from api.routing import needs, office_router
from api.schemas.places import AuditLine, AuditPage
from scheduler.services.access import Permission

router = office_router("/api/v1/audit", "audit")
Subject = Annotated[str | None, Query(max_length=200, description="Only entries about this: `client:K-03`.")]


@router.get("", dependencies=[needs(Permission.AUDIT)])
def list_entries(request: Request, subject: Subject = None, limit: Limit = 50, cursor: Cursor = None) -> AuditPage:
    """Return entries of the town's audit chain, in its order."""
    after = _number(after_of(cursor, 1))
    with office_of(request).store.reading(who(request).town_id) as unit:
        if subject is None:
            found = list(unit.audit.entries(after, limit + 1))
        else:
            found = [entry for entry in unit.audit.about(subject) if entry.number > after][: limit + 1]
    more = (str(found[limit - 1].number),) if len(found) > limit else None
    return AuditPage(items=[AuditLine.of(entry) for entry in found[:limit]], next=cursor_of(more))


def _number(after: tuple[str, ...] | None) -> int:
    if after is None:
        return 0
    if not (after[0].isascii() and after[0].isdigit() and len(after[0]) < 16):
        raise no_cursor()
    return int(after[0])
