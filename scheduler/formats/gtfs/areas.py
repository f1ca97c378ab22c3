"""Where rides are given: a town's districts joined into one shape each, or its public places where it has no shapes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import MultiPolygon, Polygon

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import District, Place
from scheduler.domain.ride_hours import PublicRides
from scheduler.formats.gtfs.archive import Row

type Districts = frozenset[DistrictId]
_DECIMALS = 6  # of degrees: a tenth of a metre


@dataclass(frozen=True, kw_only=True)
class Area:
    """Somewhere that a trip refers to.

    Attributes
    ----------
    column : str
        Of stop_times.txt: location_id or location_group_id.
    """

    column: str
    id: str
    name: str
    districts: Districts


def areas_of(rides: PublicRides) -> Mapping[Districts, Area]:
    """Return the areas of all hours, by their districts.

    One shape for all districts of a trip: were each a location of its own, a trip would stop at all pairs of them, and
    readers are told to refuse overlapping zones.
    """
    shaped = bool(rides.districts)
    wanted = sorted({one.districts for one in rides.hours}, key=lambda one: (len(one), sorted(one)))
    return {
        one: Area(
            column="location_id" if shaped else "location_group_id",
            id=f"{'area' if shaped else 'group'}-{number}",
            name=_name(rides, one),
            districts=one,
        )
        for number, one in enumerate(wanted, start=1)
    }


def locations(rides: PublicRides, areas: Iterable[Area]) -> bytes:
    """Return locations.geojson: one feature for each area (RFC 7946, WGS 84)."""
    features = [
        {
            "type": "Feature",
            "id": one.id,
            "properties": {"stop_name": one.name},
            "geometry": _geometry(_districts(rides, one.districts)),
        }
        for one in areas
    ]
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def stops(rides: PublicRides) -> Sequence[Row]:
    """Return the rows of stops.txt: public places, by their main door. No home is among them."""
    return [
        {
            "stop_id": f"stop-{one.id}",
            "stop_name": one.name,
            "stop_lat": f"{one.entrances[0].point.lat:.{_DECIMALS}f}",
            "stop_lon": f"{one.entrances[0].point.lon:.{_DECIMALS}f}",
        }
        for one in rides.stops
    ]


def group_stops(rides: PublicRides, areas: Iterable[Area]) -> Sequence[Row]:
    """Return the rows of location_group_stops.txt."""
    return [
        {"location_group_id": area.id, "stop_id": f"stop-{one.id}"}
        for area in areas
        for one in _within(rides.stops, area.districts)
    ]


def _within(places: Iterable[Place], districts: Districts) -> Iterable[Place]:
    return (one for one in places if not districts or one.district_id in districts)


def _name(rides: PublicRides, districts: Districts) -> str:
    if not districts:
        return rides.town_name
    return ", ".join(sorted(rides.districts[one].name if one in rides.districts else one for one in districts))


def _districts(rides: PublicRides, wanted: Districts) -> Sequence[District]:
    return [one for one in rides.districts.values() if not wanted or one.id in wanted]


def _geometry(districts: Iterable[District]) -> dict[str, object]:
    rings = [Polygon([(at.lon, at.lat) for at in ring]) for one in districts for ring in one.rings]
    joined = shapely.set_precision(shapely.union_all([shapely.make_valid(one) for one in rings]), 10**-_DECIMALS)
    parts = [one for one in shapely.get_parts(joined) if isinstance(one, Polygon)]
    turned = [shapely.geometry.polygon.orient(one) for one in sorted(parts, key=lambda one: one.bounds)]
    shape = turned[0] if len(turned) == 1 else MultiPolygon(turned)
    told: dict[str, object] = shapely.geometry.mapping(shape)
    return told
