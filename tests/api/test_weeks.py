"""A week of the rota over HTTP: who is on duty, how much of it is planned, who is away."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import AbsenceId, ShiftId, VehicleId
from scheduler.domain.rota import Absence
from tests.api.office_day import DAY, OfficeDay, office_day
from tests.api.world import HOME

WEEK = "/api/v1/weeks/2026-11-25"
ZERO = {"on_duty_s": 0, "busy_s": 0, "free_s": 0, "load_permille": None}


@pytest.fixture
def day() -> OfficeDay:
    """A Monday that is planned."""
    found = office_day()
    found.plan()
    return found


def shown(day: OfficeDay, path: str = WEEK) -> dict[str, Any]:
    answer = day.dispatcher.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def monday_of(week: dict[str, Any], who: str) -> dict[str, Any]:
    """Return somebody's Monday, or a vehicle's."""
    (row,) = (one for one in (*week["staff"], *week["vehicles"]) if one["id"] == who)
    cell: dict[str, Any] = row["days"][0]
    return cell


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def away(day: OfficeDay, start: str, end: str, **who: Any) -> None:
    with day.world.office.store.writing(HOME) as unit:
        one = Absence(id=AbsenceId(f"A-{start}"), start=moment(start), end=moment(end), **who)
        unit.absences.put(one, seen=0)


@pytest.mark.parametrize("asked", ["2026-11-23", "2026-11-25", "2026-11-29"])
def test_any_day_names_its_week(day: OfficeDay, asked: str) -> None:
    """On a Sunday the office would look at the week to come, and think that it is this one."""
    week = shown(day, f"/api/v1/weeks/{asked}")

    assert (week["first"], week["last"]) == ("2026-11-23", "2026-11-29")
    assert [one["day"] for one in week["days"]] == [f"2026-11-{number}" for number in range(23, 30)]
    assert {len(row["days"]) for row in (*week["staff"], *week["vehicles"])} == {7}


def test_free_is_what_neither_the_way_nor_the_doors_nor_breaks_take(day: OfficeDay) -> None:
    """A call would be promised to a crew that is on the road all day, or refused although one waits."""
    with day.world.office.store.reading(HOME) as unit:
        plan, shifts = unit.plans.get(DAY, 1), unit.shifts.between(DAY, DAY)
    week = shown(day)
    for route in plan.routes:
        shift = shifts[route.shift_id]
        spans = [(task.start, task.end) for stop in route.stops for task in stop.tasks]
        spans += [(one.start, one.end) for one in route.breaks]
        busy = route.driving_s + sum(round((end - start).total_seconds()) for start, end in spans)
        cell = monday_of(week, shift.staff_ids[0])
        assert [one["shift_id"] for one in cell["shifts"]] == [shift.id]
        on_duty = round((shift.end - shift.start).total_seconds())
        assert cell["hours"] == {
            "on_duty_s": on_duty, "busy_s": busy, "free_s": on_duty - busy,
            "load_permille": round(1000 * busy / on_duty),
        }  # fmt: skip
        assert cell["requests"] == len({task.request_id for stop in route.stops for task in stop.tasks})
    (bus,) = (one for one in week["vehicles"] if one["id"] == "BUS-1")
    crews = [monday_of(week, one.staff_ids[0]) for one in shifts.values() if one.vehicle_id == "BUS-1"]
    assert bus["hours"]["busy_s"] == sum(one["hours"]["busy_s"] for one in crews) > 0
    assert bus["registration"]
    assert {cell["hours"]["on_duty_s"] for row in week["staff"] for cell in row["days"][1:]} == {0}


def test_a_crew_of_two_is_one_crew_and_two_people(day: OfficeDay) -> None:
    """The day would look half as full as it is, or the second of the crew as if at home."""
    before = shown(day)
    with day.world.office.store.writing(HOME) as unit:
        shift = unit.shifts.get(ShiftId("Z-01"))
        other = next(row["id"] for row in before["staff"] if row["hours"] == ZERO and not row["days"][0]["shifts"])
        unit.shifts.put(replace(shift, staff_ids=(*shift.staff_ids, other)))
    week = shown(day)

    assert week["days"][0]["hours"] == before["days"][0]["hours"]
    assert monday_of(week, other)["hours"] == monday_of(week, shift.staff_ids[0])["hours"] != ZERO
    assert next(row["hours"] for row in week["staff"] if row["id"] == other) == monday_of(week, other)["hours"]
    with day.world.office.store.reading(HOME) as unit:
        crews = [one.staff_ids[0] for one in unit.shifts.between(DAY, DAY).values()]
    assert before["days"][0]["hours"]["free_s"] == sum(monday_of(before, one)["hours"]["free_s"] for one in crews)


def test_what_no_shift_serves_is_counted(day: OfficeDay) -> None:
    """On Friday nobody would know that Monday leaves somebody at home."""
    before = shown(day)["days"][0]
    assert day.change("POST", "/moves", {"request_id": "R-021", "shift_id": None}).status_code == 200
    after = shown(day)["days"][0]

    assert before["planned"]
    assert after["unserved"] == before["unserved"] + 1
    assert after["requests"] == before["requests"]
    assert [(one["planned"], one["requests"], one["unserved"]) for one in shown(day)["days"][1:]] == [(False, 0, 0)] * 6


def test_days_say_what_has_become_of_them(day: OfficeDay) -> None:
    """Somebody would go on planning a day that crews and residents know already, or a holiday."""
    told = [(one["planned"], one["published"], one["closed"]) for one in shown(day)["days"]]
    day.publish()

    assert told == [(True, False, False)] + [(False, False, False)] * 6
    assert shown(day)["days"][0]["published"]
    holidays = {one["day"]: one["holiday"]["pl"] for one in shown(day, "/api/v1/weeks/2026-11-09")["days"]
                if one["holiday"]}  # fmt: skip
    assert list(holidays) == ["2026-11-11"]


def test_absences_are_told_by_the_date_they_fall_on(day: OfficeDay) -> None:
    """Whoever is back at midnight would be looked for in vain the whole next day, or sent out when ill."""
    worker = shown(day)["staff"][0]["id"]
    away(day, "2026-11-23T12:00:00+01:00", "2026-11-26T00:00:00+01:00", staff_id=worker)
    away(day, "2026-11-27T00:00:00+01:00", "2026-11-27T08:00:00+01:00", vehicle_id=VehicleId("BUS-1"))
    week = shown(day)
    row = next(one for one in week["staff"] if one["id"] == worker)
    vehicle = next(one for one in week["vehicles"] if one["id"] == "BUS-1")

    assert [(len(cell["away"]), cell["away_all_day"]) for cell in row["days"]] == [
        (1, False), (1, True), (1, True), (0, False), (0, False), (0, False), (0, False),
    ]  # fmt: skip
    assert row["days"][0]["away"] == [{"start": "2026-11-23T12:00:00+01:00", "end": "2026-11-24T00:00:00+01:00"}]
    assert [len(cell["away"]) for cell in vehicle["days"]] == [0, 0, 0, 0, 1, 0, 0]
    assert "sick" not in str(week)


def test_the_days_of_summer_time_are_whole(day: OfficeDay) -> None:
    """On the day that is an hour longer nobody would ever be away all day."""
    worker = shown(day)["staff"][0]["id"]
    away(day, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", staff_id=worker)
    week = shown(day, "/api/v1/weeks/2026-10-25")

    assert [cell["away_all_day"] for cell in week["staff"][0]["days"]] == [False] * 6 + [True]


def test_an_unchanged_week_is_not_sent_again(day: OfficeDay) -> None:
    """Every open page would make the server read seven plans at each change of anything."""
    first = day.dispatcher.get(WEEK)
    again = day.dispatcher.get(WEEK, headers={"If-None-Match": first.headers["etag"]})
    away(day, "2026-11-27T00:00:00+01:00", "2026-11-27T08:00:00+01:00", vehicle_id=VehicleId("BUS-1"))

    assert again.status_code == 304
    assert day.dispatcher.get(WEEK, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MANAGER, 200), (Role.WORKER, 403), (Role.PROVIDER, 403), (Role.ADMINISTRATOR, 403)]
)
def test_dispatchers_and_managers_see_the_week(day: OfficeDay, role: Role, status: int) -> None:
    """A contractor would learn when the town's own people are away."""
    assert day.world.browser(role).get(WEEK).status_code == status
