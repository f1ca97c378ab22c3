"""Hooks: whom the town tells, and what came of it."""

from typing import Annotated

from fastapi import Path, Query, Request

from api.asking import office_of, who
from api.paging import Cursor, Limit, after_of, cursor_of, no_cursor
from api.replaying import holds_secret
from api.routing import needs, office_router
from api.schemas.hooks import HookCreation, HookList, HookMade, HookMessageList, HookMessageShown, HookShown
from scheduler.domain.hooks import HookMessageState
from scheduler.domain.ids import HookId, HookMessageId
from scheduler.services.access import Permission

router = office_router("/api/v1", "hooks")
_hooks = [needs(Permission.HOOKS)]
HookKey = Annotated[str, Path(max_length=100, description="Id of a hook.")]
HookMessageKey = Annotated[str, Path(max_length=100, description="Id of a message.")]
OfState = Annotated[HookMessageState | None, Query(description="Only those in this state; left out: all.")]


@router.get("/hooks", dependencies=_hooks)
def list_hooks(request: Request) -> HookList:
    """Return the town's hooks, without their secrets."""
    return HookList(items=[HookShown.of(one) for one in office_of(request).hooks.hooks(who(request).town_id)])


@router.post("/hooks", dependencies=_hooks, status_code=201)
def add_hook(request: Request, body: HookCreation) -> HookMade:
    """Tell an address of what happens from now on; the secret that it is signed with is in this answer alone."""
    office, me = office_of(request), who(request)
    holds_secret(request)
    made = office.hooks.add(me.town_id, body.name, body.url, body.topics, by=me.user_id)
    return HookMade(**HookShown.of(made.hook).model_dump(), secret=made.secret)


@router.delete("/hooks/{hook_id}", dependencies=_hooks, status_code=204)
def remove_hook(request: Request, hook_id: HookKey) -> None:
    """Tell an address nothing any more, not even what waits."""
    me = who(request)
    office_of(request).hooks.remove(me.town_id, HookId(hook_id), by=me.user_id)


@router.post("/hooks/{hook_id}/tries", dependencies=_hooks, status_code=202)
def try_hook(request: Request, hook_id: HookKey) -> HookMessageShown:
    """Send something of type `hook.tried`, to see whether it arrives; watch it among the messages."""
    me = who(request)
    return HookMessageShown.of(office_of(request).hooks.try_out(me.town_id, HookId(hook_id), by=me.user_id))


@router.get("/hooks/{hook_id}/messages", dependencies=_hooks)
def list_messages(
    request: Request, hook_id: HookKey, state: OfState = None, limit: Limit = 200, cursor: Cursor = None
) -> HookMessageList:
    """Return what a hook was and is to be told, the newest first."""
    after = _after(cursor)
    found = office_of(request).hooks.messages(who(request).town_id, HookId(hook_id))
    rest = [one for one in found if state in {None, one.state} and (after is None or (one.number, one.id) < after)]
    last = rest[limit - 1] if len(rest) > limit else None
    more = cursor_of((str(last.number), last.id)) if last is not None else None
    return HookMessageList(items=[HookMessageShown.of(one) for one in rest[:limit]], next=more)


def _after(cursor: str | None) -> tuple[int, str] | None:
    found = after_of(cursor, 2)
    if found is None:
        return None
    if not found[0].isdecimal() or len(found[0]) > 18:
        raise no_cursor()
    return int(found[0]), found[1]


@router.post("/messages/{message_id}/resending", dependencies=_hooks, status_code=202)
def send_again(request: Request, message_id: HookMessageKey) -> HookMessageShown:
    """Send a message once more, whatever became of it: under the same id, so receivers know it again."""
    me = who(request)
    return HookMessageShown.of(
        office_of(request).hooks.send_again(me.town_id, HookMessageId(message_id), by=me.user_id)
    )
