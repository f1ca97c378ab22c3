"""Any town that a town folder can hold, for property tests: every field of every dataclass is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.domain.client import Notes
from scheduler.domain.place import District, Door, Entrance, GeoPoint, Place
from scheduler.domain.time import TimeWindow
from scheduler.formats.town.text import clean, refused_character

HOSTILE = (
    '=1+1 <b>O\'Łódź #read("x")',
    "+48 600 100 200",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''@x",
    'a;b,c|d\t"e"\nf',
    "\\u0041 \\",
    "home",
    "None",
    "_x0041_",
    "＝1",  # noqa: RUF001 - the full-width sign is the point
)
DAYS = (date(2026, 11, 23), date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 24))
ZONES = ("Europe/Warsaw", "Europe/Warsaw", "UTC", "Australia/Lord_Howe", "America/St_Johns")


def whole[T](make: Callable[..., T], **drawn: Any) -> T:
    """Return an instance with every field given: a field added to the domain and forgotten here fails."""
    assert {each.name for each in fields(make)} == set(drawn), make  # type: ignore[arg-type]
    return make(**drawn)


def texts(longest: int = 40, smallest: int = 1) -> st.SearchStrategy[str]:
    """Text as it is kept, hostile text often among it."""
    anything = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=smallest, max_size=longest)
    kept = st.one_of(st.sampled_from(HOSTILE), anything).map(clean)
    return kept.filter(lambda text: len(text) >= smallest and refused_character(text) is None)


# Drawn from a list where it is drawn often: hypothesis takes its time over random text.
IDS = st.sampled_from([*"abcdeżŁ_07", "K-1", "k.2", "None", "K_3-x", "1e5", "ą" * 20])
NAMES = st.sampled_from([text for text in HOSTILE if text == clean(text)])
NOTES = st.sampled_from(("", *HOSTILE[:8], "x" * 200))
PHONES = st.sampled_from(("", "600 100 200", "+48 41 273 00 00", "(41) 273-00-00 w. 12"))
EMAILS = st.sampled_from(("", "anna@example.org", "=1+1@example.org", "+48@x-y.pl", "żółć@gmina.łódź.pl"))
FLAGS = st.booleans()
DATES = st.dates(date(2000, 1, 1), date(2199, 12, 31))
SMALL = st.integers(0, 9)
GROSZE = st.integers(0, 100_000)
PERMILLE = st.integers(1_000, 3_000)
AMOUNTS = st.decimals(0, 1_000, places=2)


def durations(most_min: int = 24 * 60) -> st.SearchStrategy[timedelta]:
    """Whole seconds."""
    return st.integers(0, most_min * 60).map(lambda seconds: timedelta(seconds=seconds))


def maybe[T](drawn: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Return the same, or None."""
    return st.none() | drawn


@dataclass
class Maker:
    """Draws the parts of one town, each referring to those before it."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    zone: ZoneInfo
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def some_ids(self, kind: str, least: int = 1, most: int = 3) -> list[Any]:
        """Draw ids of things to come."""
        self.ids[kind] = self.draw(st.lists(IDS, min_size=least, max_size=most, unique=True))
        return self.ids[kind]

    def one(self, kind: str) -> Any:
        """Draw one id of a kind."""
        return self.draw(st.sampled_from(self.ids[kind]))

    def one_or_none(self, kind: str) -> Any:
        """Draw one id of a kind, or None."""
        return self.draw(st.sampled_from([None, *self.ids.get(kind, [])]))

    def several(self, kind: str, least: int = 0) -> tuple[Any, ...]:
        """Draw different ids of a kind."""
        return tuple(self.draw(st.lists(st.sampled_from(self.ids[kind]), min_size=least, max_size=3, unique=True)))

    def several_or_none(self, kind: str) -> tuple[Any, ...]:
        """Draw different ids of a kind, none if there are none."""
        return self.several(kind) if self.ids.get(kind) else ()

    def point(self) -> GeoPoint:
        """Draw a point near Starachowice."""
        return GeoPoint(lat=self.draw(st.floats(50.9, 51.2)), lon=self.draw(st.floats(20.9, 21.3)))

    def instant(self, day: date, after: datetime | None = None, within_s: int = 20 * 3600) -> datetime:
        """Draw a whole second, late in the evening before to two days after, also in the hour that comes twice."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)
        low = midnight - timedelta(hours=2) if after is None else after.astimezone(UTC)
        found: datetime = low + timedelta(seconds=self.draw(st.integers(1, within_s)))
        return found.astimezone(self.zone)

    def window(self, day: date) -> TimeWindow:
        """Draw a window."""
        start = self.instant(day)
        return whole(TimeWindow, start=start, end=self.draw(st.sampled_from([start, self.instant(day, start)])))

    def notes(self) -> Notes:
        """Draw notes for each reader."""
        return whole(Notes, driver=self.draw(NOTES), worker=self.draw(NOTES), office=self.draw(NOTES))

    def districts(self) -> dict[Any, District]:
        """Draw districts of one or two triangles."""
        triangle = tuple(GeoPoint(lat=lat, lon=lon) for lat, lon in ((51.0, 21.0), (51.0, 21.1), (51.1, 21.0)))
        ring = (*triangle, triangle[0])
        count = st.integers(1, 2)
        return {
            name: whole(District, id=name, name=self.draw(NAMES), rings=(ring,) * self.draw(count))
            for name in self.some_ids("districts", 0)
        }

    def places(self) -> dict[Any, Place]:
        """Draw places with one or more entrances."""
        return {name: self.place(name) for name in self.some_ids("places")}

    def place(self, name: Any) -> Place:
        entrance_names = NOTES.filter(lambda text: "/" not in text)
        names = self.draw(st.lists(entrance_names, min_size=1, max_size=3, unique=True))
        return whole(
            Place,
            id=name,
            name=self.draw(NAMES),
            address=self.draw(NOTES),
            entrances=tuple(whole(Entrance, name=each, point=self.point(), note=self.draw(NOTES)) for each in names),
            district_id=self.one_or_none("districts"),
            phone=self.draw(PHONES),
            public=self.draw(FLAGS),
        )

    def door(self, places: Mapping[Any, Place]) -> Door:
        """Draw a door, with or without naming the entrance."""
        place = places[self.one("places")]
        names = [entrance.name for entrance in place.entrances if entrance.name]
        return whole(Door, place_id=place.id, entrance=self.draw(st.sampled_from([None, *names])))
