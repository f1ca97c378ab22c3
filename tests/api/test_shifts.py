"""Shifts over HTTP: added, changed and taken out by hand, on trial first, with what that does to promises."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME, Asker, stamps

SHIFTS, ABSENCES = "/api/v1/shifts", "/api/v1/absences"
SATURDAY: dict[str, Any] = {
    "name": "Fizjoterapia, sobota", "staff_ids": ["P-01"], "start": "2026-11-28T08:00:00+01:00",
    "end": "2026-11-28T14:00:00+01:00", "start_door": {"place_id": "baza-majowka"},
    "end_door": {"place_id": "baza-majowka"},
}  # fmt: skip
TRIAL = {"trial": "true"}


@pytest.fixture
def day() -> OfficeDay:
    return office_day()


def on(asker: Asker, first: str, last: str) -> dict[str, Any]:
    found = asker.get(SHIFTS, params={"from": first, "to": last}).json()["items"]
    return {one["id"]: one for one in found}


def everybody_is_on_the_screen(day: OfficeDay) -> None:
    """Look at the day's clients, so that nothing has to be written down of who is named afterwards."""
    assert day.dispatcher.get(f"{DAY_PATH}/board").status_code == 200


def test_a_shift_of_one_day_is_added_changed_and_taken_out(day: OfficeDay) -> None:
    """Somebody works one Saturday, and the office would have to invent a weekly pattern for it."""
    made = day.dispatcher.post(SHIFTS, SATURDAY, headers={"Idempotency-Key": "sobota"})
    path, tag = made.headers["location"], made.headers["etag"]
    assert (made.status_code, made.json()["change"]["days"]) == (201, ["2026-11-28"])
    assert list(on(day.dispatcher, "2026-11-28", "2026-11-28")) == [made.json()["shift"]["id"]]
    shown = day.dispatcher.get(path)
    assert (shown.headers["etag"], shown.json()["name"]) == (tag, SATURDAY["name"])

    longer = {**SATURDAY, "end": "2026-11-28T15:30:00+01:00"}
    assert day.dispatcher.put(path, longer).status_code == 428
    changed = day.dispatcher.put(path, longer, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["shift"]["end"]) == (200, "2026-11-28T15:30:00+01:00")
    assert day.dispatcher.put(path, SATURDAY, headers={"If-Match": tag}).status_code == 412
    elsewhere = {**longer, "start": "2026-11-29T08:00:00+01:00", "end": "2026-11-29T12:00:00+01:00"}
    assert day.dispatcher.put(path, elsewhere, headers={"If-Match": changed.headers["etag"]}).status_code == 422
    gone = day.dispatcher.delete(path, headers={"If-Match": changed.headers["etag"]})
    assert (gone.status_code, gone.json()["shift"]) == (200, None)
    assert on(day.dispatcher, "2026-11-28", "2026-11-28") == {}
    actions = [action for _, action, _ in day.world.audited() if action.startswith("shift.")]
    assert actions == ["shift.added", "shift.changed", "shift.removed"]


def test_what_a_change_does_to_a_published_day_is_said_before_it_is_kept(day: OfficeDay) -> None:
    """A dispatcher would learn whom they have left at the door when the telephone rings."""
    day.publish()
    everybody_is_on_the_screen(day)
    before = stamps(day.world)
    shown = day.dispatcher.get(f"{SHIFTS}/Z-01")
    seen = {"If-Match": shown.headers["etag"]}
    trial = day.dispatcher.delete(f"{SHIFTS}/Z-01", params=TRIAL, headers=seen)
    told = trial.json()

    assert (trial.status_code, told["change"]["removed"]) == (200, ["Z-01"])
    assert {one["request_id"] for one in told["repairs"]} >= {"R-023", "R-024", "R-025"}
    assert all(one["names"] and one["service_id"] for one in told["repairs"])
    assert stamps(day.world) == before
    assert day.dispatcher.get(f"{SHIFTS}/Z-01").json() == shown.json()

    kept = day.dispatcher.delete(f"{SHIFTS}/Z-01", headers=seen).json()
    assert kept == told
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    assert "Z-01" not in {one["shift_id"] for one in plan["routes"]}


def test_absences_and_patterns_are_tried_first_as_well(day: OfficeDay) -> None:
    """An illness would be written down, and taken back, to see what it means; everybody be phoned twice."""
    day.publish()
    everybody_is_on_the_screen(day)
    before = stamps(day.world)
    ill = {"staff_id": "P-01", "start": f"{DAY}T00:00:00+01:00", "end": f"{DAY}T23:00:00+01:00", "kind": "sick"}
    trial = day.dispatcher.post(ABSENCES, ill, params=TRIAL)
    pattern = {key: SATURDAY[key] for key in ("name", "staff_ids", "start_door", "end_door")}
    weekly = {**pattern, "weekdays": [6], "start": "08:00", "end": "14:00", "valid_from": "2026-11-28"}
    tried = day.dispatcher.post("/api/v1/patterns", weekly, params=TRIAL)

    assert (trial.status_code, tried.status_code) == (200, 200)
    assert [one["before"]["id"] for one in trial.json()["shifts"]] == ["Z-01"]
    assert len(tried.json()["change"]["made"]) == 3
    assert {"location", "etag"} & {*trial.headers, *tried.headers} == set()
    assert stamps(day.world) == before
    assert day.dispatcher.get(ABSENCES).json() == {"items": []}


def refusals(answer: Any) -> list[str]:
    assert answer.status_code == 409, answer.text
    return [one["code"] for one in answer.json()["refusals"]]


def test_a_shift_that_nobody_could_work_is_refused_in_peoples_words(day: OfficeDay) -> None:
    """One worker would be planned for two doors at once, and one of the two wait in vain."""
    day.dispatcher.post(SHIFTS, SATURDAY)
    again = day.dispatcher.post(SHIFTS, {**SATURDAY, "name": "druga"})
    assert refusals(again) == ["shift_works_elsewhere"]
    assert again.json()["refusals"][0]["summary"]["pl"] == (
        "Ewelina Szczepanik ma wtedy dyżur „Fizjoterapia, sobota” (8:00–14:00)."
    )
    sunday = {**SATURDAY, "start": "2026-11-29T08:00:00+01:00", "end": "2026-11-29T12:00:00+01:00"}
    away = {"staff_id": "P-01", "start": "2026-11-29T00:00:00+01:00", "end": "2026-11-30T00:00:00+01:00"}
    assert day.dispatcher.post(ABSENCES, away).status_code == 201
    assert refusals(day.dispatcher.post(SHIFTS, sunday)) == ["shift_away"]
    past = {**SATURDAY, "start": "2026-11-20T08:00:00+01:00", "end": "2026-11-20T12:00:00+01:00"}
    assert refusals(day.dispatcher.post(SHIFTS, past)) == ["shift_begun"]
    far = {**SATURDAY, "start": "2027-11-20T08:00:00+01:00", "end": "2027-11-20T12:00:00+01:00"}
    assert refusals(day.dispatcher.post(SHIFTS, far)) == ["shift_far"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"staff_ids": []}, {"staff_ids": ["P-99"]}, {"staff_ids": ["P-01", "P-01"]}, {"vehicle_id": "only-chelm"},
        {"start_door": {"place_id": "only-chelm"}}, {"end": "2026-11-28T08:00:00+01:00"},
        {"end": "2026-11-29T09:00:00+01:00"}, {"name": ""}, {"districts": ["nigdzie"]}, {"overtime_s": -1},
    ],
)  # fmt: skip
def test_a_shift_of_what_the_town_has_not_is_refused(day: OfficeDay, wrong: dict[str, Any]) -> None:
    """Every plan of that day would fail."""
    before = stamps(day.world)
    assert day.dispatcher.post(SHIFTS, {**SATURDAY, **wrong}).status_code == 422
    assert stamps(day.world) == before


def test_a_pattern_leaves_alone_what_a_hand_has_changed(day: OfficeDay) -> None:
    """The one Saturday on which somebody leaves earlier would be put right by the machine every night."""
    weekly = {
        **{key: SATURDAY[key] for key in ("name", "staff_ids", "start_door", "end_door")}, "weekdays": [6],
        "start": "08:00", "end": "14:00", "valid_from": "2026-11-28",
    }  # fmt: skip
    pattern = day.dispatcher.post("/api/v1/patterns", weekly)
    first = pattern.json()["change"]["made"][0]
    shown = day.dispatcher.get(f"{SHIFTS}/{first}")
    shorter = {**SATURDAY, "end": "2026-11-28T12:00:00+01:00"}
    assert (
        day.dispatcher.put(f"{SHIFTS}/{first}", shorter, headers={"If-Match": shown.headers["etag"]}).status_code == 200
    )
    path, tag = pattern.headers["location"], pattern.headers["etag"]
    day.dispatcher.put(path, {**weekly, "end": "15:00"}, headers={"If-Match": tag})
    hours = {key: one["end"][11:16] for key, one in on(day.dispatcher, "2026-11-28", "2026-12-05").items()}

    assert hours == {first: "12:00", pattern.json()["change"]["made"][1]: "15:00"}


def test_a_provider_reads_its_own_shifts_alone(day: OfficeDay) -> None:
    """A contractor would read when the town's own people work."""
    provider = day.world.browser(Role.PROVIDER)
    of = day.world.user(Role.PROVIDER).provider_id
    with day.world.office.store.reading(HOME) as unit:
        foreign = next(key for key, one in unit.staff.all().items() if one.provider_id != of)
        own = next(key for key, one in unit.staff.all().items() if one.provider_id == of)
    made = {key: day.dispatcher.post(SHIFTS, {**SATURDAY, "staff_ids": [key]}) for key in (foreign, own)}
    status = {key: provider.get(one.headers["location"]).status_code for key, one in made.items()}

    assert status == {foreign: 404, own: 200}
    assert provider.post(SHIFTS, SATURDAY).status_code == 403
