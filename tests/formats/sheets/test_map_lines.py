"""Lines of the map: along the road, on its right, and never on another drawing's ground."""

import itertools
import json
import re
from dataclasses import replace
from math import hypot

import polyline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.itinerary import DayView, Itinerary
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.day_map import day_map, follows_roads
from scheduler.formats.sheets.geojson import shift_geojson
from scheduler.formats.sheets.looks import look
from scheduler.formats.sheets.map_lines import FINEST, joined, road_leg, road_of, straight_leg
from scheduler.formats.sheets.overview import overview_html
from scheduler.formats.sheets.picture import day_picture_svg
from scheduler.formats.sheets.times import times_of
from scheduler.formats.sheets.words import words_of
from tests.formats.sheets.sample import sample_view

NOTE = {"pl": "oszacowane <b>", "en": "estimated <b>"}
points = st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), min_size=2, max_size=12)


def with_roads(crew: Itinerary) -> Itinerary:
    """Return a shift whose legs go round a corner each."""
    path = crew.path
    legs = itertools.pairwise(path)
    return replace(crew, ways=tuple(polyline.encode([(a.lat, a.lon), (a.lat, b.lon), (b.lat, b.lon)]) for a, b in legs))


def with_lines(crew: Itinerary) -> Itinerary:
    """Return a shift whose legs are drawn straight."""
    legs = zip(crew.path[:-1], crew.path[1:], strict=True)
    return replace(crew, ways=tuple(polyline.encode([(a.lat, a.lon), (b.lat, b.lon)]) for a, b in legs))


def road_view() -> DayView:
    view = sample_view()
    crews = tuple(with_roads(crew) for crew in view.itineraries)
    return replace(view, itineraries=crews, travel_engine="osrm 1", travel_notes=(NOTE,))


def test_a_road_is_drawn_on_its_right() -> None:
    """There and back would be one line, and nobody could tell which way the bus goes."""
    east = road_leg([(0, 100), (100, 100)], 0)
    west = road_leg([(100, 100), (0, 100)], 0)

    assert east is not None
    assert west is not None
    assert east.start[1] > 100 > west.start[1]  # y grows to the south
    assert (east.turn, abs(west.turn)) == (0, 180)


def test_shifts_on_one_road_lie_side_by_side() -> None:
    """Three buses in the main street would look like one."""
    lines = [road_leg([(0, 100), (100, 100)], index) for index in range(4)]

    assert len({line.start for line in lines if line is not None}) == 4


@given(points, st.integers(0, 30))
def test_the_middle_of_a_leg_is_half_way_along_it(way: list[tuple[float, float]], index: int) -> None:
    """Arrow heads would stand beside the road, or at its end."""
    leg = road_leg(way, index)
    if leg is None:
        assert all(hypot(x - way[0][0], y - way[0][1]) < FINEST for x, y in way)
        return
    drawn = [tuple(map(float, pair.split())) for pair in re.findall(r"L([-\d.]+ [-\d.]+)", leg.path)]
    steps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(drawn)]
    assert leg.length == pytest.approx(sum(steps), rel=0.02, abs=2)
    assert min(hypot(leg.middle[0] - x, leg.middle[1] - y) for x, y in drawn) <= max(steps) / 2 + 1


def test_bent_legs_are_one_line_and_roads_are_joined() -> None:
    """Dashes would start anew at every stop, or legs hang in the air."""
    bent = joined([straight_leg((0, 0), (9, 9)), straight_leg((9, 9), (20, 0))])
    roads = [leg for leg in (road_leg([(0, 0), (50, 0)], 0), road_leg([(50, 0), (50, 50)], 0)) if leg is not None]

    assert bent.count("M") == 1
    assert "L" not in bent
    assert joined(roads).count("M") == 1
    assert joined([]) == ""


def test_a_leg_goes_from_door_to_door() -> None:
    """The bus would seem to stop in the middle of the road, a field away from the client."""
    crew = with_roads(sample_view().itineraries[0])

    road = road_of(crew)

    assert [leg[0] for leg in road] == list(crew.path[:-1])
    assert [leg[-1] for leg in road] == list(crew.path[1:])


@pytest.mark.parametrize("ways", [(), ("_p~iF~ps|U",), ("???",) * 99])
def test_ways_that_do_not_fit_are_not_drawn(ways: tuple[str, ...]) -> None:
    """A file that somebody changed would end printing with a page about polylines."""
    assert road_of(replace(sample_view().itineraries[0], ways=ways)) == []


@given(st.data())
def test_nonsense_in_the_place_of_ways_is_not_drawn(data: st.DataObject) -> None:
    """A damaged plan file could not be printed any more."""
    crew = sample_view().itineraries[0]
    ways = data.draw(st.lists(st.text(max_size=20), min_size=len(crew.path) - 1, max_size=len(crew.path) - 1))

    for leg in road_of(replace(crew, ways=tuple(ways))):
        assert all(isinstance(point, GeoPoint) for point in leg)


def test_the_map_says_whose_roads_it_shows() -> None:
    """The licence of OpenStreetMap would be broken on every printed page."""
    view = road_view()

    assert "© OpenStreetMap contributors" in str(day_map(view, times_of(view, words_of("en"))))
    assert "© autorzy OpenStreetMap" in day_picture_svg(view)
    bare = replace(sample_view(), travel_engine="osrm 1")
    crows = replace(view, itineraries=tuple(with_lines(crew) for crew in view.itineraries))
    for other in (sample_view(), bare, crows):
        assert not follows_roads(other)
        assert "OpenStreetMap" not in overview_html(other)


def test_roads_are_cut_off_at_the_edge_of_the_map() -> None:
    """A road to the next town would be drawn across the timeline of the picture."""
    svg = day_picture_svg(road_view())

    assert re.search(r'<svg width="[\d.]+" height="[\d.]+"><g[^>]*><title>', svg)


def test_the_page_tells_what_is_to_be_known_of_travel_times() -> None:
    """The dispatcher would trust estimates as if they were roads."""
    page = overview_html(road_view(), lang="en")

    assert "estimated &lt;b&gt;" in page
    assert "Lines follow the roads" in page
    assert "Without a base map" in overview_html(sample_view(), lang="en")


def test_tracks_follow_the_roads() -> None:
    """The driver's map program would show straight lines through houses."""
    view = road_view()
    crew = view.itineraries[0]

    document = json.loads(shift_geojson(view, look(0), crew))["features"][0]
    positions = document["geometry"]["coordinates"]

    assert document["properties"]["attribution"].startswith("© OpenStreetMap")
    assert len(positions) == 5 * (len(crew.path) - 1)  # two doors and three points of the way
