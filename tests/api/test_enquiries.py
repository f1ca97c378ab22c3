"""Calls over HTTP: windows that are free, a promise that is taken once, and enquiries that are never lost."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, choice, office_day, visit
from tests.api.world import OTHER, stamps

ENQUIRIES = "/api/v1/enquiries"
RIDE: dict[str, Any] = {
    "kind": "ride", "service_id": "bus", "party": {"client_ids": ["K-12"]}, "destination": {"place_id": "apteka"},
    "windows": [{"start": f"{DAY}T14:45:00+01:00", "end": f"{DAY}T16:00:00+01:00"}],
    "back": {"windows": [{"start": f"{DAY}T15:00:00+01:00", "end": f"{DAY}T17:00:00+01:00"}], "shortest_stay_s": 600},
}  # fmt: skip


@pytest.fixture
def day() -> OfficeDay:
    return office_day()


def test_a_call_ends_with_a_promise_that_the_plan_holds(day: OfficeDay) -> None:
    """A window would be told on the phone that nobody has put into the plan."""
    told = day.asked()
    offer = told["days"][0]["offers"][0]
    accepted = day.dispatcher.post(f"{ENQUIRIES}/{told['enquiry']['id']}/acceptance", choice(offer))
    booking = accepted.json()["items"][0]
    plan = day.dispatcher.get(f"{DAY_PATH}/plans/{day.state.plan}").json()
    starts = {t["request_id"]: t["start"] for r in plan["routes"] for s in r["stops"] for t in s["tasks"]}

    assert (accepted.status_code, booking["status"]) == (201, "held")
    assert booking["promise"]["window"] == offer["legs"][0]["window"]
    assert offer["legs"][0]["window"]["start"] <= starts[booking["id"]] <= offer["legs"][0]["window"]["end"]
    assert day.dispatcher.get(f"/api/v1/bookings/{booking['id']}").json() == booking
    assert day.dispatcher.get(f"{ENQUIRIES}/{told['enquiry']['id']}").json()["outcome"] == "promised"


def test_the_first_call_of_a_day_counts_with_those_who_are_booked(day: OfficeDay) -> None:
    """What is offered first on a day that nobody has planned yet would be the place of somebody who is booked."""
    assert day.state.plan is None
    day.asked()
    heads = day.dispatcher.get(f"{DAY_PATH}/plans").json()["items"]

    assert [(one["why"], one["served"]) for one in heads] == [("tentative", 67)]


def test_a_place_is_taken_once(day: OfficeDay) -> None:
    """Two dispatchers would promise the same hour of the same physiotherapist to two residents."""
    day.plan()
    day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-034", "R-039"]})
    calls = [day.asked(client=one, start="08:00", end="17:00") for one in ("K-33", "K-34")]
    paths = [f"{ENQUIRIES}/{one['enquiry']['id']}/acceptance" for one in calls]
    offers = [one["days"][0]["offers"][0] for one in calls]
    answers = [day.dispatcher.post(path, choice(offer)) for path, offer in zip(paths, offers, strict=True)]
    taken = answers[1].json()

    assert [one.status_code for one in answers] == [201, 409]
    assert taken["type"] == "urn:dojazd:taken"
    assert taken["offers"][0]["legs"][0]["window"] != offers[1]["legs"][0]["window"]
    assert day.dispatcher.post(paths[1], choice(taken["offers"][0])).status_code == 201


def test_an_acceptance_asked_twice_is_one_booking(day: OfficeDay) -> None:
    """A click that got no answer would be told that it failed, and the resident would be phoned in vain."""
    told, key = day.asked(), {"Idempotency-Key": "9b1c"}
    path = f"{ENQUIRIES}/{told['enquiry']['id']}/acceptance"
    body = choice(told["days"][0]["offers"][0])
    first = day.dispatcher.post(path, body, headers=key)
    before = stamps(day.world)
    second = day.dispatcher.post(path, body, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert stamps(day.world) == before
    assert day.dispatcher.post(path, body).status_code == 409


def test_a_call_asked_twice_names_the_same_requests(day: OfficeDay) -> None:
    """A server that dies before it answers would leave requests that can be promised beside those asked for again."""
    key = {"Idempotency-Key": "c0de"}
    first = day.dispatcher.post(ENQUIRIES, visit(), headers=key).json()["enquiry"]
    day.world.office.accounts.answers.give_up(day.world.user(Role.DISPATCHER).id, "c0de")
    second = day.dispatcher.post(ENQUIRIES, visit(), headers=key).json()["enquiry"]

    assert [one["id"] for one in first["requests"]] == [one["id"] for one in second["requests"]]
    assert first["id"] == second["id"]


def test_a_way_there_and_back_is_one_journey(day: OfficeDay) -> None:
    """Somebody would be taken to the doctor, and nobody would bring them home."""
    answer = day.dispatcher.post(ENQUIRIES, {"requests": [RIDE], "days": [str(DAY)]}).json()
    there, back = answer["enquiry"]["requests"]
    offer = answer["days"][0]["offers"][0]
    accepted = day.dispatcher.post(f"{ENQUIRIES}/{answer['enquiry']['id']}/acceptance", choice(offer)).json()["items"]

    assert there["journey"] == back["journey"] == there["group"]
    assert (there["leg"], back["leg"], back["shortest_stay_s"]) == (1, 2, 600)
    assert (there["origin"], there["destination"]) == (back["destination"], back["origin"])
    assert [one["id"] for one in accepted] == [there["id"], back["id"]]


def test_a_journey_goes_on_from_the_doctor_to_the_office_and_home(day: OfficeDay) -> None:
    """Somebody would book three rides of which one may be served without the others: stuck at the pharmacy."""
    onward = {"destination": {"place_id": "urzad"}, "windows": RIDE["back"]["windows"], "shortest_stay_s": 900}
    back = {"windows": [{"start": f"{DAY}T15:00:00+01:00", "end": f"{DAY}T18:00:00+01:00"}]}
    asked = {"requests": [{**RIDE, "onward": [onward], "back": back}], "days": [str(DAY)]}
    answer = day.dispatcher.post(ENQUIRIES, asked).json()
    there, on, home = legs = answer["enquiry"]["requests"]
    offer = answer["days"][0]["offers"][0]
    starts = [leg["start"] for leg in offer["legs"]]
    path = f"{ENQUIRIES}/{answer['enquiry']['id']}/acceptance"
    accepted = day.dispatcher.post(path, choice(offer)).json()["items"]

    assert [one["leg"] for one in legs] == [1, 2, 3]
    assert len({one["journey"] for one in legs}) == len({one["group"] for one in legs}) == 1
    assert (on["origin"], home["origin"]) == (there["destination"], {**on["destination"]})
    assert (on["destination"]["place_id"], home["destination"]) == ("urzad", there["origin"])
    assert (on["shortest_stay_s"], home["shortest_stay_s"]) == (900, 0)
    assert starts == sorted(starts)
    assert [one["id"] for one in accepted] == [one["id"] for one in legs]


def test_a_call_without_an_offer_is_kept_with_its_reason(day: OfficeDay) -> None:
    """The manager would not know how many were refused, and why; or the caller what to ask for instead."""
    far = {**visit(), "days": ["2027-06-01"]}
    far["requests"] = [{**far["requests"][0], "windows": [
        {"start": "2027-06-01T08:00:00+02:00", "end": "2027-06-01T09:00:00+02:00"}]}]  # fmt: skip
    told = day.dispatcher.post(ENQUIRIES, far).json()

    assert told["enquiry"]["outcome"] == "refused"
    assert told["days"][0]["offers"] == []
    assert told["days"][0]["refusal"]["code"] == "horizon"
    assert set(told["days"][0]["refusal"]["summary"]) == {"pl", "en"}
    listed = day.dispatcher.get(ENQUIRIES, params={"outcome": "refused"}).json()["items"]
    assert [one["id"] for one in listed] == [told["enquiry"]["id"]]


def test_a_refusal_by_a_rule_says_why(day: OfficeDay) -> None:
    """A dispatcher would have to tell the caller "no" without a reason."""
    told = day.asked()
    day.world.clock.move(days=3)
    answer = day.world.browser(Role.DISPATCHER).post(
        f"{ENQUIRIES}/{told['enquiry']['id']}/acceptance", choice(told["days"][0]["offers"][0])
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:dojazd:refused")
    assert answer.json()["refusals"][0]["code"] == "notice"


def test_enquiries_are_ended_answered_again_and_listed_by_pages(day: OfficeDay) -> None:
    """A call that was declined would stay open for ever, or one between two pages would be forgotten."""
    keys = [day.asked()["enquiry"]["id"] for _ in range(3)]
    ended = day.dispatcher.post(f"{ENQUIRIES}/{keys[0]}/end", {"outcome": "declined"})
    again = day.dispatcher.post(f"{ENQUIRIES}/{keys[1]}/offers")
    first = day.dispatcher.get(ENQUIRIES, params={"limit": 2}).json()
    second = day.dispatcher.get(ENQUIRIES, params={"limit": 2, "cursor": first["next"]}).json()

    assert (ended.status_code, ended.json()["outcome"]) == (200, "declined")
    assert again.json()["days"][0]["offers"]
    assert sorted(one["id"] for one in first["items"] + second["items"]) == sorted(keys)
    assert second["next"] is None
    assert day.dispatcher.post(f"{ENQUIRIES}/{keys[1]}/end", {"outcome": "promised"}).status_code == 409
    open_ones = day.dispatcher.get(ENQUIRIES, params={"outcome": "open"}).json()["items"]
    assert len(open_ones) == 2


def test_a_caller_who_changes_their_mind_is_one_call(day: OfficeDay) -> None:
    """Somebody who asks for five hours before one suits would be five calls in the figures, four of them lost."""
    told = day.dispatcher.post(ENQUIRIES, visit(), headers={"Idempotency-Key": "m1nd"}).json()
    enquiry, first = told["enquiry"], min(told["days"][0]["offers"], key=lambda one: one["legs"][0]["window"]["start"])
    path = f"{ENQUIRIES}/{enquiry['id']}"
    later = visit(start="09:30")
    changed = day.dispatcher.put(f"{path}/wish", {**later, "words": "po 9.30"})
    again = day.dispatcher.put(f"{path}/wish", {**later, "words": "po 9.30"}).json()
    offer = again["days"][0]["offers"][0]
    stale = day.dispatcher.post(f"{path}/acceptance", choice(first))
    accepted = day.dispatcher.post(f"{path}/acceptance", choice(offer))
    listed = day.dispatcher.get(ENQUIRIES).json()["items"]

    assert changed.status_code == 200
    assert changed.json()["enquiry"] == again["enquiry"]
    assert {name: again["enquiry"][name] for name in ("id", "received_at", "taken_by", "outcome", "words")} == {
        **{name: enquiry[name] for name in ("id", "received_at", "taken_by", "outcome")}, "words": "po 9.30",
    }  # fmt: skip
    assert [one["windows"] for one in again["enquiry"]["requests"]] == [later["requests"][0]["windows"]]
    assert offer["legs"][0]["window"]["start"] >= f"{DAY}T09:30" > first["legs"][0]["window"]["start"]
    assert (stale.status_code, accepted.status_code) == (409, 201)
    assert [(one["id"], one["outcome"]) for one in listed] == [(enquiry["id"], "promised")]
    assert ("enquiry.changed", f"enquiry:{enquiry['id']}") in [one[1:] for one in day.world.audited()]


def test_a_call_that_was_refused_may_still_find_a_place(day: OfficeDay) -> None:
    """Whoever takes another hour after a refusal would be counted as two calls, one of them sent away."""
    full = day.asked(start="05:00", end="05:10")["enquiry"]
    told = day.dispatcher.put(f"{ENQUIRIES}/{full['id']}/wish", visit()).json()
    back = day.dispatcher.put(f"{ENQUIRIES}/{full['id']}/wish", visit(start="05:00", end="05:10")).json()

    assert (full["outcome"], told["enquiry"]["outcome"], back["enquiry"]["outcome"]) == ("refused", "open", "refused")
    assert (told["enquiry"]["ended_at"], told["enquiry"]["refusals"]) == (None, [])
    assert [(one["code"], one["day"]) for one in full["refusals"]] == [("time_window", str(DAY))]
    assert [(one["code"], one["day"]) for one in back["enquiry"]["refusals"]] == [("time_window", str(DAY))]


@pytest.mark.parametrize("outcome", ["declined", "gone", "promised", "waiting"])
def test_a_call_that_has_ended_asks_for_nothing_else(day: OfficeDay, outcome: str) -> None:
    """A promise would be told that belongs to other words; or yesterday's call would be written over."""
    told = day.asked()
    path = f"{ENQUIRIES}/{told['enquiry']['id']}"
    if outcome == "promised":
        day.dispatcher.post(f"{path}/acceptance", choice(told["days"][0]["offers"][0]))
    elif outcome == "waiting":
        day.dispatcher.put(f"{path}/waiting", {"until": str(DAY)})
    else:
        day.dispatcher.post(f"{path}/end", {"outcome": outcome})
    before = day.dispatcher.get(path).json()
    refused = day.dispatcher.put(f"{path}/wish", visit(start="10:00"))

    assert (before["outcome"], refused.status_code) == (outcome, 409)
    assert day.dispatcher.get(path).json() == before
    assert day.dispatcher.put(f"{ENQUIRIES}/E-0/wish", visit()).status_code == 404


WRONG: dict[str, dict[str, Any]] = {
    "no-such-client": {"party": {"client_ids": ["only-chelm"]}},
    "client-twice": {"party": {"client_ids": ["K-01", "K-01"]}},
    "no-such-service": {"service_id": "pedikiur"},
    "service-of-another-kind": {"service_id": "bus"},
    "no-such-place": {"door": {"place_id": "only-chelm"}},
    "no-such-entrance": {"door": {"place_id": "szpital", "entrance": "wejście Z"}},
    "no-such-staff": {"preferred": ["P-99"]},
    "another-day": {"windows": [{"start": "2026-12-01T08:00:00+01:00", "end": "2026-12-01T09:00:00+01:00"}]},
    "tomorrow": {"windows": [{"start": "2026-11-24T08:00:00+01:00", "end": "2026-11-24T09:00:00+01:00"}]},
    "backwards": {"windows": [{"start": f"{DAY}T10:00:00+01:00", "end": f"{DAY}T09:00:00+01:00"}]},
    "no-offset": {"windows": [{"start": f"{DAY}T10:00:00", "end": f"{DAY}T11:00:00"}]},
    "numbers": {"windows": [{"start": 1795420800, "end": 1795424400}]},
    "no-such-time": {"windows": [{"start": f"{DAY}T25:00:00+01:00", "end": f"{DAY}T26:00:00+01:00"}]},
    "no-window": {"windows": []},
    "kind": {"kind": "trip"},
    "portions": {"portions": 3},
    "crews": {"workers": 9},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_wished_for_is_refused_whole(day: OfficeDay, wrong: dict[str, Any]) -> None:
    """An enquiry would be kept that no plan can hold, and break whoever reads it."""
    before = stamps(day.world)
    answer = day.dispatcher.post(ENQUIRIES, visit(**wrong))

    assert answer.status_code == 422
    assert answer.json()["problems"]
    assert stamps(day.world) == before


def test_an_acceptance_names_what_was_asked_for(day: OfficeDay) -> None:
    """One leg of a journey would be promised without the other, or a day wide open."""
    told = day.asked()
    path, good = f"{ENQUIRIES}/{told['enquiry']['id']}/acceptance", choice(told["days"][0]["offers"][0])
    twice = {**good, "windows": good["windows"] * 2}
    foreign = {**good, "windows": [{**good["windows"][0], "request_id": "R-023"}]}
    wide = {**good["windows"][0], "start": f"{DAY}T08:00:00+01:00", "end": f"{DAY}T15:00:00+01:00"}

    assert [day.dispatcher.post(path, one).status_code for one in (twice, foreign)] == [422, 422]
    assert day.dispatcher.post(path, {**good, "windows": [wide]}).status_code == 409
    assert day.dispatcher.post(path.replace(told["enquiry"]["id"], "E-0"), good).status_code == 404


def test_reading_an_enquiry_is_noted_once(day: OfficeDay) -> None:
    """Nobody could say who has read what a resident asked for; or the audit would drown in the screen's refreshing."""
    key = day.asked()["enquiry"]["id"]
    for _ in range(3):
        day.dispatcher.get(f"{ENQUIRIES}/{key}")
        day.dispatcher.get(ENQUIRIES)
    reads = [one for one in day.world.audited() if one[1:] == ("client.read", "client:K-01")]

    assert len(reads) == 1
    assert day.world.browser(Role.DISPATCHER, OTHER).get(f"{ENQUIRIES}/{key}").status_code == 404
