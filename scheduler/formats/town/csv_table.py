"""CSV as people save it: UTF-8 with or without mark, or Windows-1250; comma, semicolon or tab."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from scheduler.domain.errors import InputProblem
from scheduler.formats.town.column import Sheet
from scheduler.formats.town.files import UnreadableError, read_bytes, unreadable
from scheduler.formats.town.table import MOST_COLUMNS, MOST_ROWS, Table, header_names
from scheduler.formats.town.text import escape

_SEPARATORS = (",", ";", "\t")
_LONGEST_HEADER = 10_000
_SAVE_AGAIN = "save it as CSV UTF-8"


def decode(content: bytes, name: str) -> str:
    """Return the text of a file; UTF-8 if it can be, else Windows-1250.

    Raises
    ------
    UnreadableError
        If it is neither.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise unreadable(name, "is UTF-16 text", _SAVE_AGAIN)
    if content.startswith(b"PK\x03\x04"):
        raise unreadable(name, "is a workbook or an archive, not CSV", _SAVE_AGAIN)
    if b"\0" in content:
        raise unreadable(name, "holds NUL bytes, so it is not text", _SAVE_AGAIN)
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(name, "is neither UTF-8 nor Windows-1250 text", _SAVE_AGAIN)


def _separator(first_line: str, sheet: Sheet) -> str:
    """Return the separator that makes most of the header's names known ones."""
    known = {column.name for column in sheet}
    return max(_SEPARATORS, key=lambda mark: len(known.intersection(header_names(first_line.split(mark)))))


def read_csv(path: Path, sheet: Sheet) -> Table:
    """Return the table in a CSV file.

    Raises
    ------
    UnreadableError
        If the file as a whole cannot be used.
    """
    name = path.name
    text = decode(read_bytes(path, name), name)
    separator = _separator(text[:_LONGEST_HEADER].partition("\n")[0].replace('"', ""), sheet)
    rows = _parse(text, separator, name)
    if not rows or rows[0][0] != 1:
        raise unreadable(name, "does not begin with the column names", "put them into row 1")
    header = rows[0][1]
    if len(header) > MOST_COLUMNS:
        raise unreadable(name, f"has {len(header)} columns", "keep those of the table of columns")
    # Excel leaves out the separators after the last filled cell; people who type commas lose one by mistake.
    return Table(file=name, header=header, rows=rows[1:], short_rows=separator != ",")


def _parse(text: str, separator: str, name: str) -> Sequence[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise unreadable(name, f"has more than {MOST_ROWS} rows", "remove old days")
            if any(map(str.strip, cells)):
                rows.append((number, cells))
    except csv.Error as error:
        wrong = f"cannot be read as CSV ({error})"
        right = 'close every " and double those inside text ("")'
        raise UnreadableError(InputProblem(file=name, row=number + 1, wrong=wrong, right=right)) from error
    return rows


def csv_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a CSV file's text: UTF-8, comma, one line end, cells safe for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([escape(cell) for cell in row] for row in rows)
    return out.getvalue()
