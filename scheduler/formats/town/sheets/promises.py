"""Promises: windows told to clients."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from scheduler.domain.promise import Promise
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.formats.town.cell import CellError
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import TIME, WINDOW, Moment, Window
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import NAME, REQUEST, Line, instant, line

REQUEST_ID = required("request", REQUEST, "what was promised", "R-013", refers="requests")
PROMISED = required("window", WINDOW, "the window told, on what the request's own windows bound", "09:40-09:55")
PICKUP = maybe("pickup", WINDOW, "of a ride with an arrival to keep: when the bus comes, as it was told", "08:55-09:10")
MADE_AT = maybe("made_at", TIME, "when, with its date", "2026-11-19T08:12")
MADE_BY = optional("made_by", NAME, "", "by whom", "dyspozytor")

SHEET = Sheet(
    name="promises",
    says="a window told to a client",
    columns=(REQUEST_ID, PROMISED, PICKUP, MADE_AT, MADE_BY),
    key=REQUEST_ID,
    optional=True,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for promise in town.promises.values():
        day = town.requests[promise.request_id].day
        yield line(
            REQUEST_ID.of(promise.request_id),
            PROMISED.of(Window.of(promise.window, day, town.zone)),
            PICKUP.of(Window.of(promise.pickup, day, town.zone) if promise.pickup else None),
            MADE_AT.of(Moment.of(promise.made_at, day, town.zone) if promise.made_at else None),
            MADE_BY.of(promise.made_by),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the promises into `draft`."""
    for row in rows:
        day = draft.days.get(("requests", row[REQUEST_ID])) if row.ok(REQUEST_ID) else None
        window, pickup = _told(row, PROMISED, day, draft), _told(row, PICKUP, day, draft)
        made_at = instant(row, MADE_AT, day, draft, far=True)
        if row.whole and window is not None:
            request = row[REQUEST_ID]
            draft.promises[request] = Promise(
                request_id=request, window=window, pickup=pickup, made_at=made_at, made_by=row[MADE_BY]
            )


def _told(row: Row, column: Column[Any], day: date | None, draft: Draft) -> TimeWindow | None:
    """Return a window of the request's day; None if there is none, or it cannot be, which is told."""
    if day is None or not row.ok(column) or row[column] is None:
        return None
    try:
        told: TimeWindow = row[column].on(day, draft.zone)
    except CellError as error:
        row.refuse(column, error)
        return None
    return told
