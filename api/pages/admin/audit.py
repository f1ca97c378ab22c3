"""Who did what: the audit as people look through it. Clients are numbers here; whoever keeps accounts sees no names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.looked_for import PROGRAM, Asked
from api.pages.admin.sections import admin_page
from api.pages.routing import page_router
from api.paging import after_of, cursor_of
from api.routes.audit import entry_number
from api.routing import needs
from scheduler.domain.audit import AuditEntry
from scheduler.domain.errors import InputError
from scheduler.services.access import Permission
from scheduler.services.auditing import search_of
from scheduler.services.ports import UnitOfWork

router = page_router("/admin/audit")
KINDS = (
    "client", "request", "enquiry", "series", "day", "shift", "place", "absence", "pattern", "user", "token", "hook",
    "feed", "service", "town",
)  # fmt: skip
"""What entries are about, as one may choose."""
ACTIONS = (
    "client.read", "clients.listed", "homes.listed", "client.exported", "client", "booking", "enquiry", "series",
    "plan", "day", "session", "user", "token", "hook", "feed", "service", "policy", "town",
)  # fmt: skip
"""What was done, as one may choose: one thing, or all of a kind."""
_ON_A_PAGE = 50
type _Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry as the page shows it.

    Attributes
    ----------
    by : str
        Name of a user or machine; empty: it is unknown, and `who` says more.
    who : str
        user, token, card, terminal or program.
    kind, id, name : str
        What it is about; no client has a name here.
    """

    number: int
    at: datetime
    by: str
    by_id: str
    who: str
    action: str
    kind: str
    id: str
    name: str
    fields: Sequence[str]


@router.get("", dependencies=[needs(Permission.AUDIT)])
def search(request: Request, asked: Asked, cursor: Annotated[str, Query(max_length=2000)] = "") -> Response:
    """Show what fits, the newest first; the address says what was looked for."""
    wrong, found = False, list[AuditEntry]()
    beyond = entry_number(after_of(cursor or None, 1))
    with office_of(request).store.reading(who(request).town_id) as unit:
        try:
            found = list(unit.audit.search(search_of(unit, asked.wanted()), beyond=beyond, limit=_ON_A_PAGE + 1))
        except (ValueError, OverflowError, InputError):  # no day, one that the calendar ends with, or the wrong order
            wrong = True
        names = _names(request, unit)
    more = cursor_of((str(found[_ON_A_PAGE - 1].number),)) if len(found) > _ON_A_PAGE else None
    return admin_page(
        request, "admin_audit.html", asked=asked, lines=[_line(one, names) for one in found[:_ON_A_PAGE]], wrong=wrong,
        kinds=KINDS, actions=ACTIONS, users=names["user"], machines=names["token"], program=PROGRAM,
        older=asked.address(cursor=more) if more else "", newest=asked.address() if cursor else "",
    )  # fmt: skip


def _names(request: Request, unit: UnitOfWork) -> _Names:
    """Return what things are called of which whoever reads this knows the names: no clients, and nobody's home."""
    accounts, town_id = office_of(request).accounts, who(request).town_id
    users = sorted(accounts.users.all(town_id), key=lambda one: one.name.casefold())
    return {
        "user": {one.id: one.name for one in users},
        "token": {one.id: one.name for one in accounts.tokens.all(town_id)},
        "service": {one.id: one.name for one in unit.services.all().values()},
    }


def _line(entry: AuditEntry, names: _Names) -> Line:
    event = entry.event
    kind, _, key = event.subject.partition(":")
    told, _, short = event.by.partition(":")
    who = told if told in {"token", "card"} and short else {"": "program", "terminal": "terminal"}.get(event.by, "user")
    return Line(
        number=entry.number, at=event.at, by=names.get(who, {}).get(short or told, ""), by_id=event.by, who=who,
        action=event.action, kind=kind, id=key, name=names.get(kind, {}).get(key, ""), fields=event.fields,
    )  # fmt: skip
