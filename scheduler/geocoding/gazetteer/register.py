"""The export of an address register, row by row, as address points."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.gazetteer.columns import Columns, columns_of
from scheduler.geocoding.gazetteer.coordinates import place
from scheduler.geocoding.gazetteer.csv_rows import csv_rows, decode
from scheduler.geocoding.gazetteer.entry import Entry
from scheduler.geocoding.gazetteer.problems import Problems, refused
from scheduler.services.ports import BoundingBox

_POSTCODE = re.compile(r"(\d{2})\s?-?\s?(\d{3})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Register:
    """What an export holds.

    Attributes
    ----------
    outside : int
        Rows left out because their points lie outside the town's box.
    data_date : str
        The newest date of a version in it, or empty.
    """

    entries: Sequence[Entry]
    outside: int
    swapped: bool
    data_date: str


@dataclass
class _Rows:
    """Rows that are read, before their points are placed."""

    texts: list[dict[str, str]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    second: list[float] = field(default_factory=list)
    newest: str = ""


def read_register(content: bytes, name: str, box: BoundingBox, town: str = "") -> Register:
    """Return the address points of a CSV export that lie in the town's box.

    Parameters
    ----------
    content : bytes
        Of the file called `name`.
    town : str
        For rows, or a file, without a town.

    Raises
    ------
    InputError
        With every bad cell; nothing is taken then.
    """
    rows = csv_rows(decode(content, name), name)
    first_row = next(rows, None)
    if first_row is None:
        raise refused(name, "is empty", "export the register again")
    columns = columns_of(first_row[1], name)
    problems = Problems(file=name)
    read = _Rows()
    for number, cells in rows:
        _read_row(_Row(number, cells, columns, problems), columns, town, read)
    problems.raise_if_any()
    if not read.texts:
        raise refused(name, "has column names but no rows", "export the register again")
    placed = place(np.asarray(read.first), np.asarray(read.second), box, metric=columns.metric, file=name)
    entries = [
        Entry(**read.texts[index], point=GeoPoint(lat=float(placed.lat[index]), lon=float(placed.lon[index])))
        for index in np.flatnonzero(placed.inside)
    ]
    outside = len(read.texts) - len(entries)
    return Register(entries=entries, outside=outside, swapped=placed.swapped, data_date=read.newest)


def _read_row(row: "_Row", columns: Columns, town: str, read: _Rows) -> None:
    texts = {
        "street": row.text("street"),
        "house": row.house(),
        "postcode": row.postcode(),
        "town": row.text("town") or town or row.missing_town(),
        "part": row.text("part"),
        "locality_id": row.text("locality_id"),
        "street_id": row.text("street_id"),
    }
    first, second = (row.number(axis) for axis in columns.axes)
    read.newest = max(read.newest, row.day())
    if not row.bad:
        read.texts.append(texts)
        read.first.append(first)
        read.second.append(second)


class _Row:
    """The cells of one row, which notes what is wrong with them."""

    def __init__(self, number: int, cells: list[str], columns: Columns, problems: Problems) -> None:
        self._number = number
        self._cells = cells
        self._columns = columns
        self._problems = problems
        self.bad = False

    def _raw(self, column: str) -> str:
        at = self._columns.at.get(column)
        return self._cells[at].strip() if at is not None and at < len(self._cells) else ""

    def _wrong(self, column: str, value: str, wrong: str, right: str) -> None:
        self.bad = True
        self._problems.add(self._number, self._columns.called.get(column, column), value, wrong, right)

    def text(self, column: str) -> str:
        value = self._raw(column)
        if len(value) > _LONGEST or not value.isprintable():
            self._wrong(column, value, "is no name", f"use at most {_LONGEST} letters, none of them invisible")
        return "" if value.casefold() in {"null", "none", "nan", "brak"} else value

    def house(self) -> str:
        value = self.text("house")
        if not value and not self.bad:
            self._wrong("house", value, "is empty", "write the house number, such as 12 or 12A")
        return value

    def missing_town(self) -> str:
        self._wrong("town", "", "is empty", "write the town or village")
        return ""

    def postcode(self) -> str:
        value = self.text("postcode")
        found = _POSTCODE.fullmatch(value)
        if found is None and value:
            self._wrong("postcode", value, "is no postcode", "write it as 27-200")
        return f"{found[1]}-{found[2]}" if found else ""

    def number(self, column: str) -> float:
        value = self._raw(column)
        try:
            found = float(value.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self._wrong(column, value, "is not a number" if value else "is empty", "write it as 669123.45")
        return found

    def day(self) -> str:
        found = _DAY.match(self._raw("version"))
        return found[0] if found else ""
