"""Which column is what: as the office has said before, else by what stands above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.imports import ImportKind, KnownColumns, SheetText
from scheduler.services.importing.fields import FIELDS, NEEDED, names_of, plain

_HEADER_WITHIN = 20
MOST_KNOWN = 500
_LONGEST_HEADER = 60


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What a sheet seems to be.

    Attributes
    ----------
    header_row : int
        The row that names the columns, as a spreadsheet counts.
    columns : mapping of str to int
        The number of the column of each field, 1 for A.
    remembered : bool
        Whether the office has said so before of these headers.
    """

    kind: ImportKind
    header_row: int
    columns: Mapping[str, int]
    remembered: bool


def suggest(
    sheet: SheetText, known: Mapping[ImportKind, KnownColumns], *, kind: ImportKind | None, header_row: int | None
) -> Suggestion:
    """Return what a sheet seems to be; what somebody says of it is not questioned."""
    kinds = [kind] if kind else list(ImportKind)
    numbers = [header_row] if header_row else [number for number, _ in sheet.rows[:_HEADER_WITHIN]]
    found = [_read(sheet, known.get(one), one, number) for number in numbers for one in kinds]
    return max(found, key=lambda one: (_complete(one), len(one.columns), one.kind is ImportKind.CLIENTS))


def missing(kind: ImportKind, columns: Mapping[str, int]) -> Sequence[frozenset[str]]:
    """Return the groups of fields of which one is needed and none is there."""
    return [group for group in NEEDED[kind] if not group & columns.keys()]


def header_of(sheet: SheetText, row: int) -> Sequence[str]:
    """Return the cells of a row; none where it is empty."""
    return next((cells for number, cells in sheet.rows if number == row), ())


def learned(
    before: KnownColumns | None, kind: ImportKind, header: Sequence[str], columns: Mapping[str, int]
) -> KnownColumns:
    """Return what is known of an office's columns after a sheet of theirs was brought in, the newest last."""
    told = {number: field for field, number in columns.items()}
    now = {_key(cell): told.get(number, "") for number, cell in enumerate(header, start=1) if _key(cell)}
    kept = {key: field for key, field in (before.fields if before else {}).items() if key not in now} | now
    return KnownColumns(id=kind, fields=dict(list(kept.items())[-MOST_KNOWN:]))


def _key(header: str) -> str:
    return plain(header[:_LONGEST_HEADER])


def _complete(one: Suggestion) -> int:
    return -len(missing(one.kind, one.columns))


def _read(sheet: SheetText, known: KnownColumns | None, kind: ImportKind, row: int) -> Suggestion:
    header = [_key(cell) for cell in header_of(sheet, row)]
    fields = names_of(kind)
    told = {key: field for key, field in (known.fields if known else {}).items() if not field or field in fields}
    columns: dict[str, int] = {}
    for number, key in enumerate(header, start=1):
        if told.get(key):
            columns.setdefault(told[key], number)
    remembered = bool(columns)
    for field in FIELDS[kind]:
        if field.name not in columns and (number := _number(field.headers, header, told, columns)):
            columns[field.name] = number
    return Suggestion(kind=kind, header_row=row, columns=_without_doubles(columns), remembered=remembered)


def _number(headers: Sequence[str], header: Sequence[str], told: Mapping[str, str], taken: Mapping[str, int]) -> int:
    """Return the first column that is headed so and is nothing else yet; 0: there is none."""
    free = {key: number for number, key in reversed(list(enumerate(header, start=1))) if key and key not in told}
    return next((free[one] for one in headers if one in free and free[one] not in taken.values()), 0)


def _without_doubles(columns: Mapping[str, int]) -> Mapping[str, int]:
    """Return columns where a whole name or address stands for its parts."""
    left = dict(columns)
    if "name" in left or "name_turned" in left:
        for part in ("surname", "given"):
            left.pop(part, None)
    return left
