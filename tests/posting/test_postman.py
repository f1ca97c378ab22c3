"""The postman: what has happened reaches a real receiver, signed, and names nobody."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from standardwebhooks import Webhook

from scheduler.domain.hooks import HookMessageState, HookTopic
from scheduler.domain.ids import HookId
from tests.posting.receivers import receiving
from tests.posting.told_town import ANNA, NOW, Silent, Town


def test_a_published_plan_arrives_signed_and_without_anybodys_name() -> None:
    """Who lives in the town would go to a contractor's server, or anybody could tell it that plans have changed."""
    with receiving(204) as receiver:
        town = Town()
        made = town.hook(receiver.url)
        town.happens("plan.published", "client.read", "series.ended")
        assert town.postman.go_round() == 1
    ((headers, body),) = receiver.got
    assert json.loads(body) == {
        "type": "plan.published",
        "timestamp": "2026-11-22T18:30:00+01:00",
        "data": {"town": town.id, "number": town.messages()[0].number, "day": "2026-11-23", "version": 3},
    }
    assert _verified(made.secret, headers, body, town) == json.loads(body)
    assert [one.state for one in town.messages()] == [HookMessageState.DELIVERED]


def _verified(secret: str, headers: Mapping[str, str], body: bytes, town: Town) -> Any:
    """Check a message as a receiver's own library does, at the hour of the test."""
    shown = {name: headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    assert int(shown["webhook-timestamp"]) == int(town.clock.at.timestamp())
    signed = Webhook(secret).sign(shown["webhook-id"], town.clock.at, body.decode())
    assert signed == shown["webhook-signature"]
    return json.loads(body)


def test_another_secret_or_another_byte_gives_another_signature() -> None:
    """A forged message would be taken for ours."""
    with receiving(204) as receiver:
        town = Town()
        made = town.hook(receiver.url)
        town.happens("plan.published")
        town.postman.go_round()
    ((headers, body),) = receiver.got
    other = Town(Silent()).hook().secret
    for secret, told in ((other, body), (made.secret, body.replace(b"11-23", b"11-24"))):
        assert Webhook(secret).sign(headers["webhook-id"], NOW, told.decode()) != headers["webhook-signature"]


def test_each_topic_tells_its_own() -> None:
    """A portal that shows plans would be sent every change of every booking."""
    town = Town(Silent())
    town.hook("https://a/", HookTopic.PLANS)
    town.hook("https://b/", HookTopic.PROMISES)
    town.happens("plan.withdrawn", "plan.overrides", fields=())
    town.happens("booking.promised", "enquiry.taken", subject="request:R-1", fields=("window",))
    town.postman.go_round()
    assert sorted((one.hook_id, one.action, one.version) for one in town.messages()) == [
        ("H-1", "plan.withdrawn", None),
        ("H-2", "booking.promised", None),
    ]


def test_what_happened_before_it_was_made_is_not_told() -> None:
    """A new receiver would get the town's whole history in its first minute."""
    town = Town(Silent())
    town.happens("plan.published")
    town.hook()
    assert town.postman.go_round() == 0
    town.happens("plan.published")
    assert town.postman.go_round() == 1


def test_a_removed_hook_is_told_nothing_more() -> None:
    """Whoever lost the town's trust would go on being told what waits."""
    silent = Silent()
    town = Town(silent)
    hook = town.hook().hook
    town.happens("plan.published")
    town.postman.go_round()
    town.desk.remove(town.id, hook.id, by=ANNA)
    town.clock.at += timedelta(days=1)
    assert town.postman.go_round() == 0
    assert town.messages() == []
    assert [one for one in town.audited() if one.startswith("hook.")] == ["hook.made", "hook.removed"]


def test_a_try_is_sent_although_nothing_has_happened() -> None:
    """An administrator would find out with the first plan, in the evening, that the address was wrong."""
    with receiving(200) as receiver:
        town = Town()
        hook = town.hook(receiver.url).hook
        town.desk.try_out(town.id, hook.id, by=ANNA)
        assert town.postman.go_round() == 1
    assert json.loads(receiver.got[0][1])["type"] == "hook.tried"


def test_what_was_taken_is_forgotten_after_a_week() -> None:
    """The list would grow with every booking for ever."""
    with receiving(204) as receiver:
        town = Town()
        town.hook(receiver.url)
        town.happens("plan.published")
        town.postman.go_round()
        town.clock.at += timedelta(days=6)
        town.postman.go_round()
        assert len(town.messages()) == 1
        town.clock.at += timedelta(days=2)
        town.postman.go_round()
    assert town.messages() == []


def test_the_secret_is_shown_once_and_in_no_list() -> None:
    """Whoever sees the list of hooks could forge messages."""
    town = Town(Silent())
    made = town.hook()
    (hook,) = town.desk.hooks(town.id)
    assert made.secret.startswith("whsec_")
    assert hook.id == HookId("H-1")
    assert made.hook.secret not in str(town.audited())
