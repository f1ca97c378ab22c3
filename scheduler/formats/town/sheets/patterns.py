"""Weekly patterns: shifts that come again every week, or every few weeks."""

from collections.abc import Iterator

from scheduler.domain.place import Door
from scheduler.domain.rota import WeeklyPattern
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import whole
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import PATTERN, Line, line
from scheduler.formats.town.sheets.shifts import (
    CONTRACT_PRICE,
    CREW,
    DISTRICTS,
    END_AT,
    HAND_OVER,
    MODE,
    OVERTIME,
    SHIFT_NAME,
    START_AT,
    VEHICLE_ID,
    check_mode,
)
from scheduler.formats.town.weekly import CLOCK, WEEKDAYS

ID = required("id", PATTERN, "the pattern; its shifts are called by it and their date", "bus1-rano")
DAYS = required("weekdays", WEEKDAYS, "on which days of the week", "mon|tue|wed|thu|fri")
EVERY = optional("every_weeks", whole(1, 520), 1, "2: every other week, counted from that of valid_from", "2")
START = required("start", CLOCK, "start of work by the town's clock", "07:00")
END = required("end", CLOCK, "end of work; not after the start: on the next day", "15:00")
FROM = required("valid_from", DATE, "first day on which it may make a shift", "2026-11-24")
UNTIL = maybe("valid_until", DATE, "last day; empty: until further notice", "2027-06-30")
HOLIDAYS = optional("on_holidays", YES_NO, False, "also on public holidays and the town's own days off", "yes")

SHEET = Sheet(
    name="patterns",
    says="a shift that comes again every week; the office makes the shifts of bookable days of it",
    columns=(
        ID, SHIFT_NAME, DAYS, EVERY, START, END, FROM, UNTIL, HOLIDAYS, CREW, VEHICLE_ID, MODE, START_AT, END_AT,
        OVERTIME, DISTRICTS, HAND_OVER, CONTRACT_PRICE,
    ),
    key=ID,
    optional=True,
)  # fmt: skip


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for pattern in town.patterns.values():
        end_at = None if pattern.end_door == pattern.start_door else pattern.end_door
        yield line(
            ID.of(pattern.id),
            SHIFT_NAME.of(pattern.name),
            DAYS.of(pattern.weekdays),
            EVERY.of(pattern.every),
            START.of(pattern.start),
            END.of(pattern.end),
            FROM.of(pattern.valid_from),
            UNTIL.of(pattern.valid_until),
            HOLIDAYS.of(pattern.on_holidays),
            CREW.of(pattern.staff_ids),
            VEHICLE_ID.of(pattern.vehicle_id),
            MODE.of(pattern.mode),
            START_AT.of(pattern.start_door),
            END_AT.of(end_at),
            OVERTIME.of(pattern.overtime),
            DISTRICTS.of(pattern.districts),
            HAND_OVER.of(pattern.hand_over),
            CONTRACT_PRICE.of(pattern.contract_gr_per_request),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the patterns into `draft`."""
    for row in rows:
        until = row[UNTIL] if row.ok(FROM, UNTIL) else None
        if until is not None and until < row[FROM]:
            row.wrong(UNTIL, "is before the first day", f"use {row[FROM].isoformat()} or a later day, or leave it out")
        check_mode(row, draft)
        if row.whole:
            draft.patterns[row[ID]] = _pattern(row)


def _pattern(row: Row) -> WeeklyPattern:
    end_door: Door | None = row[END_AT]
    return WeeklyPattern(
        id=row[ID],
        name=row[SHIFT_NAME],
        weekdays=row[DAYS],
        every=row[EVERY],
        start=row[START],
        end=row[END],
        valid_from=row[FROM],
        valid_until=row[UNTIL],
        on_holidays=row[HOLIDAYS],
        staff_ids=row[CREW],
        vehicle_id=row[VEHICLE_ID],
        mode=row[MODE],
        start_door=row[START_AT],
        end_door=end_door or row[START_AT],
        overtime=row[OVERTIME],
        districts=row[DISTRICTS],
        hand_over=row[HAND_OVER],
        contract_gr_per_request=row[CONTRACT_PRICE],
    )
