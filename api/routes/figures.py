"""Figures of closed days, and the tables of a month: as JSON, CSV, a workbook, or pages to print."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, known_or
from api.days_between import span_of
from api.printed import FILES, Format, Language, Wanted, printed
from api.routing import needs, office_router
from api.schemas.figures import DefinitionList, DefinitionShown, FiguresShown
from api.schemas.moments import From, To
from api.schemas.months import (
    MileageShown,
    MileagesShown,
    ServiceCardShown,
    ServiceCardsShown,
    SettlementShown,
    SettlementsShown,
    StatisticsRowShown,
    StatisticsShown,
    month_shown,
)
from scheduler.domain.accounts import Role
from scheduler.domain.ids import ProviderId
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.definitions import MEASURES
from scheduler.services.reporting.figures import By, figure_table
from scheduler.services.reporting.months import mileages, service_cards, settlements, statistics
from scheduler.services.reporting.months.definitions import SETTLED
from scheduler.services.reporting.printing import Printer

router = office_router("/api/v1", "figures")
_read = [needs(Permission.FIGURES_READ)]
MOST_DAYS = 400
"""A grant's year, and a little more."""
MonthKey = Annotated[
    str, Path(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$", description="A month, `2026-11`, by service days.")
]


@router.get("/kpis", dependencies=_read, response_model=FiguresShown, responses=FILES)
def get_figures(
    request: Request,
    response: Response,
    *,
    first: From = None,
    last: To = None,
    by: Annotated[By, Query(description="What the rows are.")] = By.DAY,
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> FiguresShown | Response:
    """Return the figures of closed days (the last four weeks), with their definitions beside them.

    Sums are added up over the span and divided once. What rests on the hours of shifts is not split by district or
    service. The contracted share is of the span that is asked for: ask from the first day of the grant.
    """
    first, last = span_of(request, first, last, days=-27, most=MOST_DAYS)
    with office_of(request).store.reading(who(request).town_id) as unit:
        table = figure_table(unit, first, last, by)
        report = _printer(request, unit).figures(table)
    return printed(response, FiguresShown.of(table), report, Wanted.of(request, form, lang, known))


@router.get("/kpis/definitions", dependencies=_read, response_model=DefinitionList)
def list_definitions(response: Response, known: IfNoneMatch = None) -> DefinitionList | Response:
    """Return what each figure says, its unit and its formula."""
    return known_or(response, DefinitionList(items=[DefinitionShown.of(one.definition) for one in MEASURES]), known)


@router.get(
    "/months/{month}/settlements",
    dependencies=[needs(Permission.SETTLEMENTS_READ)],
    response_model=SettlementsShown,
    responses=FILES,
)
def get_settlements(
    request: Request,
    response: Response,
    month: MonthKey,
    *,
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> SettlementsShown | Response:
    """Return what a month costs, one settlement for each provider; a provider sees the own one alone."""
    me = who(request)
    only = (me.provider_id or ProviderId("")) if me.role is Role.PROVIDER else None
    with office_of(request).store.reading(me.town_id) as unit:
        found = settlements(unit, _first(month), only)
        report = _printer(request, unit).settlements(found)
    shown = month_shown(SettlementsShown, found, SettlementShown.of, SETTLED)
    return printed(response, shown, report, Wanted.of(request, form, lang, known))


@router.get("/months/{month}/statistics", dependencies=_read, response_model=StatisticsShown, responses=FILES)
def get_statistics(
    request: Request,
    response: Response,
    month: MonthKey,
    *,
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> StatisticsShown | Response:
    """Return whom services reached in a month and in the year so far; people are counted once in each row."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = statistics(unit, _first(month))
        report = _printer(request, unit).statistics(found)
    shown = month_shown(StatisticsShown, found, StatisticsRowShown.of)
    return printed(response, shown, report, Wanted.of(request, form, lang, known))


@router.get(
    "/months/{month}/service-cards",
    dependencies=[needs(Permission.CARDS_READ)],
    response_model=ServiceCardsShown,
    responses=FILES,
)
def get_service_cards(
    request: Request,
    response: Response,
    month: MonthKey,
    *,
    of: Annotated[Literal["clients", "workers"], Query(description="Whose cards.")] = "clients",
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> ServiceCardsShown | Response:
    """Return the cards of a month to be signed: what each client was given, or what each worker gave."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = service_cards(unit, _first(month), of_workers=of == "workers")
        report = _printer(request, unit).service_cards(found)
    named = {client for card in found.items for client in card.client_ids}
    office.looks.note(me, sorted(named), office.clock.now())
    shown = month_shown(ServiceCardsShown, found, ServiceCardShown.of)
    return printed(response, shown, report, Wanted.of(request, form, lang, known))


@router.get("/months/{month}/mileage", dependencies=_read, response_model=MileagesShown, responses=FILES)
def get_mileage(
    request: Request,
    response: Response,
    month: MonthKey,
    *,
    form: Format = None,
    lang: Language = "pl",
    known: IfNoneMatch = None,
) -> MileagesShown | Response:
    """Return how far each car went in a month; odometers are read and written in by hand."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = mileages(unit, _first(month))
        report = _printer(request, unit).mileage(found)
    shown = month_shown(MileagesShown, found, MileageShown.of)
    return printed(response, shown, report, Wanted.of(request, form, lang, known))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _printer(request: Request, unit: UnitOfWork) -> Printer:
    return Printer(town_head(unit), office_of(request).clock.now())
