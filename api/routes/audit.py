"""Who did what in the town."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from api.asking import office_of, who
from api.paging import Cursor, Limit, after_of, cursor_of, no_cursor
from api.routing import needs, office_router
from api.schemas.audit import AuditChecked, AuditLine, AuditPage
from api.schemas.moments import From, To
from scheduler.domain.ids import UserId
from scheduler.services.access import Permission
from scheduler.services.auditing import Anchor, AuditFilter, anchor_of, check_audit, search_of

router = office_router("/api/v1/audit", "audit")
_read = [needs(Permission.AUDIT)]
Order = Annotated[Literal["oldest", "newest"], Query(description="Which entries come first.")]
AnchorText = Annotated[
    str | None, Query(max_length=100, description="An end of the chain as it was, `number:digest`, kept elsewhere.")
]


def audit_filter(
    *,
    subject: Annotated[str, Query(max_length=200, description="About this: `client:K-03`; `client:`: any.")] = "",
    by: Annotated[
        str | None, Query(max_length=200, description="Who: a user, `token:T-1`; empty: the program.")
    ] = None,
    action: Annotated[str, Query(max_length=100, description="What: `client.read`; `client`: all with clients.")] = "",
    first: From = None,
    last: To = None,
) -> AuditFilter:
    """Return which entries are asked for; of days, those of the town's clock."""
    user = None if by is None else UserId(by)
    return AuditFilter(by=user, action=action, subject=subject, first=first, last=last)


Wanted = Annotated[AuditFilter, Depends(audit_filter)]


@router.get("", dependencies=_read)
def list_entries(
    request: Request, wanted: Wanted, order: Order = "oldest", limit: Limit = 50, cursor: Cursor = None
) -> AuditPage:
    """Return entries of the town's audit chain that fit."""
    beyond = entry_number(after_of(cursor, 1))
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = unit.audit.search(search_of(unit, wanted), beyond=beyond, newest=order == "newest", limit=limit + 1)
    more = (str(found[limit - 1].number),) if len(found) > limit else None
    return AuditPage(items=[AuditLine.of(entry) for entry in found[:limit]], next=cursor_of(more))


@router.get("/check", dependencies=_read)
def check_chain(request: Request, anchor: AnchorText = None) -> AuditChecked:
    """Look at every entry of the chain: whether one was changed, taken out or cut off; a long chain takes a while."""
    known = None if anchor is None else Anchor.parse(anchor)
    with office_of(request).store.reading(who(request).town_id) as unit:
        return AuditChecked.of(check_audit(unit, known), anchor_of(unit))


def entry_number(after: tuple[str, ...] | None) -> int | None:
    """Return the number of the entry that a cursor stands for."""
    if after is None:
        return None
    if not (after[0].isascii() and after[0].isdigit() and len(after[0]) < 16):
        raise no_cursor()
    return int(after[0])
