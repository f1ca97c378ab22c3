"""Give instants the town's clock back: JSON keeps their offset, but not the zone that it came from.

Two aware times that differ in their zone are never equal in the hour that the clocks repeat (PEP 495), and adding days
to one with a fixed offset is wrong across a change of the clocks. So what was put by the town's clock comes back by it.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

type _Zoned = Callable[[Any, tzinfo], Any]
_NO_OFFSET = timedelta(0)


def in_zone[T](value: T, zone: tzinfo | None) -> T:
    """Return a thing that was just decoded, with its instants by the town's clock.

    Times in UTC stay in UTC, but where the town's clock shows UTC itself.

    Parameters
    ----------
    value : dataclass
        Changed in place: nobody else may know it yet.
    zone : tzinfo or None
        None: everything stays as it is.
    """
    kind: Any = type(value)
    zoned = _zoned(kind)
    if zone is not None and zoned is not None:
        zoned(value, zone)
    return value


def _instant(value: datetime, zone: tzinfo) -> datetime:
    moved = value.astimezone(zone)
    return value if value.tzinfo is UTC and moved.utcoffset() != _NO_OFFSET else moved


@cache
def _zoned(hint: Any) -> _Zoned | None:
    """Return what to do with values of a type; None: there is no instant in them."""
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if hint is datetime:
        return _instant
    if dataclasses.is_dataclass(hint):
        return _of_fields(hint)
    if origin in {Union, UnionType}:
        return _of_union(tuple(one for one in get_args(hint) if one is not NoneType))
    if origin is tuple:
        return _of_tuple(get_args(hint)[0])
    if origin is not None and issubclass(origin, Mapping):
        return _of_mapping(get_args(hint)[1])
    return None


def _of_fields(hint: Any) -> _Zoned | None:
    hints = get_type_hints(hint)
    fields = [(one.name, zoned) for one in dataclasses.fields(hint) if (zoned := _field(hints[one.name]))]

    def change(value: Any, zone: tzinfo) -> Any:
        state = vars(value)  # a frozen dataclass keeps its fields here
        for name, zoned in fields:
            if (before := state[name]) is not None:
                state[name] = zoned(before, zone)
        return value

    return change if fields else None


def _field(hint: Any) -> _Zoned | None:
    """Return what to do with a field; one of a class with subclasses is asked for its own class."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint.__subclasses__():
        return _by_class
    return _zoned(hint)


def _by_class(value: Any, zone: tzinfo) -> Any:
    return in_zone(value, zone)


def _of_union(hints: tuple[Any, ...]) -> _Zoned | None:
    return _field(hints[0]) if len(hints) == 1 else None


def _of_tuple(hint: Any) -> _Zoned | None:
    zoned = _field(hint)
    return None if zoned is None else lambda values, zone: tuple([zoned(value, zone) for value in values])


def _of_mapping(hint: Any) -> _Zoned | None:
    zoned = _field(hint)
    return None if zoned is None else lambda values, zone: {key: zoned(one, zone) for key, one in values.items()}
