"""What is kept about people is known: every column, every field, every permission, and the page that tells it."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from scheduler.bootstrap.privacy import privacy_page, read_areas, read_columns, read_fields
from scheduler.bootstrap.privacy.kept import kept_types, name_of, types_in
from scheduler.bootstrap.privacy.record import read_without_people
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.access import Permission
from scheduler.services.retaining import Retained
from scheduler.store.kinds import KINDS
from scheduler.store.sql.layout import LAYOUTS
from scheduler.store.sql.tables import metadata

ROOT = Path(__file__).parents[2]


def test_every_column_is_classified_once() -> None:
    """A new column would hold addresses, and nobody could tell a resident who asks what is kept."""
    technical, known = read_columns()
    real = {
        name: sorted(one.name for one in table.columns if one.name not in technical)
        for name, table in metadata.tables.items()
    }

    assert {name: sorted(one.all) for name, one in known.items()} == real


def test_every_field_is_classified_once() -> None:
    """A new field of a client would be kept without a purpose."""
    real = {name_of(kind): sorted(one.name for one in fields(kind)) for kind in kept_types()}

    assert {name: sorted((*one.personal, *one.other)) for name, one in read_fields().items()} == real


def test_everything_that_is_kept_has_one_purpose() -> None:
    """A table would be on the page twice with two times, or not at all."""
    areas = read_areas()
    tables = [LAYOUTS[kind].table.name for area in areas for kind in area.kinds]

    assert sorted(kind for area in areas for kind in area.kinds) == sorted(LAYOUTS)
    assert sorted([*tables, *(table for area in areas for table in area.tables)]) == sorted(metadata.tables)


def test_every_permission_tells_what_it_shows() -> None:
    """Whoever is given a new permission would read what the page does not say that they read."""
    shown = {one for area in read_areas() for one in area.permissions}

    assert shown | set(read_without_people()) == set(Permission)
    assert shown & set(read_without_people()) == set()


def test_what_names_people_is_nowhere_in_the_open() -> None:
    """A copy of the disk would tell who is ill: a name, a phone or a free text in a column that is not sealed."""
    words = {"phone", "email", "address", "door_code", "notes", "note", "words", "registration", "relation"}
    known = read_fields()
    opened = {
        f"{kind.name}.{field}"
        for kind in KINDS
        if not LAYOUTS[kind.name].closed and LAYOUTS[kind.name].whole is None
        for one in types_in(kind.type)
        for field in known[name_of(one)].personal
        if field in words and not (LAYOUTS[kind.name].private and one is kind.type)
    }

    assert opened == set()


def test_what_goes_by_itself_is_told_with_its_time() -> None:
    """The page would say that something stays which is removed after a year, or leave a time out."""
    kept = {kind: area.kept["en"] for area in read_areas() for kind in area.kinds}
    gone = {one.name for one in fields(Retained)} & set(kept)
    times = {one.name for one in fields(RetentionPolicy)} - {"paid_years", "programme_years"}  # parts of bookings_years

    assert len(gone) > 10
    assert [kind for kind in sorted(gone) if "{" not in kept[kind]] == []
    assert [time for time in sorted(times) if not any(f"{{{time}}}" in area.kept["en"] for area in read_areas())] == []
    assert [area.id for area in read_areas() if _times(area.kept["en"]) != _times(area.kept["pl"])] == []


def _times(said: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", said))


@pytest.mark.parametrize(("lang", "name"), [("en", "PRIVACY.md"), ("pl", "PRIVACY.pl.md")])
def test_the_page_is_what_the_program_does(lang: str, name: str) -> None:
    """The office would hand out a page that was true a year ago; write it anew by `dojazd privacy --lang LANG`."""
    assert (ROOT / name).read_text(encoding="utf-8") == privacy_page(lang, RetentionPolicy())
