"""The first page: where people sign in, and where they begin once they have."""

from typing import Annotated, Literal

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.asking import asking_of, office_of
from api.pages.language import COOKIE
from api.pages.local import local_path
from api.pages.navigation import entries_for
from api.pages.rendering import page
from api.pages.routing import ACCOUNT, SET_UP, SIGN_IN, page_router
from api.routing import needs
from scheduler.domain.accounts import Role
from scheduler.formats.sheets.words import Lang
from scheduler.services.access import Permission

router = page_router()
_public = [needs(Permission.PUBLIC)]
After = Annotated[str, Query(max_length=500, description="Where to go then: a path of this service.")]
Left = Annotated[Literal["yes", "no"], Query(description="Whether somebody has just signed out.")]
_IN_ORDER = (Role.DISPATCHER, Role.WORKER, Role.MANAGER, Role.PROVIDER, Role.ADMINISTRATOR)
_A_YEAR_S = 365 * 24 * 3600


@router.get("/", dependencies=_public)
def begin(request: Request) -> Response:
    """Show the page that somebody's work begins with; nobody is asked to sign in."""
    me = asking_of(request.scope).principal
    if me is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    if me.weak:  # nothing else is shown before the second factor
        return RedirectResponse(ACCOUNT, status_code=303)
    entries = entries_for(me)
    return RedirectResponse(entries[0].path, status_code=303) if entries else page(request, "nothing_here.html")


@router.get(SIGN_IN, dependencies=_public)
def sign_in(request: Request, after: After = "/", left: Left = "no") -> Response:
    """Show where to sign in; in the demo, as whom; where there is no account yet, where the first one is made."""
    office = office_of(request)
    if not office.accounts.users.all():
        return RedirectResponse(SET_UP, status_code=303)
    roles = _IN_ORDER if request.app.state.is_demo else ()
    settings = office.settings
    return page(
        request, "sign_in.html", after=local_path(after), roles=roles, provider=bool(settings.oidc_issuer),
        label=settings.oidc_label, passwords=office.desk.rules.passwords, left=left == "yes",
    )  # fmt: skip


@router.get("/language/{lang}", dependencies=_public)
def choose_language(lang: Lang, after: After = "/") -> Response:
    """Keep in which language a browser wants its pages, and go back to where it was."""
    answer = RedirectResponse(local_path(after), status_code=303)
    answer.set_cookie(COOKIE, lang, max_age=_A_YEAR_S, path="/", httponly=True, samesite="lax")
    return answer
