"""Reading of single values: numbers, texts, times. A decoder returns the value or raises WrongValueError."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any

from scheduler.formats.codec.shape import CLOCK, DATE, DECIMAL, DURATION, INSTANT, LONGEST_TEXT
from scheduler.formats.codec.text import Json


class WrongValueError(Exception):
    """A value that cannot be decoded: what is wrong, what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


def described(value: Json) -> str:
    """Return what kind of JSON value this is, in words."""
    names: Mapping[type, str] = {
        NoneType: "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return names[type(value)]


def decode_enum(kind: type[Enum], value: Json) -> Enum:
    """Return the member with that value."""
    for member in kind:
        if isinstance(value, str) and member.value == value:
            return member
    raise WrongValueError("is not known", f"one of {', '.join(str(member.value) for member in kind)} is expected")


def decode_bool(value: Json, _zone: tzinfo | None = None) -> bool:
    """Return true or false; 0 and 1 are numbers."""
    if not isinstance(value, bool):
        raise WrongValueError(f"is {described(value)}", "true or false is expected")
    return value


def decode_int(value: Json, _zone: tzinfo | None = None) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongValueError(f"is {described(value)}", "a whole number is expected")
    return value


def decode_float(value: Json, _zone: tzinfo | None = None) -> float:
    """Return a number; it may be written without a point."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValueError(f"is {described(value)}", "a number is expected")
    return float(value)


def decode_str(value: Json, _zone: tzinfo | None = None) -> str:
    """Return a text that can be written to a file again."""
    if not isinstance(value, str):
        raise WrongValueError(f"is {described(value)}", "text is expected")
    if len(value) > LONGEST_TEXT:
        raise WrongValueError(f"has {len(value)} characters", f"at most {LONGEST_TEXT} are read")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise WrongValueError("holds a half character (a lone surrogate)", "remove it") from None
    return value


def decode_datetime(value: Json, zone: tzinfo | None = None) -> datetime:
    """Return an instant, in `zone` if one is given."""
    right = "a time with its offset from UTC is expected, such as 2026-11-23T08:05:00+01:00"
    try:
        instant = datetime.fromisoformat(_matching(value, INSTANT, right))
        return instant.astimezone(zone or instant.tzinfo)
    except (ValueError, OverflowError):
        raise WrongValueError("is no moment of the calendar", right) from None


def decode_date(value: Json, _zone: tzinfo | None = None) -> date:
    """Return a day."""
    right = "a date is expected, such as 2026-11-23"
    try:
        return date.fromisoformat(_matching(value, DATE, right))
    except ValueError:
        raise WrongValueError("is no day of the calendar", right) from None


def decode_time(value: Json, _zone: tzinfo | None = None) -> time:
    """Return a time of the clock."""
    right = "a time of the clock is expected, such as 15:30:00"
    try:
        return time.fromisoformat(_matching(value, CLOCK, right))
    except ValueError:
        raise WrongValueError("is no time of the clock", right) from None


def decode_timedelta(value: Json, _zone: tzinfo | None = None) -> timedelta:
    """Return a duration."""
    text = _matching(value, DURATION, "a duration in seconds is expected, such as PT5400S")
    seconds, _, fraction = text.removeprefix("-")[2:-1].partition(".")
    try:
        size = timedelta(seconds=int(seconds), microseconds=int((fraction or "0").ljust(6, "0")))
    except OverflowError:
        raise WrongValueError("is longer than the calendar", "a shorter duration is expected") from None
    return -size if text.startswith("-") else size


def decode_decimal(value: Json, _zone: tzinfo | None = None) -> Decimal:
    """Return an exact decimal number, written as text."""
    return Decimal(_matching(value, DECIMAL, 'a decimal number in quotes is expected, such as "12.50"'))


def _matching(value: Json, pattern: str, right: str) -> str:
    if not isinstance(value, str):
        raise WrongValueError(f"is {described(value)}", right)
    if not re.fullmatch(pattern, value):
        raise WrongValueError("has another form", right)
    return value


SCALARS: Mapping[Any, Callable[[Json, tzinfo | None], object]] = {
    bool: decode_bool,
    int: decode_int,
    float: decode_float,
    str: decode_str,
    datetime: decode_datetime,
    date: decode_date,
    time: decode_time,
    timedelta: decode_timedelta,
    Decimal: decode_decimal,
}
"""Decoders by the type they make."""
