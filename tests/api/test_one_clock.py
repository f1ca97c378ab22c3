"""Every instant of an answer is told by the town's clock, with its offset."""

import re

import pytest

from api.routing import OfficeRoute
from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, OfficeDay, office_day
from tests.api.test_every_route import KEYS, ROUTES, path_of
from tests.api.things import a_ride
from tests.api.world import HOME

READ = [route for method, route in ROUTES if method == "GET" and route.path.startswith("/api/v1")]
# With the date before it: an id such as N-BT5ZQ is no instant.
UTC = re.compile(r"\d-\d\dT[0-9:.]+(Z|[+-]00:00)")
LOCAL = re.compile(r"\d-\d\dT[0-9:.]+\+0[12]:00")


@pytest.fixture(scope="module")
def day() -> OfficeDay:
    """A published day of a town that has something of everything."""
    made = office_day()
    made.publish()
    for make in KEYS.values():
        make(made.world, HOME)
    return made


@pytest.mark.parametrize("route", READ, ids=[one.path for one in READ])
def test_no_answer_mixes_clocks(day: OfficeDay, route: OfficeRoute) -> None:
    """Whoever reads "08:30" beside "07:45" on one card would be at the door an hour early."""
    if route.path.endswith("/changes"):
        return
    for role in (Role.DISPATCHER, Role.ADMINISTRATOR):
        answer = day.world.browser(role).get(path_of(day.world, route, HOME))
        assert not UTC.findall(answer.text)


def test_itineraries_and_open_returns_are_by_the_towns_clock(day: OfficeDay) -> None:
    """The end of a stop would stand an hour before its start."""
    card = day.dispatcher.get(f"/api/v1/itineraries/{DAY}").text
    made = day.dispatcher.post(f"/api/v1/bookings/{a_ride(day.world, HOME)}/open-return", {})
    assert made.status_code == 201, made.text

    assert len(LOCAL.findall(card)) > 100
    assert not UTC.findall(card)
    assert not UTC.findall(made.text)
