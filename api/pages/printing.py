"""Printing a day: each shift's stops, its list to sign and its phone numbers, to look at and as PDF."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Path, Query, Request
from starlette.responses import RedirectResponse, Response

from api.asking import office_of, who
from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import page_router
from api.routing import needs
from api.schemas.moments import Day, DayKey
from scheduler.domain.errors import NotFoundError
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.pdf import itineraries_pdf
from scheduler.formats.sheets.pdf_data import sheet_data
from scheduler.formats.sheets.report_pdf import report_data, report_pdf
from scheduler.formats.sheets.times import times_of
from scheduler.formats.sheets.words import Lang, words_of
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.printing import CrewDay, crew_day
from scheduler.services.reporting.crew_sheets import phone_lists, signature_lists

router = page_router("/print")
_prints = [needs(Permission.PLANS_WRITE)]
_ONE = timedelta(days=1)


class Sheets(StrEnum):
    """What there is to print of a shift: the stops in their order, the list to sign, whom to phone."""

    STOPS = "stops"
    SIGNATURES = "signatures"
    PHONES = "phones"


Kind = Annotated[Sheets, Path(description="Which sheets.")]
OneShift = Annotated[str, Query(alias="shift", max_length=100, description="Id of a shift; empty: all of them.")]
Chosen = Annotated[Day | None, Query(alias="day", description="The day to go to; empty: today.")]


@router.get("", dependencies=_prints)
def choose(request: Request, day: Chosen = None) -> Response:
    """Go to a day, or to the one that it is in the town."""
    office = office_of(request)
    if day is None:
        with office.store.reading(who(request).town_id) as unit:
            day = office.clock.now().astimezone(town_head(unit).zone).date()
    return RedirectResponse(f"/print/{day.isoformat()}", status_code=303)


@router.get("/{day}", dependencies=_prints)
def show(request: Request, day: DayKey) -> Response:
    """Show what of a day can be printed; nobody but crews is named."""
    try:
        found: CrewDay | None = _of_day(request, day, "")
    except NotFoundError:
        found = None
    packs = office_of(request).packs
    packed = packs.version(who(request).town_id, day) if packs.wanted else None
    told: dict[str, Any] = {"found": found, "sheets": Sheets, "packs": packs.wanted, "packed": packed}
    return page(request, "print.html", day=day, before=day - _ONE, after=day + _ONE, **told)


@router.get("/{day}/{sheets}.pdf", dependencies=_prints)
def get_pdf(request: Request, day: DayKey, sheets: Kind, shift: OneShift = "") -> Response:
    """Return sheets as PDF."""
    found, lang = _looked_at(request, day, shift), language_of(request)
    headers = {"Content-Disposition": f'inline; filename="{sheets}-{day.isoformat()}.pdf"'}
    return Response(_pdf(found, sheets, lang), media_type="application/pdf", headers=headers)


@router.get("/{day}/{sheets}", dependencies=_prints)
def show_sheets(request: Request, day: DayKey, sheets: Kind, shift: OneShift = "") -> Response:
    """Show sheets as they come out of the printer."""
    found, lang = _looked_at(request, day, shift), language_of(request)
    if sheets is Sheets.STOPS:
        times = times_of(found, words_of(lang))
        papers = [sheet_data(found, look, one, times) for look, one in looks(found.itineraries)]
        return page(request, "print_stops.html", day=day, what=sheets, papers=papers, shift=shift)
    report = signature_lists if sheets is Sheets.SIGNATURES else phone_lists
    told = report_data(report(found, found.itineraries), lang)
    return page(request, "print_list.html", day=day, what=sheets, report=told, shift=shift)


def _pdf(day: CrewDay, sheets: Sheets, lang: Lang) -> bytes:
    if sheets is Sheets.STOPS:
        return itineraries_pdf(day, looks(day.itineraries), lang=lang)
    report = signature_lists if sheets is Sheets.SIGNATURES else phone_lists
    return report_pdf(report(day, day.itineraries), lang=lang)


def _looked_at(request: Request, day: Day, shift: str) -> CrewDay:
    """Return what is printed, having noted who reads it."""
    office, found = office_of(request), _of_day(request, day, shift)
    office.looks.note(who(request), found.clients, office.clock.now())
    return found


def _of_day(request: Request, day: Day, shift: str) -> CrewDay:
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = crew_day(unit, day, me, office.clock.now())
    return found.only(shift) if shift else found
