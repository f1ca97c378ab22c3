"""The dispatcher's board: one day on one screen."""

from datetime import date, timedelta

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.asking import office_of, who
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from api.schemas.moments import DayKey
from scheduler.services.access import Permission
from scheduler.services.facts import town_head

router = page_router("/board")
_works = [needs(Permission.PLANS_WRITE)]
_ONE = timedelta(days=1)


@router.get("", dependencies=_works)
def today(request: Request) -> Response:
    """Go to the day that it is in the town."""
    return RedirectResponse(f"/board/{_today(request).isoformat()}", status_code=303)


@router.get("/{day}", dependencies=_works)
def show(request: Request, day: DayKey) -> Response:
    """Show a day's frame; what is in it the scripts read from the API, and read again when it changes."""
    return page(request, "board.html", day=day, before=day - _ONE, after=day + _ONE, today=_today(request))


def _today(request: Request) -> date:
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        return office.clock.now().astimezone(town_head(unit).zone).date()
