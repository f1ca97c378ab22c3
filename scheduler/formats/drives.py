"""Actual drives in a file: what traffic is calibrated by."""

from pathlib import Path

from scheduler.domain.actuals import Drive
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.formats.single_sheet import read_single_sheet
from scheduler.formats.town.cell import choice
from scheduler.formats.town.column import Sheet, optional, required
from scheduler.formats.town.compound import DOOR
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.moments import DATE, TIME
from scheduler.formats.town.problems import Problems
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import instant

DAY = required("date", DATE, "day of departure", "2026-11-23")
LEFT = required("left", TIME, "when the wheels began to turn", "08:12")
ARRIVED = required("arrived", TIME, "when they stood at the other door", "08:21")
FROM = required("from", DOOR, "from which door", "cus", refers="places")
TO = required("to", DOOR, "to which door", "szpital/Poradnie", refers="places")
MODE = optional("mode", choice(TravelMode), TravelMode.CAR, "how", "van")

SHEET = Sheet(name="drives", says="a drive as it was", columns=(DAY, LEFT, ARRIVED, FROM, TO, MODE))


def read_drives(path: Path, town: Town) -> tuple[Drive, ...]:
    """Return the drives of a CSV file.

    Raises
    ------
    InputError
        With every problem found.
    """
    draft = Draft(problems=Problems(), zone=town.zone, ids={"places": town.places.keys()}, places=dict(town.places))
    return read_single_sheet(path, SHEET, draft, _drive)


def _drive(row: Row, draft: Draft) -> Drive | None:
    day = row[DAY] if row.ok(DAY) else None
    left, arrived = instant(row, LEFT, day, draft), instant(row, ARRIVED, day, draft)
    if left is not None and arrived is not None and arrived.timestamp() <= left.timestamp():
        row.wrong(ARRIVED, "is not after left", "write 00:10+1 for ten past midnight on the next day")
    if not row.whole or left is None or arrived is None:
        return None
    return Drive(origin=row[FROM], destination=row[TO], left=left, arrived=arrived, mode=row[MODE])
