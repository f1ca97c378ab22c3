"""A postman who looks each second reads nothing while nothing happens, and still misses nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from scheduler.domain.hooks import HookMessageState
from scheduler.domain.ids import TownId
from scheduler.services.ports import Posted, PostFailure, UnitOfWork
from tests.posting.told_town import Silent, Town


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[TownId]:
    """Which towns were read."""
    seen: list[TownId] = []
    town = Town()
    reading = type(town.store).reading

    @contextmanager
    def counted(store: object, town_id: TownId) -> Iterator[UnitOfWork]:
        seen.append(town_id)
        with reading(store, town_id) as unit:  # type: ignore[arg-type]
            yield unit

    monkeypatch.setattr(type(town.store), "reading", counted)
    return seen


def test_a_town_in_which_nothing_happens_is_left_alone(read: list[TownId]) -> None:
    """An office with two months of messages would read them all each second, day and night."""
    poster = Silent()
    poster.answer = Posted(status=204)
    town = Town(poster)
    town.hook()
    town.happens("plan.published")
    for _ in range(3):
        town.postman.go_round()
    assert [one.state for one in town.messages()] == [HookMessageState.DELIVERED]
    read.clear()
    for _ in range(50):
        town.clock.at += timedelta(seconds=1)
        town.postman.go_round()
    assert read == []

    with town.store.writing(town.id) as unit:  # as whatever publishes: it puts something, and says so
        unit.hooks.put(next(iter(unit.hooks.all().values())))
    town.happens("plan.published")
    assert town.postman.go_round() == 1


def test_what_becomes_due_is_sent_then(read: list[TownId]) -> None:
    """A receiver that was down for a moment would be told when somebody else publishes something."""
    poster = Silent()
    poster.answer = Posted(failure=PostFailure.REFUSED)
    town = Town(poster)
    town.hook()
    town.happens("plan.published")
    assert town.postman.go_round() == 1
    assert town.postman.go_round() == 0
    (waits,) = town.messages()
    read.clear()
    assert town.postman.go_round() == 0
    assert read == []
    town.clock.at = waits.due_at
    assert town.postman.go_round() == 1
