"""Plan against actual of closed days: as JSON, CSV, a workbook, or pages to print."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch
from api.days_between import span_of
from api.printed import FILES, Format, Language, Wanted, printed
from api.routing import needs, office_router
from api.schemas.moments import From, To
from api.schemas.plan_actual import PlanActualsShown
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.reporting.plan_actual import PlanActualBy, plan_actual_table
from scheduler.services.reporting.printing import Printer

router = office_router("/api/v1", "figures")
MOST_DAYS = 400
"""As many as figures may be asked for."""
MOST_DAYS_OF_SHIFTS = 31


@router.get(
    "/plan-against-actual",
    dependencies=[needs(Permission.FIGURES_READ)],
    response_model=PlanActualsShown,
    responses=FILES,
)
def get_plan_against_actual(
    request: Request,
    response: Response,
    *,
    first: From = None,
    last: To = None,
    by: Annotated[PlanActualBy, Query(description="What the rows are; of shifts for 31 days at most.")] = (
        PlanActualBy.DAY
    ),
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> PlanActualsShown | Response:
    """Return what closed days (of the last four weeks) were to be, and what they came to; with ids of no client.

    Days and shifts have the whole working time of their crews. A service has its requests' part of it; what is nobody's
    part is a row of its own.
    """
    most = MOST_DAYS_OF_SHIFTS if by is PlanActualBy.SHIFT else MOST_DAYS
    first, last = span_of(request, first, last, days=-27, most=most)
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        table = plan_actual_table(unit, first, last, by)
        report = Printer(town_head(unit), office.clock.now()).plan_actual(table)
    return printed(response, PlanActualsShown.of(table), report, Wanted.of(request, form, lang, known))
