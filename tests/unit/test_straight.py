"""Travel by the calibrated great circle."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelPoint
from scheduler.travel.straight import StraightTravel

NORTH, SOUTH = DistrictId("north"), DistrictId("south")


def at(lat: float, lon: float, district: DistrictId | None = None) -> TravelPoint:
    """Return a point as the port wants it."""
    return TravelPoint(point=GeoPoint(lat=lat, lon=lon), district_id=district)


def test_a_kilometre_by_car_takes_what_was_calibrated() -> None:
    """Every plan's times would be off by a factor."""
    # One degree of latitude on the mean sphere is 111.195 km.
    matrix = StraightTravel(Policy()).matrix([at(51, 21), at(51 + 10 / 111.195, 21)], TravelMode.CAR)
    assert matrix.seconds[0, 1] == pytest.approx(40 + 118 * 10, abs=1)
    assert matrix.metres[0, 1] == pytest.approx(150 + 12_900, abs=2)


def test_the_same_door_is_no_journey() -> None:
    """Two clients at one door would cost a drive between them."""
    matrix = StraightTravel(Policy()).matrix([at(51, 21), at(51, 21)], TravelMode.FOOT)
    assert not matrix.seconds.any()
    assert not matrix.metres.any()


def test_public_transport_follows_the_table_and_never_beats_a_short_walk() -> None:
    """A carer would be planned onto a bus that does not run, or made to ride one stop."""
    policy = Policy(district_minutes={(NORTH, SOUTH): timedelta(minutes=20), (NORTH, NORTH): timedelta(minutes=15)})
    points = [at(51.00, 21, NORTH), at(51.001, 21, NORTH), at(51.05, 21, SOUTH)]
    seconds = StraightTravel(policy).matrix(points, TravelMode.TABLE).seconds
    walk = StraightTravel(policy).matrix(points, TravelMode.FOOT).seconds
    assert seconds[0, 2] == 20 * 60
    assert seconds[0, 1] == walk[0, 1] < 15 * 60
    assert seconds[2, 0] == walk[2, 0], "a pair the table lacks is walked"


@given(st.lists(st.tuples(st.floats(49, 54.9), st.floats(14, 24.2)), min_size=1, max_size=6))
def test_the_matrix_is_square_symmetric_and_never_negative(spots: list[tuple[float, float]]) -> None:
    """A negative leg would let a plan arrive before it left."""
    matrix = StraightTravel(Policy()).matrix([at(*spot) for spot in spots], TravelMode.VAN)
    assert matrix.seconds.shape == (len(spots), len(spots))
    assert (matrix.seconds >= 0).all()
    assert np.array_equal(matrix.seconds, matrix.seconds.T)
