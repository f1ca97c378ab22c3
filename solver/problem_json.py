"""A Problem as JSON text and back, so that a day can be replayed."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

import numpy as np

from solver.facts.travel import Matrix
from solver.problem import Problem

SCHEMA = 1


def problem_to_json(problem: Problem) -> str:
    """Return the problem as JSON; equal problems give equal text."""
    return json.dumps({"schema": SCHEMA, "problem": _plain(problem)}, ensure_ascii=False, separators=(",", ":"))


def problem_from_json(text: str) -> Problem:
    """Return the problem that `problem_to_json` wrote.

    Raises
    ------
    ValueError
        If the text is not such a problem, naming the field that is wrong.
    """
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        msg = f"not a problem of schema {SCHEMA}"
        raise ValueError(msg)
    problem = _read(Problem, document.get("problem"), "problem")
    if not isinstance(problem, Problem):  # _read is generic
        raise TypeError(problem)
    return problem


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.compare}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _read(kind: Any, value: Any, where: str) -> Any:
    if kind is Matrix:
        return _read_matrix(value, where)
    kind = kind.__value__ if isinstance(kind, TypeAliasType) else kind
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if value is None else _read(_not_none(kind), value, where)
    if origin is tuple:
        return _read_tuple(get_args(kind), value, where)
    if is_dataclass(kind):
        return _read_record(kind, value, where)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if type(value) is not kind:
        raise _refusal(where, f"is {str(value)[:80]!r}, not {kind.__name__}")
    return value


def _not_none(kind: Any) -> Any:
    return next(arm for arm in get_args(kind) if arm is not type(None))


def _read_tuple(arms: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _refusal(where, "is not a list")
    if len(arms) == 2 and arms[1] is Ellipsis:
        return tuple(_read(arms[0], item, f"{where}[{k}]") for k, item in enumerate(value))
    if len(arms) != len(value):
        raise _refusal(where, f"has {len(value)} items instead of {len(arms)}")
    return tuple(_read(arm, item, f"{where}[{k}]") for k, (arm, item) in enumerate(zip(arms, value, strict=True)))


def _read_matrix(value: Any, where: str) -> np.ndarray[Any, np.dtype[np.int32]]:
    matrix = np.asarray(value, dtype=np.int64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise _refusal(where, "is not a square matrix")
    return matrix.astype(np.int32)


def _read_record(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise _refusal(where, "is not an object")
    hints = get_type_hints(kind)
    unknown = set(value) - {f.name for f in fields(kind) if f.compare}
    if unknown:
        raise _refusal(where, f"has unknown keys: {', '.join(sorted(unknown))}")
    try:
        return _made(kind, {name: _read(hints[name], item, f"{where}.{name}") for name, item in value.items()}, where)
    except TypeError as error:  # a field without a default is missing
        raise _refusal(where, str(error)) from error


def _made(kind: Any, given: Mapping[str, Any], where: str) -> Any:
    try:
        return kind(**given)
    except ValueError as error:  # the record refuses what it was given
        raise _refusal(where, f"is wrong: {error}") from error


def _refusal(where: str, what: str) -> ValueError:
    return ValueError(f"{where} {what}")
