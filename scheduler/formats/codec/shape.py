"""What the fields of a dataclass may hold, and how texts of each form look."""

import dataclasses
from collections.abc import Mapping
from dataclasses import MISSING
from enum import Enum
from functools import cache
from types import GenericAlias, UnionType
from typing import Any, TypeAliasType, Union, get_type_hints

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
INSTANT = DATE + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
DURATION = r"-?PT[0-9]{1,14}(\.[0-9]{1,6})?S"
DECIMAL = r"-?[0-9]{1,30}(\.[0-9]{1,30})?"
UNIONS = (UnionType, Union)
"""Origins of `X | None`; a NewType makes the second one."""
LONGEST_TEXT = 100_000
"""Characters in one value; a note of that length is a mistake or an attack."""


@cache
def field_types(kind: type) -> Mapping[str, Any]:
    """Return the resolved type of each field of a dataclass."""
    hints = get_type_hints(kind)
    return {item.name: plain(hints[item.name]) for item in dataclasses.fields(kind)}


@cache
def needed_fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields without a default."""
    return tuple(
        item.name for item in dataclasses.fields(kind) if item.default is MISSING and item.default_factory is MISSING
    )


def plain(kind: Any) -> Any:
    """Return what a NewType or an alias stands for, or `kind` itself."""
    while hasattr(kind, "__supertype__") or isinstance(kind, TypeAliasType):
        kind = kind.__value__ if isinstance(kind, TypeAliasType) else kind.__supertype__
    return kind


def is_enum(kind: Any) -> bool:
    """Return whether `kind` is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def has_object_keys(kind: Any) -> bool:
    """Return whether a mapping with keys of `kind` is written as an object."""
    return plain(kind) in {str, int} or is_enum(plain(kind))


def pair_of(args: tuple[Any, ...]) -> Any:
    """Return the type of a tuple with items of these types."""
    return GenericAlias(tuple, args)
