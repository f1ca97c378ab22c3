"""districts.geojson: the parts of the town as polygons, as any map program writes them."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from scheduler.domain.errors import InputProblem
from scheduler.domain.ids import DistrictId
from scheduler.domain.place import District, GeoPoint
from scheduler.formats.town.cell import CellError
from scheduler.formats.town.column import required
from scheduler.formats.town.csv_table import decode
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.files import read_bytes, unreadable
from scheduler.formats.town.geography import oddity
from scheduler.formats.town.sheets.common import DISTRICT, NAME

FILE = "districts.geojson"
_ID = required("id", DISTRICT, "the district", "lazy")
_NAME = required("name", NAME, "name", "Łazy")
_MOST_POINTS = 100_000
_OF_POINT = "write each point as [longitude, latitude]"
Ring = tuple[GeoPoint, ...]


class _ShapeError(ValueError):
    """A polygon that cannot be used; `args` are what is wrong and what would be right."""


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def read_geojson(path: Path) -> list[Any]:
    """Return the features of a GeoJSON file.

    Raises
    ------
    UnreadableError
        If it is not a feature collection.
    """
    text = decode(read_bytes(path, FILE), FILE)
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise unreadable(FILE, f"is not JSON: {str(error)[:200]}", "export it again from a map program") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise unreadable(FILE, "is not a FeatureCollection", "export it again as GeoJSON from a map program")
    if not _is_wgs84(content.get("crs")):
        raise unreadable(FILE, "is in another coordinate system than WGS 84", "export it in EPSG:4326")
    return features


def _is_wgs84(crs: object) -> bool:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return crs is None or (isinstance(name, str) and ("CRS84" in name or "4326" in name))


def take_districts(features: list[Any], draft: Draft) -> None:
    """Put the districts into `draft`; the ids of faulty ones are known all the same."""
    known: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        reader = _Feature(number=number, draft=draft)
        district = reader.read(feature)
        if reader.id is not None:
            if reader.id in known:
                right = "give each district its own id"
                reader.wrong("id", f"is the id of feature {known[reader.id]} already", right, reader.id)
            known.setdefault(reader.id, number)
        if district is not None:
            draft.districts[district.id] = district
    draft.ids["districts"] = known


@dataclass
class _Feature:
    number: int
    draft: Draft
    id: DistrictId | None = None

    def wrong(self, key: str, wrong: str, right: str, value: str = "") -> None:
        column = f"features[{self.number}].{key}"
        self.draft.problems.add(InputProblem(file=FILE, column=column, value=value, wrong=wrong, right=right))

    def read(self, feature: object) -> District | None:
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            self.wrong("type", "is not a feature", "export it again from a map program")
            return None
        properties = feature.get("properties") or {}
        self.id = self._text(_ID, properties.get("id", feature.get("id")))
        name = self._text(_NAME, properties.get("name"))
        try:
            rings = _rings(feature.get("geometry"), self.draft.centre)
        except _ShapeError as error:
            self.wrong("geometry", *error.args)
            return None
        return District(id=self.id, name=name, rings=rings) if self.id and name else None

    def _text(self, column: Any, value: object) -> Any:
        if value is not None and not isinstance(value, str | int):
            self.wrong(column.name, "is not text", 'write it in "quotes"')
            return None
        try:
            return column.read("" if value is None else str(value))
        except CellError as error:
            self.wrong(column.name, error.wrong, error.right, str(value or ""))
            return None


def _rings(geometry: object, centre: GeoPoint | None) -> tuple[Ring, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    shapes = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(shapes, list) or not shapes:
        raise _ShapeError("is not a polygon", "draw the district as a Polygon or MultiPolygon")
    polygons = [shapes] if kind == "Polygon" else shapes
    if not all(isinstance(polygon, list) and polygon for polygon in polygons):
        raise _ShapeError("holds an empty polygon", "draw its border")
    # Holes (rings after the first) are not kept: no district of a town is a ring around another.
    return tuple(_ring(polygon[0], centre) for polygon in polygons)


def _ring(points: object, centre: GeoPoint | None) -> Ring:
    if not isinstance(points, list) or len(points) > _MOST_POINTS:
        raise _ShapeError("is not a list of points", _OF_POINT)
    ring = tuple(map(_point, points))
    if len(ring) < 4:
        raise _ShapeError(f"has {len(ring)} points", "draw at least a triangle, with the first point repeated last")
    if ring[0] != ring[-1]:
        raise _ShapeError("is not closed", "repeat the first point at the end")
    if _area(ring) < 1e-9:
        raise _ShapeError("encloses no area", "draw its border as a loop")
    for point in ring:
        found = oddity(point.lat, point.lon, centre)
        if found is not None:
            raise _ShapeError(f"has the point [{point.lon}, {point.lat}], which {found[0]}", found[1])
    return ring


def _point(point: object) -> GeoPoint:
    if not isinstance(point, list) or len(point) not in {2, 3} or not all(map(_is_number, point)):
        raise _ShapeError("has a point that is not two numbers", _OF_POINT)
    try:
        return GeoPoint(lat=float(point[1]), lon=float(point[0]))
    except ValueError as error:
        raise _ShapeError(f"has the point [{point[0]}, {point[1]}], which is not on the globe", _OF_POINT) from error


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6 and math.isfinite(value)


def _area(ring: Ring) -> float:
    return abs(sum(a.lon * b.lat - b.lon * a.lat for a, b in pairwise(ring))) / 2


def geojson_text(districts: Mapping[DistrictId, District]) -> str:
    """Return the file's text, one line per district so that changes can be compared."""
    features = ",\n".join(json.dumps(_feature(district), ensure_ascii=False) for district in districts.values())
    return '{"type": "FeatureCollection", "features": [\n' + features + "\n]}\n"


def _feature(district: District) -> Mapping[str, Any]:
    polygons = [[[[point.lon, point.lat] for point in ring]] for ring in district.rings]
    single = len(polygons) == 1
    return {
        "type": "Feature",
        "properties": {"id": district.id, "name": district.name},
        "geometry": {
            "type": "Polygon" if single else "MultiPolygon",
            "coordinates": polygons[0] if single else polygons,
        },
    }
