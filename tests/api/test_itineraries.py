"""Itineraries over HTTP: the published plan alone, and to each only what is theirs."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import OTHER

ITINERARIES = f"/api/v1/itineraries/{DAY}"
MINE, FOREIGN = f"{ITINERARIES}/Z-01", f"{ITINERARIES}/Z-09"


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.publish()
    return found


def tasks(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for stop in shown["stops"] for task in stop["tasks"]]


def test_a_draft_is_not_shown_to_crews() -> None:
    """A driver would set off by a plan that the office is still working on."""
    day = office_day()
    day.plan()
    for role in (Role.DISPATCHER, Role.WORKER, Role.PROVIDER):
        asker = day.world.browser(role)
        assert asker.get(ITINERARIES).json() == {"items": []}
        assert asker.get(MINE).status_code == 404
    day.change("POST", "/publication")
    assert day.world.browser(Role.WORKER).get(MINE).status_code == 200
    day.change("POST", "/moves", {"request_id": "R-026", "shift_id": "Z-01"})
    assert "R-026" not in {one["request_id"] for one in tasks(day.world.browser(Role.WORKER).get(MINE).json())}
    day.change("DELETE", "/publication")
    assert day.world.browser(Role.WORKER).get(MINE).status_code == 404


def test_each_reads_their_own_shifts(day: OfficeDay) -> None:
    """A worker or a contractor would read where everybody of the town lives, and when they are at home."""
    shifts = {
        role: [one["shift_id"] for one in day.world.browser(role).get(ITINERARIES).json()["items"]]
        for role in (Role.DISPATCHER, Role.WORKER, Role.PROVIDER)
    }

    assert shifts[Role.WORKER] == ["Z-01"]
    assert len(shifts[Role.DISPATCHER]) == 12
    assert 0 < len(shifts[Role.PROVIDER]) < 12
    assert day.world.browser(Role.WORKER).get(FOREIGN).status_code == 404
    assert day.world.browser(Role.DISPATCHER).get(FOREIGN).status_code == 200
    assert day.world.browser(Role.DISPATCHER, OTHER).get(FOREIGN).status_code == 404
    foreign = next(one for one in shifts[Role.DISPATCHER] if one not in shifts[Role.PROVIDER])
    assert day.world.browser(Role.PROVIDER).get(f"{ITINERARIES}/{foreign}").status_code == 404


def test_a_worker_reads_until_four_hours_after_the_end(day: OfficeDay) -> None:
    """A phone that is lost a week later would still open where clients live."""
    end = day.dispatcher.get("/api/v1/shifts", params={"from": str(DAY)}).json()["items"][0]["end"]
    assert end == f"{DAY}T15:30:00+01:00"
    statuses = []
    for minutes in (0, 4):
        day.world.clock.at = day.world.clock.at.replace(day=23, hour=18, minute=28 + minutes)
        statuses.append(day.world.browser(Role.WORKER).get(MINE).status_code)
        assert day.world.browser(Role.DISPATCHER).get(MINE).status_code == 200
    assert statuses == [200, 404]
    assert day.world.browser(Role.WORKER).get(ITINERARIES).json() == {"items": []}


def test_the_offices_notes_stay_in_the_office(day: OfficeDay) -> None:
    """The crew would read what the office noted about a family's quarrel."""
    path = "/api/v1/clients/K-15"
    shown = day.dispatcher.get(path)
    told = {name: value for name, value in shown.json().items() if name != "id"}
    told["notes"] = {"driver": "", "worker": "Dzwonić dwa razy.", "office": "Spór z rodziną."}
    day.dispatcher.put(path, told, headers={"If-Match": shown.headers["etag"]})
    cards = {
        role: next(one for one in tasks(day.world.browser(role).get(MINE).json()) if one["request_id"] == "R-024")
        for role in (Role.DISPATCHER, Role.WORKER)
    }

    assert cards[Role.WORKER]["note"] == cards[Role.DISPATCHER]["note"] == "Dzwonić dwa razy."
    assert (cards[Role.DISPATCHER]["office"], cards[Role.WORKER]["office"]) == ("Spór z rodziną.", "")
    assert "Spór" not in day.world.browser(Role.WORKER).get(ITINERARIES).text
    for asker in (day.world.browser(Role.PROVIDER), day.world.machine("itineraries.read")):
        assert asker.get(ITINERARIES).status_code == 200
    assert "Spór" not in day.world.browser(Role.PROVIDER).get(ITINERARIES).text


def test_a_phone_that_knows_it_fetches_nothing(day: OfficeDay) -> None:
    """Five hundred phones would fetch everything every twenty seconds; or miss a telephone number that was mended."""
    phone = day.world.browser(Role.WORKER)
    tag = phone.get(MINE).headers["etag"]
    day.change("POST", "/moves", {"request_id": "R-031", "shift_id": "Z-02"})
    assert phone.get(MINE, headers={"If-None-Match": tag}).status_code == 304
    shown = day.dispatcher.get("/api/v1/clients/K-15")
    told = {name: value for name, value in shown.json().items() if name != "id"} | {"phone": "600 100 200"}
    day.dispatcher.put("/api/v1/clients/K-15", told, headers={"If-Match": shown.headers["etag"]})
    again = phone.get(MINE, headers={"If-None-Match": tag})

    assert (again.status_code, "600 100 200" in again.text) == (200, True)


def test_what_was_cancelled_since_is_marked(day: OfficeDay) -> None:
    """A crew would drive to somebody who is in hospital, or wonder where the stop has gone."""
    day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-024"]})
    shown = {one["request_id"]: one["ended"] for one in tasks(day.world.browser(Role.WORKER).get(MINE).json())}

    assert shown.pop("R-024")
    assert not any(shown.values())


def test_reading_an_itinerary_is_noted(day: OfficeDay) -> None:
    """Nobody could say who has seen where a resident lives; or the audit would grow with every refresh."""
    phone = day.world.browser(Role.WORKER)
    for _ in range(3):
        phone.get(MINE)
        phone.get(ITINERARIES)
    clients = {one for task in tasks(phone.get(MINE).json()) for one in [task["request_id"]]}
    by = day.world.user(Role.WORKER).id
    reads = [one[2] for one in day.world.audited() if one[:2] == (by, "client.read")]

    assert len(reads) == len(set(reads)) == len(clients)
    day.world.clock.move(minutes=20)
    phone.get(MINE)
    assert len([one for one in day.world.audited() if one[:2] == (by, "client.read")]) == 2 * len(reads)


def test_a_day_without_a_plan_is_empty(day: OfficeDay) -> None:
    """A crew's phone would show an error on a free day."""
    assert day.world.browser(Role.WORKER).get("/api/v1/itineraries/2026-11-24").json() == {"items": []}
    assert day.dispatcher.get("/api/v1/itineraries/2026-11-24/Z-01").status_code == 404
    assert day.dispatcher.get(f"{DAY_PATH}/notices").status_code == 200
