"""One request against a real server on loopback that misbehaves in every way a server can."""

import gzip
from typing import Any

import pytest

from scheduler.domain.errors import InputError, TravelError
from scheduler.travel.http.errors import RefusedError, ServerFailedError, TooBigError
from scheduler.travel.http.settings import HttpSettings, Ticker
from tests.travel.http_asking import asking, ticker
from tests.travel.local_servers import Asked, HandTime, LocalServer, Reply, free_port, one_after_the_other

FINE = Reply(body={"fine": True})


def got(url: str, settings: HttpSettings | None = None, ticks: Ticker | None = None, body: Any = None) -> Any:
    with asking(url, settings, ticks) as server, server.question() as deadline:
        return server.ask("/path?a=b", lambda data: data, deadline, body)


def refusal(url: str, settings: HttpSettings | None = None, ticks: Ticker | None = None) -> TravelError:
    with pytest.raises(TravelError) as caught:
        got(url, settings, ticks)
    return caught.value


def test_an_answer_is_read() -> None:
    """Nothing could be asked at all."""
    with LocalServer(one_after_the_other(FINE)) as server:
        assert got(server.url) == {"fine": True}
        assert got(f"{server.url}/behind/a/proxy/", body={"x": 1}) == {"fine": True}

    assert server.asked == [Asked(path="/path?a=b"), Asked(path="/behind/a/proxy/path?a=b", body={"x": 1})]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_waited_out(status: int) -> None:
    """A server that restarts for a second would cost the plan its road times."""
    time = HandTime()
    with LocalServer(one_after_the_other(Reply(status=status), FINE)) as server:
        assert got(server.url, ticks=ticker(time)) == {"fine": True}

    assert len(time.waits) == 1
    assert 0 <= time.waits[0] <= HttpSettings().backoff_s


def test_a_failure_that_stays_is_told_in_one_sentence() -> None:
    """The dispatcher would read a traceback, or would not know which server to look after."""
    with LocalServer(one_after_the_other(Reply(status=503, body=b"<html>busy</html>"))) as server:
        error = refusal(server.url)

    assert str(error) == f"test: {server.where} answered 503 Service Unavailable (asked 3 times)"
    assert isinstance(error, ServerFailedError)
    assert len(server.asked) == 3


def test_no_failure_shows_the_insides_of_a_library() -> None:
    """Somebody who prints the error would see the library's own exceptions first."""
    error = refusal(f"http://127.0.0.1:{free_port()}")

    assert error.__cause__ is None
    assert error.__suppress_context__


def test_waits_grow_and_are_drawn_by_lot() -> None:
    """All clients of a server that was down would come back at the same moment."""
    settings = HttpSettings(attempts=7, backoff_s=0.2, backoff_most_s=3.0, total_s=1000)
    waits: list[list[float]] = []
    with LocalServer(one_after_the_other(Reply(status=503))) as server:
        for _ in range(8):
            time = HandTime()
            refusal(server.url, settings, ticker(time))
            waits.append(time.waits)

    bounds = [0.2, 0.4, 0.8, 1.6, 3.0, 3.0]
    assert all(wait <= bound for drawn in waits for wait, bound in zip(drawn, bounds, strict=True))
    assert max(drawn[4] for drawn in waits) > 0.5
    assert len({drawn[0] for drawn in waits}) == 8


@pytest.mark.parametrize(
    ("header", "waits"),
    [("2", [2.0]), (" 7 ", [7.0]), ("0", [0.0]), ("Mon, 04 May 2026 12:00:05 GMT", [5.0])],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_to_come_back_is_obeyed(status: int, header: str, waits: list[float]) -> None:
    """A public server would lock us out for asking too soon."""
    time = HandTime()
    busy = Reply(status=status, headers={"Retry-After": header})
    with LocalServer(one_after_the_other(busy, FINE)) as server:
        assert got(server.url, ticks=ticker(time)) == {"fine": True}

    assert time.waits == waits


@pytest.mark.parametrize("header", ["3600", "Tue, 05 May 2026 12:00:00 GMT", "99999999999999999999999"])
def test_a_server_that_asks_for_too_much_patience_has_failed(header: str) -> None:
    """A plan would wait for an hour."""
    time = HandTime()
    with LocalServer(one_after_the_other(Reply(status=429, headers={"Retry-After": header}), FINE)) as server:
        error = refusal(server.url, HttpSettings(total_s=1e12), ticker(time))

    assert time.waits == []
    assert "answered 429 Too Many Requests" in str(error)


@pytest.mark.parametrize("header", ["soon", "-5", "", "²", "Mon, 99 May 2026 12:00:05 GMT"])
def test_nonsense_about_when_to_come_back_is_passed_over(header: str) -> None:
    """A badly configured proxy would crash the plan."""
    time = HandTime()
    busy = Reply(status=503, headers={"Retry-After": header.encode().decode("latin-1")})
    with LocalServer(one_after_the_other(busy, FINE)) as server:
        assert got(server.url, ticks=ticker(time)) == {"fine": True}

    assert 0 <= time.waits[0] <= HttpSettings().backoff_s


def test_no_wait_begins_that_would_end_too_late() -> None:
    """A plan would wait for an answer that nobody reads any more."""
    time = HandTime()
    busy = Reply(status=503, headers={"Retry-After": "4"})
    with LocalServer(one_after_the_other(busy)) as server:
        error = refusal(server.url, HttpSettings(total_s=6, attempts=9), ticker(time))

    assert time.waits == [4.0]
    assert "asked 2 times" in str(error)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404, body=b"<html>"), "answered 404 Not Found"),
        (Reply(status=400, body={"message": "bad\r\n\x1b[31m query"}), "answered 400 Bad Request: bad[31m query"),
        (Reply(status=400, body={"error": "x" * 5000}), f"answered 400 Bad Request: {'x' * 200}"),
        (Reply(status=401, body=[1]), "answered 401 Unauthorized"),
        (Reply(status=301, headers={"Location": "http://elsewhere.example/"}), "answered 301 Moved Permanently"),
        (Reply(status=204, body=b""), "answered 204 No Content"),
        (Reply(status=499, body=b"{}"), "answered 499"),
    ],
)
def test_a_refusal_is_not_asked_again(reply: Reply, words: str) -> None:
    """A wrong key would be tried again and again, and its reason would be lost."""
    with LocalServer(one_after_the_other(reply, FINE)) as server:
        error = refusal(server.url)

    assert str(error) == f"test: {server.where} {words}"
    assert isinstance(error, RefusedError)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [413, 414, 431])
def test_a_request_too_long_for_a_proxy_is_too_big(status: int) -> None:
    """Nobody would think of asking for less at once."""
    with LocalServer(one_after_the_other(Reply(status=status))) as server:
        assert isinstance(refusal(server.url), TooBigError)


@pytest.mark.parametrize(
    "body",
    [
        *(b"<html>Sign in to the guest network</html>", b"{", b'{"a": NaN}', b'{"a": -Infinity}', b"\xff\xfe{}"),
        *(b"[" * 100_000, b'{"a": 1} {"b": 2}', b"9" * 5000),
    ],
)
def test_what_is_not_json_is_not_believed(body: bytes) -> None:
    """The sign-in page of a network, or half an answer, would crash the plan or become a time."""
    with LocalServer(one_after_the_other(Reply(body=body))) as server:
        assert str(refusal(server.url)) == f"test: {server.where} did not answer in JSON"


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_nothing_is_no_answer(body: bytes) -> None:
    """A server without memory would crash the plan."""
    with LocalServer(one_after_the_other(Reply(body=body))) as server:
        assert str(refusal(server.url)) == f"test: {server.where} gave an empty answer"


def test_an_answer_that_is_cut_off_is_asked_for_again() -> None:
    """Half an answer would be taken for the whole, or a moment's loss would cost the road times."""
    whole = {"fine": [1, 2, 3] * 100}
    with LocalServer(one_after_the_other(Reply(body=whole, sent=50), Reply(body=whole))) as server:
        assert got(server.url) == whole
    with LocalServer(one_after_the_other(Reply(body=whole, sent=50))) as server:
        error = refusal(server.url)

    assert str(error) == f"test: {server.where} broke off before its answer was complete (asked 3 times)"


def test_a_server_that_is_not_there_is_named() -> None:
    """The dispatcher would not know which server to start."""
    port = free_port()

    assert str(refusal(f"http://127.0.0.1:{port}")) == f"test: 127.0.0.1:{port} cannot be reached (asked 3 times)"


def test_a_slow_server_is_given_up() -> None:
    """A plan would hang for as long as the server does."""
    with LocalServer(one_after_the_other(Reply(delay_s=5))) as server:
        error = refusal(server.url, HttpSettings(read_s=0.05, attempts=2))

    assert str(error) == f"test: {server.where} sent nothing for 0.05 s (asked 2 times)"


def test_an_answer_that_trickles_is_given_up() -> None:
    """A byte every few seconds keeps within every time-out: the plan would never be made."""
    with LocalServer(one_after_the_other(Reply(body={"a": "x" * 1000}, pause_s=0.02))) as server:
        error = refusal(server.url, HttpSettings(total_s=0.2), Ticker())

    assert str(error) == f"test: {server.where} did not finish within 0.2 s"
    assert len(server.asked) == 1


def test_the_whole_question_has_a_deadline() -> None:
    """With many requests, each just in time, a plan would wait for hours."""
    with LocalServer(one_after_the_other(Reply(delay_s=5))) as server:
        error = refusal(server.url, HttpSettings(read_s=60, total_s=0.15), Ticker())

    assert str(error) == f"test: {server.where} did not finish within 0.15 s"
    assert len(server.asked) == 1


def test_a_huge_answer_is_not_read_to_its_end() -> None:
    """A server gone mad would fill the memory; packed, with a thousandth of the bytes."""
    huge = b"[" + b"0," * 500_000 + b"0]"
    packed = Reply(body=gzip.compress(huge), headers={"Content-Encoding": "gzip"})
    for reply in (Reply(body=huge), packed):
        with LocalServer(one_after_the_other(reply)) as server:
            error = refusal(server.url, HttpSettings(most_bytes=100_000))

        assert str(error) == f"test: {server.where} answered with more than 100,000 bytes"


def test_an_answer_that_cannot_be_unpacked_is_told() -> None:
    """The dispatcher would read a traceback of the library."""
    broken = Reply(body=b"not packed", headers={"Content-Encoding": "gzip"})
    with LocalServer(one_after_the_other(broken)) as server:
        assert "sent an answer that cannot be unpacked" in str(refusal(server.url))


def test_a_password_is_never_told() -> None:
    """The server's password would stand in plans and logs."""
    port = free_port()
    error = refusal(f"http://town:secret@127.0.0.1:{port}")

    assert str(error) == f"test: 127.0.0.1:{port} cannot be reached (asked 3 times)"


@pytest.mark.parametrize(
    "url",
    ["localhost:5000", "ftp://secret@host", "http://", "", "http://host?key=secret", "http://host#x", "http://ho\0st"],
)
def test_an_address_that_cannot_be_asked_is_refused(url: str) -> None:
    """A misspelt setting would be found at the first plan, as a failure of the library."""
    with pytest.raises(InputError) as caught, asking(url):
        pass

    assert "http://localhost:5000" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_settings_without_sense_are_refused() -> None:
    """No time at all, or no thread, would look like a server that never answers."""
    with pytest.raises(ValueError, match="read_s, threads: must be greater than 0"):
        HttpSettings(read_s=0, threads=-1)
