"""Disruptions over HTTP: reported with the version that was seen, shown, taken back, and what is at risk."""

from typing import Any

import pytest

from api.schemas.disruptions import DisruptionReport
from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import OTHER

EXAMPLE: dict[str, Any] = DisruptionReport.model_json_schema()["example"]
POINT = {"lat": 51.04, "lon": 21.07}
PATH = f"{DAY_PATH}/disruptions"


@pytest.fixture
def day() -> OfficeDay:
    """The published day, at half past ten."""
    found = office_day()
    found.publish()
    found.world.clock.at = found.world.clock.at.replace(day=23, hour=9, minute=30)
    return OfficeDay(found.world, found.world.browser(Role.DISPATCHER))  # who has signed in that morning


def report(day: OfficeDay, **more: Any) -> Any:
    """Report the example, or something like it."""
    return day.change("POST", "/disruptions", {**EXAMPLE, **more})


def test_what_is_reported_is_shown_and_taken_back(day: OfficeDay) -> None:
    """A dispatcher would not see what the colleague of the morning has reported, or never get rid of it."""
    before = day.state.version
    made = report(day)
    assert made.status_code == 201, made.text
    shown = made.json()
    assert made.headers["location"] == f"{PATH}/{shown['id']}"
    assert made.headers["etag"] == f'"{before + 1}"'
    dispatcher = day.world.user(Role.DISPATCHER).id
    assert shown == {
        **EXAMPLE, "id": shown["id"], "kind": "snow", "by": dispatcher, "reported_at": "2026-11-23T10:30:00+01:00",
        "taken_back_at": None, "taken_back_by": None,
    }  # fmt: skip
    assert day.dispatcher.get(PATH).json() == {"items": [shown]}
    gone = day.change("DELETE", f"/disruptions/{shown['id']}")
    assert (gone.status_code, gone.json()["version"]) == (200, before + 2)
    (kept,) = day.dispatcher.get(PATH).json()["items"]
    assert (kept["taken_back_at"], kept["taken_back_by"]) == ("2026-11-23T10:30:00+01:00", dispatcher)
    assert day.change("DELETE", f"/disruptions/{shown['id']}").status_code == 404


@pytest.mark.parametrize(
    "what",
    [
        {"road": {"line": [POINT, {"lat": 51.05, "lon": 21.08}], "radius_m": 0, "detour_s": 420}},
        {"road": {"line": [POINT], "radius_m": 300, "detour_s": 60}},
        {"breakdown": {"shift_id": "Z-01", "point": POINT, "aboard": []}},
        {"overrun": {"task_id": "R-024:visit"}, "until": "2026-11-23T12:30:00+01:00"},
    ],
)
def test_each_kind_comes_back_as_it_was_told(day: OfficeDay, what: dict[str, Any]) -> None:
    """A closed bridge would come back as another one."""
    told = {"snow": None, "since": "2026-11-23T10:20:00+01:00", **what}
    made = report(day, **told)
    assert made.status_code == 201, made.text
    (shown,) = day.dispatcher.get(PATH).json()["items"]
    assert {name: shown[name] for name in told} == told


def test_a_stale_screen_reports_nothing(day: OfficeDay) -> None:
    """Two dispatchers would report one breakdown twice."""
    seen = day.state.version
    assert report(day).status_code == 201
    assert day.change("POST", "/disruptions", EXAMPLE, seen=seen).status_code == 412
    assert day.dispatcher.post(PATH, EXAMPLE).status_code == 428
    key = day.dispatcher.get(PATH).json()["items"][0]["id"]
    assert day.change("DELETE", f"/disruptions/{key}", seen=seen).status_code == 412
    assert len(day.dispatcher.get(PATH).json()["items"]) == 1


def test_asked_twice_under_one_key_it_is_one(day: OfficeDay) -> None:
    """A click on a slow line would make it snow twice."""
    headers = {"If-Match": f'"{day.state.version}"', "Idempotency-Key": "9a3d7c52-one"}
    first, second = (day.dispatcher("POST", PATH, json=EXAMPLE, headers=headers) for _ in range(2))
    assert first.json() == second.json()
    assert len(day.dispatcher.get(PATH).json()["items"]) == 1


WRONG: dict[str, dict[str, Any]] = {
    "nothing": {"snow": None},
    "two-things": {"overrun": {"task_id": "R-024:visit"}, "until": "2026-11-23T13:00:00+01:00"},
    "factor-0": {"snow": {"permille": 0}},
    "factor-negative": {"snow": {"permille": -600}},
    "factor-faster": {"snow": {"permille": 1001}},
    "factor-half": {"snow": {"permille": 0.6}},
    "factor-text": {"snow": {"permille": "600"}},
    "factor-true": {"snow": {"permille": True}},
    "district-unknown": {"snow": {"permille": 600, "districts": ["atlantyda"]}},
    "until-before": {"until": "2026-11-23T11:00:00+01:00"},
    "until-missing": {"snow": None, "overrun": {"task_id": "R-024:visit"}},
    "task-unknown": {"snow": None, "overrun": {"task_id": "R-999:visit"}, "until": "2026-11-23T13:00:00+01:00"},
    "another-day": {"since": "2026-11-29T12:00:00+01:00"},
    "far-future": {"until": "2099-01-01T00:00:00+01:00"},
    "detour-negative": {"snow": None, "road": {"line": [POINT], "radius_m": 100, "detour_s": -1}},
    "detour-endless": {"snow": None, "road": {"line": [POINT], "radius_m": 100, "detour_s": 10**9}},
    "line-of-one": {"snow": None, "road": {"line": [POINT], "detour_s": 60}},
    "line-empty": {"snow": None, "road": {"line": [], "detour_s": 60}},
    "line-long": {"snow": None, "road": {"line": [POINT] * 101, "detour_s": 60}},
    "half-the-world": {"snow": None, "road": {"line": [POINT, {"lat": -51.0, "lon": -159.0}], "detour_s": 60}},
    "off-the-globe": {"snow": None, "road": {"line": [POINT, {"lat": 91, "lon": 21.0}], "detour_s": 60}},
    "circle-of-a-county": {"snow": None, "road": {"line": [POINT], "radius_m": 99_999, "detour_s": 60}},
    "rider-unknown": {"snow": None, "breakdown": {"shift_id": "Z-01", "point": POINT, "aboard": ["R-999"]}},
    "point-far": {"snow": None, "breakdown": {"shift_id": "Z-01", "point": {"lat": 0.0, "lon": 0.0}}},
    "author": {"by": "U-anna"},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_refused(day: OfficeDay, name: str) -> None:
    """A slip of the keyboard would make the whole town crawl, or close every road."""
    before = day.state
    answer = report(day, **WRONG[name])
    assert answer.status_code == 422, answer.text
    assert day.state == before
    assert day.dispatcher.get(PATH).json() == {"items": []}


def test_no_number_is_no_number(day: OfficeDay) -> None:
    """A point that is not a number would make every way in town as long as nothing."""
    headers = {"If-Match": f'"{day.state.version}"', "Content-Type": "application/json"}
    for text in ("NaN", "Infinity", "1e999"):
        body = (
            f'{{"since": "{EXAMPLE["since"]}", "road": {{"line": [{{"lat": {text}, "lon": 21.0}}], "detour_s": 60}}}}'
        )
        answer = day.dispatcher("POST", PATH, content=body.encode(), headers=headers)
        assert answer.status_code in {400, 422}, answer.text


def test_another_towns_or_days_shift_is_not_there(day: OfficeDay) -> None:
    """A bus of the next town would be taken off the road."""
    with day.world.office.store.reading(OTHER) as unit:
        strange = next(key for key in unit.shifts.all() if key not in known_shifts(day))
    for shift in (strange, "Z-9999"):
        broken = {"shift_id": shift, "point": POINT}
        assert report(day, snow=None, breakdown=broken).status_code == 404
    over = {"shift_id": "Z-01", "point": POINT}
    answer = report(day, snow=None, breakdown=over, since="2026-11-24T05:00:00+01:00")
    assert (answer.status_code, answer.json()["detail"]) == (
        409, "the shift Z-01 is over at that time; it has no vehicle any more"
    )  # fmt: skip


def known_shifts(day: OfficeDay) -> set[str]:
    return {one["id"] for one in day.dispatcher.get(f"/api/v1/shifts?from={DAY}&to={DAY}").json()["items"]}


def test_what_is_at_risk_is_told_before_anybody_replans(day: OfficeDay) -> None:
    """A dispatcher would hear of the late dialysis from the hospital."""
    clear = day.dispatcher.get(f"{DAY_PATH}/at-risk").json()
    assert report(day, snow={"permille": 60, "districts": []}, since="2026-11-23T10:30:00+01:00").status_code == 201
    answer = day.dispatcher.get(f"{DAY_PATH}/at-risk")
    risk = answer.json()
    assert answer.headers["etag"] == f'"{day.state.version}"'
    assert risk["day"] == str(DAY)
    trouble = {one["request_id"] for one in risk["late"]} | set(risk["lost"])
    assert trouble > {one["request_id"] for one in clear["late"]} | set(clear["lost"])
    assert [one["late_s"] for one in risk["late"]] == sorted((one["late_s"] for one in risk["late"]), reverse=True)
    assert day.world.browser(Role.MANAGER).get(f"{DAY_PATH}/at-risk").json() == risk
    assert day.world.browser(Role.MANAGER).get(PATH).status_code == 403, "notes may name people"


def test_a_replan_allows_for_the_snow(day: OfficeDay) -> None:
    """The plan would be for a clear day, and everybody late."""
    assert report(day, since="2026-11-23T10:30:00+01:00").status_code == 201
    made = day.change("POST", "/replans", {"seconds": 0.3})
    assert made.status_code == 201, made.text
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{made.json()['version']}").json()
    said = {"pl": "Czasy przejazdu uwzględniają dzisiaj śnieg.", "en": "Travel times allow for snow today."}
    assert said in plan["travel_notes"]
