"""JSON to dataclasses: every unknown key, missing key, wrong type and impossible value is found and told."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.codec.scalars import SCALARS, WrongValueError, decode_enum, described
from scheduler.formats.codec.shape import UNIONS, field_types, has_object_keys, is_enum, needed_fields, pair_of, plain
from scheduler.formats.codec.text import Json

MOST_PROBLEMS = 100
"""A file of the wrong kind would yield a million."""


class _EnoughError(Exception):
    """Enough problems were found; nobody reads more."""


@dataclass
class _Decoding:
    """What one decoding carries along: the zone of its instants, and the problems found so far."""

    file: str
    zone: tzinfo | None
    problems: list[InputProblem] = field(default_factory=list)

    def report(self, path: str, value: Json, error: WrongValueError) -> None:
        shown = json.dumps(value, ensure_ascii=False)[:60] if isinstance(value, int | float | str) else ""
        self.problems.append(
            InputProblem(
                file=self.file,
                column=printable(path) or None,
                value=printable(shown),
                wrong=printable(error.wrong),
                right=printable(error.right),
            )
        )
        if len(self.problems) >= MOST_PROBLEMS:
            raise _EnoughError


_FAILED: Any = object()
"""Stands for a value whose problem was reported; the object around it is not built."""


def printable(text: str) -> str:
    """Return `text` without half characters, which no terminal or file takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def decode[T](kind: type[T], document: Json, *, file: str, zone: tzinfo | None = None, at: str = "") -> T:
    """Return the `kind` that `document` holds.

    Parameters
    ----------
    kind : type
        A dataclass, or any type of this package's table.
    document : Json
        As `parse_json` gives it.
    file : str
        How messages name the input.
    zone : tzinfo, optional
        Into which instants are turned; without it they keep their offset.
    at : str
        Key path of `document` inside its file.

    Raises
    ------
    InputError
        With every unknown or missing key and every wrong type or value, up to `MOST_PROBLEMS`.
    """
    decoding = _Decoding(file=file, zone=zone)
    try:
        value = _decode(plain(kind), document, at, decoding)
    except _EnoughError:
        value = _FAILED
    if decoding.problems:
        raise InputError(decoding.problems)
    result: T = value
    return result


def _decode(kind: Any, value: Json, path: str, decoding: _Decoding) -> Any:
    """Return the decoded value, or `_FAILED` after reporting why not."""
    try:
        return _decoder(kind)(value, path, decoding)
    except WrongValueError as error:
        decoding.report(path, value, error)
        return _FAILED


type _Decoder = Callable[[Json, str, _Decoding], Any]


@cache
def _decoder(kind: Any) -> _Decoder:
    """Return how values of `kind` are read; worked out once per type."""
    if kind in SCALARS:
        scalar = SCALARS[kind]
        return lambda value, _path, decoding: scalar(value, decoding.zone)
    if is_enum(kind):
        return lambda value, _path, _decoding: decode_enum(kind, value)
    if dataclasses.is_dataclass(kind):
        return lambda value, path, decoding: _decode_dataclass(kind, value, path, decoding)
    args = tuple(plain(arg) for arg in get_args(kind))
    by_origin: Mapping[Any, Callable[[Any, Json, str, _Decoding], Any]] = {
        **dict.fromkeys(UNIONS, _decode_optional),
        tuple: _decode_tuple,
        frozenset: _decode_frozenset,
        Mapping: _decode_mapping,
    }
    try:
        decode_origin = by_origin[get_origin(kind)]
    except KeyError:
        msg = f"{kind} has no JSON form here"
        raise TypeError(msg) from None
    return lambda value, path, decoding: decode_origin(args, value, path, decoding)


def _decode_optional(args: tuple[Any, ...], value: Json, path: str, decoding: _Decoding) -> Any:
    (inner,) = (arg for arg in args if arg is not NoneType)
    return None if value is None else _decode(inner, value, path, decoding)


def _decode_dataclass(kind: Any, value: Json, path: str, decoding: _Decoding) -> Any:
    if not isinstance(value, dict):
        raise WrongValueError(f"is {described(value)}", "an object is expected")
    _check_keys(kind, value, path, decoding)
    types = field_types(kind)
    fields = {
        name: _decode(types[name], item, _join(path, name), decoding) for name, item in value.items() if name in types
    }
    if _failed(fields.values()) or any(name not in fields for name in needed_fields(kind)):
        return _FAILED
    try:
        return kind(**fields)
    except ValueError as error:
        raise WrongValueError(str(error), "correct it") from error


def _check_keys(kind: Any, value: dict[str, Json], path: str, decoding: _Decoding) -> None:
    types = field_types(kind)
    for name in value:
        if name not in types:
            decoding.report(
                _join(path, name), None, WrongValueError("is not a known key", f"known are {', '.join(types)}")
            )
    for name in needed_fields(kind):
        if name not in value:
            decoding.report(_join(path, name), None, WrongValueError("is missing", "it has no default"))


def _decode_items(kind: Any, value: Json, path: str, decoding: _Decoding) -> Any:
    if not isinstance(value, list):
        raise WrongValueError(f"is {described(value)}", "a list is expected")
    items = tuple(_decode(kind, item, f"{path}[{i}]", decoding) for i, item in enumerate(value))
    return _FAILED if _failed(items) else items


def _decode_tuple(args: tuple[Any, ...], value: Json, path: str, decoding: _Decoding) -> Any:
    if args[-1] is Ellipsis:
        return _decode_items(args[0], value, path, decoding)
    if not isinstance(value, list) or len(value) != len(args):
        raise WrongValueError(f"is {described(value)}", f"a list of {len(args)} items is expected")
    pairs = zip(args, value, strict=True)
    items = tuple(_decode(kind, item, f"{path}[{i}]", decoding) for i, (kind, item) in enumerate(pairs))
    return _FAILED if _failed(items) else items


def _decode_frozenset(args: tuple[Any, ...], value: Json, path: str, decoding: _Decoding) -> Any:
    items = _decode_items(args[0], value, path, decoding)
    if items is _FAILED:
        return _FAILED
    if len(set(items)) != len(items):
        raise WrongValueError("names something twice", "each once")
    return frozenset(items)


def _decode_mapping(args: tuple[Any, ...], value: Json, path: str, decoding: _Decoding) -> Any:
    key_kind, item_kind = args
    if not has_object_keys(key_kind):
        return _decode_pairs(args, value, path, decoding)
    if not isinstance(value, dict):
        raise WrongValueError(f"is {described(value)}", "an object is expected")
    found = {}
    for name, item in value.items():
        here = _join(path, name)
        key = _decode_key(key_kind, name, here, decoding)
        found[key] = _decode(item_kind, item, here, decoding)
    return _FAILED if _FAILED in found or _failed(found.values()) else found


def _decode_pairs(args: tuple[Any, ...], value: Json, path: str, decoding: _Decoding) -> Any:
    pairs = _decode_items(pair_of(args), value, path, decoding)
    if pairs is _FAILED:
        return _FAILED
    if len({key for key, _ in pairs}) != len(pairs):
        raise WrongValueError("has a key twice", "each once")
    return dict(pairs)


def _decode_key(kind: Any, name: str, path: str, decoding: _Decoding) -> Any:
    if kind is not int:
        return _decode(kind, name, path, decoding)
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,15})", name):
        return int(name)
    decoding.report(path, None, WrongValueError("is no whole number", "keys are whole numbers here"))
    return _FAILED


def _failed(items: Any) -> bool:
    return any(item is _FAILED for item in items)


def _join(path: str, name: str) -> str:
    return f"{path}.{name[:60]}" if path else name[:60]
