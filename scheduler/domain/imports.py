"""What an office brings in its own workbook: a sheet as it is read, and what its columns were said to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class ImportKind(StrEnum):
    """What a sheet lists."""

    CLIENTS = "clients"
    BOOKINGS = "bookings"


class CellFlaw(StrEnum):
    """What a cell holds instead of a value."""

    FORMULA = "formula"
    ERROR = "error"


class FlawedCell(str):
    """A cell whose value nobody can rely on; its text is what stands there.

    Parameters
    ----------
    flaw : CellFlaw
        What is wrong with it.
    """

    __slots__ = ("flaw",)
    flaw: CellFlaw

    def __new__(cls, text: str, flaw: CellFlaw) -> Self:
        """Return the cell."""
        made = super().__new__(cls, text)
        made.flaw = flaw
        return made


@dataclass(frozen=True, kw_only=True)
class SheetText:
    """A sheet as a person sees it.

    Attributes
    ----------
    rows : sequence of (int, sequence of str)
        The number of a row as a spreadsheet counts from 1, and its cells; rows without any text are left out.
    """

    name: str
    rows: Sequence[tuple[int, Sequence[str]]] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class KnownColumns:
    """What the columns of an office's workbooks were said to be, one record for each kind of sheet.

    Attributes
    ----------
    id : ImportKind
        What those sheets list.
    fields : mapping of str to str
        What a column is by its header without case and marks; empty: it is not brought in.
    """

    id: ImportKind
    fields: Mapping[str, str] = field(default_factory=dict)
