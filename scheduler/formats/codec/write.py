"""Dataclasses to JSON."""

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, get_args, get_origin

from scheduler.formats.codec.shape import DECIMAL, field_types, has_object_keys
from scheduler.formats.codec.text import LARGEST_INT, Json


def encode(value: object, *, zone: tzinfo | None = None) -> Json:
    """Return `value` as a document; see the table of this package.

    Parameters
    ----------
    value : object
        A dataclass or what its fields may hold.
    zone : tzinfo, optional
        In which instants are written; without it, each in its own.

    Raises
    ------
    TypeError
        For a type that the table does not list.
    ValueError
        For a number that no reader would keep.
    """
    if isinstance(value, Enum):
        return encode(value.value, zone=zone)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return _encode_number(value)
    if isinstance(value, datetime | date | time | timedelta | Decimal):
        return _encode_text(value, zone)
    if isinstance(value, tuple | list):
        return [encode(item, zone=zone) for item in value]
    if isinstance(value, frozenset):
        return sorted((encode(item, zone=zone) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, Mapping):
        return _encode_mapping(value, zone)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: _encode_field(kind, getattr(value, name), zone) for name, kind in field_types(type(value)).items()
        }
    msg = f"{type(value).__name__} has no JSON form here"
    raise TypeError(msg)


def _encode_number(value: float) -> Json:
    if not isfinite(value) or (isinstance(value, int) and abs(value) > LARGEST_INT):
        msg = f"{value} would not survive a JSON reader"
        raise ValueError(msg)
    return value


def _encode_text(value: datetime | date | time | timedelta | Decimal, zone: tzinfo | None) -> str:
    if isinstance(value, datetime):
        return encode_instant(value, zone)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = format(value, "f")
        if not re.fullmatch(DECIMAL, text):
            msg = f"{value} has too many digits or is no number"
            raise ValueError(msg)
        return text
    size = abs(value)
    fraction = f".{size.microseconds:06d}" if size.microseconds else ""
    return f"{'-' if value < timedelta(0) else ''}PT{size.days * 86400 + size.seconds}{fraction}S"


def encode_instant(value: datetime, zone: tzinfo | None = None) -> str:
    """Return an aware datetime in RFC 3339, in `zone` if one is given.

    Raises
    ------
    ValueError
        If it is naive.
    """
    if value.utcoffset() is None:
        msg = f"{value.isoformat()} has no time zone"
        raise ValueError(msg)
    local = value.astimezone(zone) if zone else value
    offset = local.utcoffset() or timedelta(0)
    # Local mean times of long ago have seconds in their offset, which RFC 3339 cannot say.
    return (local.astimezone(UTC) if offset % timedelta(minutes=1) else local).isoformat()


def _encode_field(kind: Any, value: object, zone: tzinfo | None) -> Json:
    """Encode by the declared type where the value alone would not tell: an empty mapping has no keys to look at."""
    if get_origin(kind) is Mapping and not has_object_keys(get_args(kind)[0]) and isinstance(value, Mapping):
        return [[encode(key, zone=zone), encode(item, zone=zone)] for key, item in value.items()]
    return encode(value, zone=zone)


def _encode_mapping(value: Mapping[Any, Any], zone: tzinfo | None) -> Json:
    if not all(isinstance(key, str | int) for key in value):
        msg = "a mapping with keys that are neither text nor whole numbers is written only as a field of a dataclass"
        raise TypeError(msg)
    return {str(encode(key)): encode(item, zone=zone) for key, item in value.items()}
