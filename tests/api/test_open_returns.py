"""Open returns over HTTP: booked while the way there is, and called for from the doctor's."""

from datetime import timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import PlaceId
from tests.api.office_day import BEFORE, OfficeDay, office_day
from tests.api.things import a_ride, an_open_return
from tests.api.world import HOME


@pytest.fixture
def day() -> OfficeDay:
    """Three days before the service day."""
    return office_day()


def test_a_way_home_is_booked_once_and_waits_for_a_call(day: OfficeDay) -> None:
    """A lost answer would book two, or the office could not see that somebody will call."""
    out = a_ride(day.world, HOME)
    path = f"/api/v1/bookings/{out}/open-return"
    made = day.dispatcher.post(path, {}, headers={"Idempotency-Key": "once"})
    assert made.status_code == 201, made.text
    booking = made.json()
    assert (booking["open_return"], booking["called_at"], booking["promise"]) == (True, None, None)
    assert day.dispatcher.get(made.headers["location"]).json() == booking
    assert day.dispatcher.post(path, {}, headers={"Idempotency-Key": "once"}).json() == booking
    assert day.dispatcher.post(path, {}).status_code == 409
    early = day.dispatcher.post(f"/api/v1/bookings/{booking['id']}/call", {})
    assert early.status_code == 409
    assert "has not begun" in early.json()["detail"]


def test_a_call_without_a_place_is_answered_and_kept(day: OfficeDay) -> None:
    """Whoever calls on a day on which nobody drives would hear nothing, and be forgotten."""
    day.world.clock.at = BEFORE + timedelta(hours=2)
    key = an_open_return(day.world, HOME)
    with day.world.office.store.reading(HOME) as unit:
        place = next(one for one in unit.places.all() if one.startswith("baza"))
    body = {"pickup": {"place_id": PlaceId(place)}}
    dispatcher = day.world.browser(Role.DISPATCHER)
    told = dispatcher.post(f"/api/v1/bookings/{key}/call", body)

    assert told.status_code == 200, told.text
    assert told.json()["expected"] is None
    assert told.json()["refusal"]["code"] == "no_shift"
    assert told.json()["booking"]["request"]["origin"]["place_id"] == place
    shown = dispatcher.get(f"/api/v1/days/{told.json()['booking']['day']}/alerts").json()["items"]
    assert f"no_capacity:{key}" in [one["id"] for one in shown]
    assert dispatcher.post(f"/api/v1/bookings/{key}/call", body).status_code == 409


def test_only_the_office_takes_calls(day: OfficeDay) -> None:
    """A provider would send the town's bus."""
    key = an_open_return(day.world, HOME)
    for role in (Role.MANAGER, Role.PROVIDER, Role.WORKER):
        assert day.world.browser(role).post(f"/api/v1/bookings/{key}/call", {}).status_code == 403
