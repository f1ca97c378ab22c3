"""A server that died after it had done something, and before its answer was kept: asking again does it not twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest

from api import replaying
from scheduler.domain.accounts import KeptAnswer, Role
from scheduler.domain.errors import StoreError
from tests.api.office_day import DAY, OfficeDay, choice, office_day, visit
from tests.api.world import HOME

KEY = {"Idempotency-Key": "one and the same".replace(" ", "-")}


@pytest.fixture
def day() -> OfficeDay:
    """A planned day."""
    made = office_day()
    made.plan()
    return made


def lose(day: OfficeDay) -> None:
    """Lose the answer that is kept, as a server does that dies."""
    day.world.office.accounts.answers.give_up(day.world.user(Role.DISPATCHER).id, KEY["Idempotency-Key"])


def twice(day: OfficeDay, path: str, body: Any) -> tuple[Any, Any]:
    """Ask for something twice under one key, the first answer of which is lost; return both answers."""
    first = day.dispatcher.post(path, body, headers=KEY)
    lose(day)
    return first, day.dispatcher.post(path, body, headers=KEY)


def test_a_call_is_written_down_once(day: OfficeDay) -> None:
    """The town would count a wish twice, and two people would phone about it."""
    first, second = twice(day, "/api/v1/enquiries", visit())

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["enquiry"] == second.json()["enquiry"]
    assert first.headers["location"] == second.headers["location"]
    with day.world.office.store.reading(HOME) as unit:
        written = Counter(one.requests[0].id for one in unit.enquiries.all().values())
    assert set(written.values()) == {1}


def test_what_is_worked_on_is_left_to_whoever_is_at_it(day: OfficeDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that takes long would be written down by two servers at once."""
    going_on, over = Event(), Event()
    ask = day.world.office.booking.ask

    def ask_slowly(*asked: Any, **more: Any) -> Any:
        going_on.set()
        over.wait(timeout=30)
        return ask(*asked, **more)

    monkeypatch.setattr(day.world.office.booking, "ask", ask_slowly)
    monkeypatch.setattr(replaying, "BEAT_S", 0.01)
    answers: list[Any] = []
    first = Thread(target=lambda: answers.append(day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY)))
    first.start()
    assert going_on.wait(timeout=30)
    day.world.clock.at += 3 * replaying.LOST
    kept: Any = day.world.office.accounts.answers
    for _ in range(500):
        if [one.at for one in kept.kept.values()] == [day.world.clock.at]:
            break
        sleep(0.01)
    second = day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY)
    over.set()
    first.join(timeout=30)

    assert (second.status_code, second.headers["retry-after"]) == (409, "1")
    assert answers[0].status_code == 201


def test_what_a_dead_server_was_at_is_done_by_another_one_soon(day: OfficeDay) -> None:
    """Whoever is on the phone would wait for two minutes, or be told that somebody else has changed it."""
    answers: Any = day.world.office.accounts.answers
    owner = day.world.user(Role.DISPATCHER).id
    day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY)
    begun = answers.kept[owner, KEY["Idempotency-Key"]]
    answers.kept[owner, KEY["Idempotency-Key"]] = replace(begun, status=0, at=day.world.clock.at, body=b"")

    assert day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY).status_code == 409
    day.world.clock.at += timedelta(seconds=21)
    assert day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY).status_code == 201


def test_an_old_key_does_not_answer_another_call(day: OfficeDay) -> None:
    """Whoever uses a key again after some days would be offered what somebody else has wished for."""
    day.dispatcher.post("/api/v1/enquiries", visit(), headers=KEY)
    lose(day)

    assert day.dispatcher.post("/api/v1/enquiries", visit(client="K-02"), headers=KEY).status_code == 409


def test_another_time_is_asked_for_once(day: OfficeDay) -> None:
    """The town would count a wish twice, and two people would phone about it."""
    window = {"start": f"{DAY}T08:00:00+01:00", "end": f"{DAY}T15:00:00+01:00"}
    body = {"requests": [{"id": "R-023", "windows": [window]}], "days": [str(DAY)]}
    first, second = twice(day, "/api/v1/bookings/renegotiation", body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["enquiry"] == second.json()["enquiry"]


def test_a_promise_is_given_once(day: OfficeDay) -> None:
    """Somebody who is told again that it is possible would be visited twice."""
    told = day.asked()
    path, body = f"/api/v1/enquiries/{told['enquiry']['id']}/acceptance", choice(told["days"][0]["offers"][0])
    first, second = twice(day, path, body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert day.dispatcher.post(path, body).status_code == 409  # who knows of no first asking is told that it is over
    shown = day.dispatcher.get(f"/api/v1/bookings?day={DAY}").json()["items"]
    assert [one for one in shown if one["request"]["id"] == body["windows"][0]["request_id"]] == first.json()["items"]


def test_what_is_done_is_told_though_its_answer_cannot_be_kept(day: OfficeDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that has just become full a booking would be made, and the dispatcher told to try again."""

    def full(_answer: KeptAnswer) -> None:
        raise StoreError("the disk of the database is full")

    told = day.asked()
    monkeypatch.setattr(day.world.office.accounts.answers, "finish", full)
    path, body = f"/api/v1/enquiries/{told['enquiry']['id']}/acceptance", choice(told["days"][0]["offers"][0])
    answer = day.dispatcher.post(path, body, headers=KEY)

    assert answer.status_code == 201
    (leg,) = answer.json()["items"]
    assert day.dispatcher.get(f"/api/v1/bookings/{leg['request']['id']}").json() == leg
