"""Pins: a dispatcher's locks."""

from collections.abc import Iterator
from datetime import date, datetime

from scheduler.domain.plan import LockKind, Pin
from scheduler.domain.town import Town
from scheduler.formats.town.cell import choice
from scheduler.formats.town.column import Sheet, maybe, required
from scheduler.formats.town.compound import listed
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import TIME, Moment
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import REQUEST, SHIFT, Line, instant, line

KIND = required("kind", choice(LockKind), "what is held fast", "shift")
REQUESTS = required("requests", listed(REQUEST), "one, or those whose order is held", "R-013|R-014", refers="requests")
SHIFT_ID = maybe("shift", SHIFT, "on which shift; needed but for start", "bus1-rano", refers="shifts")
START = maybe("start", TIME, "when the service starts; for start alone", "09:40")

SHEET = Sheet(name="pins", says="a dispatcher's lock", columns=(KIND, REQUESTS, SHIFT_ID, START), optional=True)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for pin in town.pins:
        day = town.requests[pin.request_ids[0]].day
        yield line(
            KIND.of(pin.kind),
            REQUESTS.of(pin.request_ids),
            SHIFT_ID.of(pin.shift_id),
            START.of(Moment.of(pin.start, day, town.zone) if pin.start else None),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the pins into `draft`."""
    for row in rows:
        day = draft.days.get(("requests", row[REQUESTS][0])) if row.ok(REQUESTS) else None
        start = instant(row, START, day, draft)
        _check(row, day, draft)
        if row.whole:
            draft.pins.append(_pin(row, start))


def _check(row: Row, day: date | None, draft: Draft) -> None:
    if not row.ok(KIND):
        return
    starts, out = row[KIND] is LockKind.START, row[KIND] is LockKind.OUT
    if row.ok(REQUESTS) and row[KIND] in {LockKind.SHIFT, LockKind.START, LockKind.OUT} and len(row[REQUESTS]) > 1:
        row.wrong(REQUESTS, f"names {len(row[REQUESTS])} requests", f"a pin of kind {row[KIND]} names one")
    if row.ok(SHIFT_ID) and row[SHIFT_ID] is not None and out:
        row.wrong(SHIFT_ID, "is filled", "what is left out has no shift")
    if row.ok(SHIFT_ID) and row[SHIFT_ID] is None and not (starts or out):
        row.wrong(SHIFT_ID, "is empty", f"a pin of kind {row[KIND]} names a shift")
    if row.ok(START) and starts != (row[START] is not None):
        row.wrong(START, "is empty" if starts else "is filled", "pins of kind start have a start, no others")
    _check_day(row, day, draft)


def _check_day(row: Row, day: date | None, draft: Draft) -> None:
    shift = row[SHIFT_ID] if row.ok(SHIFT_ID) else None
    shift_day = draft.days.get(("shifts", shift)) if shift else None
    if day is not None and shift_day is not None and shift_day != day:
        row.wrong(
            SHIFT_ID, f"is on {shift_day.isoformat()}, the request on {day.isoformat()}", "name a shift of that day"
        )


def _pin(row: Row, start: datetime | None) -> Pin:
    return Pin(kind=row[KIND], request_ids=row[REQUESTS], shift_id=row[SHIFT_ID], start=start)
