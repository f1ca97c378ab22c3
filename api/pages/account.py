"""One's own account, and the first one of an installation."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.asking import asking_of, office_of, who
from api.pages.rendering import page
from api.pages.routing import SIGN_IN, page_router
from api.routing import needs
from scheduler.services.access import Permission

router = page_router()


@router.get("/account", dependencies=[needs(Permission.SELF)])
def account(request: Request) -> Response:
    """Show somebody their own account: password, second factor, language, where they are signed in."""
    me, office = who(request), office_of(request)
    user = office.users.find(me.town_id, me.user_id)
    session = office.accounts.sessions.find(me.session)
    by_phone = session is not None and session.phone
    feeds = office.feeds.feeds(me.town_id, staff_id=me.staff_id) if me.staff_id else ()
    strong, own = bool(session and session.strong), office.settings.oidc_second_factor
    return page(request, "account.html", user=user, by_phone=by_phone, strong=strong, feeds=feeds, own_app=own)


@router.get("/setup", dependencies=[needs(Permission.PUBLIC)])
def set_up(request: Request) -> Response:
    """Show the form of the first account, as long as there is none."""
    office = office_of(request)
    if asking_of(request.scope).principal is not None or office.accounts.users.all():
        return RedirectResponse(SIGN_IN, status_code=303)
    return page(request, "setup.html", towns=len(office.store.towns()))
