"""Tokens of machines: programs of others that may ask for something."""

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.sections import admin_page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.services.access import NOT_FOR_MACHINES, Permission

router = page_router("/admin/tokens")
SCOPES = tuple(one for one in Permission if one not in NOT_FOR_MACHINES)


@router.get("", dependencies=[needs(Permission.TOKENS)])
def list_tokens(request: Request) -> Response:
    """Show the tokens, those in use first."""
    me, office = who(request), office_of(request)
    now = office.clock.now()
    tokens = sorted(office.accounts.tokens.all(me.town_id), key=lambda one: (not one.open_at(now), one.name.casefold()))
    makers = {one.id: one.name for one in office.accounts.users.all(me.town_id)}
    return admin_page(request, "admin_tokens.html", tokens=tokens, makers=makers, scopes=SCOPES)
