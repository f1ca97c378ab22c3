"""A report with one of the tables that offices print."""

from datetime import UTC, date, datetime

from scheduler.domain.report import Column, Kind, Report, Sheet, Value
from scheduler.services.reporting.columns import TABLES

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
_VALUES: dict[Kind, Value] = {Kind.DAY: date(2026, 11, 23), Kind.CLOCK: NOON, Kind.BLANK: None, Kind.TEXT: "x"}


def report_of(name: str) -> Report:
    """Return a report with a row of the table."""
    columns: tuple[Column, ...] = TABLES[name]
    row = tuple(_VALUES.get(column.kind, 1) for column in columns)
    nothing = {"pl": name, "en": name}
    sheet = Sheet(title=nothing, subtitle={"pl": "", "en": ""}, columns=columns, rows=(row,))
    return Report(file=name, title=nothing, town="x", zone="Europe/Warsaw", made_at=NOON, sheets=(sheet,))
