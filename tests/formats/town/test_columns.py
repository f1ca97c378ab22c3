"""The table of columns: complete, true, and its examples work."""

import os
from pathlib import Path
from typing import Any

import pytest

from scheduler.formats.columns import SHEETS, TOML_TABLES
from scheduler.formats.town.column import Column, Sheet
from scheduler.formats.town.documentation import BEGIN, with_table

README = Path(__file__).parents[3] / "scheduler" / "formats" / "README.md"
COLUMNS = [(sheet, column) for sheet in (*SHEETS, *TOML_TABLES) for column in sheet]


def test_the_readme_lists_the_columns_as_they_are() -> None:
    """People would fill in columns that are gone, and not know of those that came."""
    text = README.read_text(encoding="utf-8")
    if os.environ.get("DOJAZD_REWRITE"):
        README.write_text(with_table(text), encoding="utf-8")

    assert README.read_text(encoding="utf-8") == with_table(text), "run this test with DOJAZD_REWRITE=1"


def test_what_people_write_of_the_readme_stays_short() -> None:
    """A newcomer would not read that far."""
    written, _, _ = README.read_text(encoding="utf-8").partition(BEGIN)

    assert len(written.splitlines()) <= 60


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=lambda part: part.name)
def test_an_example_is_what_the_column_holds(sheet: Sheet, column: Column[Any]) -> None:
    """Somebody copies the example from the table, and it is refused."""
    value = column.read(column.example)

    assert column.read(column.full(value)[1]) == value


def test_no_sheet_names_a_column_twice() -> None:
    """One of the two would silently win."""
    assert [sheet.name for sheet in SHEETS if len({column.name for column in sheet}) < len(sheet.columns)] == []


def test_a_stale_table_is_noticed() -> None:
    """The test above must not pass whatever stands between the marks."""
    text = README.read_text(encoding="utf-8")

    assert with_table(text.replace("door_code", "door_kode")) != text.replace("door_code", "door_kode")
