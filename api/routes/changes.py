"""That something has changed: a stream of server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import Request
from starlette.responses import StreamingResponse

from api.asking import who
from api.changes import Changes
from api.routing import needs, office_router
from scheduler.services.access import Permission

router = office_router("/api/v1/changes", "changes")
MEDIA_TYPE = "text/event-stream"
_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "The stamp."},
        "event": {"enum": ["stamp", "tick"]},
        "data": {"type": "string", "contentMediaType": "application/json", "examples": ['{"stamp": 42}']},
    },
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Server-sent events.", "content": {MEDIA_TYPE: {"schema": _EVENT}}}
}


@router.get("", dependencies=[needs(Permission.TOWN_READ)], response_class=StreamingResponse, responses=_STREAM)
async def get_changes(request: Request) -> StreamingResponse:
    """Tell the town's stamp at once and whenever anything of the town changes (server-sent events, `stamp`).

    A `tick` comes where nothing has changed for a quarter of a minute: ask again for what depends on the hour, such as
    alerts. The stamp only ever grows; it says that something is another, not what: ask again for what you show,
    with `If-None-Match`. A connection lasts ten minutes; whoever listens comes back.
    """
    changes: Changes = request.app.state.changes
    told = _events(changes.of(who(request).town_id))
    return StreamingResponse(told, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})


async def _events(stamps: AsyncGenerator[int | None]) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async with aclosing(stamps):
        async for stamp in stamps:
            yield (
                "event: tick\ndata: {}\n\n"
                if stamp is None
                else f'id: {stamp}\nevent: stamp\ndata: {{"stamp": {stamp}}}\n\n'
            )
