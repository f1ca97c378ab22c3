"""A returned paper sheet, typed in by keyboard alone."""

from fastapi import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routes.itineraries import ShiftKey
from api.routing import needs
from api.schemas.moments import DayKey
from scheduler.domain.ids import ShiftId
from scheduler.services.access import Permission
from scheduler.services.field.paper import PaperOutcome, paper_sheet

router = page_router("/sheet")


@router.get("/{day}/{shift_id}", dependencies=[needs(Permission.PLANS_WRITE)])
def show(request: Request, day: DayKey, shift_id: ShiftKey) -> Response:
    """Show the sheet of a shift as a table to type into, with what is known of it already."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = paper_sheet(unit, day, ShiftId(shift_id), me, office.clock.now())
    office.looks.note(me, found.clients, office.clock.now())
    return page(request, "sheet.html", day=day, sheet=found, outcomes=PaperOutcome)
