"""Series over HTTP: taken down, planned, changed and ended, by whoever may."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import OfficeDay, office_day

SERIES = "/api/v1/series"
VISITS: dict[str, Any] = {
    "asked": {
        "kind": "visit", "service_id": "fizjoterapia", "party": {"client_ids": ["K-01"]},
        "service_time_s": 900, "windows": [{"start": "08:00", "end": "15:00"}],
        "notes": {"worker": "klucz pod doniczką"},
    },
    "first": "2026-11-23", "rule": "FREQ=DAILY;COUNT=1",
}  # fmt: skip
DIALYSIS: dict[str, Any] = {
    "asked": {
        "kind": "ride", "service_id": "bus", "party": {"client_ids": ["K-01"]}, "destination": {"place_id": "urzad"},
        "arrive_by": True, "windows": [{"start": "09:00", "end": "10:00"}],
        "back": {"windows": [{"start": "13:00", "end": "14:00"}], "wish": "13:30"},
    },
    "first": "2026-11-23", "rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR", "gap_days": 2,
}  # fmt: skip
ERRANDS: dict[str, Any] = {
    "asked": {
        "kind": "ride", "service_id": "bus", "party": {"client_ids": ["K-12"]}, "destination": {"place_id": "apteka"},
        "windows": [{"start": "14:45", "end": "16:00"}],
        "onward": [{
            "destination": {"place_id": "urzad"}, "windows": [{"start": "15:00", "end": "17:00"}],
            "shortest_stay_s": 600, "longest_stay_s": 7200,
        }],
        "back": {"windows": [{"start": "15:00", "end": "18:00"}]},
    },
    "first": "2026-11-23", "rule": "FREQ=WEEKLY;BYDAY=MO",
}  # fmt: skip
HOUR = {"start": "09:00", "end": "10:00"}
PLAN = {"from": "2026-11-23", "to": "2026-11-29", "seconds": 5, "reserve_percent": 0}


@pytest.fixture
def day() -> OfficeDay:
    return office_day()


def made(day: OfficeDay, body: dict[str, Any] = VISITS) -> tuple[str, str]:
    """Take a series down; return its address and tag."""
    answer = day.dispatcher.post(SERIES, body)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"], answer.headers["etag"]


def test_a_series_is_planned_into_promises_and_its_end_withdraws_them(day: OfficeDay) -> None:
    """The dispatcher would book the same visit by phone every week."""
    path, _ = made(day)
    planned = day.dispatcher.post(f"{SERIES}/plan", PLAN)
    assert planned.status_code == 200, planned.text
    told = planned.json()
    assert [(one["series_id"], one["day"]) for one in told["assigned"]] == [(path.rpartition("/")[2], "2026-11-23")]
    assert 0 <= told["gap"] <= 1
    assert told["excess_gr"] == told["objective_gr"] - told["bound_gr"]
    assert sum(told["terms"].values()) == told["objective_gr"]
    assert told["assigned"][0]["without"] == []
    booking = day.dispatcher.get(f"/api/v1/bookings/{told['assigned'][0]['bookings'][0]}").json()
    assert booking["promise"] is not None

    days = day.dispatcher.get(f"{path}/occurrences", params={"from": "2026-11-23", "to": "2026-11-30"}).json()["items"]
    assert [(one["state"], one["bookings"]) for one in days] == [("booked", [booking["request"]["id"]])]
    ended = day.dispatcher.delete(
        f"{path}?last=2026-11-22", headers={"If-Match": day.dispatcher.get(path).headers["etag"]}
    )
    assert ended.status_code == 200, ended.text
    assert ended.json()["withdrawn"] == [booking["request"]["id"]]


def test_each_occurrence_of_a_journey_is_all_of_its_legs(day: OfficeDay) -> None:
    """Every Monday somebody would be taken to the pharmacy, and from there nowhere."""
    made(day, ERRANDS)
    told = day.dispatcher.post(f"{SERIES}/plan", PLAN).json()
    (kept,) = told["assigned"]
    legs = [day.dispatcher.get(f"/api/v1/bookings/{one}").json() for one in kept["bookings"]]

    assert [one["request"]["leg"] for one in legs] == [1, 2, 3]
    assert [one["request"]["destination"]["place_id"] for one in legs[:2]] == ["apteka", "urzad"]
    assert legs[2]["request"]["destination"] == legs[0]["request"]["origin"]
    assert all(one["promise"] for one in legs)


def test_what_is_shown_can_be_sent_back(day: OfficeDay) -> None:
    """Whoever changes the hour would lose the notes, the way back, or the pause."""
    for body in (VISITS, DIALYSIS, ERRANDS):
        path, tag = made(day, {**body, "pauses": [{"first": "2026-12-01", "last": None, "reason": "szpital"}]})
        shown = day.dispatcher.get(path).json()
        sent = {name: value for name, value in shown.items() if name not in {"id", "follows", "ended_at"}}
        kept = day.dispatcher.put(path, sent, headers={"If-Match": tag})
        assert kept.status_code == 200, kept.text
        assert kept.json()["series"] == shown


def test_of_two_who_change_a_series_the_second_looks_again(day: OfficeDay) -> None:
    """One dispatcher's pause would be overwritten by the other one's new hour."""
    path, tag = made(day)
    pause = {"first": "2026-12-01"}
    assert day.dispatcher.post(f"{path}/pauses", pause).status_code == 428
    assert day.dispatcher.post(f"{path}/pauses", pause, headers={"If-Match": tag}).status_code == 200
    for method, at, body in (
        ("PUT", path, VISITS), ("POST", f"{path}/pauses", pause), ("POST", f"{path}/exceptions", {"day": "2026-11-23"}),
        ("POST", f"{path}/following", {**VISITS, "first": "2026-11-30"}), ("DELETE", path, None),
        ("POST", f"{path}/pauses/end", pause),
    ):  # fmt: skip
        assert day.dispatcher(method, at, json=body, headers={"If-Match": tag}).status_code == 412, at


def test_this_and_all_following_leaves_two_series(day: OfficeDay) -> None:
    """What was done until yesterday would be told with tomorrow's hours."""
    path, tag = made(day, DIALYSIS)
    split = day.dispatcher.post(
        f"{path}/following", {**DIALYSIS, "first": "2026-11-30"}, headers={"If-Match": tag, "Idempotency-Key": "split"}
    )
    assert split.status_code == 201, split.text
    former, following = (split.json()[name]["series"] for name in ("former", "following"))
    assert (former["until"], following["follows"], following["first"]) == ("2026-11-29", former["id"], "2026-11-30")
    assert day.dispatcher.get(split.headers["location"]).json() == following
    assert day.dispatcher.get(SERIES).json()["items"] == [former, following]  # both have days to come
    over = day.dispatcher.delete(path, headers={"If-Match": day.dispatcher.get(path).headers["etag"]})
    assert over.status_code == 200, over.text
    assert day.dispatcher.get(SERIES).json()["items"] == [following]


def test_a_manager_reads_series_without_what_was_noted(day: OfficeDay) -> None:
    """Whoever makes statistics would read where the key lies, and why somebody is away."""
    path, _ = made(day, {**VISITS, "pauses": [{"first": "2026-12-01", "last": None, "reason": "szpital"}]})
    manager = day.world.browser(Role.MANAGER)
    shown = manager.get(path)
    assert shown.status_code == 200
    assert "klucz" not in shown.text
    assert "szpital" not in shown.text
    assert "klucz" in day.dispatcher.get(path).text
    assert manager.post(SERIES, VISITS).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rule": "FREQ=SECONDLY"}, "has the frequency SECONDLY"),
        ({"rule": "FREQ=DAILY;COUNT=1000000000"}, "from 1 to 2000"),
        ({"rule": "FREQ=DAILY;" * 50_000}, "rule"),
        ({"rule": "=1+1 <b>O'Łódź"}, "has a part"),
        ({"gap_days": 0}, "gap_days"),
        ({"times_per_week": 8}, "times_per_week"),
        ({"first": "9999-12-31"}, "first"),
        ({"pauses": [{"first": "2026-12-02", "last": "2026-12-01"}]}, "ends before it begins"),
        ({"asked": {**VISITS["asked"], "windows": []}}, "windows"),
        ({"asked": {**VISITS["asked"], "windows": [{"start": "25:00", "end": "26:00"}]}}, "windows"),
        ({"asked": {**VISITS["asked"], "service_id": "bus"}}, "service"),
        ({"asked": {**VISITS["asked"], "party": {"client_ids": ["K-99"]}}}, "clients of the town"),
        ({"rule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"}, "has a part BYSETPOS"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20261231T235959Z"}, "by the town's clock"),
        ({"rule": "FREQ=DAILY;COUNT=1²"}, "NAME=VALUE"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "no month has"),
        ({"skipped": ["2026-12-01"] * 401}, "at most 400"),
        ({"times_per_week": "2"}, "times_per_week"),
        ({"changed": [{"day": "2026-11-23", "cancelled": True}] * 2}, "name a day twice"),
        ({"changed": [{"day": "2026-11-23", "windows": [[HOUR], [HOUR]]}]}, "more legs than there are"),
        ({"pauses": [{"first": "2026-12-01"}, {"first": "2026-12-01", "last": "2026-12-02"}]}, "begin twice on a day"),
        ({"asked": {**VISITS["asked"], "party": {"client_ids": ["O'Łódź <b>"]}}}, "clients of the town"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_no_series_is_refused_with_what_would_be_right(
    day: OfficeDay, wrong: dict[str, Any], said: str
) -> None:
    """A slip, or mischief, would be kept and fail every night."""
    answer = day.dispatcher.post(SERIES, {**VISITS, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert day.dispatcher.get(SERIES).json() == {"items": []}


def test_weeks_that_end_before_they_begin_are_not_planned(day: OfficeDay) -> None:
    """A slip in a date would plan nothing, and look as if all was booked."""
    answer = day.dispatcher.post(f"{SERIES}/plan", {**PLAN, "from": "2026-11-29", "to": "2026-11-23"})
    assert answer.status_code == 422
    assert "to is before from" in answer.text


def test_of_two_who_change_all_following_one_looks_again(day: OfficeDay) -> None:
    """A patient would have two series from the first of the month, and two buses at the door."""
    path, tag = made(day, {**VISITS, "rule": "FREQ=DAILY"})
    going_on = {**VISITS, "first": "2026-12-01", "rule": "FREQ=WEEKLY;BYDAY=TU"}
    answers = [day.dispatcher.post(f"{path}/following", going_on, headers={"If-Match": tag}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 412]
    assert len(day.dispatcher.get(SERIES, params={"client": "K-01"}).json()["items"]) == 2


def test_an_hour_that_the_spring_night_leaves_out_is_planned_as_the_next_one(day: OfficeDay) -> None:
    """A night nurse's visit of 2:30 would break the whole list of days once a year."""
    asked = {**VISITS["asked"], "windows": [{"start": "02:30", "end": "02:45"}]}
    path, _ = made(day, {**VISITS, "asked": asked, "first": "2027-03-28", "rule": "FREQ=WEEKLY;BYDAY=SU"})
    days = day.dispatcher.get(f"{path}/occurrences", params={"from": "2027-03-28", "to": "2027-04-04"})
    assert [one["day"] for one in days.json()["items"]] == ["2027-03-28", "2027-04-04"]


def test_a_lost_answer_is_asked_for_again(day: OfficeDay) -> None:
    """A patient would be in the book twice because the line was bad."""
    first = day.dispatcher.post(SERIES, VISITS, headers={"Idempotency-Key": "one"})
    again = day.dispatcher.post(SERIES, VISITS, headers={"Idempotency-Key": "one"})
    assert first.json() == again.json()
    assert len(day.dispatcher.get(SERIES, params={"client": "K-01"}).json()["items"]) == 1
