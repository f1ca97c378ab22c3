"""Errors as problem documents (RFC 9457): one table from the error tree, and nothing of the inside in any of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.asking import asking_of
from api.schemas.base import wrong_of
from api.schemas.offers import OfferShown, RefusalShown
from scheduler.domain.errors import (
    AccessError,
    BusyError,
    ConflictError,
    DojazdError,
    ForbiddenError,
    GeocodingError,
    InputError,
    InputProblem,
    NaiveTimeError,
    NoAccountError,
    NoSuchTimeError,
    NotFoundError,
    ProviderError,
    RefusedError,
    SecondFactorError,
    SignInError,
    StaleError,
    StoreError,
    TakenError,
    ThrottledError,
    TravelError,
    UnknownIdError,
)

MEDIA_TYPE = "application/problem+json"
SORRY = "something went wrong here; it is written down under the request's id"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of problem.

    Attributes
    ----------
    name : str
        Last part of the document's `type`, a URN.
    detail : str
        Said instead of the error's own words, where those are not for whoever asks; empty: the error's own.
    """

    name: str
    status: int
    title: str
    detail: str = ""


TABLE: Mapping[type[DojazdError], Kind] = {
    InputError: Kind(name="input", status=422, title="The request cannot be used"),
    NaiveTimeError: Kind(name="input", status=422, title="A time has no time zone"),
    NoSuchTimeError: Kind(name="input", status=422, title="There is no such time on that day"),
    StaleError: Kind(name="stale", status=412, title="Somebody else has changed it meanwhile"),
    TakenError: Kind(name="taken", status=409, title="The place has been taken meanwhile"),
    RefusedError: Kind(name="refused", status=409, title="A rule says no"),
    ConflictError: Kind(name="conflict", status=409, title="Not as things are now"),
    SecondFactorError: Kind(name="second-factor", status=401, title="A second factor is wanted"),
    NoAccountError: Kind(name="no-account", status=401, title="There is no account for this person"),
    SignInError: Kind(name="sign-in", status=401, title="Nobody is signed in"),
    ForbiddenError: Kind(name="forbidden", status=403, title="Not for this role"),
    ThrottledError: Kind(name="throttled", status=429, title="Too many attempts"),
    AccessError: Kind(name="forbidden", status=403, title="Not allowed"),
    UnknownIdError: Kind(name="not-found", status=404, title="There is no such thing"),
    NotFoundError: Kind(
        name="not-found", status=404, title="There is no such thing", detail="nothing here has this id"
    ),
    TravelError: Kind(name="travel", status=503, title="No travel times", detail="travel times cannot be had just now"),
    GeocodingError: Kind(name="geocoding", status=503, title="No addresses", detail="addresses cannot be had just now"),
    ProviderError: Kind(
        name="provider", status=503, title="The town's sign-in service does not answer", detail="try again in a moment"
    ),
    BusyError: Kind(name="busy", status=503, title="Too much at once"),
    StoreError: Kind(name="store", status=503, title="The database does not answer", detail="try again in a moment"),
    DojazdError: Kind(name="internal", status=500, title="Something went wrong", detail=SORRY),
}
"""From the error tree; of an error and its ancestors the nearest row counts."""
HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "2"}}


def kind_of(error: DojazdError) -> Kind:
    """Return the row of an error."""
    return next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)


def problem(kind: Kind, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> Response:
    """Return a problem document.

    Parameters
    ----------
    detail : str
        One sentence for whoever asked.
    **members
        Further members of the document.
    """
    told = {"type": f"urn:dojazd:{kind.name}", "title": kind.title, "status": kind.status, "detail": detail, **members}
    sent = {**HEADERS.get(kind.status, {}), **(headers or {})}
    body = json.dumps(told, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return Response(body, status_code=kind.status, headers=sent, media_type=MEDIA_TYPE)


def status_problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Return the problem document of a status that HTTP itself explains."""
    phrase = HTTPStatus(status).phrase
    kind = Kind(name=phrase.lower().replace(" ", "-").replace("'", ""), status=status, title=phrase)
    return problem(kind, detail or phrase, headers)


def error_problem(error: DojazdError) -> Response:
    """Return the problem document of an error."""
    kind = kind_of(error)
    members: dict[str, Any] = {}
    headers = {}
    if isinstance(error, InputError):
        told = [_told(one) for one in error.problems[:100]]
        return problem(kind, f"{told[0]['where']} {told[0]['wrong']}; {told[0]['right']}", problems=told)
    if isinstance(error, ConflictError) and error.said:
        members["said"] = error.said
    if isinstance(error, TakenError):
        members["offers"] = [OfferShown.of(one).model_dump(mode="json") for one in error.offers]
    if isinstance(error, RefusedError):
        members["refusals"] = [RefusalShown.of(one).model_dump(mode="json") for one in error.refusals]
    if isinstance(error, StaleError):
        members |= {"seen": error.seen, "now": error.now}
    if isinstance(error, ThrottledError | BusyError):
        headers["Retry-After"] = str(int(error.wait.total_seconds()))
    return problem(kind, kind.detail or str(error).splitlines()[0], headers, **members)


def _told(one: InputProblem) -> dict[str, str]:
    """Return one problem without the value, which whoever asked knows, and which may be a password."""
    where = one.file if one.column is None else f"{one.file}.{one.column}"
    return {"where": where, "wrong": one.wrong, "right": one.right}


def add_handlers(app: FastAPI) -> None:
    """Let an application answer every error with a problem document."""
    app.add_exception_handler(DojazdError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, on_http)


async def _on_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, DojazdError):
        raise error
    asking_of(request.scope).error = type(error).__name__
    return error_problem(error)


async def _on_invalid(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = [
        {"where": ".".join(str(part) for part in one["loc"])[:200], "wrong": wrong_of(one["msg"]),
         "right": "see the description of this resource in /openapi.json"}
        for one in error.errors()[:100]
    ]  # fmt: skip
    first = f"{found[0]['where']}: {found[0]['wrong']}" if found else "see the description"
    return problem(TABLE[InputError], first, problems=found)


async def on_http(request: Request, error: Exception) -> Response:
    """Answer a status that HTTP itself explains, such as 404 for a path that is none."""
    if not isinstance(error, HTTPException):
        raise error
    unknown = error.status_code in {404, 405}
    if unknown and request.url.path.startswith("/api/") and asking_of(request.scope).principal is None:
        return error_problem(SignInError("sign in first"))  # what there is here is nobody's business
    detail = {404: "there is nothing here", 405: "this cannot be done here"}.get(error.status_code, "")
    return status_problem(error.status_code, detail, error.headers)
