"""The values of a report's tables as people read them."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.report import Column, Kind, Value
from scheduler.formats.sheets.words import Lang, Words


def text_of(value: Value, lang: Lang) -> str:
    """Return a text in one language; of a number, its digits."""
    if isinstance(value, Mapping):
        return value[lang]
    return "" if value is None else str(value)


def shown(value: Value, column: Column, words: Words, zone: ZoneInfo) -> str:
    """Return a cell as it is printed: złoty, hours and minutes, kilometres, the town's clock."""
    if value is None or column.kind is Kind.BLANK:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, int | float):
        return text_of(value, words.lang)
    if column.kind is Kind.SECONDS:
        return f"{int(value) // 3600}:{int(value) % 3600 // 60:02d}"
    if column.kind is Kind.MONEY:
        return words.money(int(value))
    if column.kind is Kind.METRES:
        return words.number(value / 1000, 1)
    return words.number(value, 0 if isinstance(value, int) else 2)


def number_of(value: Value, column: Column) -> float | int | None:
    """Return a number as a spreadsheet adds it up: złoty, hours, kilometres; None: it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return {Kind.MONEY: value / 100, Kind.SECONDS: value / 3600, Kind.METRES: value / 1000}.get(column.kind, value)
