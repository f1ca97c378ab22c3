"""Addresses in an OpenStreetMap extract: nodes, and buildings drawn as ways."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium.osm.types import Node, Way

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.gazetteer.entry import Entry
from scheduler.geocoding.gazetteer.problems import refused
from scheduler.services.ports import BoundingBox

_TOO_LONG = 120
_SEVERAL = re.compile(r"\s*[;,]\s*")
_READABLE = "give an OpenStreetMap extract (.osm.pbf) that was downloaded to its end"


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What an extract holds.

    Attributes
    ----------
    outside : int
        Addresses left out because they lie outside the town's box.
    unnamed : int
        Addresses left out because they have a number, but neither a street nor a place.
    data_date : str
        Of the extract, or empty.
    """

    entries: Sequence[Entry]
    outside: int
    unnamed: int
    data_date: str


def read_osm(path: Path, box: BoundingBox | None, town: str = "") -> Extract:
    """Return the addresses of an extract.

    Parameters
    ----------
    box : BoundingBox or None
        None: all of them.
    town : str
        For addresses in streets without `addr:city`.

    Raises
    ------
    InputError
        If the file is missing, truncated, or no PBF.
    """
    if not path.is_file():
        raise refused(path.name, "is missing or not a file", _READABLE)
    entries: list[Entry] = []
    counts = {"outside": 0, "unnamed": 0}
    source = osmium.io.File(path, "pbf")
    try:
        found = osmium.FileProcessor(source).with_locations().with_filter(osmium.filter.KeyFilter("addr:housenumber"))
        date = found.header.get("osmosis_replication_timestamp", "")[:10]
        for thing in found:
            point = _point(thing)
            if point is None:
                continue
            of_thing = list(_entries(dict(thing.tags), point, town))
            inside = box is None or box.contains(point)
            counts["unnamed"] += not of_thing
            counts["outside"] += len(of_thing) * (not inside)
            entries += of_thing if inside else ()
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise refused(path.name, f"cannot be read as an extract ({error})", _READABLE) from error
    return Extract(entries=entries, data_date=date, **counts)


def _entries(tags: dict[str, str], point: GeoPoint, town: str) -> Iterator[Entry]:
    """Yield one entry for each of the numbers of a thing ("12;14")."""
    street = tags.get("addr:street", "").strip()
    place = tags.get("addr:place", "").strip()
    city = tags.get("addr:city", "").strip()
    if not (street or place):
        return
    # Where there are no streets, the place is the village, and addr:city its post office.
    home = (city or town or place) if street else place
    if not home or max(map(len, (street, home))) > _TOO_LONG:
        return
    for house in filter(None, _SEVERAL.split(tags.get("addr:housenumber", "").strip())):
        yield Entry(
            street=street,
            house=house[:_TOO_LONG],
            postcode=tags.get("addr:postcode", "").strip()[:_TOO_LONG],
            town=home,
            part=tags.get("addr:suburb", place if street else "").strip()[:_TOO_LONG],
            locality_id=tags.get("addr:city:simc", "").strip()[:_TOO_LONG],
            street_id=tags.get("addr:street:sym_ul", "").strip()[:_TOO_LONG],
            point=point,
        )


def _point(thing: object) -> GeoPoint | None:
    if isinstance(thing, Node):
        return GeoPoint(lat=thing.location.lat, lon=thing.location.lon) if thing.location.valid() else None
    if not isinstance(thing, Way):
        return None  # buildings with courtyards, drawn as relations: few, and rarely without an address on a node
    return centroid([(node.location.lat, node.location.lon) for node in thing.nodes if node.location.valid()])


def centroid(corners: Iterable[tuple[float, float]]) -> GeoPoint | None:
    """Return the centroid of an outline of (latitude, longitude); of a line or a dot, the mean of its corners.

    The shoelace formula, relative to the first corner so that no digits are lost.
    """
    listed = list(corners)
    if not listed:
        return None
    lat0, lon0 = listed[0]
    near = [(lat - lat0, lon - lon0) for lat, lon in listed]
    area = lat_sum = lon_sum = 0.0
    for (lat1, lon1), (lat2, lon2) in zip(near, [*near[1:], near[0]], strict=True):
        cross = lat1 * lon2 - lat2 * lon1
        area += cross
        lat_sum += (lat1 + lat2) * cross
        lon_sum += (lon1 + lon2) * cross
    if abs(area) < 1e-14:
        count = len(near)
        return GeoPoint(lat=lat0 + sum(lat for lat, _ in near) / count, lon=lon0 + sum(lon for _, lon in near) / count)
    return GeoPoint(lat=lat0 + lat_sum / (3 * area), lon=lon0 + lon_sum / (3 * area))
