"""The addresses of the manager's pages; all are plain pages, whose period and order stand in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from api.asking import office_of, who
from api.pages.clocks import Clocks
from api.pages.figures.asked import Asked, asked, link
from api.pages.figures.numbers import Numbers
from api.pages.figures.overview import denials, grant, lateness, tiles
from api.pages.figures.plan import MEASURES, PlanTables
from api.pages.figures.tables import BY_PROVIDER, GROUPED, IN_TIME, Table, figures_of, in_order
from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import page_router
from api.pages.texts import texts_of
from api.routing import needs
from api.schemas.moments import From, To
from scheduler.domain.figures import FigureTable
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import By, figure_table
from scheduler.services.reporting.periods import Period
from scheduler.services.reporting.plan_actual import PlanActualBy, plan_actual_table

router = page_router("/figures")
_read = [needs(Permission.FIGURES_READ)]
MOST_SINGLE_DAYS = 62
"""So many days are told one by one; of more, months are."""
MOST_DAYS_OF_SHIFTS = 31
VIEWS = ("", "/district", "/service", "/provider", "/plan", "/exports")
"""The pages, in the order in which they are shown."""
Show = Annotated[str, Query(max_length=40, description="The column that is drawn.")]
Order = Annotated[
    str, Query(max_length=40, description="The column by which rows are, and which is drawn; `-`: the largest first.")
]


@router.get("", dependencies=_read)
def overview(request: Request, first: From = None, last: To = None, show: Show = "served") -> Response:
    """Show a period at a glance, beside the one before."""
    wanted = asked(request, first, last)
    if isinstance(wanted, str):
        return RedirectResponse(wanted, status_code=303)
    numbers, before = _numbers(request), wanted.period.before
    with office_of(request).store.reading(who(request).town_id) as unit:
        by = By.DAY if wanted.period.days <= MOST_SINGLE_DAYS else By.MONTH
        now = figure_table(unit, wanted.period.first, wanted.period.last, by)
        then = figure_table(unit, before.first, before.last, By.MONTH)
        late = [
            plan_actual_table(unit, one.first, one.last, PlanActualBy.SERVICE).total for one in (wanted.period, before)
        ]
        clock = _clock(request, unit)
    found = [*tiles(now, then if then.closed else None, numbers), lateness(late[0], late[1], numbers)]
    drawn = show if show in IN_TIME else IN_TIME[0]
    return _page(
        request, wanted, now, "figures_overview.html",
        tiles=found, grant=grant(now.grant, numbers), before=before, before_closed=len(then.closed),
        in_time=_in_time(now, numbers, clock, drawn), denials=denials(now.denials, numbers),
    )  # fmt: skip


@router.get("/plan", dependencies=_read)
def plan(
    request: Request,
    *,
    first: From = None,
    last: To = None,
    by: PlanActualBy = PlanActualBy.DAY,
    show: Show = MEASURES[0],
) -> Response:
    """Show plan against actual of a period, by day, service or shift."""
    wanted = asked(request, first, last)
    if isinstance(wanted, str):
        return RedirectResponse(wanted, status_code=303)
    too_long = by is PlanActualBy.SHIFT and wanted.period.days > MOST_DAYS_OF_SHIFTS
    rows = PlanActualBy.SERVICE if too_long else by
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = plan_actual_table(unit, wanted.period.first, wanted.period.last, rows)
        clock = _clock(request, unit)
    tables, measure = PlanTables(found, _numbers(request), clock), show if show in MEASURES else MEASURES[0]
    to_shifts = {day.isoformat(): link(wanted.path, Period(day, day), by="shift") for day in found.closed}
    return _page(
        request, wanted, found, "figures_plan.html",
        by=by.value, show=measure, measures=MEASURES, too_long=too_long, kinds=[one.value for one in PlanActualBy],
        table=tables.whole(measure, to_shifts if rows is PlanActualBy.DAY else {}),
        spreads=[tables.arrivals(), tables.lateness()],
    )  # fmt: skip


@router.get("/exports", dependencies=_read)
def exports(request: Request, first: From = None, last: To = None) -> Response:
    """Show what can be taken away as a file, for a period and for its months."""
    wanted = asked(request, first, last)
    if isinstance(wanted, str):
        return RedirectResponse(wanted, status_code=303)
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = figure_table(unit, wanted.period.first, wanted.period.last, By.MONTH)
    may = who(request).permissions
    return _page(
        request, wanted, found, "figures_exports.html",
        kpis=[one.value for one in By], plans=[one.value for one in PlanActualBy],
        months=list(wanted.period.months),
        settles=Permission.SETTLEMENTS_READ in may, cards=Permission.CARDS_READ in may,
    )  # fmt: skip


@router.get("/{by}", dependencies=_read)
def groups(
    request: Request,
    by: Literal["district", "service", "provider"],
    first: From = None,
    last: To = None,
    order: Order = "-served",
) -> Response:
    """Show a period by district, service or provider."""
    wanted = asked(request, first, last)
    if isinstance(wanted, str):
        return RedirectResponse(wanted, status_code=303)
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = figure_table(unit, wanted.period.first, wanted.period.last, By(by))
    return _page(request, wanted, found, "figures_groups.html", by=by, table=_grouped(found, _numbers(request), order))


def _page(request: Request, wanted: Asked, found: Any, template: str, **values: Any) -> Response:
    """Return a page with what all of them show; `found` says which days are in it."""
    shown = {
        "asked": wanted, "views": VIEWS, "closed": len(found.closed), "open_days": found.open_days,
        "definitions": getattr(found, "definitions", ()), **values,
    }  # fmt: skip
    return page(request, template, status=422 if wanted.wrong else 200, **shown)


def _numbers(request: Request) -> Numbers:
    return Numbers(texts_of(language_of(request)))


def _clock(request: Request, unit: UnitOfWork) -> Clocks:
    zone = town_head(unit).zone
    return Clocks(zone, texts_of(language_of(request)), office_of(request).clock.now().astimezone(zone))


def _in_time(found: FigureTable, numbers: Numbers, clock: Clocks, drawn: str) -> Table:
    """Return a period day by day, or month by month."""
    names = {row.key: _when(row.key, found.by, clock) for row in found.rows}
    columns, rows, total = figures_of(found, IN_TIME, numbers, names, {})
    return Table(
        id="in-time", caption=numbers.words(f"figures.in_time.{found.by}"),
        first=numbers.words(f"figures.by.{found.by}"), columns=columns, rows=rows, total=total, drawn=(drawn,),
        kind="columns",
    )  # fmt: skip


def _when(key: str, by: str, clock: Clocks) -> str:
    return clock.short_day(date.fromisoformat(key)) if by == By.DAY else clock.month(date.fromisoformat(f"{key}-01"))


def _grouped(found: FigureTable, numbers: Numbers, order: str) -> Table:
    """Return a period's districts, services or providers, in an order."""
    keys = BY_PROVIDER if found.by == By.PROVIDER else GROUPED
    known = {sign + key for key in (*keys, "name") for sign in ("", "-")}
    asked_for = order if order in known else "-served"
    names: Mapping[str, str] = {"": numbers.words(f"figures.nothing.{found.by}")}
    columns, rows, total = figures_of(found, keys, numbers, names, {})
    drawn = asked_for.removeprefix("-")
    return Table(
        id="groups", caption=numbers.words(f"figures.groups.{found.by}"), first=numbers.words(f"figures.by.{found.by}"),
        columns=columns, rows=in_order(rows, columns, asked_for), total=total,
        drawn=(keys[0] if drawn == "name" else drawn,), order=asked_for,
    )  # fmt: skip
