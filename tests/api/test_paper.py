"""A returned sheet is typed in: all of it or nothing, and as often as somebody likes."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME

AFTERWARDS = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def day() -> OfficeDay:
    found = office_day()
    found.publish()
    found.world.clock.at = AFTERWARDS
    found.dispatcher = found.world.browser(Role.DISPATCHER)
    return found


def shift_of(day: OfficeDay, request_id: str) -> tuple[str, int, str]:
    """Return which shift serves a request first, at which stop, and the task."""
    listed = day.dispatcher.get(f"/api/v1/itineraries/{DAY}").json()["items"]
    for shift in listed:
        for stop in shift["stops"]:
            for task in stop["tasks"]:
                if task["request_id"] == request_id:
                    return shift["shift_id"], stop["number"], task["task_id"]
    raise AssertionError(f"{request_id} is on no shift")


def paper(day: OfficeDay, shift: str) -> httpx.Response:
    return day.dispatcher.get(f"{DAY_PATH}/paper-sheets/{shift}")


def typed(day: OfficeDay, shift: str, *rows: dict[str, Any], tag: str = "") -> httpx.Response:
    tag = tag or paper(day, shift).headers["etag"]
    return day.dispatcher(
        "PATCH", f"{DAY_PATH}/paper-sheets/{shift}", json={"rows": list(rows)}, headers={"If-Match": tag}
    )


def row(stop: int, task: str, arrived: str = "9.30", left: str = "1005", outcome: str | None = "done") -> Any:
    return {"stop": stop, "arrived": arrived, "left": left, "tasks": [{"task_id": task, "outcome": outcome}]}


def events(day: OfficeDay) -> list[tuple[str, str]]:
    items = day.dispatcher.get(f"{DAY_PATH}/events?limit=200").json()["items"]
    return [(one["kind"], one["at"][11:16]) for one in items]


def live(day: OfficeDay, task: str) -> dict[str, Any]:
    shifts = day.dispatcher.get(f"{DAY_PATH}/live").json()["shifts"]
    (found,) = [one for shift in shifts for one in shift["tasks"] if one["task_id"] == task]
    told: dict[str, Any] = found
    return told


def test_what_stands_on_paper_is_how_it_was(day: OfficeDay) -> None:
    """The day could not be closed: the phones were dead, and nobody knew who was served."""
    shift, stop, task = shift_of(day, "R-024")
    answer = typed(day, shift, row(stop, task))

    assert (answer.status_code, answer.json()["kept"], answer.json()["problems"]) == (200, 2, [])
    assert events(day) == [("arrived", "09:30"), ("done", "10:05")]
    assert live(day, task)["status"] == "done"
    assert {one["source"] for one in day.dispatcher.get(f"{DAY_PATH}/events").json()["items"]} == {"paper"}
    assert (day.world.audited()[-1][1]) == "events.typed_in"


def test_typing_twice_changes_nothing(day: OfficeDay) -> None:
    """An answer that was lost on its way would make two visits of one."""
    shift, stop, task = shift_of(day, "R-024")
    tag = paper(day, shift).headers["etag"]
    assert typed(day, shift, row(stop, task), tag=tag).json()["kept"] == 2
    again = typed(day, shift, row(stop, task, arrived="0930", left="10:05"), tag=tag)

    assert (again.status_code, again.json()["kept"], again.json()["taken_back"]) == (200, 0, 0)
    assert len(events(day)) == 2


def test_a_slip_is_corrected_and_taken_back(day: OfficeDay) -> None:
    """A wrong hour would stay for ever, or the right one stand beside it."""
    shift, stop, task = shift_of(day, "R-024")
    typed(day, shift, row(stop, task))
    right = typed(day, shift, row(stop, task, left="10.15", outcome="no_show")).json()
    assert (right["kept"], right["taken_back"]) == (1, 1)
    assert live(day, task)["status"] == "no_show"
    for _ in range(2):  # what was taken back can be typed again
        empty = typed(day, shift, row(stop, task, arrived="", left="", outcome=None)).json()
        assert (empty["taken_back"], live(day, task)["status"]) == (2, "planned")
        assert typed(day, shift, row(stop, task)).json()["kept"] == 2
        assert live(day, task)["status"] == "done"


def test_with_one_wrong_row_nothing_is_kept(day: OfficeDay) -> None:
    """Half a sheet would be kept, and nobody know which half."""
    shift, stop, task = shift_of(day, "R-024")
    shown = day.dispatcher.get(f"/api/v1/itineraries/{DAY}/{shift}").json()
    other = next(one for one in shown["stops"] if one["number"] != stop)
    wrong = row(other["number"], other["tasks"][0]["task_id"], arrived="9.75")
    answer = typed(day, shift, row(stop, task), wrong).json()

    assert (answer["kept"], events(day)) == (0, [])
    assert [(one["stop"], one["field"]) for one in answer["problems"]] == [(other["number"], "arrived")]
    assert "9.30" in answer["problems"][0]["said"]["pl"]


@pytest.mark.parametrize(
    ("arrived", "left", "outcome", "field"),
    [
        ("10.05", "9.30", "done", "left"), ("9.30", "", "done", "left"), ("9.30", "10.05", None, "outcome"),
        ("half past", "10.05", "done", "arrived"), ("9.30", "20.05", "done", "left"), ("", "25.00", "done", "left"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_said_at_its_row(
    day: OfficeDay, arrived: str, left: str, outcome: str | None, field: str
) -> None:
    """A slip of the pen would be kept as an hour, or as one of tonight."""
    shift, stop, task = shift_of(day, "R-024")
    answer = typed(day, shift, row(stop, task, arrived, left, outcome)).json()

    assert [(one["stop"], one["field"]) for one in answer["problems"]] == [(stop, field)]
    assert events(day) == []


def test_a_party_that_got_in_is_aboard_until_it_gets_out(day: OfficeDay) -> None:
    """Somebody who was driven home would be looked for in the bus, or the ride not be paid."""
    shift, stop, task = shift_of(day, "R-017")
    assert typed(day, shift, row(stop, task, arrived="7.30", left="735")).json()["problems"] == []

    assert ("aboard", "07:35") in events(day)
    assert live(day, task)["status"] == "done"


def test_what_a_phone_has_told_since_is_not_typed_over(day: OfficeDay) -> None:
    """The dispatcher's old page would take back what the driver has just reported."""
    shift, stop, task = shift_of(day, "R-024")
    old = paper(day, shift).headers["etag"]
    typed(day, shift, row(stop, task))
    assert typed(day, shift, row(stop, task, left="11.00"), tag=old).status_code == 412

    assert events(day) == [("arrived", "09:30"), ("done", "10:05")]


def test_a_stop_that_is_not_on_the_sheet_is_named(day: OfficeDay) -> None:
    """What was typed of a stop would be kept of another client."""
    shift, stop, task = shift_of(day, "R-024")
    other = shift_of(day, "R-017")[2]

    for wrong in (row(999, task), row(stop, other)):
        problems = typed(day, shift, wrong).json()["problems"]
        assert [one["stop"] for one in problems] == [wrong["stop"]]
    twice = typed(day, shift, row(stop, task), row(stop, task, arrived="9.31"))
    assert (twice.status_code, "twice" in twice.text) == (422, True)
    assert events(day) == []


def test_sheets_are_typed_in_by_dispatchers_alone(day: OfficeDay) -> None:
    """A driver could change afterwards when they came."""
    shift = shift_of(day, "R-024")[0]
    for role in (Role.WORKER, Role.MANAGER, Role.PROVIDER):
        assert day.world.browser(role).get(f"{DAY_PATH}/paper-sheets/{shift}").status_code == 403
        assert day.world.browser(role).get(f"/sheet/{DAY}/{shift}").status_code == 403
    assert paper(day, "nobody").status_code == 404
    page = day.dispatcher.get(f"/sheet/{DAY}/{shift}")

    assert (page.status_code, page.text.count("<tr data-stop")) == (200, len(paper(day, shift).json()["rows"]))
    with day.world.office.store.reading(HOME) as unit:
        assert unit.events.page(DAY, None, 10) == []
