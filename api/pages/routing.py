"""Routes of pages: like those of the API, but an error is a page, and whoever is not signed in is asked to sign in."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.asking import asking_of
from api.errors import kind_of
from api.pages.rendering import bare_page, page
from api.routing import OfficeRoute
from scheduler.domain.errors import DojazdError, ForbiddenError, SignInError

SIGN_IN, ACCOUNT, SET_UP = "/sign-in", "/account", "/setup"


class PageRoute(OfficeRoute):
    """A route of a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler; what goes wrong is told to people."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except SignInError:
                return _to_sign_in(request)
            except ForbiddenError as error:
                me = asking_of(request.scope).principal
                if me is not None and me.weak and not is_part(request):  # until a second factor is enrolled
                    return RedirectResponse(ACCOUNT, status_code=303)
                return await run_in_threadpool(error_page, request, kind_of(error).status)
            except RequestValidationError:
                return await run_in_threadpool(error_page, request, 404)
            except DojazdError as error:
                asking_of(request.scope).error = type(error).__name__
                return await run_in_threadpool(error_page, request, kind_of(error).status)

        return handle


def page_router(prefix: str = "") -> APIRouter:
    """Return a router whose routes are pages; they are no part of the API's description."""
    return APIRouter(prefix=prefix, route_class=PageRoute, include_in_schema=False, default_response_class=Response)


def error_page(request: Request, status: int) -> Response:
    """Return the page that says why there is none; a part of a page says it in its place."""
    told = status if status in {403, 404, 409, 412, 422, 429, 503} else 500
    template = "error_part.html" if is_part(request) else "error.html"
    try:
        return page(request, template, status=status, told=told)
    except DojazdError:  # the database does not answer, which may be why
        return bare_page(request, template, status=status, told=told)


def is_part(request: Request) -> bool:
    """Return whether only a part of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def _to_sign_in(request: Request) -> Response:
    if is_part(request):
        return Response(status_code=401, headers={"HX-Redirect": SIGN_IN})
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = "" if wanted == "/" or request.method != "GET" else f"?after={quote(wanted, safe='')}"
    return RedirectResponse(SIGN_IN + after, status_code=303)
