"""Shifts: one working period of one crew."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scheduler.domain.place import Door
from scheduler.domain.roster import Shift, TravelMode
from scheduler.domain.town import Town
from scheduler.formats.town.cell import choice
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.compound import DOOR, listed, set_of
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import DATE, TIME, Moment
from scheduler.formats.town.numeric import minutes, zloty
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import DISTRICT, NAME, SHIFT, STAFF, VEHICLE, Line, instant, line

_NONE = timedelta(0)
_LONGEST = timedelta(hours=24)

ID = required("id", SHIFT, "the shift", "bus1-rano")
DAY = required("date", DATE, "service day; the shift may end on the next date", "2026-11-23")
SHIFT_NAME = required("name", NAME, "name on lists and sheets", "Bus 1, rano")
CREW = required("staff", listed(STAFF), "the crew", "maj-jan|nowak-ewa", refers="staff")
VEHICLE_ID = maybe("vehicle", VEHICLE, "vehicle; empty: none of the town's", "bus-1", refers="vehicles")
MODE = optional("mode", choice(TravelMode), TravelMode.CAR, "how the crew travels", "van")
START = required("start", TIME, "start of work", "07:00")
END = required("end", TIME, "end of work", "15:00")
START_AT = required("start_at", DOOR, "where the shift starts", "baza-majowka", refers="places")
END_AT = maybe("end_at", DOOR, "where it ends; empty: where it starts", "baza-majowka", refers="places")
OVERTIME = optional("overtime_min", minutes(), _NONE, "how far past the end the crew may come home", "30")
DISTRICTS = optional(
    "districts", set_of(DISTRICT), frozenset(), "where it may serve; empty: anywhere", "lazy|bugaj", refers="districts"
)
HAND_OVER = optional("hand_over_min", minutes(), _NONE, "at the start, if another shift drove the vehicle before", "10")
CONTRACT_PRICE = optional("zl_per_request", zloty(10_000), 0, "a contractor's price per request served", "35")

SHEET = Sheet(
    name="shifts",
    says="one working period of one crew",
    columns=(
        ID, DAY, SHIFT_NAME, CREW, VEHICLE_ID, MODE, START, END, START_AT, END_AT, OVERTIME, DISTRICTS, HAND_OVER,
        CONTRACT_PRICE,
    ),
    key=ID,
)  # fmt: skip


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for shift in town.shifts:
        end_at = None if shift.end_door == shift.start_door else shift.end_door
        yield line(
            ID.of(shift.id),
            DAY.of(shift.day),
            SHIFT_NAME.of(shift.name),
            CREW.of(shift.staff_ids),
            VEHICLE_ID.of(shift.vehicle_id),
            MODE.of(shift.mode),
            START.of(Moment.of(shift.start, shift.day, town.zone)),
            END.of(Moment.of(shift.end, shift.day, town.zone)),
            START_AT.of(shift.start_door),
            END_AT.of(end_at),
            OVERTIME.of(shift.overtime),
            DISTRICTS.of(shift.districts),
            HAND_OVER.of(shift.hand_over),
            CONTRACT_PRICE.of(shift.contract_gr_per_request),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the shifts into `draft`."""
    for row in rows:
        day = row[DAY] if row.ok(DAY) else None
        start, end = instant(row, START, day, draft), instant(row, END, day, draft)
        if start is not None and end is not None:
            _check_span(row, start, end)
        check_mode(row, draft)
        if row.whole and start is not None and end is not None:
            draft.shifts[row[ID]] = _shift(row, draft, start, end)


def _check_span(row: Row, start: datetime, end: datetime) -> None:
    length = end.astimezone(UTC) - start.astimezone(UTC)
    if length <= _NONE:
        hint = f", such as {row.texts[END.name]}+1" if row[END].date is None and not row[END].plus_days else ""
        row.wrong(END, "is not after the start", f"write +1 behind a time of the next day{hint}")
    if length > _LONGEST:
        row.wrong(END, f"makes the shift {length.total_seconds() / 3600:.1f} h long", "split it: at most 24 h")


def check_mode(row: Row, draft: Draft) -> None:
    """Report a crew that goes by public transport in a town without a table of its minutes."""
    if row.ok(MODE) and row[MODE] is TravelMode.TABLE and draft.policy and not draft.policy.district_minutes:
        row.wrong(MODE, "needs a table of minutes between districts", "add [[policy.district_minutes]] to town.toml")


def _shift(row: Row, draft: Draft, start: datetime, end: datetime) -> Shift:
    end_door: Door | None = row[END_AT]
    return Shift(
        id=row[ID],
        day=row[DAY],
        name=row[SHIFT_NAME],
        staff_ids=row[CREW],
        vehicle_id=row[VEHICLE_ID],
        mode=row[MODE],
        start=start,
        end=end,
        start_door=row[START_AT],
        end_door=end_door or row[START_AT],
        overtime=row[OVERTIME],
        districts=row[DISTRICTS],
        hand_over=row[HAND_OVER],
        contract_gr_per_request=row[CONTRACT_PRICE],
        start_state=draft.start_states.get(row[ID]),
    )
