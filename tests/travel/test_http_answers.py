"""What servers answer is looked at before it becomes a time."""

from typing import Any

import numpy as np
import polyline
import pytest

from scheduler.domain.place import GeoPoint
from scheduler.travel.engine import NO_WAY
from scheduler.travel.http.answers import line, number, rounded_up, table
from scheduler.travel.http.errors import AnswerError
from scheduler.travel.http.parts import part


@pytest.mark.parametrize(
    "given",
    [
        *(None, {}, "", 7, [], [[1, 2]], [[1, 2], [3, 4], [5, 6]]),
        *([[1, 2], [3]], [[1, 2], [3, 4, 5]], [[1, 2], None], [[1, 2], "34"]),
        *([[1, 2], [3, "4"]], [[1, 2], [3, True]], [[1, 2], [3, [4]]], [[1, 2], [3, {}]]),
        *([[1, 2], [3, -1]], [[1, 2], [3, 1e10]], [[1, 2], [3, 1e999]], [[1, 2], [3, 10**400]]),
    ],
)
def test_what_is_no_table_is_refused(given: Any) -> None:
    """Half a table, or text in it, would become a wrong time or a crash."""
    with pytest.raises(AnswerError):
        table(given, 2, 2, "durations")


def test_a_table_keeps_its_places_and_its_gaps() -> None:
    """A leg without a way would get a time."""
    found = table([[0, 1.5], [None, 3]], 2, 2, "durations")

    assert np.array_equal(found, [[0, 1.5], [np.nan, 3]], equal_nan=True)


def test_a_little_below_zero_is_zero_where_that_is_known_to_happen() -> None:
    """OSRM gives -0.4 m between neighbours, and -0.1 s, a tenth that would read as no way."""
    assert table([[-0.1, -1.0]], 1, 2, "durations", 10.0).tolist() == [[0, 0]]
    with pytest.raises(AnswerError):
        table([[-86.8]], 1, 1, "distances", 10.0)


def test_numbers_are_rounded_up_and_no_further() -> None:
    """Vehicles would be planned to arrive before they can, or every time would grow with each rounding."""
    seconds = np.array([0, 0.01, 0.1, 115.3, 1.1, 4.35, 16777216.1, np.nan])

    assert rounded_up(seconds, 10).tolist() == [0, 1, 1, 1153, 11, 44, 167772161, NO_WAY]
    assert rounded_up(np.arange(100_000) / 10, 10).tolist() == list(range(100_000))
    assert rounded_up(np.arange(100_000) / 1000 * 1000, 1).tolist() == list(range(100_000))
    assert rounded_up(seconds, 10).dtype == np.int32


def test_a_time_beyond_all_ways_is_refused() -> None:
    """It would come out of the whole numbers as something else, perhaps below zero."""
    with pytest.raises(AnswerError):
        rounded_up(np.array([9e8]), 10)


def test_a_time_without_a_distance_is_refused() -> None:
    """A leg would cost nothing, or have no way and yet a length."""
    with pytest.raises(AnswerError, match="gave times without distances"):
        part(np.array([[1.0]]), np.array([[np.nan]]))


@pytest.mark.parametrize("value", [None, "1", True, -1, float("inf"), float("nan"), [1]])
def test_what_is_no_number_is_refused(value: Any) -> None:
    """A point's distance from its road would not be known, and taken to be near."""
    with pytest.raises(AnswerError):
        number(value, "a distance")


def test_a_way_is_put_together_from_its_steps() -> None:
    """The map would show gaps, or each corner twice."""
    corners = [(50.0, 20.0), (50.1, 20.1), (50.123456, 20.2)]
    steps = [polyline.encode(corners[:2], 6), polyline.encode(corners[1:], 6), polyline.encode(corners[2:], 6)]

    assert line(steps) == tuple(GeoPoint(lat=lat, lon=lon) for lat, lon in corners)
    assert line(steps[2:]) == (GeoPoint(lat=50.123456, lon=20.2),) * 2


@pytest.mark.parametrize(
    "shape", ["", None, 7, ["a"], "_", "\x00", "~~~~~~~~", polyline.encode([(95.0, 20.0)], 6), "łó"]
)
def test_what_is_no_way_is_refused(shape: Any) -> None:
    """The map would crash on a server's bad day."""
    with pytest.raises(AnswerError):
        line([shape])
