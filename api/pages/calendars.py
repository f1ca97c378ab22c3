"""Calendars of shifts that programs read: which are out, and making and shutting them for anybody."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from scheduler.services.access import Permission

router = page_router("/rota/calendars")


@router.get("", dependencies=[needs(Permission.ROTA_WRITE)])
def list_calendars(request: Request) -> Response:
    """Show whose calendars are out; their addresses are shown when they are made, and never again."""
    me, office = who(request), office_of(request)
    with office.store.reading(me.town_id) as unit:
        staff = sorted(unit.staff.all().values(), key=lambda one: one.name.casefold())
        patterns = sorted(unit.patterns.all().values(), key=lambda one: (one.name.casefold(), one.id))
    names: Mapping[str, str] = {one.id: one.name for one in staff} | {one.id: one.name or one.id for one in patterns}
    makers = {one.id: one.name for one in office.accounts.users.all(me.town_id)}
    feeds = office.feeds.feeds(me.town_id)
    return page(
        request, "calendars.html", feeds=feeds, staff=staff, patterns=patterns, names=names, makers=makers
    )  # fmt: skip
