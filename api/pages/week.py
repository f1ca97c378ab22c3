"""A week: everybody's days and every vehicle's, how full they are, and who is away."""

from datetime import timedelta
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.asking import office_of, who
from api.pages.rendering import page
from api.pages.routing import is_part, page_router
from api.routing import needs
from api.schemas.moments import Day, DayKey
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.week import week

router = page_router("/week")
_looks = [needs(Permission.PLANS_READ)]
_WEEK = timedelta(weeks=1)
Chosen = Annotated[Day | None, Query(alias="day", description="A day of the week to go to; empty: today.")]


@router.get("", dependencies=_looks)
def choose(request: Request, day: Chosen = None) -> Response:
    """Go to the week of a day, or to the one that it is in the town."""
    office = office_of(request)
    if day is None:
        with office.store.reading(who(request).town_id) as unit:
            day = office.clock.now().astimezone(town_head(unit).zone).date()
    return RedirectResponse(f"/week/{day.isoformat()}", status_code=303)


@router.get("/{day}", dependencies=_looks)
def show(request: Request, day: DayKey) -> Response:
    """Show the week that a day lies in, or its table alone, when something has changed."""
    me = who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        found = week(unit, day)
    dates = [one.state.day for one in found.days]
    return page(
        request,
        "week_table.html" if is_part(request) else "week.html",
        week=found,
        dates=dates,
        works=Permission.PLANS_WRITE in me.permissions,
        day=day,
        before=dates[0] - _WEEK,
        after=dates[0] + _WEEK,
    )
