"""Open returns over HTTP: booked while the way there is, and called for from the doctor's."""

from datetime import timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import PlaceId
from tests.api.office_day import BEFORE, DAY, OfficeDay, choice, office_day
from tests.api.test_enquiries import RIDE
from tests.api.things import a_ride, an_open_return
from tests.api.world import HOME, stamps


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


def test_a_ride_and_its_open_return_are_one_acceptance(day: OfficeDay) -> None:
    """The line would break between the two, and she be taken to the pharmacy with nobody to bring her home."""
    a_ride(day.world, HOME)  # the town keeps time free
    window = {"start": f"{DAY}T12:45:00+01:00", "end": f"{DAY}T14:00:00+01:00"}
    out = {name: value for name, value in RIDE.items() if name != "back"} | {"windows": [window]}
    answer = day.dispatcher.post("/api/v1/enquiries", {"requests": [out], "days": [DAY.isoformat()]})
    assert answer.status_code == 201, answer.text
    (offer, *_), key = answer.json()["days"][0]["offers"], answer.json()["enquiry"]["id"]
    assert offer["open_return"]["fits"]
    assert offer["open_return"]["needed_min"] == 30
    path, once = f"/api/v1/enquiries/{key}/acceptance", {"Idempotency-Key": "once"}
    wrong = {**choice(offer), "open_return": {"destination": {"place_id": "nowhere"}}}
    refused = day.dispatcher.post(path, wrong)
    assert refused.status_code == 409, refused.text
    assert day.dispatcher.get(f"/api/v1/enquiries/{key}").json()["outcome"] == "open"
    made = day.dispatcher.post(path, {**choice(offer), "open_return": {}}, headers=once)
    assert made.status_code == 201, made.text
    there, home = made.json()["items"]
    assert (there["open_return"], home["open_return"], home["promise"]) == (False, True, None)
    assert home["request"]["origin"]["place_id"] == there["request"]["destination"]["place_id"]
    before = stamps(day.world)
    assert day.dispatcher.post(path, {**choice(offer), "open_return": {}}, headers=once).json() == made.json()
    assert stamps(day.world) == before


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
