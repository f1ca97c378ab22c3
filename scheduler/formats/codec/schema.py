"""The JSON Schema of a dataclass, so that other programs can read and check what the codec writes."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_origin

from scheduler.formats.codec.shape import (
    CLOCK,
    DATE,
    DECIMAL,
    DURATION,
    INSTANT,
    LONGEST_TEXT,
    UNIONS,
    field_types,
    has_object_keys,
    is_enum,
    needed_fields,
    pair_of,
    plain,
)
from scheduler.formats.codec.text import LARGEST_INT, Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: Mapping[Any, dict[str, Json]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -LARGEST_INT, "maximum": LARGEST_INT},
    float: {"type": "number"},
    str: {"type": "string", "maxLength": LONGEST_TEXT},
    datetime: {"type": "string", "format": "date-time", "pattern": f"^{INSTANT}$"},
    date: {"type": "string", "format": "date", "pattern": f"^{DATE}$"},
    time: {"type": "string", "pattern": f"^{CLOCK}$"},
    timedelta: {"type": "string", "pattern": f"^{DURATION}$"},
    Decimal: {"type": "string", "pattern": f"^{DECIMAL}$"},
}


def json_schema(kind: type) -> dict[str, Json]:
    """Return the schema (draft 2020-12) of documents that `decode` accepts as `kind`.

    Raises
    ------
    TypeError
        For a type that has no JSON form.
    """
    definitions: dict[str, Json] = {}
    root = _schema(kind, definitions)
    return {"$schema": DIALECT, **root, "$defs": dict(sorted(definitions.items()))}


def _schema(kind: Any, definitions: dict[str, Json]) -> dict[str, Json]:
    kind = plain(kind)
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if is_enum(kind):
        return {"enum": [member.value for member in kind]}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, definitions)
    return _generic(kind, definitions)


def _reference(kind: type, definitions: dict[str, Json]) -> dict[str, Json]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # reserves the name: a class may hold itself
        definitions[kind.__name__] = {
            "type": "object",
            "description": (kind.__doc__ or "").partition("\n")[0],
            "properties": {name: _schema(item, definitions) for name, item in field_types(kind).items()},
            "required": list(needed_fields(kind)),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _generic(kind: Any, definitions: dict[str, Json]) -> dict[str, Json]:
    origin, args = get_origin(kind), get_args(kind)
    if origin in UNIONS and len(args) == 2 and NoneType in args:
        (inner,) = (arg for arg in args if arg is not NoneType)
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    if origin is tuple and args[-1] is not Ellipsis:
        items: list[Json] = [_schema(arg, definitions) for arg in args]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(args)}
    if origin in {tuple, frozenset}:
        unique: dict[str, Json] = {"uniqueItems": True} if origin is frozenset else {}
        return {"type": "array", "items": _schema(args[0], definitions), **unique}
    if origin is Mapping and has_object_keys(args[0]):
        return {"type": "object", **_names(plain(args[0])), "additionalProperties": _schema(args[1], definitions)}
    if origin is Mapping:
        return {"type": "array", "items": _schema(pair_of(args), definitions)}
    msg = f"{kind} has no JSON form here"
    raise TypeError(msg)


def _names(key: Any) -> dict[str, Json]:
    if is_enum(key):
        return {"propertyNames": {"enum": [member.value for member in key]}}
    return {"propertyNames": {"pattern": "^-?(0|[1-9][0-9]{0,15})$"}} if key is int else {}
