"""House numbers of one street: the one that was asked for, or the nearest."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.numbers import covers, leading, number_key, readings
from scheduler.services.ports import MatchKind


class HousePoint(NamedTuple):
    """One point of a street."""

    house: str
    key: str
    sort: int
    postcode: str
    part: str
    lat: float
    lon: float

    @property
    def point(self) -> GeoPoint:
        """Where it is."""
        return GeoPoint(lat=self.lat, lon=self.lon)


class Numbered(NamedTuple):
    """A point of a street as an answer, with the flat as the number was read."""

    kind: MatchKind
    house: HousePoint
    flat: str


def number_on(points: Sequence[HousePoint], house: str, flat: str, postcode: str) -> list[Numbered]:
    """Return the answers for a number on a street, best first; several only if they are equally good.

    Without a number, or on a street that has none, it is the street's middle.
    """
    for reading in readings(house, flat) if house else ():
        found = _exact(points, number_key(reading.house))
        if found:
            here = [each for each in found if postcode and each.postcode == postcode] or found
            return [Numbered(MatchKind.EXACT, each, reading.flat) for each in here]
    asked = leading(house)
    if asked is None:
        return [Numbered(MatchKind.STREET, middle(points), flat)]
    nearest = min(points, key=lambda each: (abs(each.sort - asked), (each.sort - asked) % 2, each.key))
    return [Numbered(MatchKind.NUMBER_NEAR, nearest, flat)]


def _exact(points: Iterable[HousePoint], key: str) -> list[HousePoint]:
    listed = list(points)
    return [each for each in listed if each.key == key] or [each for each in listed if covers(each.key, key)]


def middle(points: Sequence[HousePoint]) -> HousePoint:
    """Return the point of a street that is nearest to the middle of all its points."""
    lat = sum(each.lat for each in points) / len(points)
    lon = sum(each.lon for each in points) / len(points)
    # Near enough for a comparison within one street: a degree of longitude is some 0.62 of one of latitude in Poland.
    return min(points, key=lambda each: ((each.lat - lat) ** 2 + (0.62 * (each.lon - lon)) ** 2, each.key))
