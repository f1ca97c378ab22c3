"""Signing in by the town's own sign-in service: there, and back."""

import hmac
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.asking import asking_of, office_of
from api.cookies import cookie_token, set_cookie
from api.pages.local import local_path
from api.pages.rendering import page
from api.pages.routing import SIGN_IN, PageRoute, page_router
from api.provider_cookie import UnderWay, drop_under_way, keep_under_way, under_way_of
from api.routing import needs
from scheduler.domain.errors import NoAccountError, NotFoundError, ProviderError, SignInError
from scheduler.services.access import Permission
from scheduler.services.signing_in import ProviderDesk
from scheduler.services.signing_in.desk import SignedIn

BACK = "/sign-in/provider/back"
_public = [needs(Permission.PUBLIC)]
_OURS = frozenset({"same-origin", "none"})
_STATUS = {"down": 503, "again": 400, "denied": 403}
_Long = Annotated[str, Query(max_length=4000)]


class BackRoute(PageRoute):
    """A route that the provider calls: of parameters that are none of ours it may add any (RFC 6749, 4.1.2)."""

    any_query = True


router = page_router()
backs = APIRouter(route_class=BackRoute, include_in_schema=False, default_response_class=Response)


@router.get("/sign-in/provider", dependencies=_public)
def begin(request: Request, after: Annotated[str, Query(max_length=500)] = "/") -> Response:
    """Send a browser to the provider; only a page of ours, or somebody who types the address, can begin that."""
    if request.headers.get("sec-fetch-site", "none") not in _OURS:
        return RedirectResponse(SIGN_IN, status_code=303)
    try:
        begun = _desk(request).begin(_base(request) + BACK)
    except ProviderError as error:
        return _refused(request, "down", error)
    answer = RedirectResponse(begun.address, status_code=303)
    keep_under_way(request, answer, UnderWay(begun=begun, after=local_path(after)))
    return answer


@backs.get(BACK, dependencies=_public)
def back(request: Request, code: _Long = "", state: _Long = "", error: _Long = "", iss: _Long = "") -> Response:
    """Take a browser back from the provider, and open its session."""
    office, known = office_of(request), under_way_of(request)
    if known is None and asking_of(request.scope).principal is not None:  # "back", after it was signed in
        return RedirectResponse("/", status_code=303)
    if known is None or not hmac.compare_digest(known.begun.state.encode(), state.encode()):
        return _refused(request, "again")
    if iss and iss != office.settings.oidc_issuer:  # RFC 9207: another provider's answer
        return _refused(request, "again")
    if error or not code:
        return _refused(request, "denied" if error == "access_denied" else "again")
    try:
        signed = _finished(request, code, known)
    except NoAccountError as refusal:
        return _refused(request, refusal.cause, refusal)
    except SignInError as refusal:
        return _refused(request, "again", refusal)
    except ProviderError as refusal:
        return _refused(request, "down", refusal)
    # The session's cookie is sent for what our own pages ask, so one of ours has to lead on: no redirect does.
    answer = page(request, "signed_in.html", after=known.after)
    drop_under_way(request, answer)
    set_cookie(request, answer, signed)
    return answer


@router.get("/sign-out/provider", dependencies=_public)
def leave(request: Request) -> Response:
    """Send a browser that has signed out here to where it signs out of the provider, too."""
    try:
        where = _desk(request).leave(_base(request) + SIGN_IN)
    except ProviderError:
        where = ""
    return RedirectResponse(where or SIGN_IN, status_code=303)


@router.post("/sign-in/provider/ended", dependencies=_public)
async def ended(request: Request) -> Response:
    """End the sessions that the provider says are over (OpenID Connect Back-Channel Logout 1.0)."""
    told = parse_qs((await request.body()).decode("ascii", "replace")).get("logout_token", [])
    try:
        await run_in_threadpool(_desk(request).ended, told[0] if len(told) == 1 else "")
    except SignInError:
        return JSONResponse({"error": "invalid_request"}, status_code=400)
    except ProviderError:  # its keys cannot be had: it tries again
        return JSONResponse({"error": "temporarily_unavailable"}, status_code=503)
    return Response(status_code=200)


def _finished(request: Request, code: str, known: UnderWay) -> SignedIn:
    desk, address = _desk(request), asking_of(request.scope).address
    with office_of(request).desk.slowing.attempt(address, at="provider"):
        try:
            return desk.finish(code, known.begun, _base(request) + BACK, before=cookie_token(request))
        except (NoAccountError, ProviderError) as error:  # nobody has tried anything in vain: it is not their doing
            refusal = error
    raise refusal


def _desk(request: Request) -> ProviderDesk:
    desk = office_of(request).provided
    if desk is None:
        raise NotFoundError("nobody but this program signs people in here")
    return desk


def _base(request: Request) -> str:
    return str(office_of(request).settings.public_url or request.base_url).rstrip("/")


def _refused(request: Request, why: str, error: Exception | None = None) -> Response:
    """Show why nobody was signed in, and what to do about it."""
    if error is not None:
        asking_of(request.scope).error = type(error).__name__
    answer = page(request, "sign_in_refused.html", status=_STATUS.get(why, 403), why=why)
    drop_under_way(request, answer)
    return answer
