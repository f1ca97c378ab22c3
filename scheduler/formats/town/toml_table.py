"""Tables of town.toml read as if they were rows of a sheet, so that one set of columns serves both."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.domain.errors import InputProblem
from scheduler.formats.town.cell import Cell
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.csv_table import decode
from scheduler.formats.town.files import read_bytes, unreadable
from scheduler.formats.town.numeric import plain
from scheduler.formats.town.problems import Problems, one_of
from scheduler.formats.town.row import BadCell, Row
from scheduler.formats.town.sheets.common import Line

FILE = "town.toml"
_LARGEST = 1024 * 1024
_DIGITS = 30
"""Of a number, at most: one of a billion digits is written in eleven letters."""
_BARE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def read_toml(path: Path, name: str = FILE) -> Mapping[str, Any]:
    """Return the content of a TOML file; numbers with decimals as `Decimal`.

    Parameters
    ----------
    name : str
        What messages call it.

    Raises
    ------
    UnreadableError
        If it cannot be used.
    """
    return parse_toml(decode(read_bytes(path, name, _LARGEST), name), name)


def parse_toml(text: str, name: str = FILE) -> Mapping[str, Any]:
    """Return the content of TOML text; numbers with decimals as `Decimal`.

    Raises
    ------
    UnreadableError
        If it is none.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        wrong = f"is not TOML: {str(error)[:200]}"
        raise unreadable(name, wrong, 'write key = value, text in "quotes"') from error


@dataclass(frozen=True, kw_only=True)
class TomlReader:
    """Hands out the tables of a parsed file and reports what it does not know."""

    problems: Problems
    file: str = FILE

    def wrong(self, path: str, wrong: str, right: str, value: object = "") -> None:
        """Report one key."""
        self.problems.add(InputProblem(file=self.file, column=path, value=str(value), wrong=wrong, right=right))

    def row(self, table: Mapping[str, Any], sheet: Sheet, path: str, inner: Iterable[str] = ()) -> Row:
        """Return one table as a row.

        Parameters
        ----------
        table : mapping
            As parsed.
        path : str
            Where it stands ("policy.prices"); empty for the top.
        inner : iterable of str
            Keys that hold tables of their own.
        """
        keys = {key: value for key, value in table.items() if key not in set(inner)}
        known = [column.name for column in sheet]
        texts = {key: _text(value) for key, value in keys.items()}
        for key, text in texts.items():
            if key not in known:
                right = one_of(key, [*known, *inner])
                self.wrong(f"{path}.{key}" if path else key, "is not a key of this table", right, text)
        row = Row(file=self.file, number=None, problems=self.problems, path=path, texts=texts)
        row.read(sheet, frozenset())
        return row

    def table(self, parent: Mapping[str, Any], key: str, path: str) -> Mapping[str, Any]:
        """Return the table under `key`, empty if there is none."""
        found = parent.get(key, {})
        if isinstance(found, dict):
            return found
        self.wrong(path, "is not a table", f"write [{path}]", found)
        return {}

    def tables(self, parent: Mapping[str, Any], key: str, path: str) -> Sequence[Mapping[str, Any]]:
        """Return the tables under `key`, none if there are none."""
        found = parent.get(key, [])
        if isinstance(found, list) and all(isinstance(each, dict) for each in found):
            return found
        self.wrong(path, "is not a list of tables", f"write [[{path}]] before each", found)
        return []


def _text(value: object) -> str:
    if isinstance(value, dict):
        return BadCell("", "is a table", "write a single value")
    if not isinstance(value, list):
        return _scalar(value)
    if any(isinstance(each, dict | list) for each in value):
        return BadCell("", "is a list of lists or tables", "write a single value, or a list of them")
    return "|".join(map(_scalar, value))


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = Decimal(str(value)) if isinstance(value, float | Decimal) else None
    if number is not None and number.is_finite() and abs(number.adjusted()) < _DIGITS:
        return plain(number)  # 1e-05 is how a program writes 0.00001, and no cell is written like it
    return str(value)


def toml_lines(line: Line, sheet: Sheet, *, explained: bool = True) -> list[str]:
    """Return ``key = value`` lines for what `line` holds, each with its meaning as a comment."""
    written = []
    for column in sheet:
        text = line.get(column.name)
        # An empty list says "none of them", which may be another thing than to say nothing.
        if text or (text is not None and column.cell.several):
            comment = f"  # {column.meaning}" if explained and column.meaning != column.name else ""
            written.append(f"{column.name} = {_value(text, column.cell)}{comment}")
    return written


def _value(text: str, cell: Cell[Any]) -> str:
    if not cell.several:
        return toml_value(text, bare=cell.bare)
    items = text.split("|") if text else []
    return f"[{', '.join(toml_value(item, bare=cell.bare) for item in items)}]"


def toml_value(text: str, *, bare: bool) -> str:
    """Return a TOML value: a number or true and false if it is one, else a string."""
    if bare and text in {"yes", "no"}:
        return "true" if text == "yes" else "false"
    if bare and _BARE.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
