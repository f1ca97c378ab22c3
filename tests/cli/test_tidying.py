"""A server sweeps its garbage while nobody waits."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from scheduler.cli.tidying import AFRESH_S, AT_LATEST_S, Tidying, nobody_waits


class _Ring:
    """Refers to itself: only a sweep finds it."""

    def __init__(self) -> None:
        self.me = self


class _Server:
    def __init__(self) -> None:
        self.waits, self.s = False, 0.0
        self.tidying = Tidying(idle=lambda: not self.waits, now=lambda: self.s)


@pytest.fixture
def server() -> Iterator[_Server]:
    """A server that never sweeps by itself."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 1_000, 1_000_000)
    made = _Server()
    made.tidying.begin()
    try:
        yield made
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _work() -> weakref.ref[_Ring]:
    """Leave garbage that has outlived a sweep of the young."""
    ring = _Ring()
    gc.collect(1)
    return weakref.ref(ring)


def test_garbage_is_swept_when_nobody_waits(server: _Server) -> None:
    """A server would grow until it is restarted, or would stop in the middle of a call to sweep."""
    left = _work()
    server.waits = True
    server.tidying.look()
    assert left() is not None
    server.waits = False
    server.tidying.look()
    assert left() is None


def test_garbage_is_swept_at_last_although_somebody_always_waits(server: _Server) -> None:
    """On a busy morning a server would run out of memory."""
    left = _work()
    server.waits = True
    server.tidying.look()
    server.s = AT_LATEST_S + 1
    server.tidying.look()
    assert left() is None


def test_what_was_put_aside_and_let_go_is_swept_in_the_end(server: _Server) -> None:
    """Days that nobody has open any more would stay in memory for ever."""
    ring = _Ring()
    left = weakref.ref(ring)
    server.tidying.begin()  # which puts it aside
    del ring
    _work()
    server.tidying.look()
    assert left() is not None
    server.s = AFRESH_S + 1
    _work()
    server.tidying.look()
    assert left() is None


def test_nothing_is_swept_when_nothing_has_been_done(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server at night would keep a core busy with looking for garbage."""
    swept: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda *_: swept.append(1))
    for _ in range(5):
        server.tidying.look()
    assert not swept


def test_whoever_is_being_answered_is_waited_for() -> None:
    """The sweep would come just when a dispatcher's call is being worked on."""

    async def asked() -> tuple[bool, bool]:
        started, ended = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> None:
            loop.call_soon_threadsafe(started.set)
            asyncio.run_coroutine_threadsafe(ended.wait(), loop).result(20)

        from anyio.to_thread import run_sync

        before = nobody_waits()
        working = asyncio.ensure_future(run_sync(work))
        await started.wait()
        during = nobody_waits()
        ended.set()
        await working
        return before, during

    assert asyncio.run(asked()) == (True, False)
