"""What several sheets share: kinds of cells, resolving times, registering ids."""

from datetime import date, datetime

from scheduler.domain.ids import (
    ClientId,
    DistrictId,
    PatternId,
    PlaceId,
    ProgrammeId,
    ProviderId,
    RequestId,
    ServiceId,
    ShiftId,
    SkillId,
    StaffId,
    VehicleId,
)
from scheduler.domain.time import TimeWindow
from scheduler.formats.town.cell import CellError, identifier, matching, text
from scheduler.formats.town.column import Column
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import Moment, Window
from scheduler.formats.town.row import Row

NAME = text(200)
ADDRESS = text(300)
NOTE = text(2000)
PHONE = matching(r"[+0-9(][0-9 ()/.+\-]*(?:(?:w|wew|ext)\.? ?[0-9]+)?", "a phone number, digits and blanks", 40)
EMAIL = matching(r"[^\s@<>()\[\],;:\"]+@[\w-]+(?:\.[\w-]+)+", "an address such as anna@example.org", 254)

CLIENT = identifier(ClientId)
DISTRICT = identifier(DistrictId)
PATTERN = identifier(PatternId)
PLACE = identifier(PlaceId)
PROGRAMME = identifier(ProgrammeId)
PROVIDER = identifier(ProviderId)
REQUEST = identifier(RequestId)
SERVICE = identifier(ServiceId)
SHIFT = identifier(ShiftId)
SKILL = identifier(SkillId)
STAFF = identifier(StaffId)
VEHICLE = identifier(VehicleId)

type Line = dict[str, str]
"""One row to be written: cell text by column name."""


def line(*cells: tuple[str, str]) -> Line:
    """Return the row that holds these cells (see `Column.of`)."""
    return dict(cells)


def instant(
    row: Row, column: Column[Moment] | Column[Moment | None], day: date | None, draft: Draft, *, far: bool = False
) -> datetime | None:
    """Return the instant a time cell means on `day`; None if it is bad, empty or the day is unknown."""
    moment: Moment | None = row.values.get(column.name)
    if day is None or moment is None:
        return None
    try:
        return moment.on(day, draft.zone, far=far)
    except CellError as error:
        row.refuse(column, error)
        return None


type WindowColumn = Column[tuple[Window, ...] | None]


def windows(row: Row, column: WindowColumn, day: date | None, draft: Draft) -> tuple[TimeWindow, ...] | None:
    """Return the windows a cell means on `day`; None if it is bad, empty or the day is unknown."""
    written: tuple[Window, ...] | None = row.values.get(column.name)
    if day is None or written is None:
        return None
    try:
        return tuple(window.on(day, draft.zone) for window in written)
    except CellError as error:
        row.refuse(column, error)
        return None
