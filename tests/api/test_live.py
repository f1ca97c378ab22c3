"""A running day over HTTP: how far it is, and plans from now on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day

REPLANS = f"{DAY_PATH}/replans"


@pytest.fixture
def day() -> OfficeDay:
    """The published day, on its morning."""
    found = office_day()
    found.publish()
    return found


def first_stop(day: OfficeDay) -> tuple[str, str, datetime]:
    """Return the shift, the task and the planned start of the day's first stop."""
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    tasks = [(t["start"], r["shift_id"], t["task_id"]) for r in plan["routes"] for s in r["stops"] for t in s["tasks"]]
    start, shift_id, task_id = min(tasks)
    return shift_id, task_id, datetime.fromisoformat(start)


def tell(day: OfficeDay, shift_id: str, task_id: str, kind: str) -> None:
    now = day.world.clock.at
    event = {"id": str(uuid4()), "day": str(DAY), "shift_id": shift_id, "task_id": task_id, "kind": kind,
             "sequence": int(now.timestamp()), "at": now.isoformat()}  # fmt: skip
    answer = day.dispatcher.post(
        "/api/v1/events", {"device_id": "paper", "sent_at": now.isoformat(), "events": [event]}
    )
    assert answer.status_code == 200, answer.text
    assert [one["outcome"] for one in answer.json()["items"]] == ["kept"]


def at(day: OfficeDay, moment: datetime) -> None:
    """Set the clock, and sign in again."""
    day.world.clock.at = moment
    day.dispatcher = day.world.browser(Role.DISPATCHER)


def live(day: OfficeDay) -> dict[str, Any]:
    found: dict[str, Any] = day.dispatcher.get(f"{DAY_PATH}/live").json()
    return found


def task_of(shown: dict[str, Any], task_id: str) -> dict[str, Any]:
    return next(task for shift in shown["shifts"] for task in shift["tasks"] if task["task_id"] == task_id)


def test_what_is_reported_moves_the_day_at_once(day: OfficeDay) -> None:
    """A dispatcher would tell a caller that the bus comes on time, while it stands at the first door."""
    shift_id, task_id, start = first_stop(day)
    at(day, start)
    tell(day, shift_id, task_id, "arrived")
    at(day, start + timedelta(hours=1))
    before = live(day)
    mine = next(one for one in before["shifts"] if one["shift_id"] == shift_id)

    assert task_of(before, task_id)["status"] == "arrived"
    assert mine["current"] == [task_id]
    now = day.world.clock.at
    rest = [one for one in mine["tasks"] if one["status"] == "planned"]
    assert all(datetime.fromisoformat(one["expected_start"]) >= now for one in rest)
    assert before["as_of"] == now.astimezone(start.tzinfo).isoformat()


def test_a_day_without_a_published_plan_does_not_run(day: OfficeDay) -> None:
    """The page of a running day would show a draft that no crew has."""
    assert day.dispatcher.get("/api/v1/days/2026-11-24/live").status_code == 404


def test_a_proposal_is_looked_at_and_confirmed(day: OfficeDay) -> None:
    """Crews would drive to doors at times that nobody has seen, or that residents were not told of."""
    shift_id, task_id, start = first_stop(day)
    at(day, start)
    tell(day, shift_id, task_id, "arrived")
    at(day, start + timedelta(hours=2))
    published = day.state.published
    made = day.change("POST", "/replans", {"seconds": 0.3})
    assert made.status_code == 201, made.text
    found = made.json()

    assert day.state.published == published
    assert {one["request_id"] for one in found["comparison"]["differences"]} >= set(found["comparison"]["calls"])
    assert made.headers["etag"] == f'"{day.state.version}"'
    plans = {one["version"]: one["why"] for one in day.dispatcher.get(f"{DAY_PATH}/plans").json()["items"]}
    assert plans[found["version"]] == "proposed"

    done = day.change("POST", f"/replans/{found['version']}/confirmation")
    assert done.status_code == 200, done.text
    assert done.json()["published"] == done.json()["plan"] != published
    called = {one["request_id"] for one in day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]}
    assert set(found["comparison"]["calls"]) <= called


def test_whoever_is_left_out_is_named_with_the_reason(day: OfficeDay) -> None:
    """A dispatcher would phone a resident to say that nobody comes, and have no answer to why."""
    at(day, datetime.fromisoformat(f"{DAY}T15:30:00+01:00"))
    made = day.change("POST", "/replans", {"seconds": 0.1})
    assert made.status_code == 201, made.text
    left = made.json()["left_out"]
    told = [one for one in left if one["summary"]]

    assert len(left) > len(told) >= 10, "there are many, and a few seconds"
    assert all(one["summary"]["pl"] and one["summary"]["en"] and one["per_shift"] for one in told)
    kept = day.dispatcher.get(f"{DAY_PATH}/plans/{made.json()['version']}").json()["unassigned"]
    assert {one["request_id"]: one for one in kept if one["summary"]} == {one["request_id"]: one for one in told}
    assert "⟨" not in made.text


def test_a_proposal_names_the_day_that_was_seen(day: OfficeDay) -> None:
    """Two dispatchers would replan one day against each other."""
    assert day.dispatcher.post(REPLANS, {"seconds": 1}).status_code == 428
    assert day.change("POST", "/replans", {"seconds": 1}, seen=day.state.version - 1).status_code == 412
    assert day.change("POST", "/replans/1/confirmation").status_code == 409
    assert day.change("POST", "/replans/99/confirmation").status_code == 409


@pytest.mark.parametrize("seconds", [0, -1, 11, "nan", None, [], "1"])
def test_a_search_that_never_ends_is_refused(day: OfficeDay, seconds: Any) -> None:
    """One click would hold a server for an hour."""
    before = day.state
    assert day.change("POST", "/replans", {"seconds": seconds}).status_code == 422
    assert day.state == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.WORKER, Role.PROVIDER, Role.ADMINISTRATOR])
def test_only_dispatchers_replan(day: OfficeDay, role: Role) -> None:
    """A driver would change everybody's day from the phone."""
    asker = day.world.browser(role)
    tag = f'"{day.state.version}"'
    assert asker.post(REPLANS, {"seconds": 1}, headers={"If-Match": tag}).status_code == 403
    assert asker.get(f"{DAY_PATH}/live").status_code == (200 if role is Role.MANAGER else 403)
