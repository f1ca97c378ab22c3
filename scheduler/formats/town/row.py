"""One row of a sheet (or one table of town.toml) with its cells read, and where to complain about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, cast

from scheduler.domain.errors import InputProblem
from scheduler.formats.town.cell import CellError
from scheduler.formats.town.column import Column, Sheet
from scheduler.formats.town.problems import Problems


class BadCell(str):
    """Text of a cell that was found wrong before its column was known (a formula, a list of lists)."""

    __slots__ = ("error",)

    def __new__(cls, text: str, wrong: str, right: str) -> Self:
        """Return the text with what is to be said of it."""
        bad = super().__new__(cls, text)
        bad.error = CellError(wrong, right)
        return bad

    error: CellError


@dataclass
class Row:
    """Cells by column.

    Attributes
    ----------
    number : int or None
        As a spreadsheet counts; None in town.toml, where `path` says which table.
    values : dict
        What the cells that could be read mean, by column name.
    bad : set of str
        Columns that could not be read; whatever needs one of them is not attempted.
    noted : int
        How many problems this row has.
    """

    file: str
    number: int | None
    problems: Problems
    path: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    noted: int = 0

    def __getitem__[T](self, column: Column[T]) -> T:
        """Return what the cell means; only for columns that are not bad."""
        return cast("T", self.values[column.name])

    def ok(self, *columns: Column[Any]) -> bool:
        """Return whether all these cells could be read."""
        return self.bad.isdisjoint(column.name for column in columns)

    @property
    def whole(self) -> bool:
        """Whether nothing at all was wrong with this row."""
        return not self.bad and not self.noted

    def wrong(self, column: Column[Any], wrong: str, right: str) -> None:
        """Report a cell."""
        self.noted += 1
        place = f"{self.path}.{column.name}" if self.path else column.name
        value = self.texts.get(column.name, "")
        self.problems.add(
            InputProblem(file=self.file, row=self.number, column=place, value=value, wrong=wrong, right=right)
        )

    def refuse(self, column: Column[Any], error: CellError) -> None:
        """Report a cell and let nothing more be made of it."""
        self.bad.add(column.name)
        self.wrong(column, error.wrong, error.right)

    def read(self, sheet: Sheet, absent: frozenset[str]) -> None:
        """Read every cell; the columns in `absent` were reported with the header already."""
        self.bad |= absent
        for column in sheet:
            if column.name not in absent:
                self._read_cell(column)

    def read_key_only(self, sheet: Sheet) -> None:
        """Read what names the row, so that references to it are not reported too; the rest counts as bad."""
        self.noted += 1
        self.bad |= {column.name for column in sheet}
        if sheet.key is not None:
            try:
                self.values[sheet.key.name] = sheet.key.read(self.texts.get(sheet.key.name, ""))
                self.bad.discard(sheet.key.name)
            except CellError:
                return

    def _read_cell(self, column: Column[Any]) -> None:
        text = self.texts.get(column.name, "")
        try:
            if isinstance(text, BadCell):
                raise text.error
            self.values[column.name] = column.read(text)
        except CellError as error:
            self.refuse(column, error)
