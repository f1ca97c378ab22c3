"""The pages of the settings, and the way from one to the other."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from api.asking import who
from api.pages.navigation import Entry
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.services.access import Permission, Principal

SECTIONS: Sequence[Entry] = (
    Entry(name="users", path="/admin/users", permission=Permission.USERS),
    Entry(name="services", path="/admin/services", permission=Permission.CATALOGUE_WRITE),
    Entry(name="prices", path="/admin/prices", permission=Permission.POLICY_WRITE),
    Entry(name="messages", path="/admin/messages", permission=Permission.POLICY_WRITE),
    Entry(name="tokens", path="/admin/tokens", permission=Permission.TOKENS),
    Entry(name="hooks", path="/admin/hooks", permission=Permission.HOOKS),
    Entry(name="audit", path="/admin/audit", permission=Permission.AUDIT),
)
"""In the order in which they are shown; their texts are `admin.section.<name>`."""

router = page_router("/admin")


@router.get("", dependencies=[needs(Permission.CATALOGUE_WRITE)])
def begin(request: Request) -> Response:
    """Go to the first of the settings that somebody may change."""
    return RedirectResponse(sections_for(who(request))[0].path, status_code=303)


def sections_for(me: Principal) -> Sequence[Entry]:
    """Return the settings that somebody may see."""
    return [one for one in SECTIONS if one.permission in me.permissions]


def admin_page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """Return a page of the settings, with the ways to the others."""
    return page(request, template, sections=sections_for(who(request)), **values)
