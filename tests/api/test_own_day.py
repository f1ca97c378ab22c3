"""What a worker's phone keeps, over HTTP: all that it needs without a signal, and nothing of anybody else."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import ShiftId
from scheduler.domain.sightings import Sighting
from tests.api.office_day import DAY, OfficeDay, office_day
from tests.api.world import HOME, Asker

OWN = "/api/v1/own-day"
SEEN = f"{OWN}/{DAY}/Z-01/seen"


@pytest.fixture
def day() -> OfficeDay:
    """The published day, at a quarter to ten."""
    found = office_day()
    found.publish()
    found.world.clock.at = found.world.clock.at.replace(day=23, hour=8, minute=46)
    return OfficeDay(found.world, found.world.browser(Role.DISPATCHER))


def kept(asker: Asker) -> list[dict[str, Any]]:
    answer = asker.get(OWN)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def event(number: int, kind: str, task_id: str = "R-024:visit") -> dict[str, Any]:
    return {
        "id": f"{number:08x}-0000-4000-8000-000000000000", "sequence": number, "day": str(DAY), "shift_id": "Z-01",
        "task_id": task_id, "kind": kind, "at": f"{DAY}T09:4{number}:00+01:00",
    }  # fmt: skip


def test_a_phone_gets_all_it_needs_without_a_signal(day: OfficeDay) -> None:
    """A driver in a valley would not know whom to fetch, whom to call, or whose phone this is."""
    shown = day.world.browser(Role.WORKER).get(OWN).json()
    (shift,) = shown["items"]

    assert shown["user_id"] == day.world.user(Role.WORKER).id
    assert (shown["town"], shown["zone"], shown["office_phone"]) == ("Starachowice", "Europe/Warsaw", "500 999 000")
    assert (shift["day"], shift["shift_id"], shift["version"]) == (str(DAY), "Z-01", 1)
    assert shift["read_until"] == f"{DAY}T19:30:00+01:00"
    assert all(task["office"] == "" for stop in shift["stops"] for task in stop["tasks"])


@pytest.mark.parametrize(
    ("hour", "there"), [("21T22:30", False), ("22T06:00", True), ("23T18:29", True), ("23T18:31", False)]
)
def test_a_phone_has_tomorrow_today_and_what_goes_on_since_yesterday(day: OfficeDay, hour: str, there: bool) -> None:
    """A phone without a signal in the morning would know nothing of the day; a lost one would tell for ever."""
    day.world.clock.at = datetime.fromisoformat(f"2026-11-{hour}:00+00:00")

    assert bool(kept(day.world.browser(Role.WORKER))) is there


def test_a_night_shift_goes_on_after_midnight(day: OfficeDay) -> None:
    """At midnight the night's stops would vanish from the phone."""
    with day.world.office.store.writing(HOME) as unit:
        shift = unit.shifts.get(ShiftId("Z-01"))
        end = datetime(2026, 11, 24, 6, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
        unit.shifts.put(replace(shift, end=end))
    day.world.clock.at = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)

    assert [one["day"] for one in kept(day.world.browser(Role.WORKER))] == [str(DAY)]


def test_the_offices_clock_is_told_even_if_nothing_has_changed(day: OfficeDay) -> None:
    """A phone whose clock is wrong would count down to the wrong minute; or load everything to learn the hour."""
    phone = day.world.browser(Role.WORKER)
    first = phone.get(OWN)
    day.world.clock.move(seconds=61)
    again = phone.get(OWN, headers={"If-None-Match": first.headers["etag"]})

    assert (first.headers["dojazd-now"], again.headers["dojazd-now"]) == (
        f"{DAY}T09:46:00.000+01:00", f"{DAY}T09:47:01.000+01:00",
    )  # fmt: skip
    assert again.status_code == 304


def test_what_another_phone_has_reported_is_known(day: OfficeDay) -> None:
    """The second of the crew would go to a door that the first one has done with."""
    phone = day.world.browser(Role.WORKER)
    told = [event(1, "arrived"), event(2, "done"), event(3, "arrived", "R-025:visit")]
    answer = phone.post("/api/v1/events", {"device_id": "a", "sent_at": f"{DAY}T09:46:00+01:00", "events": told})
    assert {one["outcome"] for one in answer.json()["items"]} == {"kept"}
    (shift,) = kept(phone)

    progress = {one["task_id"]: one for one in shift["progress"]}
    assert {key: one["status"] for key, one in progress.items()} == {"R-024:visit": "done", "R-025:visit": "arrived"}
    assert progress["R-024:visit"]["arrived_at"] == f"{DAY}T09:41:00+01:00"
    assert progress["R-024:visit"]["ended_at"] == f"{DAY}T09:42:00+01:00"


def test_a_route_is_seen_until_its_stops_are_others(day: OfficeDay) -> None:
    """A driver would not be shown that somebody was added, or be asked again about what has not changed."""
    phone = day.world.browser(Role.WORKER)
    assert [one["seen"] for one in kept(phone)] == [False]
    assert phone.put(SEEN, {"version": 1}).status_code == 204
    assert [one["seen"] for one in kept(phone)] == [True]
    day.change("POST", "/moves", {"request_id": "R-031", "shift_id": "Z-02"})
    day.change("POST", "/publication")
    (shift,) = kept(phone)
    assert (shift["version"] > 1, shift["seen"]) == (True, True)
    taken = shift["stops"][0]["tasks"][0]["request_id"]
    assert day.change("POST", "/moves", {"request_id": taken, "shift_id": None}).status_code == 200
    day.change("POST", "/publication")
    (shift,) = kept(phone)
    assert shift["seen"] is False
    assert phone.put(SEEN, {"version": 1}).status_code == 204
    assert [one["seen"] for one in kept(phone)] == [False]
    assert phone.put(SEEN, {"version": shift["version"]}).status_code == 204
    assert [one["seen"] for one in kept(phone)] == [True]


@pytest.mark.parametrize("path", [SEEN.replace("Z-01", "Z-09"), SEEN.replace(str(DAY), "2026-11-24")])
def test_only_what_is_there_is_seen(day: OfficeDay, path: str) -> None:
    """A worker would answer for a crew that knows nothing."""
    phone = day.world.browser(Role.WORKER)

    assert phone.put(path, {"version": 1}).status_code == 404
    assert phone.put(SEEN, {"version": 7}).status_code == 404


def test_a_machine_is_on_no_rota(day: OfficeDay) -> None:
    """A token for phones would read every shift of the town."""
    assert day.world.machine("day.own").get(OWN).status_code == 404


def test_that_a_phone_shows_clients_is_noted(day: OfficeDay) -> None:
    """Nobody could say who has read where a resident lives."""
    phone, by = day.world.browser(Role.WORKER), day.world.user(Role.WORKER).id
    for _ in range(2):
        kept(phone)
    reads = [one[2] for one in day.world.audited() if one[:2] == (by, "client.read")]

    assert 0 < len(reads) == len(set(reads))


def test_each_of_a_crew_sees_for_themselves(day: OfficeDay) -> None:
    """The second of the crew would never be shown a change that the first one has tapped away."""
    office, phone = day.world.office, day.world.browser(Role.WORKER)
    with office.store.writing(HOME) as unit:
        shift = unit.shifts.get(ShiftId("Z-01"))
        other = next(one for one in unit.staff.all() if one not in shift.staff_ids)
        unit.shifts.put(replace(shift, staff_ids=(*shift.staff_ids, other)))
        told = Sighting(day=DAY, shift_id=shift.id, version=1, staff_id=other, at=office.clock.now())
        unit.sightings.put(told, seen=0)

    assert [one["seen"] for one in kept(phone)] == [False]
