"""What a backup file holds: a zip with one text a table, a row a line as JSON, and a manifest that sums them up."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Date, LargeBinary, Table

from scheduler.domain.errors import StoreError
from scheduler.store.sql.tables import metadata

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT = frozenset({"subject_keys", "sessions", "phone_links", "attempts", "answers"})
"""Tables that are never in a backup: keys, and what lives for hours; who was signed out would be signed in again."""


class TableSum(msgspec.Struct, frozen=True, kw_only=True):
    """One table in a backup; `sha256` is over its uncompressed text."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself.

    Attributes
    ----------
    revision : str
        Of the schema.
    made_at : str
        RFC 3339.
    fingerprint : str
        Of the master key that the key ring was wrapped with.
    towns : tuple of str
        Ids.
    """

    format: int
    revision: str
    made_at: str
    fingerprint: str
    towns: tuple[str, ...]
    tables: dict[str, TableSum]


def manifest_schema() -> dict[str, Any]:
    """Return the JSON Schema of `manifest.json`, which says what else is in a backup."""
    return msgspec.json.schema(Manifest)


def backed_up() -> Iterator[Table]:
    """Yield the tables of a backup, those that others refer to first."""
    for table in metadata.sorted_tables:
        if table.name not in LEFT_OUT:
            yield table


def member(table: Table) -> str:
    """Return the name of a table's text in the zip."""
    return f"tables/{table.name}.jsonl"


def line_of(row: tuple[Any, ...]) -> bytes:
    """Return a row as a line; bytes become base64."""
    return msgspec.json.encode(row) + b"\n"


def row_of(line: bytes, table: Table, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return the row that a line says.

    Raises
    ------
    StoreError
        If it is none of this table.
    """
    try:
        cells = msgspec.json.decode(line, type=list[Any])
        return {
            name: msgspec.convert(cell, _type(table, name), strict=True)
            for name, cell in zip(columns, cells, strict=True)
        }
    except (ValueError, KeyError, msgspec.MsgspecError) as error:
        raise StoreError(f"the backup has a row of {table.name} that cannot be read; it was changed") from error


def _type(table: Table, name: str) -> Any:
    kind = table.c[name].type
    plain: Any = bytes if isinstance(kind, LargeBinary) else date if isinstance(kind, Date) else kind.python_type
    return plain | None
