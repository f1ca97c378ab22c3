"""Strict reading of JSON text: what is not plain, bounded JSON is refused with words, never with a traceback."""

import json
from collections.abc import Mapping
from typing import NoReturn

from scheduler.domain.errors import InputError, InputProblem

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
"""A parsed document. Floats are finite; a key comes once."""

LARGEST_BYTES = 64 * 1024 * 1024
"""A day of 150 shifts is about 5 MB."""

LARGEST_INT = 2**53 - 1
"""What every JSON reader keeps exactly (RFC 8259, section 6)."""


class _RefusedError(ValueError):
    """Raised inside the parser, with what is wrong and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


def refuse(file: str, wrong: str, right: str, *, column: str | None = None, value: str = "") -> NoReturn:
    """Raise an InputError with one problem.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError([InputProblem(file=file, column=column, value=value, wrong=wrong, right=right)])


def parse_json(text: str, *, file: str) -> Json:
    """Return the document that `text` holds.

    Parameters
    ----------
    text : str
        At most `LARGEST_BYTES` characters.
    file : str
        How messages name it.

    Raises
    ------
    InputError
        For broken, too large or too deep text, NaN and infinities, numbers beyond `LARGEST_INT` or beyond a
        float, a key that comes twice, and characters that no file can hold (lone surrogates).
    """
    if len(text) > LARGEST_BYTES:
        refuse(file, "is too large", f"at most {LARGEST_BYTES // 1024**2} MB can be read")
    try:
        document: Json = json.loads(
            text,
            parse_constant=_no_constant,
            parse_float=_finite_float,
            parse_int=_bounded_int,
            object_pairs_hook=_object_without_repeats,
        )
        text.encode("utf-8")
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        refuse(file, f"is not JSON from {where} on ({error.msg})", "was it cut off or edited? write it anew")
    except UnicodeEncodeError:
        refuse(file, "holds a half character (a lone surrogate)", "save it as UTF-8")
    except RecursionError:
        refuse(file, "is nested too deeply", "a file written by this program is about a dozen levels deep")
    except _RefusedError as error:
        refuse(file, error.wrong, error.right)
    return document


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"holds {name}, which is no number", "write a number or null")


def _finite_float(literal: str) -> float:
    number = float(literal)
    if number in {float("inf"), float("-inf")}:
        raise _RefusedError(f"holds the number {literal[:20]}, which is too large", "write a smaller number")
    return number


def _bounded_int(literal: str) -> int:
    # The length is looked at first: int() refuses thousands of digits with an error of its own.
    if len(literal) > 17 or abs(int(literal)) > LARGEST_INT:
        raise _RefusedError(f"holds the number {literal[:20]}, which is too large", f"numbers go to {LARGEST_INT}")
    return int(literal)


def _object_without_repeats(pairs: list[tuple[str, Json]]) -> Mapping[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise _RefusedError(f"holds the key {name[:40]!r} twice in one object", "keep one of them")
        found[name] = value
    return found
