"""Bookings over HTTP: lists, cancellations, another time, and what a provider sees of them."""

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, choice, office_day

BOOKINGS = "/api/v1/bookings"
LATER = {"windows": [{"start": f"{DAY}T12:00:00+01:00", "end": f"{DAY}T15:00:00+01:00"}]}


@pytest.fixture
def day() -> OfficeDay:
    return office_day()


def test_bookings_are_listed_by_day_or_by_client(day: OfficeDay) -> None:
    """A daughter who asks what her mother is booked for would get no answer."""
    of_day = day.dispatcher.get(BOOKINGS, params={"day": str(DAY)}).json()["items"]
    of_client = day.dispatcher.get(BOOKINGS, params={"client": "K-10"}).json()["items"]

    assert len(of_day) == 70
    assert [one["id"] for one in of_client] == ["R-017", "R-018", "R-019"]
    for wrong in ({}, {"day": str(DAY), "client": "K-10"}, {"day": "1795420800"}, {"day": "23.11.2026"}):
        assert day.dispatcher.get(BOOKINGS, params=wrong).status_code == 422
    assert day.dispatcher.get(BOOKINGS, params={"client": "only-chelm"}).status_code == 404


def test_a_cancelled_booking_leaves_the_plan(day: OfficeDay) -> None:
    """A driver would stand before the door of somebody who is in hospital."""
    day.plan()
    body = {"ids": ["R-017", "R-018", "R-019"], "reason": "pobyt w szpitalu"}
    answer = day.dispatcher.post(f"{BOOKINGS}/cancellation", body)
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    planned = {t["request_id"] for r in plan["routes"] for s in r["stops"] for t in s["tasks"]}

    assert [one["status"] for one in answer.json()["items"]] == ["cancelled"] * 3
    assert not planned & set(body["ids"])
    assert day.dispatcher.post(f"{BOOKINGS}/cancellation", body).status_code == 409
    missing = day.dispatcher.post(f"{BOOKINGS}/cancellation", {"ids": ["R-020", "R-999"]})
    assert missing.status_code == 404
    assert day.dispatcher.get(f"{BOOKINGS}/R-020").json()["status"] == "held"


def test_a_leg_of_a_journey_is_not_cancelled_alone_unawares(day: OfficeDay) -> None:
    """A bus would wait at the pharmacy for a client who was never brought there."""
    torn = day.dispatcher.post(f"{BOOKINGS}/cancellation", {"ids": ["R-018"]})
    assert torn.status_code == 409
    (why,) = torn.json()["refusals"]
    assert (why["code"], "R-019" in why["change"]["pl"], "R-019" in why["change"]["en"]) == ("journey_torn", True, True)
    assert day.dispatcher.get(f"{BOOKINGS}/R-018").json()["status"] == "held"
    alone = day.dispatcher.post(f"{BOOKINGS}/cancellation", {"ids": ["R-018"], "alone": True})
    assert alone.status_code == 200
    assert "booking.left_alone" in [action for _, action, subject in day.world.audited() if subject == "request:R-019"]


def test_another_time_takes_the_place_of_the_first_one(day: OfficeDay) -> None:
    """A resident would be booked twice, or lose the promise while the office is looking for a better one."""
    asked = day.dispatcher.post(
        f"{BOOKINGS}/renegotiation", {"requests": [{"id": "R-021", **LATER}], "days": [str(DAY)]}
    )
    told = asked.json()
    held = day.dispatcher.get(f"{BOOKINGS}/R-021").json()
    accepted = day.dispatcher.post(asked.headers["location"] + "/acceptance", choice(told["days"][0]["offers"][0]))

    assert (asked.status_code, accepted.status_code) == (201, 201)
    assert [one["id"] for one in told["enquiry"]["requests"]] == ["R-021"]
    assert held["request"]["windows"] != LATER["windows"]
    after = day.dispatcher.get(f"{BOOKINGS}/R-021").json()
    assert after["request"]["windows"] == LATER["windows"]
    assert after["promise"]["pickup"] or after["promise"]["window"]


def test_whoever_wants_yet_another_time_is_one_call(day: OfficeDay) -> None:
    """Two wishes for another time of one booking would be open at once, and both could be accepted."""
    body = {"requests": [{"id": "R-021", **LATER}], "days": [str(DAY)]}
    told = day.dispatcher.post(f"{BOOKINGS}/renegotiation", body).json()
    hours = {"windows": [{"start": f"{DAY}T11:00:00+01:00", "end": f"{DAY}T13:00:00+01:00"}]}
    yet = {"requests": [{"id": "R-021", **hours}], "days": [str(DAY)], "words": "jednak wcześniej"}
    changed = day.dispatcher.put(f"{BOOKINGS}/renegotiation/{told['enquiry']['id']}", yet)
    path = f"/api/v1/enquiries/{told['enquiry']['id']}/acceptance"
    accepted = day.dispatcher.post(path, choice(changed.json()["days"][0]["offers"][0]))

    assert (changed.status_code, accepted.status_code) == (200, 201)
    assert changed.json()["enquiry"]["id"] == told["enquiry"]["id"]
    assert day.dispatcher.get(f"{BOOKINGS}/R-021").json()["request"]["windows"] == hours["windows"]
    assert day.dispatcher.put(f"{BOOKINGS}/renegotiation/E-0", yet).status_code == 404


def test_another_time_is_for_whole_journeys(day: OfficeDay) -> None:
    """The way back would stay on the day on which nobody goes there."""
    one = {"requests": [{"id": "R-017", **LATER}], "days": [str(DAY)]}
    answer = day.dispatcher.post(f"{BOOKINGS}/renegotiation", one)

    assert answer.status_code == 422
    assert "R-018" in answer.json()["problems"][0]["right"]
    day.dispatcher.post(f"{BOOKINGS}/cancellation", {"ids": ["R-021"]})
    ended = {"requests": [{"id": "R-021", **LATER}], "days": [str(DAY)]}
    assert day.dispatcher.post(f"{BOOKINGS}/renegotiation", ended).status_code == 409
    unknown = {"requests": [{"id": "R-999", **LATER}], "days": [str(DAY)]}
    assert day.dispatcher.post(f"{BOOKINGS}/renegotiation", unknown).status_code == 404


def test_a_provider_sees_its_own_published_work_alone(day: OfficeDay) -> None:
    """A contractor would read the whole town's clients, or what the office notes about them."""
    provider = day.world.browser(Role.PROVIDER)
    before = provider.get(BOOKINGS, params={"day": str(DAY)}).json()["items"]
    day.publish()
    shown = provider.get(BOOKINGS, params={"day": str(DAY)}).json()["items"]
    shifts = {one["id"] for one in provider.get("/api/v1/shifts", params={"from": str(DAY)}).json()["items"]}
    everything = day.dispatcher.get(BOOKINGS, params={"day": str(DAY)}).json()["items"]
    foreign = next(one for one in everything if one["published"] and one["published"]["shift_id"] not in shifts)

    assert before == []
    assert 0 < len(shown) < len(everything)
    assert {one["published"]["shift_id"] for one in shown} <= shifts
    assert {one["request"]["notes"]["office"] for one in shown} == {""}
    assert {one["booked_by"] for one in shown} == {""}
    assert provider.get(f"{BOOKINGS}/{foreign['id']}").status_code == 404
