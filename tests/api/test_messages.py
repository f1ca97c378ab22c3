"""Messages over the API: what was written, what clients want, what the town decides, and whether they go out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scheduler.bootstrap import Office
from scheduler.domain.accounts import Role
from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, NoticeId
from scheduler.domain.notices import Notice, NoticeKind
from tests.api.world import BEGIN, HOME, make_world

POLICY = {
    "sender": "CUS Starachowice", "language": "pl", "quiet_from": "21:00", "quiet_until": "07:30",
    "urgent_before_min": 60, "reminder_at": None, "nearby_min": 0, "plain_letters": False,
}  # fmt: skip


def told_of(office: Office) -> tuple[ClientId, str]:
    """Put onto the list of the day that somebody who wants SMS has to be told of another hour."""
    with office.store.writing(HOME) as unit:
        booking = next(one for one in unit.bookings.between(BEGIN.date(), BEGIN.date()).values() if one.held)
        client = unit.clients.get(booking.request.party.client_ids[0])
        unit.clients.put(replace(client, channel=Channel.SMS, phone="600 700 800"))
        unit.notices.put(
            Notice(id=NoticeId("N-1"), day=booking.day, request_id=booking.id, client_id=client.id,
                   kind=NoticeKind.MOVED, channel=Channel.SMS, after=BEGIN.replace(hour=16))
        )  # fmt: skip
    return client.id, booking.day.isoformat()


def test_the_list_of_calls_shows_what_was_written_instead() -> None:
    """A dispatcher would phone whom the program has told, or nobody tell who was not."""
    world = make_world()
    _, day = told_of(world.office)
    dispatcher = world.browser(Role.DISPATCHER)
    world.office.messenger.go_round()
    waiting = _notice(dispatcher, day)
    assert (waiting["message"]["state"], waiting["by_program"]) == ("waiting", True)
    world.clock.move(minutes=63)
    world.office.messenger.go_round()
    notice = _notice(dispatcher, day)
    assert notice["by_program"] is False
    assert (notice["outcome"], notice["attempts"][0]["channel"], notice["attempts"][0]["by"]) == ("told", "sms", "")
    (message,) = dispatcher.get(f"/api/v1/days/{day}/messages").json()["items"]
    assert message == notice["message"]
    assert (message["state"], message["to"], message["parts"]) == ("sent", "+48600700800", 1)
    assert "nowa pora" in message["text"]


def _notice(dispatcher: Any, day: str) -> Mapping[str, Any]:
    found: list[Mapping[str, Any]] = dispatcher.get(f"/api/v1/days/{day}/notices").json()["items"]
    return next(one for one in found if one["id"] == "N-1")


def test_what_a_client_does_not_want_is_kept_with_who_wrote_it_down_and_obeyed() -> None:
    """A resident who has said no would get messages all the same, and nobody know whom they told."""
    world = make_world()
    client, day = told_of(world.office)
    dispatcher = world.browser(Role.DISPATCHER)
    wishes = f"/api/v1/clients/{client}/message-wishes"
    seen = dispatcher.get(wishes).headers["etag"]
    off = {"language": "en", "unwanted": [{"channel": "sms", "topic": "changes"}]}
    (one,) = dispatcher.put(wishes, off, headers={"if-match": seen}).json()["unwanted"]
    assert (one["topic"], one["by"]) == ("changes", world.user(Role.DISPATCHER).id)
    assert dispatcher.put(wishes, {**off, "language": "pl"}, headers={"if-match": seen}).status_code == 412
    world.clock.move(minutes=63)
    assert world.office.messenger.go_round() == 0
    assert _notice(dispatcher, day)["outcome"] == "to_do"


def test_the_town_decides_when_telephones_ring() -> None:
    """A town whose people rise at five would have its messages come when everybody has left."""
    manager = make_world().browser(Role.MANAGER)
    path = "/api/v1/policy/messages"
    seen = {"if-match": manager.get(path).headers["etag"]}
    assert manager.put(path, POLICY, headers=seen).json() == POLICY
    assert manager.get(path).json() == POLICY
    assert manager.put(path, POLICY, headers=seen).status_code == 412
    assert manager.put(path, {**POLICY, "quiet_from": "24:00"}, headers=seen).status_code == 422


def test_an_hour_of_reminders_at_which_nobody_may_be_reminded_is_refused() -> None:
    """Clients would wait for reminders that never come, and nobody in the office would know why."""
    manager = make_world().browser(Role.MANAGER)
    path = "/api/v1/policy/messages"
    seen = {"if-match": manager.get(path).headers["etag"]}
    refused = manager.put(path, {**POLICY, "reminder_at": "21:00"}, headers=seen)
    (problem,) = refused.json()["problems"]
    assert (refused.status_code, problem["where"]) == (422, "body.reminder_at")
    assert "give an hour before 21:00" in problem["wrong"]
    noon = {**POLICY, "quiet_from": "12:00", "quiet_until": "14:00", "reminder_at": "12:30"}  # comes at two
    assert manager.put(path, noon, headers=seen).json() == noon


def test_an_administrator_tries_whether_messages_go_out() -> None:
    """Nobody would know that the gateway's key is wrong until a resident waited in vain."""
    world = make_world()
    admin = world.browser(Role.ADMINISTRATOR)
    answer = admin.post("/api/v1/carriers/trials", {"channel": "sms", "to": "600 700 800"})
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "filed": False, "why": "", "status": None})
    wrong = admin.post("/api/v1/carriers/trials", {"channel": "sms", "to": "41 274 00 00"})
    assert (wrong.status_code, wrong.json()["problems"][0]["where"]) == (422, "trial.to")
    found = admin.get("/api/v1/carriers").json()["items"]
    assert [(one["channel"], one["tells"], one["failed"]) for one in found] == [("sms", True, 0), ("email", True, 0)]
    assert world.browser(Role.MANAGER).get("/api/v1/carriers").status_code == 403
