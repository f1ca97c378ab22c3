"""Is a coordinate somewhere a town's service can go? On the globe, in Poland, on land, near the town."""

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from scheduler.domain.place import GeoPoint
from scheduler.formats.town.column import Column
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.row import Row

FARTHEST_KM = 150
SOUTH, NORTH, WEST, EAST = 49.0, 54.9, 14.1, 24.2
# The Baltic coast from Świnoujście to the Vistula spit, (lon, lat), a few kilometres off shore so that no pier is wet.
_COAST = (
    (14.1, 53.97), (14.6, 54.03), (15.5, 54.22), (16.2, 54.33), (16.6, 54.55), (17.0, 54.70), (17.6, 54.80),
    (18.3, 54.88), (18.75, 54.74), (18.87, 54.60), (18.75, 54.45), (19.4, 54.42), (19.65, 54.49),
)  # fmt: skip


def distance_km(a: GeoPoint, b: GeoPoint) -> float:
    """Return the great-circle distance."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(min(1.0, half)))


def in_poland(lat: float, lon: float) -> bool:
    """Return whether a point lies in the rectangle around Poland."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def in_sea(lat: float, lon: float) -> bool:
    """Return whether a point within that rectangle lies in the Baltic."""
    for (west, south_west), (east, south_east) in pairwise(_COAST):
        if west <= lon <= east:
            return lat > south_west + (lon - west) / (east - west) * (south_east - south_west)
    return False


def oddity(lat: float, lon: float, centre: GeoPoint | None) -> tuple[str, str] | None:
    """Return what is wrong with a point and what would be right, or None."""
    if not in_poland(lat, lon):
        return _outside(lat, lon)
    if in_sea(lat, lon):
        return "lies in the Baltic Sea", "correct latitude and longitude"
    away = distance_km(GeoPoint(lat=lat, lon=lon), centre) if centre else 0
    if away > FARTHEST_KM:
        return f"lies {away:.0f} km from the town's centre", f"use a point within {FARTHEST_KM} km of it"
    return None


def _outside(lat: float, lon: float) -> tuple[str, str]:
    if in_poland(lon, lat):
        return "lies outside Poland, but not if latitude and longitude are swapped", "swap lat and lon"
    if abs(lat) < 1 and abs(lon) < 1:
        return "lies in the sea off Africa, where missing coordinates end up", "look the coordinates up"
    return "lies outside Poland", f"use latitude {SOUTH} to {NORTH} and longitude {WEST} to {EAST}"


def check_point(row: Row, lat: Column[float], lon: Column[float], draft: Draft) -> None:
    """Report a point that no bus of the town will ever reach, once, on its latitude."""
    found = oddity(row[lat], row[lon], draft.centre)
    if found is not None:
        row.wrong(lat, f"with {lon.name} {row[lon]} {found[0]}", found[1])
