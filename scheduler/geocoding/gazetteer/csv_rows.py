"""CSV as offices export it: UTF-8 with or without mark, or Windows-1250; comma, semicolon or tab."""

import csv
import io
import stat
from collections.abc import Iterator
from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem
from scheduler.geocoding.gazetteer.columns import known_names
from scheduler.geocoding.gazetteer.problems import refused

LARGEST_FILE = 400 * 1024 * 1024
MOST_ROWS = 500_000
_SEPARATORS = (",", ";", "\t")
_LONGEST_HEADER = 10_000
_MARKS = ((b"PK\x03\x04", "a ZIP archive or a workbook"), (b"\x1f\x8b", "a GZIP archive"), (b"<?xml", "XML"))


def read_file(path: Path) -> bytes:
    """Return the content of a regular, non-empty file.

    Raises
    ------
    InputError
        If it is missing, something else, empty, or too large.
    """
    name = path.name
    try:
        known = path.stat()  # asked first: opening a pipe would wait for ever
        if not stat.S_ISREG(known.st_mode):
            raise refused(name, "is not a file", "name the file that the register was exported to")
        if known.st_size > LARGEST_FILE:
            raise refused(name, f"is larger than {LARGEST_FILE >> 20} MB", "export the town's municipality only")
        content = path.read_bytes()
    except FileNotFoundError:
        raise refused(name, "is missing", "name the file that the register was exported to") from None
    except OSError as error:
        raise refused(name, f"cannot be read ({error.strerror})", "check the file and its permissions") from error
    if not content.strip():
        raise refused(name, "is empty", "export the register again")
    return content


def decode(content: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 if it can be, else Windows-1250.

    Raises
    ------
    InputError
        If it is neither, or plainly something else.
    """
    for mark, kind in _MARKS:
        if content.startswith(mark):
            raise refused(name, f"is {kind}, not CSV", "unpack or convert it to CSV first")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise refused(name, "is UTF-16 or no text at all", "save it as CSV UTF-8")
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(name, "is neither UTF-8 nor Windows-1250 text", "save it as CSV UTF-8")


def csv_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that are not empty with their numbers, the header first.

    Raises
    ------
    InputError
        If it is no CSV, or too long.
    """
    first_line = text[:_LONGEST_HEADER].partition("\n")[0].replace('"', "")
    separator = max(_SEPARATORS, key=lambda mark: known_names(first_line.split(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise refused(name, f"has more than {MOST_ROWS} rows", "export the town's municipality only")
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as error:
        problem = InputProblem(
            file=name,
            row=number + 1,
            wrong=f"cannot be read as CSV ({error})",
            right='close every " and double those inside text ("")',
        )
        raise InputError([problem]) from error
