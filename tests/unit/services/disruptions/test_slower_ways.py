"""Snow and closed roads: ways are longer, never shorter, and who leaves later never arrives earlier."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.builder import TownBuilder
from fixtures.moments import SERVICE_DAY
from scheduler.domain.ids import DistrictId
from scheduler.domain.live_day import Disruption, RoadClosed, Snow
from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.disruptions.crossing import crossed
from scheduler.services.disruptions.travel import LONGEST_S, DisruptedTravel, travel_under, undisturbed
from scheduler.services.ports import TravelMatrix, TravelPoint
from scheduler.travel.straight import StraightTravel
from tests.unit.services.disruptions.telling import closed, running, snow, told

NORTH = DistrictId("north")
TOWN = TownBuilder().add_staff().add_shift().build()
FREE = StraightTravel(Policy())
WEST, EAST = GeoPoint(lat=51.0, lon=21.0), GeoPoint(lat=51.0, lon=21.02)
DOORS = [TravelPoint(point=WEST), TravelPoint(point=EAST), TravelPoint(point=GeoPoint(lat=51.02, lon=21.0))]
ACROSS = GeoPoint(lat=50.99, lon=21.01), GeoPoint(lat=51.005, lon=21.01)
"""Between the first two doors."""


def under(
    *disruptions: Disruption, points: list[TravelPoint] | None = None, mode: TravelMode = TravelMode.CAR
) -> TravelMatrix:
    """Return the matrix of the doors under disruptions."""
    return travel_under(running(TOWN, *disruptions), FREE).matrix(points or DOORS, mode)


def test_a_closed_road_lengthens_the_ways_across_it_and_no_others() -> None:
    """The bus would be sent over the bridge that is closed, or every way in town be late."""
    free = FREE.matrix(DOORS, TravelMode.CAR).seconds
    longer = under(closed(*ACROSS, detour_min=7)).seconds - free
    assert longer.tolist() == [[0, 420, 0], [420, 0, 0], [0, 0, 0]]


def test_who_walks_finds_a_way_through() -> None:
    """A carer on foot would be seven minutes late for nothing."""
    assert np.array_equal(
        under(closed(*ACROSS), mode=TravelMode.FOOT).seconds, FREE.matrix(DOORS, TravelMode.FOOT).seconds
    )


@pytest.mark.parametrize(("radius_m", "longer"), [(550, False), (560, True)])
def test_a_closed_circle_is_crossed_by_who_comes_near(radius_m: int, longer: bool) -> None:
    """Half of the town would count as closed, or nothing of it."""
    above = GeoPoint(lat=51.005, lon=21.01)  # 556 m north of the way
    assert (
        bool((under(closed(above, radius_m=radius_m)).seconds > FREE.matrix(DOORS, TravelMode.CAR).seconds)[0, 1])
        is longer
    )


@pytest.mark.parametrize(
    ("line", "touches"),
    [
        ((GeoPoint(lat=51, lon=21.005), GeoPoint(lat=51, lon=21.015)), True),  # along the way itself
        ((GeoPoint(lat=51, lon=21.03), GeoPoint(lat=51, lon=21.04)), False),  # behind its end, on one line with it
        ((GeoPoint(lat=51, lon=21.01), GeoPoint(lat=51.01, lon=21.01)), True),  # begins on it
        ((EAST, GeoPoint(lat=51.01, lon=21.02)), True),  # at its end
        ((GeoPoint(lat=51.001, lon=21.005), GeoPoint(lat=51.001, lon=21.015)), False),  # beside it
        ((GeoPoint(lat=51.01, lon=21.03), GeoPoint(lat=50.99, lon=21.03), GeoPoint(lat=51.01, lon=21)), True),
    ],
)
def test_a_way_crosses_a_line_that_it_touches(line: tuple[GeoPoint, ...], touches: bool) -> None:
    """A driver would stand before a barrier, or make a detour around a road that is open."""
    road = RoadClosed(line=line, detour=timedelta(minutes=1))
    found = crossed([WEST, EAST], road)
    assert found[0, 1] == found[1, 0] == touches


CORNERS = st.tuples(st.integers(0, 20), st.integers(0, 20))


def turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Return on which side of the way from a to b a corner lies, exactly."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(doors=st.lists(CORNERS, min_size=2, max_size=5), line=st.lists(CORNERS, min_size=2, max_size=5))
def test_who_crosses_a_line_is_found_as_with_ruler_and_pencil(
    doors: list[tuple[int, int]], line: list[tuple[int, int]]
) -> None:
    """On some ways of a large town a closed bridge would not be noticed, or one be closed that is far away."""
    here, closed_line = ([GeoPoint(lat=51 + y / 1000, lon=21 + x / 1000) for x, y in some] for some in (doors, line))
    found = crossed(here, RoadClosed(line=tuple(closed_line), detour=timedelta(minutes=1)))
    assert np.array_equal(found, found.T)
    for i, a in enumerate(doors):
        for j, b in enumerate(doors):
            turns = [(turn(c, d, a), turn(c, d, b), turn(a, b, c), turn(a, b, d)) for c, d in pairwise(line)]
            if all(all(one) for one in turns):  # what only touches is told above
                assert found[i, j] == any(p * q < 0 and r * s < 0 for p, q, r, s in turns)


def test_snow_in_a_district_slows_the_ways_that_begin_or_end_there() -> None:
    """Only half of the ways into the snow would be slow: back, or there."""
    doors = [TravelPoint(point=WEST, district_id=NORTH), *DOORS[1:]]
    free = FREE.matrix(doors, TravelMode.CAR).seconds
    seconds = under(snow(600, NORTH), points=doors).seconds
    slow = -(-free[0, 1] * 1000 // 600)
    assert (seconds[0, 1], seconds[1, 0]) == (slow, slow), "rounded up"
    assert seconds[1, 2] == free[1, 2]


def test_a_crew_in_the_open_is_in_the_district_around_it() -> None:
    """A bus that stands in the snow would drive off at full speed."""
    town = TownBuilder().with_districts("wzgorze").add_staff().add_shift().build()
    (district,) = town.districts.values()
    corner, opposite = district.rings[0][0], district.rings[0][len(district.rings[0]) // 2]
    inside = GeoPoint(lat=(corner.lat + opposite.lat) / 2, lon=(corner.lon + opposite.lon) / 2)
    assert district.contains(inside)
    points = [TravelPoint(point=inside), TravelPoint(point=EAST)]
    slow = DisruptedTravel(FREE, town, (snow(500, district.id),)).matrix(points, TravelMode.CAR)
    assert slow.seconds[0, 1] == 2 * FREE.matrix(points, TravelMode.CAR).seconds[0, 1]


def test_snow_in_the_whole_town_slows_who_walks_and_leaves_driving_to_the_clock() -> None:
    """A drive would be slowed twice, or a walk not at all."""
    assert np.array_equal(under(snow(500)).seconds, FREE.matrix(DOORS, TravelMode.CAR).seconds)
    assert np.array_equal(
        under(snow(500), mode=TravelMode.FOOT).seconds, 2 * FREE.matrix(DOORS, TravelMode.FOOT).seconds
    )


def test_times_under_disruptions_are_a_version_of_their_own() -> None:
    """A plan that was made in snow would be called a lie on a clear day."""
    clear = FREE.matrix(DOORS, TravelMode.CAR)
    versions = [clear.version, *(under(one).version for one in (snow(500), snow(501), snow(500, "x"), closed(*ACROSS)))]
    assert len(set(versions)) == 5
    assert under(snow(500)).version == under(snow(500)).version
    assert {undisturbed(version) for version in versions} == {clear.version}
    assert undisturbed("3f2a8c01d9e4-26.10.0 ~0123456789ab") == "3f2a8c01d9e4-26.10.0"
    assert undisturbed("data ~ of 2026") == "data ~ of 2026"


def test_without_disruptions_nothing_stands_between() -> None:
    """Every call on a clear day would pay for the snow."""
    assert travel_under(TOWN, FREE) is FREE
    over = snow(500, until="09:00")
    assert travel_under(running(TOWN, over, as_of="09:00"), FREE) is FREE


def test_a_plan_says_what_its_times_allow_for() -> None:
    """A dispatcher would wonder why every way takes twice as long."""
    assert [note.text for note in under(snow(500), closed(*ACROSS)).notes] == [
        {
            "pl": "Czasy przejazdu uwzględniają dzisiaj śnieg i zamkniętą drogę.",
            "en": "Travel times allow for snow and a closed road today.",
        }
    ]


COORDINATES = st.builds(
    GeoPoint, lat=st.floats(50.9, 51.1, allow_nan=False), lon=st.floats(20.9, 21.1, allow_nan=False)
)
ROADS = st.one_of(
    st.builds(
        RoadClosed,
        line=st.lists(COORDINATES, min_size=2, max_size=5).map(tuple),
        detour=st.timedeltas(timedelta(microseconds=1), timedelta(days=40)),
    ),
    st.builds(
        RoadClosed,
        line=st.tuples(COORDINATES),
        radius_m=st.integers(1, 5000),
        detour=st.timedeltas(timedelta(microseconds=1), timedelta(days=40)),
    ),
).map(lambda road: told("00:00", road=road))
SNOWS = st.builds(
    lambda permille, districts: told("00:00", snow=Snow(permille=permille, districts=districts)),
    st.integers(1, 999),
    st.frozensets(st.sampled_from([NORTH, DistrictId("south")])),
)
POINTS = st.lists(
    st.builds(TravelPoint, point=COORDINATES, district_id=st.sampled_from([None, NORTH])), min_size=1, max_size=6
)


@given(points=POINTS, things=st.lists(st.one_of(ROADS, SNOWS), max_size=8), mode=st.sampled_from(TravelMode))
def test_whatever_comes_together_no_way_is_shorter_and_none_is_endless(
    points: list[TravelPoint], things: list[Disruption], mode: TravelMode
) -> None:
    """Snow would make a bus faster; or one more slip on the map would leave the whole town unreachable."""
    free = FREE.matrix(points, mode)
    slow = under(*things, points=points, mode=mode)
    assert (slow.seconds >= free.seconds).all()
    assert (slow.seconds <= np.maximum(free.seconds, LONGEST_S)).all()
    assert ((slow.seconds == 0) == (free.seconds == 0)).all()
    assert np.array_equal(slow.metres, free.metres)
    more = under(*things, closed(*ACROSS), points=points, mode=mode)
    assert (more.seconds >= slow.seconds).all()


def test_a_service_day_is_where_disruptions_are_told() -> None:
    """The helper of these tests would speak of another day than the town plans."""
    assert TOWN.shifts[0].day == SERVICE_DAY
