"""A client who is away, over HTTP: reported once, seen by the next dispatcher, ended by whoever has seen it."""

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME


@pytest.fixture
def day() -> OfficeDay:
    """Three days before the service day."""
    return office_day()


def test_an_absence_from_its_report_to_its_end(day: OfficeDay) -> None:
    """The next dispatcher would book for somebody who lies in hospital."""
    booking = next(
        one for one in day.dispatcher.get("/api/v1/bookings", params={"day": str(DAY)}).json()["items"]
        if one["status"] == "held"
    )  # fmt: skip
    client = booking["request"]["party"]["client_ids"][0]
    path = f"/api/v1/clients/{client}/absences"
    assert day.dispatcher.get(path).json() == {"items": []}

    body = {"first": str(DAY), "why": "hospital"}
    made = day.dispatcher.post(path, body, headers={"Idempotency-Key": "once"})
    assert made.status_code == 201, made.text
    kept, one = made.json(), made.headers["location"]
    assert booking["id"] in kept["absence"]["lost"]
    assert {one["status"] for one in kept["ended"]} == {"cancelled"}
    again = day.dispatcher.post(path, body, headers={"Idempotency-Key": "once"})
    assert again.json() == kept
    assert day.dispatcher.post(path, body).status_code == 409

    shown = day.dispatcher.get(one)
    assert shown.json() == kept["absence"]
    assert day.dispatcher.get(path).json() == {"items": [kept["absence"]]}
    assert shown.headers["etag"] == made.headers["etag"]
    assert day.dispatcher.delete(one).status_code == 428
    assert day.dispatcher.delete(one, headers={"If-Match": '"1"'}).status_code == 412
    ended = day.dispatcher.delete(one, headers={"If-Match": shown.headers["etag"]})
    assert ended.status_code == 200
    assert [one["id"] for one in ended.json()["ended"]] == kept["absence"]["lost"]
    assert day.dispatcher.get(path).json() == {"items": []}
    assert day.dispatcher.get(one).json()["ended_by"]


def test_of_two_absences_that_one_is_ended_that_is_over(day: OfficeDay) -> None:
    """Whoever leaves hospital would stay suspended, and be fetched on the journey at Christmas."""
    path = "/api/v1/clients/K-01/absences"
    stay = {"first": str(DAY), "last": "2026-11-30", "why": "hospital"}
    journey = {"first": "2026-12-20", "last": "2026-12-31", "why": "travel"}
    hospital, trip = (day.dispatcher.post(path, one) for one in (stay, journey))
    assert [one["why"] for one in day.dispatcher.get(path).json()["items"]] == ["hospital", "travel"]

    where = hospital.headers["location"]
    assert day.dispatcher.get(where.replace("K-01", "K-02")).status_code == 404
    ended = day.dispatcher.delete(where, headers={"If-Match": hospital.headers["etag"]})
    assert ended.status_code == 200, ended.text
    assert day.dispatcher.get(path).json()["items"] == [trip.json()["absence"]]


def test_an_absence_ends_after_it_begins(day: OfficeDay) -> None:
    """A slip in a date would suspend nothing, and nobody would be told."""
    answer = day.dispatcher.post("/api/v1/clients/K-01/absences", {"first": "2026-11-24", "last": "2026-11-23"})
    assert answer.status_code == 422
    assert "last is before first" in answer.text


def test_nobody_is_dead_until_a_day(day: OfficeDay) -> None:
    """A slip of the finger beside "hospital" would end a client's series for good, or a widow be phoned in January."""
    path, stamp = "/api/v1/clients/K-01/absences", day.world.office.store.stamp(HOME)
    answer = day.dispatcher.post(path, {"first": "2026-11-24", "last": "2026-12-24", "why": "died"})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "body: a death has no last day; leave last out"
    assert day.world.office.store.stamp(HOME) == stamp


def test_who_may_not_read_clients_does_not_learn_who_is_away(day: OfficeDay) -> None:
    """A provider would read who is in hospital."""
    day.dispatcher.post("/api/v1/clients/K-01/absences", {"first": str(DAY)})
    for role in (Role.MANAGER, Role.PROVIDER, Role.WORKER, Role.ADMINISTRATOR):
        assert day.world.browser(role).get("/api/v1/clients/K-01/absences").status_code == 403
    assert day.dispatcher.get(DAY_PATH).status_code == 200
