"""A server that keeps failing is left alone for a while, and then tried by one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from scheduler.domain.errors import TravelError
from scheduler.travel.http.breaker import Breaker, RestingError
from scheduler.travel.http.errors import RefusedError, ServerFailedError
from scheduler.travel.http.server import Server
from scheduler.travel.http.settings import HttpSettings
from tests.travel.http_asking import asking, ticker
from tests.travel.local_servers import HandTime, LocalServer, Reply

SETTINGS = HttpSettings(attempts=1, failures=3, recovery_s=30)
FINE, DOWN = Reply(body={}), Reply(status=500)


def ask(server: Server) -> str:
    try:
        with server.question() as deadline:
            server.ask("/", lambda data: data, deadline)
    except TravelError as error:
        return str(error)
    return "fine"


def test_a_failing_server_is_left_alone_and_then_tried_once() -> None:
    """Every plan of the morning would wait a minute for a server that is down."""
    time, reply = HandTime(), DOWN
    with LocalServer(lambda asked: reply) as local, asking(local.url, SETTINGS, ticker(time)) as server:
        assert [ask(server) for _ in range(3)] == [f"test: {local.where} answered 500 Internal Server Error"] * 3
        time.now += 20
        assert ask(server) == f"test: {local.where} failed 3 times in a row and is left alone for another 10 s"
        assert len(local.asked) == 3

        time.now += 10.5
        assert "answered 500" in ask(server)
        time.now += 29
        assert "left alone for another 1 s" in ask(server)
        assert len(local.asked) == 4

        time.now += 2
        reply = FINE
        assert [ask(server) for _ in range(3)] == ["fine"] * 3
        reply = DOWN
        assert ["500" in ask(server) for _ in range(3)] == [True] * 3
        assert len(local.asked) == 10


def test_only_failures_in_a_row_count() -> None:
    """A server that fails now and then would be left alone in the end."""
    time = HandTime()
    replies = [DOWN, DOWN, FINE] * 4
    with LocalServer(lambda asked: replies.pop()) as local, asking(local.url, SETTINGS, ticker(time)) as server:
        answers = [ask(server) for _ in range(12)]

    assert [answer == "fine" for answer in answers] == [True, False, False] * 4


def test_a_refusal_is_no_failure() -> None:
    """One town with a place on an island would keep all others from their road times."""
    with LocalServer(lambda asked: Reply(status=400)) as local, asking(local.url, SETTINGS) as server:
        assert ["answered 400" in ask(server) for _ in range(9)] == [True] * 9


def test_a_trial_is_made_by_one_alone() -> None:
    """A server that comes back would be met by everybody who waited for it."""
    time, breaker = opened()
    time.now += 31
    inside, leave = threading.Event(), threading.Event()

    def trial() -> None:
        with breaker.guard():
            inside.set()
            assert leave.wait(5)

    with ThreadPoolExecutor(1) as pool:
        tried = pool.submit(trial)
        assert inside.wait(5)
        with pytest.raises(RestingError) as caught, breaker.guard():
            pass
        leave.set()
        tried.result()

    assert caught.value.for_s == 0
    with breaker.guard():
        pass


def test_the_town_is_told_that_a_trial_is_under_way() -> None:
    """The sentence would promise an end of waiting that is over already."""
    time, release = HandTime(), threading.Event()
    local = LocalServer(lambda asked: DOWN)
    with local, asking(local.url, SETTINGS, ticker(time)) as server, ThreadPoolExecutor(1) as pool:
        for _ in range(3):
            ask(server)
        time.now += 31
        asked = threading.Event()

        def slowly(_: object) -> Reply:
            asked.set()
            assert release.wait(5)
            return FINE

        local.answer = slowly
        trial = pool.submit(ask, server)
        assert asked.wait(5)
        assert ask(server).endswith("is left alone until it has answered a trial")
        release.set()
        assert trial.result() == "fine"


def test_questions_do_not_wait_for_each_other() -> None:
    """A slow question of one town would hold up all others; the library's own way of calling does."""
    breaker = Breaker(failures=3, recovery_s=30, monotonic=HandTime().monotonic)
    together = threading.Barrier(2)

    def question() -> None:
        with breaker.guard():
            together.wait(5)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(question), pool.submit(question)]:
            each.result()


def test_errors_pass_through_as_they_are() -> None:
    """The sentence about the failure would be replaced by one of the library."""
    breaker = Breaker(failures=1, recovery_s=30, monotonic=HandTime().monotonic)
    for error in (RefusedError("no"), KeyError("x"), ServerFailedError("down")):
        with pytest.raises(type(error)) as caught, breaker.guard():
            raise error
        assert caught.value is error


def opened() -> tuple[HandTime, Breaker]:
    time = HandTime()
    breaker = Breaker(failures=1, recovery_s=30, monotonic=time.monotonic)
    with pytest.raises(ServerFailedError), breaker.guard():
        raise ServerFailedError("down")
    return time, breaker
