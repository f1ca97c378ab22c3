"""The district of a point."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import District, GeoPoint
from scheduler.geocoding.districts import DistrictIndex


def point(lat: float, lon: float) -> GeoPoint:
    return GeoPoint(lat=lat, lon=lon)


def ring(*corners: tuple[float, float]) -> tuple[GeoPoint, ...]:
    """Close an outline of (latitude, longitude)."""
    return tuple(point(lat, lon) for lat, lon in (*corners, corners[0]))


def district(name: str, *rings: tuple[GeoPoint, ...]) -> District:
    return District(id=DistrictId(name), name=name, rings=rings)


def square(name: str, south: float, west: float, size: float = 1.0) -> District:
    north, east = south + size, west + size
    return district(name, ring((south, west), (south, east), (north, east), (north, west)))


def of(index: DistrictIndex, lat: float, lon: float) -> str | None:
    found = index.district_of(point(lat, lon))
    return None if found is None else found.name


def test_a_point_has_its_district() -> None:
    """A crew would be sent out of its district."""
    index = DistrictIndex([square("west", 50, 20), square("east", 50, 21)])
    assert of(index, 50.5, 20.5) == "west"
    assert of(index, 50.5, 21.5) == "east"
    assert of(index, 50.5, 22.5) is None


@pytest.mark.parametrize("first", ["west", "east"])
def test_a_border_belongs_to_one_district(first: str) -> None:
    """A client on the border would belong to nobody, or to two crews."""
    both = {"west": square("west", 50, 20), "east": square("east", 50, 21)}
    index = DistrictIndex([both.pop(first), *both.values()])
    borders = [(50.5, 20.0), (50.5, 21.0), (50.5, 22.0), (50.0, 20.5), (51.0, 20.5), (50.0, 21.0), (51.0, 22.0)]
    found = [of(index, lat, lon) for lat, lon in borders]
    assert None not in found
    assert found == [of(index, lat, lon) for lat, lon in borders]
    assert found[0] == found[3] == found[4] == "west"
    assert found[2] == found[6] == "east"


@pytest.mark.parametrize("first", ["whole", "part"])
def test_of_several_districts_the_first_counts(first: str) -> None:
    """A client's crew would change from day to day."""
    both = {"whole": square("whole", 50, 20, 2), "part": square("part", 50.5, 20.5)}
    index = DistrictIndex([both.pop(first), *both.values()])
    assert of(index, 51, 21) == first


def test_a_district_may_have_several_parts() -> None:
    """The village beyond the river would be out of town."""
    index = DistrictIndex([district("both", *square("a", 50, 20).rings, *square("b", 55, 25).rings)])
    assert of(index, 50.5, 20.5) == of(index, 55.5, 25.5) == "both"
    assert of(index, 52, 22) is None


def test_points_outside_are_reported() -> None:
    """Clients out of town would quietly get no crew."""
    index = DistrictIndex([square("west", 50, 20)])
    assert index.outside([point(50.5, 20.5), point(60, 20), point(50.1, 20.1), point(50.5, 25)]) == (1, 3)
    assert DistrictIndex([]).outside([point(50, 20)]) == (0,)


def test_an_outline_without_corners_holds_nothing() -> None:
    """A district that was begun and not drawn would stop everything."""
    index = DistrictIndex([district("none"), district("dot", (point(50, 20),)), square("west", 50, 20)])
    assert of(index, 50.5, 20.5) == "west"


# Few values, so that points fall on corners, on edges, and in line with them.
COORDINATE = st.integers(0, 6).map(lambda step: 50 + step / 2)
CORNERS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=8)
DISTRICTS = st.lists(st.lists(CORNERS, min_size=1, max_size=2), max_size=4).map(
    lambda all_rings: [
        district(f"d{number}", *(ring(*corners) for corners in rings)) for number, rings in enumerate(all_rings)
    ]
)
ANYWHERE = st.one_of(COORDINATE, st.floats(49.5, 53.5))


@given(districts=DISTRICTS, lat=ANYWHERE, lon=ANYWHERE)
def test_the_index_agrees_with_the_districts(districts: list[District], lat: float, lon: float) -> None:
    """The plan and the map would put a client into different districts."""
    where = point(lat, lon)
    inside = [each for each in districts if each.contains(where)]
    found = DistrictIndex(districts).district_of(where)

    if inside:
        assert found == inside[0]
    elif found is not None:
        assert on_border(found, where), "inside none, and on no border"


def on_border(of_district: District, where: GeoPoint) -> bool:
    """Return whether a point lies on an outline: in line with two corners, and between them."""
    return any(
        abs((b.lat - a.lat) * (where.lon - a.lon) - (b.lon - a.lon) * (where.lat - a.lat)) < 1e-9
        and min(a.lat, b.lat) <= where.lat <= max(a.lat, b.lat)
        and min(a.lon, b.lon) <= where.lon <= max(a.lon, b.lon)
        for outline in of_district.rings
        for a, b in pairwise(outline)
    )
