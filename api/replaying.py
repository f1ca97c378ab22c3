"""Creations that may be asked for twice: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).

The answer to a creation that succeeded is kept for a day under whoever asked and their key, and is repeated when the
same is asked again; another question under the same key is refused. A server that dies between the creation and the
keeping of its answer loses the answer alone: ids made of the key (`created_id`) let the second asking find the first
one's work.
"""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.asking import asking_of, office_of, who
from api.errors import status_problem
from scheduler.domain.accounts import KeptAnswer
from scheduler.domain.errors import InputError, InputProblem, StoreError
from scheduler.services.signing_in.secrets import new_id

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_REPEATED = ("content-type", "location", "etag")
LOST = timedelta(seconds=20)
"""A question of which its server has said nothing for so long is taken to be lost with it."""
BEAT_S = 5.0
"""So often a server says that it is still at a question."""
LARGEST = 256 * 1024


async def replayed(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer a request, or repeat the answer that was given to it.

    Raises
    ------
    InputError
        If the key is none.
    """
    key = request.headers.get(HEADER)
    if key is None or asking_of(request.scope).principal is None:
        return await answer(request)
    begun = await _begun(request, _checked(key))
    kept = office_of(request).accounts.answers
    known = await run_in_threadpool(kept.begin, begun, stale=begun.at - LOST)
    if known is not None:
        return _repeated(known, begun)
    still = asyncio.create_task(_say_still(request, begun))
    try:
        response = await answer(request)
    except BaseException:
        await run_in_threadpool(kept.give_up, begun.owner, begun.key)
        raise
    finally:
        still.cancel()
    body = bytes(response.body)
    if not 200 <= response.status_code < 300 or getattr(request.state, "secret", False) or len(body) > LARGEST:
        await run_in_threadpool(kept.give_up, begun.owner, begun.key)
        return response
    headers = tuple((name, value) for name, value in response.headers.items() if name in _REPEATED)
    done = replace(begun, status=response.status_code, headers=headers, body=body)
    try:
        await run_in_threadpool(kept.finish, done)
    except StoreError as error:  # it is done, and whoever asked is told so: only asking again will not be answered
        structlog.get_logger("dojazd").warning("answer not kept", error=type(error).__name__)
    return response


def created_id(request: Request, prefix: str) -> str:
    """Return the id of what this request creates: the same for every asking under one key."""
    return keyed_id(request, prefix) or new_id(prefix)


def keyed_id(request: Request, prefix: str) -> str | None:
    """Return the id that every asking under one key gives to what it creates; None: there is no key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    told = f"{who(request).town_id}\0{who(request).user_id}\0{key}"
    return f"{prefix}-{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def holds_secret(request: Request) -> None:
    """Say that the answer holds a secret: it is not kept, whatever key it was asked under."""
    request.state.secret = True


async def _say_still(request: Request, begun: KeptAnswer) -> None:
    """Say again and again that a question is worked on."""
    office = office_of(request)
    while True:
        await asyncio.sleep(BEAT_S)
        with suppress(StoreError):  # the database is away for a moment
            await run_in_threadpool(office.accounts.answers.renew, begun.owner, begun.key, office.clock.now())


async def _begun(request: Request, key: str) -> KeptAnswer:
    principal = who(request)
    asked = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\0".encode())
    asked.update(await request.body())
    return KeptAnswer(
        owner=principal.user_id,
        key=key,
        town_id=principal.town_id,
        asked=asked.hexdigest(),
        at=office_of(request).clock.now(),
    )


def _repeated(known: KeptAnswer, begun: KeptAnswer) -> Response:
    if known.asked != begun.asked:
        raise InputError(
            [InputProblem(file=HEADER, wrong="was used for another request", right="make a new key for each creation")]
        )
    if not known.status:
        return status_problem(409, "the same is being worked on; ask again in a moment", {"Retry-After": "1"})
    headers = {**dict(known.headers), "Idempotency-Replayed": "true"}
    return Response(known.body, status_code=known.status, headers=headers)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InputError(
            [
                InputProblem(
                    file=HEADER, wrong="is no key", right="use 1 to 200 visible ASCII characters, such as a UUID"
                )
            ]
        )
    return key
