"""Rides that another transport system orders over HTTP, and what it is told of them."""

import base64
import json
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Ride
from tests.api.test_imports import statuses
from tests.api.things import a_day
from tests.api.world import HOME, Asker, World, stamps

IMPORT, TICKET = "/api/v1/imports/trips", "3e1b8b52-6f1e-4b71-9b0f-1f3a5a1d7c11"
DAY, TODAY = (f"/api/v1/days/2026-11-{day}/trips" for day in (25, 23))
ORDER: dict[str, Any] = {
    "tripTicketId": TICKET,
    "pickupAddress": {"street": "ul. Majówka 21a"},
    "dropoffAddress": {"addressName": "Przychodnia Rejonowa"},
    "appointmentTime": {"time": "2026-11-25T10:30:00+01:00", "timeAccuracy": "PT20M"},
    "customerInfo": {"customerId": "K-02"},
    "specialAttributes": ["D2D"],
}


@pytest.fixture
def dispatcher(world: World) -> Asker:
    return world.browser(Role.DISPATCHER)


def sent(*orders: Any) -> dict[str, Any]:
    content = json.dumps([{"tripRequest": one} for one in orders]).encode()
    return {"name": "zlecenia.json", "content": base64.b64encode(content).decode()}


def brought(asker: Asker, body: dict[str, Any], **more: Any) -> Any:
    checked = asker.post(f"{IMPORT}/check", body)
    assert checked.status_code == 200, checked.text
    return asker.post(IMPORT, {**body, "seen": checked.json()["seen"], **more})


def telegram(asker: Asker, day: str) -> dict[str, Any]:
    found = [one for one in asker.get(day).json() if one["tripRequest"]["tripTicketId"] == TICKET]
    assert len(found) == 1
    told: dict[str, Any] = found[0]
    return told


def test_an_order_becomes_a_booking_with_a_place_in_the_plan(world: World, dispatcher: Asker) -> None:
    """The hospital would be told that a ride is booked of which no bus knows."""
    done = brought(dispatcher, sent(ORDER))
    assert done.status_code == 200, done.text
    assert {key: done.json()[key] for key in ("added", "bad", "days", "without_place")} == {
        "added": 1, "bad": 0, "days": ["2026-11-25"], "without_place": []
    }  # fmt: skip
    with world.office.store.reading(HOME) as unit:
        booking = unit.bookings.get(RequestId(TICKET))
    assert isinstance(booking.request, Ride)
    assert (booking.request.arrive_by, booking.request.party.client_ids) == (True, (ClientId("K-02"),))


def test_one_wrong_order_keeps_all_out_and_is_named(world: World, dispatcher: Asker) -> None:
    """Half of the hospital's orders would be booked, and nobody would know which."""
    wrong = {**ORDER, "tripTicketId": "2", "dropoffAddress": {"street": "Marsa 1"}}
    body = sent(ORDER, wrong)
    found = dispatcher.post(f"{IMPORT}/check", body).json()
    assert statuses(found) == {1: "new", 2: "bad"}
    assert found["rows"][1]["troubles"][0]["path"] == "$[1].tripRequest.dropoffAddress"
    before = stamps(world)
    assert brought(dispatcher, body).status_code == 409
    assert stamps(world) == before
    assert brought(dispatcher, body, good_only=True).json()["added"] == 1


def test_the_same_orders_twice_are_booked_once(dispatcher: Asker) -> None:
    """A network that fails after the answer would have a resident fetched twice."""
    assert brought(dispatcher, sent(ORDER)).json()["added"] == 1
    again = brought(dispatcher, sent(ORDER)).json()
    assert (again["added"], again["same"]) == (0, 1)
    other = {**ORDER, "appointmentTime": {"time": "2026-11-25T12:30:00+01:00"}}
    (row,) = dispatcher.post(f"{IMPORT}/check", sent(other)).json()["rows"]
    assert [one["code"] for one in row["troubles"]] == ["ticket_taken"]


def test_the_other_system_is_told_what_became_of_it(world: World, dispatcher: Asker) -> None:
    """The hospital would keep waiting for a bus that was called off."""
    a_day(world, HOME)
    today = {
        **ORDER,
        "customerInfo": {"customerId": "K-14"},
        "appointmentTime": {"time": "2026-11-23T14:30:00+01:00", "timeAccuracy": "PT20M"},
    }
    done = brought(dispatcher, sent(today))
    assert done.json()["added"] == 1, done.text
    told = telegram(dispatcher, TODAY)
    assert told["tripRequest"]["appointmentTime"] == today["appointmentTime"]
    assert told["tripRequest"]["hardConstraintOnDropoffTime"] is True
    answer = told["tripRequestResponse"]
    assert answer["tripAvailable"] is True
    assert "2026-11-23T13:30" < answer["scheduledPickupTime"]["time"] < "2026-11-23T14:30"
    ended = dispatcher.post("/api/v1/bookings/cancellation", {"ids": [TICKET], "reason": "lekarz chory"})
    assert ended.status_code == 200, ended.text
    told = telegram(dispatcher, TODAY)
    change = told["tripStatusChange"]
    assert (change["status"], change["canceledBy"], change["reasonDescription"]) == ("Cancel", "Rider", "lekarz chory")
    assert told["tripRequestResponse"]["tripAvailable"] is False


def test_what_is_told_can_be_ordered_elsewhere(world: World, dispatcher: Asker) -> None:
    """A town that hands its rides over to a neighbour for a week would type them all in again."""
    brought(dispatcher, sent(ORDER))
    file = dispatcher.get(DAY).content
    body = {"name": "dzien.json", "content": base64.b64encode(file).decode()}
    found = dispatcher.post(f"{IMPORT}/check", body).json()
    assert set(statuses(found).values()) == {"same"}


def test_whose_rides_were_told_is_written_down(world: World, dispatcher: Asker) -> None:
    """Somebody could take away who goes to dialysis, and nobody would see it."""
    brought(dispatcher, sent(ORDER))
    assert world.machine("clients.read").get(DAY).status_code == 200
    looked = [one for one in world.audited() if one[1:] == ("client.read", "client:K-02")]
    assert [one[0].startswith("token:") for one in looked] == [False, True]


@pytest.mark.parametrize("content", [b"{", b"[]", b"5"])
def test_what_is_no_file_of_orders_is_refused(dispatcher: Asker, content: bytes) -> None:
    """A workbook that was sent to the wrong address would be taken for a day without rides."""
    body = {"name": "x", "content": base64.b64encode(content).decode()}
    answer = dispatcher.post(f"{IMPORT}/check", body)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:dojazd:refused"
