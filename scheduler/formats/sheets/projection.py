"""From the globe to a flat drawing: Web Mercator, which keeps angles, and a frame that fits some points."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, asinh, cos, radians, sin, sqrt, tan

from scheduler.domain.place import GeoPoint

EARTH_M = 6_378_137
STEEPEST = 85.0
"""Latitude beyond which Mercator runs away; nothing is drawn further north."""

type Xy = tuple[float, float]


def mercator(point: GeoPoint) -> Xy:
    """Return easting and northing in metres at the equator."""
    lat = min(max(point.lat, -STEEPEST), STEEPEST)
    return EARTH_M * radians(point.lon), EARTH_M * asinh(tan(radians(lat)))


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in Mercator metres."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, point: GeoPoint) -> bool:
        """Return whether a point lies inside or on the edge."""
        x, y = mercator(point)
        return self.west <= x <= self.east and self.south <= y <= self.north

    def grown(self, part: float) -> "Box":
        """Return the box with a margin of `part` of its longer side, on every side."""
        margin = part * max(self.east - self.west, self.north - self.south)
        return Box(
            west=self.west - margin, south=self.south - margin, east=self.east + margin, north=self.north + margin
        )


def box_of(points: Iterable[GeoPoint], *, at_least_m: float = 400) -> Box:
    """Return the box around some points, at least so many Mercator metres wide and high.

    Raises
    ------
    ValueError
        Without a point.
    """
    xs, ys = zip(*(mercator(point) for point in points), strict=True)
    spare_x = max(0.0, at_least_m - (max(xs) - min(xs))) / 2
    spare_y = max(0.0, at_least_m - (max(ys) - min(ys))) / 2
    return Box(west=min(xs) - spare_x, south=min(ys) - spare_y, east=max(xs) + spare_x, north=max(ys) + spare_y)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A box laid into a drawing of `width` x `height` pixels, centred, north up."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels per Mercator metre."""
        return min(self.width / (self.box.east - self.box.west), self.height / (self.box.north - self.box.south))

    def xy(self, point: GeoPoint) -> Xy:
        """Return where a point is drawn; outside the frame for a point outside the box."""
        x, y = mercator(point)
        middle_x, middle_y = (self.box.west + self.box.east) / 2, (self.box.south + self.box.north) / 2
        return self.width / 2 + (x - middle_x) * self.scale, self.height / 2 - (y - middle_y) * self.scale

    def holds(self, xy: Xy, margin: float = 0) -> bool:
        """Return whether a drawn position is inside the frame, `margin` pixels off its edge."""
        return margin <= xy[0] <= self.width - margin and margin <= xy[1] <= self.height - margin

    def metres_per_px(self, lat: float) -> float:
        """Return how many metres on the ground one pixel is at a latitude."""
        return cos(radians(min(max(lat, -STEEPEST), STEEPEST))) / self.scale


def scale_bar_m(metres_per_px: float, longest_px: float) -> int:
    """Return the longest of 1, 2, 5, 10, 20, 50 ... metres that is drawn no longer than `longest_px`."""
    size = 1
    for step in (2, 2.5, 2) * 8:
        if size * step > longest_px * metres_per_px:
            break
        size = int(size * step)
    return size


def km_between(a: GeoPoint, b: GeoPoint) -> float:
    """Return the distance as the crow flies."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half)))
