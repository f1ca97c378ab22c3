"""Addresses that are none: a page for people, a problem document for programs."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import on_http
from api.pages.routing import error_page


async def on_unknown(request: Request, error: Exception) -> Response:
    """Answer a path that there is not, or not so."""
    if isinstance(error, HTTPException) and error.status_code == 404 and _is_person(request):
        return await run_in_threadpool(error_page, request, 404)
    return await on_http(request, error)


def _is_person(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
