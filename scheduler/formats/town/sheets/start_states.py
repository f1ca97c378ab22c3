"""Start states: where a shift that has already begun is, and who is aboard."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import Aboard, StartState
from scheduler.domain.town import Town
from scheduler.formats.town.cell import CellError, matching
from scheduler.formats.town.column import Sheet, optional, required
from scheduler.formats.town.compound import ABOARD, listed, set_of
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.geography import check_point
from scheduler.formats.town.moments import TIME, Moment
from scheduler.formats.town.numeric import coordinate, minutes, whole
from scheduler.formats.town.problems import one_of
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import REQUEST, SHIFT, Line, instant, line

_NONE = timedelta(0)
_TASK = matching(r"\w[\w.\-]{0,63}(#[0-9]+)?:(visit|pickup|dropoff|load|drop)", "a task, R-013:pickup", 100)

SHIFT_ID = required("shift", SHIFT, "the shift that has begun", "bus1-rano", refers="shifts")
LAT = required("lat", coordinate(90), "latitude where the crew is when it is free", "51.0372")
LON = required("lon", coordinate(180), "longitude where the crew is when it is free", "21.0713")
FREE_AT = required("free_at", TIME, "from then on it can go on", "09:52")
ABOARD_NOW = optional(
    "aboard", listed(ABOARD), (), "in the vehicle now, since when", "R-013@09:43|R-014@09:47", refers="requests"
)
DONE = optional("done", set_of(REQUEST), frozenset(), "served already", "R-001|R-002", refers="requests")
PREFIX = optional("next", listed(_TASK), (), "tasks that come next, in this order", "R-013:dropoff|R-014:dropoff")
DRIVEN = optional("driven_min", minutes(), _NONE, "at the wheel so far", "95")
WORKED = optional("worked_min", minutes(), _NONE, "at work so far", "172")
BREAKS = optional("breaks_taken", whole(0, 10), 0, "of the breaks owed, in their order", "1")

SHEET = Sheet(
    name="start_states",
    says="where a shift that has already begun is, and who is aboard",
    columns=(SHIFT_ID, LAT, LON, FREE_AT, ABOARD_NOW, DONE, PREFIX, DRIVEN, WORKED, BREAKS),
    key=SHIFT_ID,
    optional=True,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for shift in town.shifts:
        state = shift.start_state
        if state is not None:
            aboard = tuple((each.request_id, Moment.of(each.since, shift.day, town.zone)) for each in state.aboard)
            yield line(
                SHIFT_ID.of(shift.id),
                LAT.of(state.point.lat),
                LON.of(state.point.lon),
                FREE_AT.of(Moment.of(state.free_at, shift.day, town.zone)),
                ABOARD_NOW.of(aboard),
                DONE.of(state.done),
                PREFIX.of(state.prefix),
                DRIVEN.of(state.driven),
                WORKED.of(state.worked),
                BREAKS.of(state.breaks_taken),
            )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the start states into `draft`."""
    aboard_of: dict[str, str] = {}
    for row in rows:
        _check_aboard(row, aboard_of)
        day = draft.days.get(("shifts", row[SHIFT_ID])) if row.ok(SHIFT_ID) else None
        free_at = instant(row, FREE_AT, day, draft)
        aboard = _aboard(row, draft)
        if row.ok(LAT, LON):
            check_point(row, LAT, LON, draft)
        _check_tasks(row, draft)
        if row.whole and free_at is not None:
            draft.start_states[row[SHIFT_ID]] = _state(row, free_at, aboard)


def _aboard(row: Row, draft: Draft) -> tuple[Aboard, ...]:
    day = draft.days.get(("shifts", row[SHIFT_ID])) if row.ok(SHIFT_ID) else None
    if day is None or not row.ok(ABOARD_NOW):
        return ()
    try:
        return tuple(Aboard(request_id=name, since=since.on(day, draft.zone)) for name, since in row[ABOARD_NOW])
    except CellError as error:
        row.refuse(ABOARD_NOW, error)
        return ()


def _check_aboard(row: Row, aboard_of: dict[str, str]) -> None:
    for request, _ in row[ABOARD_NOW] if row.ok(ABOARD_NOW, SHIFT_ID) else ():
        other = aboard_of.setdefault(request, row[SHIFT_ID])
        if other != row[SHIFT_ID]:
            row.wrong(ABOARD_NOW, f"names {request}, who is aboard {other} already", "name it in one of the two rows")


def _check_tasks(row: Row, draft: Draft) -> None:
    if row.ok(ABOARD_NOW, DONE):
        done = row[DONE]
        for name in sorted(done.intersection(request for request, _ in row[ABOARD_NOW])):
            row.wrong(DONE, f"names {name}, who is still aboard", "name it in one of the two columns")
    for task in row[PREFIX] if row.ok(PREFIX) else ():
        request = re.split("[#:]", task)[0]
        if not draft.knows("requests", request):
            right = one_of(request, draft.ids["requests"] or ())
            row.wrong(PREFIX, f"names {request}, which is not among the requests", right)


def _state(row: Row, free_at: datetime, aboard: tuple[Aboard, ...]) -> StartState:
    return StartState(
        point=GeoPoint(lat=row[LAT], lon=row[LON]),
        free_at=free_at,
        aboard=aboard,
        done=row[DONE],
        prefix=row[PREFIX],
        driven=row[DRIVEN],
        worked=row[WORKED],
        breaks_taken=row[BREAKS],
    )
