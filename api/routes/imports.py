"""An office's own workbook: looked into, examined row by row, and brought in once somebody has confirmed it."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request

from api.asking import office_of, who
from api.routes.enquiries import parties
from api.routing import needs, office_router
from api.schemas.imports import (
    BookingCheck,
    BookingConfirmation,
    ImportCheck,
    ImportChecked,
    ImportConfirmation,
    ImportDone,
    TripConfirmation,
    WorkbookRead,
    WorkbookReading,
)
from scheduler.domain.errors import InputError, InputProblem, RefusedError
from scheduler.domain.imports import ImportKind, SheetText
from scheduler.formats.office_book import BookError, read_book
from scheduler.services.access import Permission
from scheduler.services.importing import FIELDS, Asked, AskedTrips, ImportWish, examine, keep, suggest, unreadable
from scheduler.services.importing.fields import names_of

router = office_router("/api/v1/imports", "imports")
_clients, _bookings = [needs(Permission.CLIENTS_WRITE)], [needs(Permission.BOOKINGS_WRITE)]


@router.post("/reading", dependencies=_clients)
def read_workbook(request: Request, body: WorkbookReading) -> WorkbookRead:
    """Look into a file: its sheets, its columns, and what they seem to be. Nothing of it is kept."""
    sheets = _sheets(body.bytes)
    at = _sheet(sheets, body.sheet)
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = suggest(sheets[at], unit.imports.all(), kind=body.kind, header_row=body.header_row)
    return WorkbookRead.of(sheets, at, found, FIELDS[found.kind])


@router.post("/clients/check", dependencies=_clients)
def check_clients(request: Request, body: ImportCheck) -> ImportChecked:
    """Say what would become of each row of a list of clients. Nothing of it is kept."""
    return _checked(request, ImportKind.CLIENTS, body)


@router.post("/clients", dependencies=_clients)
def import_clients(request: Request, body: ImportConfirmation) -> ImportDone:
    """Bring in a list of clients: all of it, its good rows, or nothing. The same list again changes nothing."""
    return _kept(request, ImportKind.CLIENTS, body)


@router.post("/bookings/check", dependencies=_bookings)
def check_bookings(request: Request, body: BookingCheck) -> ImportChecked:
    """Say what would become of each row of a list of what was agreed upon. Nothing of it is kept.

    Rows are found by numbers and phones; what clients are called is told to whoever may read clients.
    """
    return _checked(request, ImportKind.BOOKINGS, body)


@router.post("/bookings", dependencies=_bookings)
def import_bookings(request: Request, body: BookingConfirmation) -> ImportDone:
    """Bring in what was agreed upon: all rows, the good ones, or nothing; the plans of their days are made anew."""
    return _kept(request, ImportKind.BOOKINGS, body)


def _checked(request: Request, kind: ImportKind, body: ImportCheck) -> ImportChecked:
    return checked(request, _asked(kind, body), body.columns)


def checked(request: Request, asked: Asked | AskedTrips, columns: dict[str, int]) -> ImportChecked:
    """Return what would become of a file, and note whose data were shown for it."""
    office, me = office_of(request), who(request)
    with office.addresses(me.town_id) as register, office.store.reading(me.town_id) as unit:
        found = examine(unit, register, asked, office.clock.now())
    named = [one.client.id for one in found.rows if one.client and one.client.id]
    named += parties(one.booking.request for one in found.rows if one.booking)
    office.looks.note(me, named, office.clock.now())
    if Permission.CLIENTS_READ not in me.permissions:
        found = replace(found, rows=tuple(replace(one, called="", notes=()) for one in found.rows))
    return ImportChecked.of(found, columns)


def _kept(request: Request, kind: ImportKind, body: ImportConfirmation) -> ImportDone:
    return kept(request, _asked(kind, body), body)


def kept(request: Request, asked: Asked | AskedTrips, body: ImportConfirmation | TripConfirmation) -> ImportDone:
    """Keep what somebody has seen of a file."""
    office, me = office_of(request), who(request)
    wish = ImportWish(
        asked=asked, seen=body.seen, good_only=body.good_only, by=me.user_id, at=office.clock.now()
    )  # fmt: skip
    with office.addresses(me.town_id) as register, office.store.writing(me.town_id) as unit:
        return ImportDone.of(keep(unit, register, wish, office.days.travel(unit), office.new_id))


def _asked(kind: ImportKind, body: ImportCheck) -> Asked:
    sheets = _sheets(body.bytes)
    if unknown := sorted(body.columns.keys() - names_of(kind)):
        right = f"use {', '.join(sorted(names_of(kind)))}"
        raise InputError(
            [InputProblem(file="body", column="columns", value=unknown[0], wrong="is no field", right=right)]
        )
    sheet = sheets[_sheet(sheets, body.sheet)]
    return Asked(kind=kind, sheet=sheet, header_row=body.header_row, columns=body.columns, points=body.put)


def _sheets(content: bytes) -> Sequence[SheetText]:
    try:
        return read_book(content)
    except BookError as error:
        raise RefusedError([unreadable(error.code)]) from error


def _sheet(sheets: Sequence[SheetText], at: int) -> int:
    if at >= len(sheets):
        raise RefusedError([unreadable("no_sheet")])
    return at
