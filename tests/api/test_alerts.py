"""Alerts and checks over HTTP: what is wrong is shown to whoever may do something about it, and closed by name."""

from typing import Any

import pytest

from api.schemas.events import EventBatch
from scheduler.domain.accounts import Role
from scheduler.domain.checks import StepOutcome
from scheduler.services.live.attention.sentences import OUTCOMES
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day

ALERTS = f"{DAY_PATH}/alerts"
EXAMPLE: dict[str, Any] = EventBatch.model_json_schema()["example"]


@pytest.fixture
def day() -> OfficeDay:
    """The published day, at a quarter to ten, without a word from any crew."""
    found = office_day()
    found.publish()
    found.world.clock.at = found.world.clock.at.replace(day=23, hour=8, minute=46, second=30)
    return OfficeDay(found.world, found.world.browser(Role.DISPATCHER))


def shown(day: OfficeDay, kind: str = "", role: Role = Role.DISPATCHER) -> list[dict[str, Any]]:
    answer = day.world.browser(role).get(ALERTS)
    assert answer.status_code == 200, answer.text
    return [one for one in answer.json()["items"] if kind in {"", one["kind"]}]


def test_a_day_without_a_word_is_shown_with_all_that_is_wrong(day: OfficeDay) -> None:
    """The office would believe that the morning goes as planned."""
    kinds = {one["kind"] for one in shown(day)}
    assert {"silent", "unseen", "missed"} <= kinds
    ranks = [("urgent", "warning", "notice").index(one["severity"]) for one in shown(day)]
    assert ranks == sorted(ranks)


def test_who_has_seen_the_route_is_not_asked_after(day: OfficeDay) -> None:
    """A driver who knows the day would be rung out of the bus; or a phone in a pocket would pass for a driver."""
    phone = day.world.browser(Role.WORKER)
    before = {one["shift_id"] for one in shown(day, "unseen")}
    mine = [one["shift_id"] for one in phone.get(f"/api/v1/itineraries/{DAY}").json()["items"]]
    assert mine
    assert set(mine) <= before
    assert {one["shift_id"] for one in shown(day, "unseen")} == before
    for _ in range(2):
        for shift_id in mine:
            assert phone.put(f"/api/v1/own-day/{DAY}/{shift_id}/seen", {"version": 1}).status_code == 204
    assert {one["shift_id"] for one in shown(day, "unseen")} == before - set(mine)
    stamp = day.world.office.store.stamp(day.world.user(Role.WORKER).town_id)
    assert phone.get(f"/api/v1/itineraries/{DAY}/{mine[0]}").status_code == 200
    assert day.world.office.store.stamp(day.world.user(Role.WORKER).town_id) == stamp


def test_the_office_that_looks_at_an_itinerary_is_not_the_crew(day: OfficeDay) -> None:
    """A dispatcher's glance would hide that the driver knows nothing."""
    before = shown(day, "unseen")
    assert day.dispatcher.get(f"/api/v1/itineraries/{DAY}").status_code == 200
    assert shown(day, "unseen") == before


def test_clients_are_named_to_whoever_may_read_them(day: OfficeDay) -> None:
    """A manager would read health data that is none of theirs, or a dispatcher nothing but numbers."""
    dispatcher, manager = (shown(day, "missed", role)[0] for role in (Role.DISPATCHER, Role.MANAGER))
    assert dispatcher["id"] == manager["id"]
    (client,) = dispatcher["client_ids"]
    name = day.dispatcher.get(f"/api/v1/clients/{client}").json()["name"]
    assert dispatcher["said"]["pl"].startswith(name)
    assert manager["said"]["pl"].startswith(client)
    assert ("client.read", f"client:{client}") in [one[1:] for one in day.world.audited()]


def test_what_has_not_changed_is_not_sent_again(day: OfficeDay) -> None:
    """Every screen of the office would load the same list every quarter of a minute."""
    tag = day.dispatcher.get(ALERTS).headers["etag"]
    assert day.dispatcher.get(ALERTS, headers={"If-None-Match": tag}).status_code == 304
    day.world.clock.move(minutes=30)
    assert day.dispatcher.get(ALERTS, headers={"If-None-Match": tag}).status_code == 200


def test_a_check_goes_from_a_report_to_its_end(day: OfficeDay) -> None:
    """Somebody who does not answer would be forgotten between two dispatchers."""
    event = {**EXAMPLE["events"][0], "kind": "no_show", "nobody_answers": True}
    (told,) = day.dispatcher.post("/api/v1/events", {**EXAMPLE, "events": [event]}).json()["items"]
    assert told["outcome"] == "kept"
    assert told["too_early"] is (told["earliest"] is not None)
    (alert,) = shown(day, "unanswered")
    path = f"/api/v1/checks/{alert['check_id']}"
    answer = day.dispatcher.get(path)
    assert answer.json()["next"] == "client"
    assert answer.json()["name"]

    step = {"asked": "client", "outcome": "reached", "note": "była u fryzjera"}
    assert day.dispatcher.post(f"{path}/steps", step).status_code == 428
    stepped = day.dispatcher.post(f"{path}/steps", step, headers={"If-Match": answer.headers["etag"]})
    assert stepped.status_code == 200
    assert stepped.json()["steps"][0]["said"] == OUTCOMES[StepOutcome.REACHED]
    again = day.dispatcher.post(f"{path}/steps", step, headers={"If-Match": answer.headers["etag"]})
    assert again.status_code == 412
    closed = day.dispatcher.post(f"{path}/closure", {"outcome": "well"}, headers={"If-Match": stepped.headers["etag"]})
    assert closed.json()["outcome"] == "well"
    assert shown(day, "unanswered") == []
    assert [one["outcome"] for one in day.dispatcher.get(f"{DAY_PATH}/checks").json()["items"]] == ["well"]


def test_a_check_that_nobody_went_through_stays_open(day: OfficeDay) -> None:
    """It would be clicked away."""
    (client, *_) = shown(day, "missed")[0]["client_ids"]
    made = day.dispatcher.post("/api/v1/checks", {"day": str(DAY), "client_id": client})
    assert made.status_code == 201
    nothing = {"asked": "client", "outcome": "knows_nothing"}
    said = day.dispatcher.post(f"{made.headers['location']}/steps", nothing, headers={"If-Match": made.headers["etag"]})
    assert (said.status_code, "outcome" in said.text) == (422, True)
    answer = day.dispatcher.post(
        f"{made.headers['location']}/closure", {"outcome": "well"}, headers={"If-Match": made.headers["etag"]}
    )
    assert answer.status_code == 409
    assert len(shown(day, "unanswered")) == 1
    assert day.world.browser(Role.MANAGER).get(made.headers["location"]).status_code == 403
