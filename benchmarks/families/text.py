"""Tables of numbers as text, read with suspicion: every complaint names the file, the line and what would be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, NoReturn

from benchmarks.families.instance import Node

LARGEST = Decimal(10) ** 9
"""No number of these files comes near; a larger one is a slip, or meant to make us compute for ever."""
PLACES = 20
"""Decimals that a number may have."""
LONGEST_FILE = 10**7
"""Characters; the largest files of these families (1,000 customers) have fewer than 10^5."""


class FileError(ValueError):
    """A file that is not what it should be."""


class Line(NamedTuple):
    """A line that is not empty."""

    number: int
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The lines of a file."""

    path: Path
    lines: tuple[Line, ...]

    def fail(self, line: int, what: str) -> NoReturn:
        """Raise the error that the line is wrong."""
        raise FileError(f"{self.path}, line {line}: {what}")

    def at(self, position: int, wanted: str) -> Line:
        """Return the line at a position, counted without empty ones."""
        if position >= len(self.lines):
            self.fail(self.lines[-1].number if self.lines else 1, f"the file ends here; there should be {wanted}")
        return self.lines[position]

    def decimal(self, line: int, word: str, name: str) -> Decimal:
        """Return a finite number of ordinary size."""
        try:
            value = Decimal(word)
        except InvalidOperation:
            self.fail(line, f"{name} is {word[:40]!r}; it should be a number")
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -PLACES or abs(value) > LARGEST:
            self.fail(
                line, f"{name} is {word[:40]!r}; it should be a number of at most {LARGEST:,} and {PLACES} decimals"
            )
        return value

    def whole(self, line: int, word: str, name: str, least: int | None = None) -> int:
        """Return a whole number, at least `least`."""
        value = self.decimal(line, word, name)
        if value != int(value) or (least is not None and value < least):
            wanted = "a whole number" if least is None else f"a whole number, {least} or more"
            self.fail(line, f"{name} is {word}; it should be {wanted}")
        return int(value)

    def row(self, line: Line, columns: Sequence[str]) -> dict[str, str]:
        """Return the words of a line by the names of its columns."""
        if len(line.words) != len(columns):
            wanted = f"{len(columns)} numbers: {', '.join(columns)}"
            self.fail(line.number, f"there are {len(line.words)} values; there should be {wanted}")
        return dict(zip(columns, line.words, strict=True))

    def nodes(self, lines: Iterable[Line], columns: Sequence[str]) -> tuple[Node, ...]:
        """Return a node a line, the depot first; `columns` are the fields of `Node` and what else a line has."""
        found: dict[int, Node] = {}
        for line in lines:
            node = self._node(line, self.row(line, columns))
            if node.number in found:
                before = found[node.number].line
                self.fail(line.number, f"number {node.number} stands in line {before} already; it should stand once")
            if not found and node.number != 0:
                self.fail(line.number, f"the first number is {node.number}; it should be 0, the depot")
            found[node.number] = node
        if len(found) < 2:
            self.at(len(self.lines), "the depot, numbered 0, and at least one row more")
        return tuple(found.values())

    def _node(self, line: Line, row: dict[str, str]) -> Node:
        number = line.number
        times = {name: self.decimal(number, row[name], name) for name in ("opens", "closes", "service")}
        for name, value in times.items():
            if value < 0:
                self.fail(number, f"{name} is {value}; it should be 0 or more")
        if times["opens"] > times["closes"]:
            self.fail(number, f"it opens at {row['opens']} and closes at {row['closes']}; it should close no sooner")
        return Node(
            number=self.whole(number, row["number"], "number", 0),
            line=number,
            x=self.decimal(number, row["x"], "x"),
            y=self.decimal(number, row["y"], "y"),
            demand=self.whole(number, row["demand"], "demand"),
            **times,
        )


def table(path: Path) -> Table:
    """Return the lines of a file.

    Raises
    ------
    FileError
        If it cannot be read as text.
    """
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST_FILE + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not text" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise FileError(f"{path}: cannot be read: {reason}") from error
    if len(text) > LONGEST_FILE:
        raise FileError(f"{path}: longer than {LONGEST_FILE:,} characters; no file of these families is")
    words = ((number, tuple(line.split())) for number, line in enumerate(text.split("\n"), 1))
    return Table(path=path, lines=tuple(Line(number, row) for number, row in words if row))
