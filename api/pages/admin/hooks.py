"""Hooks: other systems that are told of plans and promises, and what became of each message."""

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.admin.sections import admin_page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.domain.hooks import HookTopic
from scheduler.domain.ids import HookId
from scheduler.services.access import Permission

router = page_router("/admin/hooks")
_hooks = [needs(Permission.HOOKS)]
SHOWN = 200
"""So many messages at most; the API has all of them."""


@router.get("", dependencies=_hooks)
def list_hooks(request: Request) -> Response:
    """Show whom the town tells, and how it goes."""
    me, office = who(request), office_of(request)
    hooks = [(one, office.hooks.messages(me.town_id, one.id)) for one in office.hooks.hooks(me.town_id)]
    return admin_page(request, "admin_hooks.html", hooks=hooks, topics=tuple(HookTopic))


@router.get("/{hook_id}", dependencies=_hooks)
def show_hook(request: Request, hook_id: str) -> Response:
    """Show what one system was and is to be told."""
    me, office = who(request), office_of(request)
    messages = office.hooks.messages(me.town_id, HookId(hook_id))
    hook = next(one for one in office.hooks.hooks(me.town_id) if one.id == hook_id)
    return admin_page(request, "admin_hook.html", hook=hook, messages=messages[:SHOWN], more=len(messages) > SHOWN)
