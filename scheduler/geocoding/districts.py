"""The district that a point lies in."""

from collections.abc import Iterable

import shapely
from shapely import LineString, Point, STRtree

from scheduler.domain.place import District, GeoPoint


class DistrictIndex:
    """Districts of a town, asked for many points.

    A point in several districts belongs to the first of them, in the order given. A point inside none, but exactly on a
    border, belongs to the first district whose border it is: with the even-odd rule alone (`District.contains`) it
    might belong to none of two neighbours.

    Parameters
    ----------
    districts : iterable of District
        In the order of the file.
    """

    def __init__(self, districts: Iterable[District]) -> None:
        self._districts = tuple(districts)
        self._outlines: list[LineString] = []
        self._owner: list[int] = []
        for number, district in enumerate(self._districts):
            for ring in district.rings:
                if len(ring) > 1:
                    self._outlines.append(LineString([(corner.lon, corner.lat) for corner in ring]))
                    self._owner.append(number)
        self._tree = STRtree(self._outlines)

    def district_of(self, point: GeoPoint) -> District | None:
        """Return the district of a point, None outside all of them."""
        dot = Point(point.lon, point.lat)
        # The tree finds outlines whose bounding boxes have the point, borders included.
        rings: list[int] = sorted(self._tree.query(dot).tolist(), key=lambda ring: self._owner[ring])
        near = [self._districts[number] for number in dict.fromkeys(self._owner[ring] for ring in rings)]
        for district in near:
            if district.contains(point):
                return district
        for ring in rings:
            if shapely.intersects(self._outlines[ring], dot):
                return self._districts[self._owner[ring]]
        return None

    def outside(self, points: Iterable[GeoPoint]) -> tuple[int, ...]:
        """Return the positions of the points that lie in no district."""
        return tuple(position for position, point in enumerate(points) if self.district_of(point) is None)
