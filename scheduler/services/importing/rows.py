"""A row as it is read: what it says, what is wrong with it, what becomes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from scheduler.domain.booking import Booking
from scheduler.domain.client import Client
from scheduler.domain.imports import FlawedCell, SheetText
from scheduler.domain.place import GeoPoint, Place
from scheduler.domain.text import flaw_of
from scheduler.services.importing.sentences import CellWrong, Said, Trouble, trouble
from scheduler.services.importing.words import WHAT

_LONGEST = 200
_LONGEST_NOTE = 2_000
_NOTES = frozenset({"office_note", "driver_note", "worker_note", "note"})


class RowStatus(StrEnum):
    """What would become of a row: something new, a change, nothing (it is there already), or it cannot be used."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class RowFound:
    """A row, examined.

    Attributes
    ----------
    called : str
        Whom it is about, as the row or the register says.
    said : sequence of (str, str)
        What was understood: name of a field, and what it says.
    changes : sequence of str
        Names of the fields that would change.
    unplaced : str
        The address whose point is not known; empty: it is.
    point : GeoPoint or None
        Where that address is put for the time being.
    place : Place or None
        To be kept with it.
    """

    number: int
    status: RowStatus
    called: str = ""
    said: Sequence[tuple[str, str]] = ()
    changes: Sequence[str] = ()
    troubles: Sequence[Trouble] = ()
    notes: Sequence[Said] = ()
    unplaced: str = ""
    point: GeoPoint | None = None
    place: Place | None = None
    client: Client | None = None
    booking: Booking | None = None


@dataclass
class RowReader:
    """The cells of one row by field, and what was found wrong with them so far."""

    number: int
    cells: Mapping[str, str]
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    understood: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What the row says by field: as it was understood, where that looks otherwise."""
        return tuple((name, self.understood.get(name) or str(cell)[:_LONGEST]) for name, cell in self.cells.items())

    def text(self, name: str) -> str:
        """Return a cell as it is kept, and note what is wrong with it; empty: there is nothing, or nothing good."""
        cell = self.cells.get(name, "")
        try:
            return _checked(cell, _LONGEST_NOTE if name in _NOTES else _LONGEST, lines=name in _NOTES)
        except CellWrong as error:
            self.wrong(error, name)
            return ""

    def value[T](self, name: str, read: Callable[..., T], *bounds: Any) -> T | None:
        """Return what a cell means; None: it is empty, or wrong, which is noted."""
        if not (text := self.text(name)):
            return None
        try:
            found = read(text, *bounds)
        except CellWrong as error:
            self.wrong(error, name)
            return None
        if not isinstance(found, bool | StrEnum):  # people's own words say these best
            self.understood[name] = f"{found:%d.%m.%Y}" if isinstance(found, date) else str(found)
        return found

    def needed(self, name: str, *, what: str) -> bool:
        """Return whether a cell holds anything, and note it if it does not."""
        if not self.cells.get(name, "").strip():
            self.wrong(CellWrong("empty", what=WHAT[what]), name)
            return False
        return True

    def wrong(self, error: CellWrong, name: str = "") -> None:
        """Note what is wrong with a cell, once."""
        if not any(one.field == name for one in self.troubles):
            self.troubles.append(trouble(error, name, str(self.cells.get(name, ""))))


def readers(sheet: SheetText, header_row: int, columns: Mapping[str, int]) -> Sequence[RowReader]:
    """Return the rows below the header that say anything in the columns that are brought in."""
    found = []
    for number, cells in sheet.rows:
        if number <= header_row:
            continue
        told = {name: cells[k - 1] for name, k in columns.items() if k <= len(cells) and cells[k - 1]}
        if told:
            found.append(RowReader(number=number, cells=told))
    return found


def _checked(cell: str, longest: int, *, lines: bool) -> str:
    if isinstance(cell, FlawedCell):
        raise CellWrong(cell.flaw.value)
    text = cell if lines else " ".join(cell.split())
    if flaw_of(text, lines=lines):
        raise CellWrong("unseen")
    if len(text) > longest:
        raise CellWrong("long", length=len(text), most=longest)
    return text
