"""Where things come to lie on the map."""

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.itinerary import DayView
from scheduler.domain.place import GeoPoint
from scheduler.formats.sheets.declutter import Label, Placer
from scheduler.formats.sheets.focus import day_points, focus_box
from scheduler.formats.sheets.projection import Box, Frame, box_of, km_between, scale_bar_m
from tests.formats.sheets.sample import sample_view
from tests.formats.sheets.sample_town import CENTRE, KIELCE, point

FRAME = Frame(box=box_of([point(-4, -3), point(4, 3)]), width=900, height=600)
SQUARE = Box(west=0, south=0, east=1, north=1)


def test_a_kilometre_is_drawn_as_a_kilometre() -> None:
    """Distances read off the map by its scale bar would be wrong (Mercator stretches Poland by 60 %)."""
    a, b = FRAME.xy(point(0, 0)), FRAME.xy(point(1, 0))
    assert isclose((b[0] - a[0]) * FRAME.metres_per_px(CENTRE.lat), 1000, rel_tol=0.01)
    assert isclose(km_between(point(0, 0), point(1, 0)), 1.0, rel_tol=0.01)


def test_north_is_up_and_east_is_right() -> None:
    """The map would be a mirror image of the town."""
    middle, north, east = FRAME.xy(point(0, 0)), FRAME.xy(point(0, 1)), FRAME.xy(point(1, 0))
    assert north[1] < middle[1]
    assert east[0] > middle[0]


@given(st.lists(st.builds(GeoPoint, lat=st.floats(-90, 90), lon=st.floats(-180, 180)), min_size=1, max_size=5))
def test_every_point_of_a_box_is_in_its_frame(points: list[GeoPoint]) -> None:
    """Stops at the edge of town would fall off the map, also when all stops are one point or lie at a pole."""
    frame = Frame(box=box_of(points).grown(0.01), width=900, height=600)
    assert all(frame.holds(frame.xy(one), margin=-0.5) for one in points)


@pytest.mark.parametrize(("per_px", "metres"), [(1, 100), (10, 1000), (17, 2000), (0.4, 50), (300, 20_000)])
def test_scale_bar_is_a_round_number(per_px: float, metres: int) -> None:
    """A bar of 1,234 m is no help to anybody."""
    assert scale_bar_m(per_px, 130) == metres


def test_a_hospital_far_away_does_not_shrink_the_town() -> None:
    """One ride to Kielce, and the whole town would be a dot on the map."""
    box = focus_box(sample_view())
    inside = [one for one in day_points(sample_view()) if box.contains(one)]
    assert not box.contains(KIELCE.point)
    assert len(inside) > 60


def test_without_districts_the_map_shows_where_most_stops_are() -> None:
    """A town that has not drawn its districts yet would get a map of the voivodeship."""
    box = focus_box(replace(sample_view(), districts=()))
    assert not box.contains(KIELCE.point)
    assert box.contains(point(0, 0))


def test_an_empty_day_still_has_a_map() -> None:
    """A day without shifts would crash the page instead of being empty."""
    view = sample_view()
    assert focus_box(DayView(**{**vars(view), "districts": (), "itineraries": (), "unassigned": ()})).east


@given(st.integers(1, 40), st.floats(0, 900), st.floats(0, 600))
def test_names_at_one_point_do_not_cover_each_other(count: int, x: float, y: float) -> None:
    """Ten stops at the hospital would be one unreadable heap."""
    placer = Placer(FRAME)
    labels = [Label(placer.place((x, y), 26, 17), 26, 17) for _ in range(count)]
    overlapping = sum(a.overlaps(b) for i, a in enumerate(labels) for b in labels[:i])
    assert overlapping == 0
    assert all(FRAME.holds(label.xy) for label in labels)
