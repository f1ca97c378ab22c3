"""A day for the dispatcher's board: all of it in one answer, and where a stop may go."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY_PATH, OfficeDay, office_day


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.plan()
    return found


def board(day: OfficeDay, role: Role = Role.DISPATCHER) -> dict[str, Any]:
    answer = day.world.browser(role).get(f"{DAY_PATH}/board")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def places(day: OfficeDay, request_id: str) -> dict[str, Any]:
    found: dict[str, Any] = day.dispatcher.post(f"{DAY_PATH}/moves/places", {"request_id": request_id}).json()
    return found


def test_everything_of_the_day_is_on_the_board_once(day: OfficeDay) -> None:
    """A request would stand on no row and in no list, and nobody would come to that door."""
    found = board(day)
    bookings = day.dispatcher.get("/api/v1/bookings", params={"day": found["day"]["day"]}).json()["items"]
    planned = {task["request_id"] for row in found["rows"] for stop in row["stops"] for task in stop["tasks"]}
    without = {one["request_id"] for one in found["unassigned"]}

    assert planned
    assert planned.isdisjoint(without)
    assert planned | without == {one["id"] for one in bookings} == set(found["requests"])
    assert all(one["clients"] and one["service"] for one in found["requests"].values())


def test_a_board_that_is_known_is_not_sent_again(day: OfficeDay) -> None:
    """Every change of anything would send a whole day to every dispatcher; or one would not be seen at all."""
    first = day.dispatcher.get(f"{DAY_PATH}/board")
    known = {"If-None-Match": first.headers["etag"]}

    assert day.dispatcher.get(f"{DAY_PATH}/board", headers=known).status_code == 304
    day.change("POST", "/moves", {"request_id": "R-026", "shift_id": "Z-01"})
    changed = day.dispatcher.get(f"{DAY_PATH}/board", headers=known)
    assert changed.status_code == 200
    assert changed.json()["day"]["pins"][0]["request_ids"] == ["R-026"]


def test_a_manager_sees_the_day_without_names_and_homes(day: OfficeDay) -> None:
    """Who may not read clients would learn from the plan who is visited where."""
    names = {name for one in board(day)["requests"].values() for name in one["clients"]}
    answer = day.world.browser(Role.MANAGER).get(f"{DAY_PATH}/board")
    stops = [stop for row in answer.json()["rows"] for stop in row["stops"]]

    assert names
    assert not [name for name in names if name in answer.text]
    assert stops
    assert all(stop["point"] is None and not stop["address"] for stop in stops)


def test_whoever_reads_the_board_is_written_down(day: OfficeDay) -> None:
    """A client could not be told who has looked at their data."""
    client = next(iter(board(day)["requests"].values()))["client_ids"][0]
    entries = day.world.browser(Role.ADMINISTRATOR).get("/api/v1/audit", params={"subject": f"client:{client}"}).json()

    assert [one["action"] for one in entries["items"]] == ["client.read"]


def test_every_place_that_is_shown_can_be_taken(day: OfficeDay) -> None:
    """A dispatcher would drop a stop on a green place, and be refused."""
    found = places(day, "R-026")
    there = {"shift_id": found["present"]["shift_id"], "at": found["present"]["at"]}
    other = next(one for one in found["places"] if {key: one[key] for key in there} != there)
    wish = {"request_id": "R-026", "shift_id": other["shift_id"], "at": other["at"]}

    assert found["version"] == day.state.version
    assert all(one["first"] <= one["start"] <= one["last"] for one in found["places"])
    assert day.change("POST", "/moves", wish, seen=found["version"]).status_code == 200
    assert {key: places(day, "R-026")["present"][key] for key in there} == {key: other[key] for key in there}


def test_a_pin_of_its_own_does_not_stand_in_the_way(day: OfficeDay) -> None:
    """What was moved once could never be moved again by hand: the move itself pins it."""
    before = places(day, "R-026")
    shift = before["present"]["shift_id"]
    other = next(one["shift_id"] for one in before["places"] if one["shift_id"] != shift)
    day.change("POST", "/pins", {"kind": "shift", "request_ids": ["R-026"], "shift_id": shift})
    check = day.dispatcher.post(f"{DAY_PATH}/moves/check", {"request_id": "R-026", "shift_id": other}).json()

    assert places(day, "R-026")["places"] == before["places"]
    assert check["possible"]


def test_a_shift_without_room_says_why(day: OfficeDay) -> None:
    """A dispatcher would hover over a shift and hear that a position is missing, which nobody can name."""
    check = day.dispatcher.post(f"{DAY_PATH}/moves/check", {"request_id": "R-023", "shift_id": "Z-02"})

    assert check.status_code == 200
    assert (check.json()["possible"], check.json()["broken"][0]["rule"]) == (False, "district")
