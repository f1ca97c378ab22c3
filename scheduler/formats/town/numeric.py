"""Numbers in cells: counts, money, durations, percentages and coordinates. A comma is as good as a point."""

import re
from datetime import timedelta
from decimal import Decimal

from scheduler.formats.town.cell import Cell, CellError

# Bounded in length, so that neither 1e999999999 nor a million digits is ever computed.
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,20})?")
_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_DATE_LIKE = re.compile(r"[0-9]{1,4}[.-](?:[a-ząćęłńóśźż]{3}|[0-9]{1,2}[.-][0-9]{1,4})")
_SECONDS = re.compile(r"([0-9]{1,9}) ?s")
_DAY_MIN = 24 * 60


def parse_number(cell: str) -> Decimal:
    """Return the number a cell holds."""
    plain = _THOUSANDS.sub("", cell)
    if _DATE_LIKE.fullmatch(cell):
        raise CellError("is a date: a spreadsheet took 12.5 for one", "format the column as text and type it again")
    if not _NUMBER.fullmatch(plain):
        raise CellError("is not a number", "write digits, such as 12 or 12.5")
    return Decimal(plain.replace(",", "."))


def between(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return `value` if it lies within both bounds."""
    if value < low and low == 0:
        raise CellError("is negative", f"use 0 to {high}")
    if not low <= value <= high:
        raise CellError("is out of range", f"use {low} to {high}")
    return value


def plain(value: Decimal) -> str:
    """Return the digits of a number, without exponent or idle zeros."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def decimal(low: int, high: int) -> Cell[Decimal]:
    """A number with decimals."""

    def read(cell: str) -> Decimal:
        return between(parse_number(cell), Decimal(low), Decimal(high))

    return Cell(says=f"number, {low} to {high}", read=read, write=plain, bare=True)


def whole(low: int, high: int, unit: str = "") -> Cell[int]:
    """A whole number."""
    says = f"whole number{' of ' + unit if unit else ''}, {low} to {high}"
    return scaled(1, low, high, says, "a whole number")


def scaled(scale: int, low: int, high: int, says: str, noun: str) -> Cell[int]:
    """A number kept as an int of 1/`scale` of what the cell shows."""

    def read(cell: str) -> int:
        number = between(parse_number(cell), Decimal(low), Decimal(high)) * scale
        if number != int(number):
            raise CellError(f"is not {noun}", f"write {says}")
        return int(number)

    return Cell(says=says, read=read, write=lambda value: plain(Decimal(value) / scale), bare=True)


def zloty(high: int = 1_000_000) -> Cell[int]:
    """Money: złoty in the cell, grosze in the program."""
    return scaled(100, 0, high, f"PLN, 0 to {high}, at most two decimals", "a whole number of grosze")


def percent(high: int = 1_000, low: int = 0) -> Cell[int]:
    """Per cent in the cell, permille in the program."""
    return scaled(10, low, high, f"per cent, {low} to {high}, at most one decimal", "in tenths of a per cent")


def coordinate(high: int) -> Cell[float]:
    """Degrees of latitude (high = 90) or longitude (180)."""

    def read(cell: str) -> float:
        return float(between(parse_number(cell), Decimal(-high), Decimal(high)))

    return Cell(says="degrees, WGS 84", read=read, write=lambda value: format(Decimal(repr(value)), "f"), bare=True)


def minutes(most: int = _DAY_MIN, least: int = 0) -> Cell[timedelta]:
    """A duration: minutes, or whole seconds as ``80 s`` where minutes do not divide."""

    def read(cell: str) -> timedelta:
        seconds = _SECONDS.fullmatch(cell)
        length = Decimal(seconds[1]) if seconds else parse_number(cell) * 60
        if length != int(length):
            raise CellError("is not a whole number of seconds", "write minutes, or seconds as 80 s")
        between(length / 60, Decimal(least), Decimal(most))
        return timedelta(seconds=int(length))

    return Cell(says=f"minutes, {least} to {most}", read=read, write=write_minutes, bare=True)


def write_minutes(duration: timedelta) -> str:
    """Return a duration in minutes, or in seconds if minutes would need more than two decimals."""
    seconds, rest = divmod(duration, timedelta(seconds=1))
    if rest:
        raise ValueError(f"{duration} is not a whole number of seconds")
    return plain(Decimal(seconds) / 60) if seconds % 3 == 0 else f"{seconds} s"
