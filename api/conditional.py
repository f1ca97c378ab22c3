"""Two people editing one thing: `ETag`, `If-Match`, `If-None-Match` (RFC 9110)."""

import hashlib
import re
from typing import Annotated

from fastapi import Header
from starlette.requests import Request
from starlette.responses import Response

from api.errors import TABLE, Kind, problem
from api.schemas.base import Document
from scheduler.domain.errors import StaleError

_TAG = re.compile(r'"(\d{1,18})"')
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='The ETag that was read, such as `"42"`. Missing: 428; no longer the present one: 412.',
        examples=['"42"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", description="The ETag that is known already; if it is the present one: 304."),
]


class NoConditionError(Exception):
    """A change came without the version it is meant for.

    Parameters
    ----------
    resource : str
        The path template of what has to be read first.
    """

    def __init__(self, resource: str) -> None:
        self.resource = resource
        super().__init__(resource)


class ForeignTagError(NoConditionError):
    """A change came with a tag that is none of ours, so that no version can have it."""


def tag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def seen(if_match: str | None, resource: str) -> int:
    """Return the version that a change is meant for.

    Parameters
    ----------
    resource : str
        The path template of what has the version, such as `/api/v1/days/{day}`.

    Raises
    ------
    NoConditionError
        If the request names none.
    ForeignTagError
        If what it names is no tag of ours.
    """
    if if_match is None:
        raise NoConditionError(resource)
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise ForeignTagError(resource)
    return int(found[1])


def is_known(if_none_match: str | None, version: int) -> bool:
    """Return whether whoever asks has this version already."""
    tags = {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}
    return tag(version) in tags or "*" in tags


def not_modified(version: int) -> Response:
    """Return the answer to somebody who has this version already."""
    return Response(status_code=304, headers={"ETag": tag(version)})


def known_or[D: Document](response: Response, shown: D, if_none_match: str | None) -> D | Response:
    """Return what is shown, or that it is known already; its version is its content, whatever made it change."""
    version = int.from_bytes(hashlib.sha256(shown.model_dump_json().encode()).digest()[:7])
    if is_known(if_none_match, version):
        return not_modified(version)
    response.headers["ETag"] = tag(version)
    return shown


async def on_no_condition(request: Request, error: Exception) -> Response:
    """Answer a change without a version, or with something that is none."""
    if not isinstance(error, NoConditionError):
        raise error
    where = error.resource.format(**{name: str(value)[:100] for name, value in request.path_params.items()})
    if isinstance(error, ForeignTagError):
        told = f'If-Match is no ETag of ours, such as "42" in its quotes: read {where}, and send its ETag'
        return problem(TABLE[StaleError], told)
    kind = Kind(name="precondition-required", status=428, title="Precondition Required")
    return problem(kind, f"read {where} first, and send its ETag as If-Match")
