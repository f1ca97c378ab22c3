"""The classification as it is written down: `records.toml` and `fields.toml` beside this."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.services.access import Permission

_HERE = Path(__file__).parent
Said = Mapping[str, str]
"""A sentence by language: "en", "pl"."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """What is kept for one purpose.

    Attributes
    ----------
    kinds, tables : tuple of str
        Kinds of the store, and tables that hold no kind.
    title, purpose, basis, kept, erased : mapping of str to str
        By language; `kept` names times of the retention policy in braces.
    permissions : tuple of Permission
        Under which it is read.
    """

    id: str
    kinds: tuple[str, ...]
    tables: tuple[str, ...]
    title: Said
    purpose: Said
    basis: Said
    permissions: tuple[Permission, ...]
    kept: Said
    erased: Said


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of one table, beside the technical ones: each stands in one of these."""

    record: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is named."""
        return self.record + self.personal + self.other


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The fields of one kept type: each stands in one of these."""

    personal: tuple[str, ...]
    other: tuple[str, ...]


def read_areas() -> tuple[Area, ...]:
    """Return all areas in the order of the page."""
    written = _written("records.toml")
    return tuple(
        Area(
            **{name: one[name] for name in ("id", "title", "purpose", "kept", "erased")},
            kinds=tuple(one["kinds"]),
            tables=tuple(one["tables"]),
            basis=written["bases"][one["basis"]],
            permissions=tuple(map(Permission, one["permissions"])),
        )
        for one in written["areas"]
    )


def read_columns() -> tuple[frozenset[str], Mapping[str, Columns]]:
    """Return the technical columns that every table may have, and by table the others."""
    columns = dict(_written("records.toml")["columns"])
    technical = frozenset(columns.pop("technical"))
    return technical, {
        table: Columns(**{part: tuple(names) for part, names in one.items()}) for table, one in columns.items()
    }


def read_fields() -> Mapping[str, Fields]:
    """Return the fields of each kept type, by its name below `scheduler.domain`."""
    return {
        name: Fields(personal=tuple(one["personal"]), other=tuple(one["other"]))
        for name, one in _written("fields.toml").items()
    }


def read_without_people() -> tuple[Permission, ...]:
    """Return the permissions under which nothing personal is read."""
    return tuple(map(Permission, _written("records.toml")["without_people"]["permissions"]))


@cache
def _written(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
