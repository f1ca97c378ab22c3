"""Events over HTTP: phones report what they did, each is told what became of it, and the office reads it."""

import base64
import json
from typing import Any

import pytest

from api.schemas.events import EventBatch
from scheduler.domain.accounts import Role
from scheduler.services.field import MOST_EVENTS
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME, OTHER, Asker

EVENTS, SHOWN = "/api/v1/events", f"{DAY_PATH}/events"
EXAMPLE: dict[str, Any] = EventBatch.model_json_schema()["example"]


@pytest.fixture
def day() -> OfficeDay:
    """The published day, at a quarter to ten."""
    found = office_day()
    found.publish()
    found.world.clock.at = found.world.clock.at.replace(day=23, hour=8, minute=46, second=30)
    return OfficeDay(found.world, found.world.browser(Role.DISPATCHER))  # who has signed in that morning


def batch(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the example's batch with other events, made of the example's."""
    made = [{**EXAMPLE["events"][0], **one} for one in events]
    return {**EXAMPLE, "events": made, **more}


def numbered(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"{number:08x}-0000-4000-8000-000000000000", "sequence": number, **more}


def outcomes(asker: Asker, body: Any) -> list[str]:
    answer = asker.post(EVENTS, body)
    assert answer.status_code == 200, answer.text
    return [one["reason"] or one["outcome"] for one in answer.json()["items"]]


def test_the_example_of_the_description_is_kept(day: OfficeDay) -> None:
    """Whoever writes the phone's program from the description would begin with something that is refused."""
    phone = day.world.browser(Role.WORKER)
    answer = phone.post(EVENTS, EXAMPLE)

    assert answer.json() == {
        "received_at": "2026-11-23T09:46:30+01:00", "skew_s": 0, "clock_off": False,
        "items": [
            {
                "index": 0, "id": EXAMPLE["events"][0]["id"], "outcome": "kept", "again": False, "reason": None,
                "said": {}, "too_early": False, "earliest": None,
            }
        ],
    }  # fmt: skip
    assert outcomes(phone, EXAMPLE) == ["known"]
    (shown,) = day.dispatcher.get(SHOWN).json()["items"]
    worker = day.world.user(Role.WORKER).id
    assert shown == {
        **EXAMPLE["events"][0], "at": "2026-11-23T09:43:05+01:00", "request_id": "R-024", "by": worker, "undoes": None,
        "device_id": "phone-7f3a", "received_at": "2026-11-23T09:46:30+01:00", "skew_s": 0, "clock_off": False,
        "source": "phone", "nobody_answers": False,
    }  # fmt: skip


def test_each_event_is_answered_by_itself(day: OfficeDay) -> None:
    """The phone would not know which of its events to send again, or why one is not taken."""
    phone = day.world.browser(Role.WORKER)
    phone.post(EVENTS, EXAMPLE)
    mixed = batch(
        numbered(1, kind="done"), {}, {"kind": "no_show"}, numbered(2, shift_id="Z-09"),
        numbered(3, kind="undone", undoes=EXAMPLE["events"][0]["id"]),
    )  # fmt: skip
    told = phone.post(EVENTS, mixed).json()["items"]

    assert [one["outcome"] for one in told] == ["kept", "known", "refused", "refused", "kept"]
    assert [one["reason"] for one in told if one["reason"]] == ["conflict", "no_shift"]
    assert "(it differs in: kind)" in told[2]["said"]["en"]
    assert told[3]["said"]["pl"].startswith(f"Na {DAY} nie masz dyżuru Z-09")


def test_a_clock_that_is_off_is_told_to_the_phone_and_the_office(day: OfficeDay) -> None:
    """Every arrival of a phone that is an hour slow would count as an hour early."""
    slow = batch(numbered(1, at="2026-11-23T08:40:00+01:00"), sent_at="2026-11-23T08:46:30+01:00")
    answer = day.world.browser(Role.WORKER).post(EVENTS, slow).json()
    (shown,) = day.dispatcher.get(SHOWN).json()["items"]

    assert (answer["skew_s"], answer["clock_off"]) == (3600, True)
    assert (shown["skew_s"], shown["clock_off"]) == (3600, True)


def test_what_cannot_be_a_batch_is_told_where(day: OfficeDay) -> None:
    """A broken phone would fill the day with what nobody can read, or get an error that says nothing."""
    phone, stamp = day.world.browser(Role.WORKER), day.world.office.store.stamp(HOME)
    for body, where in (
        (batch(), "body.events"),
        (batch(*(numbered(k) for k in range(MOST_EVENTS + 1))), "body.events"),
        ({**batch(), "events": EXAMPLE["events"][0]}, "body.events"),
        (batch({}, sent_at="2026-11-23T09:46:30"), "body.sent_at"),
        (batch({}, device_id="Anna's phone"), "body.device_id"),
    ):
        answer = phone.post(EVENTS, body)
        assert (answer.status_code, where in answer.text) == (422, True), answer.text
    assert day.world.office.store.stamp(HOME) == stamp
    assert outcomes(phone, batch(*(numbered(k) for k in range(MOST_EVENTS)))) == ["kept"] * MOST_EVENTS


WRONG: tuple[tuple[Any, str], ...] = (
    ({"kind": "boarding"}, "kind: "),
    ({"at": "1970-01-01T00:00:00Z"}, "at: "),
    ({"at": "2026-11-23T09:43:05"}, "at: "),
    ({"sequence": -1}, "sequence: "),
    ({"note": "free text"}, "note: "),
    ({"undoes": numbered(9)["id"]}, "event: undoes goes with"),
    ({"kind": "undone"}, "event: undoes goes with"),
    (
        {"kind": "undone", "undoes": EXAMPLE["events"][0]["id"].upper()},
        "event: undoes is the event itself",
    ),
)
"""Changes that make the example no event, and where."""


def test_one_malformed_event_is_refused_alone(day: OfficeDay) -> None:
    """One slip of a newer app would hold up a day's queue behind it, each time it is sent."""
    phone, first = day.world.browser(Role.WORKER), EXAMPLE["events"][0]["id"]
    good = batch(*(numbered(k) for k in range(len(WRONG) + 1)))["events"]
    bad = batch(*(change for change, _ in WRONG))["events"]
    nothing = [7, None, [first], {}, {"id": "urn:uuid:" + first}, {"id": 7}]
    mixed = [one for pair in zip(good, bad, strict=False) for one in pair] + [good[-1]] + nothing
    told = phone.post(EVENTS, {**EXAMPLE, "events": mixed}).json()["items"]

    assert [one["index"] for one in told] == list(range(len(mixed)))
    refused = [one for one in told if one["outcome"] != "kept"]
    assert {(one["outcome"], one["reason"], one["again"]) for one in refused} == {("refused", "malformed", False)}
    assert [one["id"] for one in refused] == [first] * len(bad) + [None] * len(nothing)
    assert [one["index"] for one in refused] == [2 * k + 1 for k in range(len(bad))] + [
        2 * len(bad) + 1 + k for k in range(len(nothing))
    ]
    for one, (_, where) in zip(refused, WRONG, strict=False):
        assert f"cannot be read ({where}" in one["said"]["en"], one
        assert f"(pole: {where.split(':')[0]})" in one["said"]["pl"], one
    kept = day.dispatcher.get(SHOWN).json()["items"]
    assert [one["id"] for one in kept] == [one["id"] for one in good]


def test_nothing_but_malformed_events_changes_nothing(day: OfficeDay) -> None:
    """A phone that repeats what nobody can read would wake every desk each time."""
    stamp = day.world.office.store.stamp(HOME)
    assert outcomes(day.world.browser(Role.WORKER), batch({"kind": "lost"})) == ["malformed"]
    assert day.world.office.store.stamp(HOME) == stamp


def test_an_id_is_the_same_in_either_case(day: OfficeDay) -> None:
    """Phones that write UUIDs in capitals could report nothing, or everything twice."""
    phone, first = day.world.browser(Role.WORKER), EXAMPLE["events"][0]["id"]
    back = numbered(1, kind="undone", undoes=first.upper())
    assert outcomes(phone, batch({"id": first.upper()}, {}, back)) == ["kept", "known", "kept"]
    assert [(one["id"], one["undoes"]) for one in day.dispatcher.get(SHOWN).json()["items"]] == [
        (first, None), (back["id"], first),
    ]  # fmt: skip


def test_the_office_reads_page_by_page_and_not_twice_what_it_knows(day: OfficeDay) -> None:
    """Fifty boards would read a whole day's events again whenever one came in, or show one twice."""
    phone = day.world.browser(Role.WORKER)
    outcomes(phone, batch(*(numbered(k) for k in (3, 1, 2))))
    first = day.dispatcher.get(SHOWN, params={"limit": 2})
    known = {"If-None-Match": first.headers["etag"]}
    outcomes(phone, batch(numbered(4)))
    second = day.dispatcher.get(SHOWN, params={"limit": 2, "cursor": first.json()["next"]})

    assert [[one["sequence"] for one in page.json()["items"]] for page in (first, second)] == [[3, 1], [2, 4]]
    assert second.json()["next"] is None
    assert day.dispatcher.get(SHOWN, params={"limit": 2}, headers=known).status_code == 304
    assert day.dispatcher.get(SHOWN, headers=known).status_code == 200
    assert day.world.browser(Role.MANAGER).get(SHOWN).json()["items"] == day.dispatcher.get(SHOWN).json()["items"]
    assert day.world.browser(Role.DISPATCHER, OTHER).get(SHOWN).json()["items"] == []
    for text in ("\0", "x", numbered(9)["id"]):
        cursor = base64.urlsafe_b64encode(json.dumps([text]).encode()).decode().rstrip("=")
        assert day.dispatcher.get(SHOWN, params={"cursor": cursor}).status_code == 422
    elsewhere = day.dispatcher.get("/api/v1/days/2026-11-24/events", params={"cursor": first.json()["next"]})
    assert elsewhere.status_code == 422


def test_other_desks_hear_of_an_event_and_keep_their_day(day: OfficeDay) -> None:
    """Nobody would see that the bus has arrived; or each arrival would make everybody's unsaved change stale."""
    seen, stamp = day.state, day.world.office.store.stamp(HOME)
    outcomes(day.world.browser(Role.WORKER), EXAMPLE)

    assert day.world.office.store.stamp(HOME) == stamp + 1
    assert f"id: {stamp + 1}" in day.dispatcher.get("/api/v1/changes").text
    assert day.state == seen
    assert day.dispatcher.get(DAY_PATH).headers["etag"] == f'"{seen.version}"'


def test_nobody_sends_what_somebody_else_wrote_down(day: OfficeDay) -> None:
    """A phone that is handed on at noon would report the morning's stops as its new driver's."""
    phone, worker = day.world.browser(Role.WORKER), day.world.user(Role.WORKER).id
    stamp = day.world.office.store.stamp(HOME)
    answer = phone.post(EVENTS, batch(numbered(1), user_id="U-somebody-else"))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:dojazd:conflict")
    assert day.world.office.store.stamp(HOME) == stamp
    assert outcomes(phone, batch(numbered(1), user_id=worker)) == ["kept"]
