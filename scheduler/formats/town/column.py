"""What a column is, and what a sheet is: the declarations that reading, writing and the documentation share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from scheduler.formats.town.cell import Cell, CellError
from scheduler.formats.town.text import clean, refused_character


@dataclass(frozen=True, kw_only=True)
class Column[T]:
    """One column of a sheet, or one key of a table in town.toml.

    Attributes
    ----------
    default : T or None
        What an empty cell means; not used where `required`.
    refers : str or None
        The kind of thing whose ids stand here ("clients").
    """

    name: str
    cell: Cell[T]
    meaning: str
    example: str
    required: bool = True
    default: T | None = None
    refers: str | None = None

    def of(self, value: T) -> tuple[str, str]:
        """Return the column's name and the cell text for `value`; what an empty cell means is left empty."""
        if not self.required and value == self.default:
            return self.name, ""
        return self.full(value)

    def full(self, value: T) -> tuple[str, str]:
        """Return the column's name and the cell text for `value`, even where an empty cell would do."""
        written = clean(self.cell.write(value))
        try:
            # A value that would be refused tomorrow is refused today, while whoever made it is at hand.
            self.read(written)
        except CellError as error:
            raise ValueError(f"{self.name} {value!r}: {error.wrong}; {error.right}") from error
        return self.name, written

    def read(self, raw: str) -> T:
        """Return what the text of one cell means.

        Raises
        ------
        CellError
            If it is empty and must not be, holds refused characters, or is not what the column holds.
        """
        refused = refused_character(raw)
        if refused is not None:
            raise CellError(f"holds {refused}", "delete the cell and type it again")
        text = clean(raw)
        if text:
            return self.cell.read(text)
        if self.required:
            raise CellError("is empty", f"write {self.cell.says}, such as {self.example}")
        return cast("T", self.default)


def required[T](name: str, cell: Cell[T], meaning: str, example: str, *, refers: str | None = None) -> Column[T]:
    """Declare a column whose cells are never empty."""
    return Column(name=name, cell=cell, meaning=meaning, example=example, refers=refers)


def optional[T](
    name: str, cell: Cell[T], default: T, meaning: str, example: str, *, refers: str | None = None
) -> Column[T]:
    """Declare a column whose empty cells, or whose absence, mean `default`."""
    return Column(
        name=name, cell=cell, meaning=meaning, example=example, required=False, default=default, refers=refers
    )


def maybe[T](name: str, cell: Cell[T], meaning: str, example: str, *, refers: str | None = None) -> Column[T | None]:
    """Declare a column whose empty cells mean None."""
    column = Column[Any](name=name, cell=cell, meaning=meaning, example=example, required=False, refers=refers)
    return cast("Column[T | None]", column)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet, or a table of town.toml.

    Attributes
    ----------
    says : str
        What one row is.
    key : Column or None
        The id that other sheets refer to.
    several : bool
        Whether rows may share an id; otherwise no two do.
    optional : bool
        Whether the file may be absent, which means: no rows.
    """

    name: str
    says: str
    columns: tuple[Column[Any], ...]
    key: Column[Any] | None = None
    several: bool = False
    optional: bool = False

    def __iter__(self) -> Iterator[Column[Any]]:
        return iter(self.columns)
