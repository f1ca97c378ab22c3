"""What clients were already shown."""

from collections.abc import Iterator

from scheduler.domain.plan import Published
from scheduler.domain.town import Town
from scheduler.formats.town.column import Sheet, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import TIME, Moment
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import REQUEST, SHIFT, Line, instant, line

REQUEST_ID = required("request", REQUEST, "what was shown", "R-013", refers="requests")
SHIFT_ID = required("shift", SHIFT, "on which shift", "bus1-rano", refers="shifts")
START = required("start", TIME, "start of service shown", "09:40")

SHEET = Sheet(
    name="published",
    says="what a client was already shown; a change costs a call",
    columns=(REQUEST_ID, SHIFT_ID, START),
    key=REQUEST_ID,
    optional=True,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for shown in town.published.values():
        day = town.requests[shown.request_id].day
        yield line(
            REQUEST_ID.of(shown.request_id),
            SHIFT_ID.of(shown.shift_id),
            START.of(Moment.of(shown.start, day, town.zone)),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put what was published into `draft`."""
    for row in rows:
        day = draft.days.get(("requests", row[REQUEST_ID])) if row.ok(REQUEST_ID) else None
        start = instant(row, START, day, draft)
        if row.whole and start is not None:
            request = row[REQUEST_ID]
            draft.published[request] = Published(request_id=request, shift_id=row[SHIFT_ID], start=start)
