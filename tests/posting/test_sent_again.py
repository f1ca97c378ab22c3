"""Receivers that are down, servers that die, towns in which something is wrong: everybody else is told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import StoreError
from scheduler.domain.hooks import HookMessageState, HookTopic
from scheduler.domain.ids import TownId
from scheduler.services.hooks import Postman
from scheduler.services.hooks.sending import HOLD, LONGEST, MOST_ATTEMPTS, REST, pause_before
from scheduler.services.ports import Posted, PostFailure, UnitOfWork
from scheduler.store.memory import MemoryStore
from tests.posting.receivers import receiving
from tests.posting.told_town import ANNA, NOW, Silent, Town

HOOK = "http://127.0.0.1:9/"


def test_it_is_sent_again_later_and_later_and_then_given_up() -> None:
    """A receiver that is down for an hour would miss a plan, or be asked a thousand times a day for ever."""
    silent = Silent()
    town = Town(silent)
    town.hook()
    town.happens("plan.published")
    pauses = []
    town.postman.go_round()
    (message,) = town.messages()
    pauses.append(message.due_at - town.clock.at)
    while message.state is HookMessageState.WAITING:
        before = town.clock.at = message.due_at
        assert town.postman.go_round() == 1
        assert town.postman.go_round() == 0
        (message,) = town.messages()
        pauses.append(message.due_at - before)
    assert message.state is HookMessageState.DEAD
    assert (message.attempts, message.why, len(silent.sent)) == (MOST_ATTEMPTS, "broken", MOST_ATTEMPTS)
    assert pauses[0] == timedelta(seconds=7.5)
    assert pauses[:-1] == sorted(pauses[:-1])
    assert len({one["webhook-id"] for one in silent.sent}) == 1
    assert timedelta(days=1.5) < town.clock.at - NOW < timedelta(days=3)


def test_a_dead_message_can_be_seen_and_sent_again() -> None:
    """After the receiver's holiday nobody would ever be told what happened in it."""
    silent = Silent()
    town = Town(silent)
    hook = town.hook().hook
    town.happens("plan.published")
    for _ in range(MOST_ATTEMPTS):
        town.postman.go_round()
        town.clock.at = town.messages()[0].due_at
    (dead,) = [one for one in town.desk.messages(town.id, hook.id) if one.state is HookMessageState.DEAD]
    town.desk.send_again(town.id, dead.id, by=ANNA)
    silent.answer = Posted(status=204)
    assert town.postman.go_round() == 1
    assert town.messages()[0].state is HookMessageState.DELIVERED


def test_of_two_servers_one_sends() -> None:
    """Each message would come as often as there are servers."""
    silent = Silent()
    town = Town(silent)
    town.hook()
    town.happens("plan.published", "booking.promised")
    silent.meanwhile = town.another_server().go_round
    town.postman.go_round()
    sent = [one["webhook-id"] for one in silent.sent]
    assert len(sent) == len(set(sent))


def test_a_server_that_died_while_sending_does_not_keep_the_message() -> None:
    """A message would be lost with the server that had just taken it up."""
    silent = Silent()
    town = Town(silent)
    town.hook()
    town.happens("plan.published")

    def dies() -> None:
        raise KeyboardInterrupt

    silent.meanwhile = dies
    with pytest.raises(KeyboardInterrupt):
        town.postman.go_round()
    assert town.another_server().go_round() == 0
    town.clock.at += HOLD
    assert town.another_server().go_round() == 1


def test_one_receiver_that_is_down_does_not_keep_another_one_waiting() -> None:
    """A hundred messages to a dead portal would take a quarter of an hour each round, and the other is late."""
    with receiving(204) as receiver:
        town = Town()
        town.hook("http://127.0.0.1:9/")
        town.hook(receiver.url)
        town.happens(*["plan.published"] * 5)
        assert town.postman.go_round() == 6
    assert len(receiver.got) == 5


def test_what_is_wrong_in_one_town_does_not_keep_the_next_one_waiting() -> None:
    """A town whose keys are lost would silence all towns of the installation that come after it."""
    silent = Silent()
    silent.answer = Posted(status=204)
    town = Town(silent)
    town.hook()
    town.happens("plan.published")

    class Broken(MemoryStore):
        """The same towns, after one that cannot be opened."""

        def towns(self) -> Sequence[TownId]:
            return (TownId("a-broken"), *town.store.towns())

        @contextmanager
        def reading(self, town_id: TownId) -> Iterator[UnitOfWork]:
            if town_id == "a-broken":
                raise StoreError("its key is lost")
            with town.store.reading(town_id) as unit:
                yield unit

        @contextmanager
        def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
            with town.store.writing(town_id) as unit:
                yield unit

    postman = Postman(Broken(), town.clock, silent, town.new_id, lambda: 0.5)
    with pytest.raises(StoreError, match="key is lost"):
        postman.go_round()
    assert [one.state for one in town.messages()] == [HookMessageState.DELIVERED]


def test_a_receiver_that_lets_us_wait_rests_for_a_minute() -> None:
    """A hundred messages to one that hangs would take a quarter of an hour of everybody else's time."""
    silent = Silent()
    silent.answer = Posted(failure=PostFailure.SILENT)
    town = Town(silent)
    town.hook()
    town.happens(*["plan.published"] * 3)
    assert [town.postman.go_round() for _ in range(3)] == [1, 0, 0]
    town.clock.at += REST
    assert town.postman.go_round() == 1


def test_a_look_at_a_client_wakes_nobody() -> None:
    """With hooks, each look would have every open page of the office ask anew, and take the database's only writer."""
    town = Town(Silent())
    town.hook(HOOK, HookTopic.PLANS)
    town.postman.go_round()
    town.happens(*["client.read"] * 3)
    before = town.store.stamp(town.id)
    for _ in range(3):
        town.postman.go_round()
    assert town.store.stamp(town.id) == before
    town.happens("plan.published")
    assert town.postman.go_round() == 1


def test_many_entries_for_nobody_do_not_hide_the_one_that_is_told() -> None:
    """After an import of a thousand clients no plan would ever be told again."""
    town = Town(Silent())
    town.hook(HOOK, HookTopic.PLANS)
    town.happens(*["client.read"] * 1200, "plan.published", fields=())
    assert sum(town.postman.go_round() for _ in range(4)) == 1


@given(st.integers(1, 10_000))
def test_a_pause_is_never_longer_than_the_longest(attempts: int) -> None:
    """A number too large for a calendar would end the postman's round with an error."""
    assert timedelta(seconds=10) <= pause_before(attempts) <= LONGEST
