"""Two people editing one thing: `ETag`, `If-Match`, `If-None-Match` (RFC 9110)."""

import hashlib
import re
from typing import Annotated

from fastapi import Header
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Kind, problem
from api.schemas.base import Document

_TAG = re.compile(r'"(\d{1,18})"')
NEVER = -1
"""What no version is: a tag that is not one of ours is stale."""

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
    """A change came without the version it is meant for."""


def tag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def seen(if_match: str | None) -> int:
    """Return the version that a change is meant for.

    Raises
    ------
    NoConditionError
        If the request names none.
    """
    if if_match is None:
        raise NoConditionError
    found = _TAG.fullmatch(if_match.strip())
    return int(found[1]) if found else NEVER


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


async def on_no_condition(_request: Request, _error: Exception) -> Response:
    """Answer a change without a version."""
    kind = Kind(name="precondition-required", status=428, title="Precondition Required")
    return problem(kind, "read it first, and send its ETag as If-Match")
