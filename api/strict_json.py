"""JSON bodies without the parts of the format that programs disagree on.

Refused: names given twice, NaN and the infinities, integers beyond 64 bits, floats beyond theirs, lone surrogates,
NUL, text that is no UTF-8, and nesting that no resource of ours has. A float without a fraction is an integer.
"""

import json
import re
from typing import Any, NoReturn

from scheduler.domain.errors import InputError, InputProblem

DEEPEST = 16
_LARGEST = 2**63
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or one that never closes up to the end: nothing is read twice, whatever is sent."""
_BRACKET = re.compile(rb"[][{}]")


def read_json(body: bytes) -> Any:
    """Return what a body says.

    Raises
    ------
    InputError
        If it is not such JSON.
    """
    _check_depth(body)
    try:
        text = body.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except UnicodeDecodeError:
        _refuse("is no UTF-8 text", "send JSON in UTF-8")
    except (json.JSONDecodeError, RecursionError):
        _refuse("is no JSON", "send one JSON document (RFC 8259)")
    _check_text(value)
    return value


def _check_depth(body: bytes) -> None:
    """Count brackets outside strings, before a parser that calls itself for each of them sees them."""
    depth = 0
    for found in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if found[0] in b"[{" else -1
        if depth > DEEPEST:
            _refuse(f"is nested more than {DEEPEST} deep", "send what the resource describes")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse("names a member twice", "send each member once")
    return found


def _integer(text: str) -> int:
    if len(text) > 20 or not -_LARGEST <= (value := int(text)) < _LARGEST:
        _refuse("holds a number that is too large", "send integers of at most 64 bits")
    return value


def _float(text: str) -> float | int:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        _refuse("holds a number that is too large", "send numbers that a double can hold")
    return int(value) if value.is_integer() and abs(value) < _LARGEST else value


def _constant(text: str) -> NoReturn:
    _refuse(f"holds {text.strip('-')}, which is no JSON", "send a number or null")


def _check_text(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            _refuse("holds a character that is none (NUL, or half of a pair)", "leave it out")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_text(key)
            _check_text(one)
    elif isinstance(value, list):
        for one in value:
            _check_text(one)


def _refuse(wrong: str, right: str) -> NoReturn:
    raise InputError([InputProblem(file="body", wrong=wrong, right=right)])
