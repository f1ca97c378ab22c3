"""How one kind of value stands in a cell: read with a helpful refusal, and written so that it reads back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.formats.town.problems import one_of


class CellError(ValueError):
    """A cell that cannot be read.

    Parameters
    ----------
    wrong, right : str
        As in `InputProblem`.
    """

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True, kw_only=True)
class Cell[T]:
    """One kind of value.

    Attributes
    ----------
    says : str
        The format in words, for the table of columns and for messages.
    read : callable
        From clean, non-empty text; raises `CellError`.
    write : callable
        The text that `read` turns into an equal value.
    bare : bool
        In TOML, written without quotes (numbers, yes and no).
    several : bool
        In TOML, written as a list; between the things in a cell stands ``|``.
    """

    says: str
    read: Callable[[str], T]
    write: Callable[[T], str]
    bare: bool = False
    several: bool = False


def text(longest: int) -> Cell[str]:
    """Free text of at most `longest` characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise CellError(f"is {len(cell)} characters long", f"use at most {longest}")
        return cell

    return Cell(says=f"text, at most {longest} characters", read=read, write=str)


def matching(pattern: str, says: str, longest: int = 64) -> Cell[str]:
    """Text of a given shape."""
    compiled = re.compile(pattern)

    def read(cell: str) -> str:
        if len(cell) > longest or not compiled.fullmatch(cell):
            raise CellError("is not understood", f"write {says}")
        return cell

    return Cell(says=says, read=read, write=str)


def identifier[T: str](make: Callable[[str], T]) -> Cell[T]:
    """An id: it names a thing in other sheets, in lists and in task names, so it holds no separators."""
    pattern = re.compile(r"\w[\w.\-]{0,63}")

    def read(cell: str) -> T:
        if not pattern.fullmatch(cell):
            raise CellError("is not an id", "use up to 64 letters, digits, - _ and . only, a letter or digit first")
        return make(cell)

    return Cell(says="id", read=read, write=str)


def choice[E: StrEnum](options: type[E]) -> Cell[E]:
    """One word of a short list."""
    known = {option.value: option for option in options}

    def read(cell: str) -> E:
        option = known.get(cell.casefold())
        if option is None:
            raise CellError("is not one of the choices", one_of(cell, known))
        return option

    return Cell(says=" / ".join(known), read=read, write=lambda option: option.value)


_YES = frozenset({"yes", "true", "1", "tak", "x"})
_NO = frozenset({"no", "false", "0", "nie"})


def _yes_or_no(cell: str) -> bool:
    if cell.casefold() in _YES | _NO:
        return cell.casefold() in _YES
    raise CellError("is neither yes nor no", "write yes or no")


YES_NO: Cell[bool] = Cell(says="yes / no", read=_yes_or_no, write=lambda yes: "yes" if yes else "no", bare=True)
