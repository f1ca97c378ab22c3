"""Address points put together by street, or by village where there are no streets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import cos, hypot, radians

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.gazetteer.entry import Entry
from scheduler.geocoding.gazetteer.road import road_words
from scheduler.geocoding.numbers import leading, number_key
from scheduler.geocoding.streets import split_kind
from scheduler.geocoding.text import fold
from scheduler.services.ports import StreetKind

SAME_WITHIN_M = 150
"""Two points of one address nearer than this are one: the same house from two sources, or its two entrances."""
_DEGREE_M = 111_195.0


@dataclass
class Group:
    """The points of one street."""

    kind: StreetKind | None
    name: str
    first: Entry
    entries: list[Entry] = field(default_factory=list)
    by_number: dict[str, list[GeoPoint]] = field(default_factory=dict)

    def add(self, entry: Entry) -> bool:
        """Take a point; return False if it was there already."""
        places = self.by_number.setdefault(number_key(entry.house), [])
        if any(_apart_m(entry.point, place) < SAME_WITHIN_M for place in places):
            return False
        places.append(entry.point)
        self.entries.append(entry)
        return True

    def row(self) -> tuple[str, str, str, str, str, int]:
        """Return what table `road` holds, without the id."""
        first = self.first
        return (self.kind or "", self.name, first.town, first.locality_id, first.street_id, len(self.entries))

    def words(self) -> tuple[str, str]:
        """Return what table `road_words` holds: the words of the street, and of the place."""
        parts = " ".join(sorted({entry.part for entry in self.entries}))
        of_road = road_words(self.kind, self.name or self.first.town)
        return " ".join((*of_road.names, *sorted(of_road.optional))), fold(f"{self.first.town} {parts}")

    def points(self, road: int) -> Iterator[tuple[int, str, str, int, str, str, float, float]]:
        """Yield what table `point` holds."""
        for each in self.entries:
            sort = leading(each.house) or 0
            place = (each.postcode, each.part, each.point.lat, each.point.lon)
            yield (road, each.house, number_key(each.house), sort, *place)


def grouped(entries: Iterable[Entry]) -> tuple[list[Group], int]:
    """Return streets, the longest first, and how many points were repeated.

    A street is told from one of the same name by its town, by SIMC, and by ULIC or, without that, the part of the town.
    """
    groups: dict[tuple[str, ...], Group] = {}
    names: dict[str, tuple[StreetKind | None, str, str]] = {}
    repeated = 0
    for entry in entries:
        if entry.street not in names:
            kind, name = split_kind(entry.street)
            names[entry.street] = (kind, name, fold(name))
        kind, name, folded = names[entry.street]
        apart_by = entry.street_id or (entry.part if entry.street else "")
        key = (kind or "", folded, fold(entry.town), entry.locality_id, apart_by)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(kind=kind, name=name, first=entry)
        repeated += not group.add(entry)
    return sorted(groups.values(), key=lambda group: -len(group.entries)), repeated


def _apart_m(a: GeoPoint, b: GeoPoint) -> float:
    return _DEGREE_M * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians(a.lat)))
