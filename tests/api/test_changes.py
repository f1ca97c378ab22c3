"""The stream of changes: everybody hears, nobody waits, and it ends."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import pytest

from api.changes import Changes
from scheduler.domain.accounts import Role
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.services.keeping import town_head
from tests.api.world import HOME, OTHER, World


class Stamps:
    """Stamps of towns that are advanced by hand, and how often they were asked for."""

    def __init__(self) -> None:
        self.now = {HOME: 1, OTHER: 1}
        self.asked = 0
        self.away = False

    def __call__(self, town_id: TownId) -> int:
        self.asked += 1
        if self.away:
            raise StoreError("the database is away")
        return self.now[town_id]


async def next_of(stream: AsyncIterator[int | None]) -> int | None:
    return await asyncio.wait_for(anext(stream), 5)


def test_everybody_of_the_town_hears_of_a_change_by_one_question() -> None:
    """Fifty dispatchers would ask the database a hundred times a second, or the one town hear of the other."""
    stamps = Stamps()

    async def listen() -> int:
        changes = Changes(stamps, every_s=0.01)
        streams = [changes.of(HOME) for _ in range(20)]
        other = changes.of(OTHER)
        assert [await next_of(one) for one in streams] == [1] * 20
        assert await next_of(other) == 1
        waiting = [asyncio.create_task(next_of(one)) for one in streams]
        elsewhere = asyncio.create_task(next_of(other))
        await asyncio.sleep(0.03)
        stamps.now[HOME] = 2
        before = stamps.asked
        assert await asyncio.gather(*waiting) == [2] * 20
        assert not elsewhere.done()
        elsewhere.cancel()
        await asyncio.gather(elsewhere, return_exceptions=True)
        for one in [*streams, other]:
            await one.aclose()
        return stamps.asked - before

    assert asyncio.run(listen()) < 20


def test_nobody_asks_when_nobody_listens_any_more() -> None:
    """A process would go on asking for towns that everybody has left."""
    stamps = Stamps()

    async def listen() -> tuple[int, int]:
        changes = Changes(stamps, every_s=0.01)
        stream = changes.of(HOME)
        await next_of(stream)
        await stream.aclose()
        await asyncio.sleep(0.03)
        before = stamps.asked
        await asyncio.sleep(0.06)
        return before, stamps.asked

    before, after = asyncio.run(listen())
    assert before == after


def test_listeners_are_let_go_when_the_server_ends() -> None:
    """A server that is restarted would hang until it is killed, with whatever it was writing."""

    async def listen() -> list[int | None]:
        changes = Changes(Stamps(), every_s=0.01)
        stream = changes.of(HOME)
        first = await next_of(stream)
        rest = asyncio.create_task(collect(stream))
        await asyncio.sleep(0.03)
        changes.close()
        return [first, *await asyncio.wait_for(rest, 5), *await collect(changes.of(HOME))]

    assert asyncio.run(listen()) == [1]


def test_a_database_that_is_away_ends_no_stream() -> None:
    """Every dispatcher's page would lose its connection when the database restarts."""
    stamps = Stamps()

    async def listen() -> int | None:
        changes = Changes(stamps, every_s=0.01)
        stream = changes.of(HOME)
        await next_of(stream)
        stamps.away = True
        waiting = asyncio.create_task(next_of(stream))
        await asyncio.sleep(0.05)
        stamps.away, stamps.now[HOME] = False, 3
        told = await waiting
        await stream.aclose()
        return told

    assert asyncio.run(listen()) == 3


async def collect(stream: AsyncIterator[int | None]) -> list[int | None]:
    return [one async for one in stream]


class Listener:
    """Somebody who reads a stream from the application, as a server would pass it on."""

    def __init__(self, world: World, cookie: str) -> None:
        self.world, self.sent, self.heard = world, asyncio.Queue[MutableMapping[str, Any]](), asyncio.Event()
        self.headers = [(b"cookie", f"dojazd={cookie}".encode()), (b"host", b"127.0.0.1:8000")]

    async def run(self) -> None:
        scope = {
            "type": "http", "method": "GET", "path": "/api/v1/changes", "raw_path": b"/api/v1/changes",
            "query_string": b"", "headers": self.headers, "scheme": "http", "http_version": "1.1",
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "root_path": "",
        }  # fmt: skip
        await self.world.app(scope, self._receive, self.sent.put)

    async def _receive(self) -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("nothing comes")

    async def event(self) -> str:
        while True:
            message = await asyncio.wait_for(self.sent.get(), 5)
            text: str = message.get("body", b"").decode()
            if text.startswith("id:"):
                return text


def test_a_booking_of_one_is_heard_by_another(world: World) -> None:
    """Two dispatchers at one board would each see yesterday's plan until they reload the page."""
    world.app.state.changes.longest_s = 60

    async def listen() -> tuple[str, str]:
        listener = Listener(world, world.browser(Role.MANAGER).cookies["dojazd"])
        running = asyncio.create_task(listener.run())
        first = await listener.event()
        await asyncio.to_thread(change, world)
        second = await listener.event()
        world.app.state.changes.close()
        await asyncio.wait_for(running, 5)
        return first, second

    first, second = asyncio.run(listen())
    assert first == 'id: 1\nevent: stamp\ndata: {"stamp": 1}\n\n'
    assert second == 'id: 2\nevent: stamp\ndata: {"stamp": 2}\n\n'


def change(world: World) -> None:
    with world.office.store.writing(HOME) as unit:
        unit.head.put(town_head(unit))


@pytest.mark.parametrize("role", Role)
def test_everybody_of_the_town_may_listen(world: World, role: Role) -> None:
    """A worker's phone would not notice that the plan was changed."""
    answer = world.browser(role).get("/api/v1/changes")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("retry: 1000\n\nid: 1\n")
    assert world.nobody().get("/api/v1/changes").status_code == 401
