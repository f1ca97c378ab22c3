"""Where things are: points, districts, places and their doors."""

from dataclasses import dataclass
from itertools import pairwise

from scheduler.domain.ids import DistrictId, PlaceId


@dataclass(frozen=True, kw_only=True)
class GeoPoint:
    """A point on the globe, WGS 84 degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            msg = f"({self.lat}, {self.lon}) is not on the globe: latitude is -90 to 90, longitude -180 to 180"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class District:
    """A part of the town.

    Attributes
    ----------
    rings : tuple of tuple of GeoPoint
        One closed outer ring per polygon (first point equals last); holes are not kept.
    """

    id: DistrictId
    name: str
    rings: tuple[tuple[GeoPoint, ...], ...]

    def contains(self, point: GeoPoint) -> bool:
        """Return whether `point` lies inside one of the rings (even-odd rule)."""
        return any(_inside(point, ring) for ring in self.rings)


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """A door of a place. Its name is what a driver looks for ("Poradnie, wejście B")."""

    name: str
    point: GeoPoint
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address people are visited at or taken to.

    Attributes
    ----------
    entrances : tuple of Entrance
        At least one; the first is meant where none is named.
    district_id : DistrictId or None
        None: outside all districts (out of town).
    public : bool
        A hospital or an office, say. The address of a home is personal, and goes when its residents are erased.
    """

    id: PlaceId
    name: str
    address: str
    entrances: tuple[Entrance, ...]
    district_id: DistrictId | None = None
    phone: str = ""
    public: bool = False

    def entrance(self, name: str | None) -> Entrance:
        """Return the entrance called `name`, or the first one.

        Raises
        ------
        KeyError
            If no entrance has that name.
        """
        if not name:
            return self.entrances[0]
        for entrance in self.entrances:
            if entrance.name == name:
                return entrance
        raise KeyError(name)


@dataclass(frozen=True, kw_only=True)
class Door:
    """One entrance of one place, as a request names it."""

    place_id: PlaceId
    entrance: str | None = None


def _inside(point: GeoPoint, ring: tuple[GeoPoint, ...]) -> bool:
    inside = False
    for a, b in pairwise(ring):
        if (a.lat > point.lat) != (b.lat > point.lat):
            crossing = a.lon + (point.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
            if point.lon < crossing:
                inside = not inside
    return inside
