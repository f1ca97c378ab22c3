"""More connections than there are places: real sockets, plain and encrypted, to a real server."""

import socket
from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from tests.serving.lines import BODY, HALF, KINDS, LONG, WHOLE, Answer, Line, Lines, served_lines
from tests.serving.test_ending import kept_town_with_token

MOST, SHARE, TOLD = 8, 4, 8
PROXY = 9
SETTINGS = {
    "DOJAZD_HEAD_SECONDS": "600", "DOJAZD_BODY_SECONDS": "600", "DOJAZD_MOST_CONNECTIONS": str(MOST),
    "DOJAZD_TRUSTED_PROXIES": f"192.0.2.0/24,127.0.0.{PROXY}",
}  # fmt: skip
PIECES = ((), (b"G",), (b"GET", b" /", b"hea"), (b"GET /health HTTP/1.1\r\nHost: x\r\n", b"X", b"-"))
"""What somebody has sent who does not ask for anything."""


@pytest.fixture(scope="module", params=KINDS)
def crowded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lines]:
    """A service with few places and all the time in the world."""
    folder = tmp_path_factory.mktemp("crowded")
    with pytest.MonkeyPatch.context() as monkeypatch:
        token = kept_town_with_token(folder, monkeypatch)
    with served_lines(request.param, folder, **SETTINGS) as running:
        running.token = token
        yield running


@pytest.fixture
def lines(crowded: Lines) -> Iterator[Lines]:
    """Connections to it."""
    with Lines(crowded.service, crowded.trusted, crowded.token) as opened:
        yield opened


def idle(lines: Lines, count: int) -> list[Line]:
    """Connect from two other computers, and ask for nothing."""
    return [lines.open(2 + k % 2).send(*pieces) for k, pieces in enumerate(islice(cycle(PIECES), count))]


def all_busy(lines: Lines, *sources: int) -> list[Line]:
    """Take every place by an answer that goes on and on."""
    return [lines.busy(source) for source in sources or (2, 3) for _ in range(MOST // len(sources or (2, 3)))]


def assert_no_place(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["connection"] == "close"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:dojazd:busy"


def test_who_asks_for_nothing_keeps_no_dispatcher_out(lines: Lines) -> None:
    """One telephone that opens connections would close the whole office."""
    waiting = idle(lines, MOST)
    for _ in range(3):
        assert lines.open().ask().status == 200

    assert [one.is_open() for one in waiting] == [False] * 3 + [True] * (MOST - 3)


def test_silence_before_encryption_keeps_nobody_out(lines: Lines) -> None:
    """Whoever does not even begin to encrypt would take all files of the server, seen by nobody."""
    waiting = [lines.bare(2 + k % 2) for k in range(3 * MOST)]

    assert lines.open().ask().status == 200
    assert sum(one.is_open() for one in waiting) == MOST - 1


def test_who_was_answered_goes_after_who_asked_for_nothing(lines: Lines) -> None:
    """A dispatcher's browser would lose its connection between two clicks to somebody who only holds one."""
    known = lines.open()
    assert known.ask().status == 200
    waiting = idle(lines, MOST - 1)
    assert lines.open(4).ask().status == 200

    assert not waiting[0].is_open()
    assert known.ask().status == 200


def test_who_was_answered_longest_ago_goes_first(lines: Lines) -> None:
    """Somebody who is at work would go for somebody who left the page open at noon."""
    known = [lines.open(2 + k % 2) for k in range(MOST)]
    for one in (*known, known[0]):
        assert one.ask().status == 200
    assert lines.open().ask().status == 200

    assert [one.is_open() for one in known] == [True, False] + [True] * (MOST - 2)


def test_when_all_are_busy_the_next_one_reads_a_whole_503(lines: Lines) -> None:
    """Somebody's saving would be cut off for a newcomer; or the newcomer would see a broken line, and not try again."""
    busy = all_busy(lines)
    assert_no_place(lines.open().ask())
    sending = lines.open()
    assert_no_place(sending.answer())
    sending.send(*[b"x" * 10_000] * 10)  # a reset could take the answer away again, before it is read
    assert "somebody is turned away" in lines.service.log.read_text(encoding="utf-8")

    assert [one.is_open() for one in busy] == [True] * MOST
    busy[0].raw.close()
    lines.wait_until_let_go(but=MOST - 1)
    assert lines.open().ask().status == 200


def test_not_everybody_is_turned_away_with_words(lines: Lines) -> None:
    """Those who are turned away would take all of the server's files, and nobody could sign in."""
    all_busy(lines)
    told = [lines.open() for _ in range(TOLD)]

    assert lines.bare().rest() == b""
    for one in told:
        assert_no_place(one.answer())
    lines.wait_until_let_go(but=MOST)  # though none of them closes
    for _ in range(TOLD):
        lines.bare().send(b"no request, and no handshake\r\n\r\n").rest()
    lines.wait_until_let_go(but=MOST)
    assert_no_place(lines.open().answer())


def test_one_network_takes_half_of_the_places_at_most(lines: Lines) -> None:
    """One computer with a program that opens stream after stream would keep everybody else out."""
    busy = [lines.busy(2) for _ in range(SHARE)]
    assert_no_place(lines.open(2).ask())

    assert lines.open(1).ask().status == 200
    assert [one.is_open() for one in busy] == [True] * SHARE
    busy[0].raw.close()
    lines.wait_until_let_go(but=SHARE)
    assert lines.open(2).ask().status == 200


def test_a_network_makes_room_for_its_own(lines: Lines) -> None:
    """Somebody who opens connections all the time would push out a neighbour's, one after the other."""
    neighbour = lines.open(3)
    many = [lines.open(2) for _ in range(3 * MOST)]

    assert neighbour.is_open()
    assert [one.is_open() for one in many[-SHARE:]] == [True] * SHARE
    assert not any(one.is_open() for one in many[:-SHARE])


def test_an_answer_is_read_to_its_end(lines: Lines) -> None:
    """A phone at the edge of the network would have half of the day's itinerary."""
    line = lines.bare()
    line.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lines.encrypted(line).send(LONG)
    assert line.begins()
    idle(lines, 2 * MOST)
    for source in (3, 4):
        assert [lines.open(source).ask().status for _ in range(SHARE)] == [200] * SHARE

    assert line.answer().json()["openapi"] == "3.1.0"


def test_requests_in_a_row_are_answered_in_a_row(lines: Lines) -> None:
    """A client that sends three requests at once would be cut off between two of them."""
    line = lines.open().send(WHOLE + WHOLE + HALF)
    assert [line.answer().status for _ in range(3)] == [200, 200, 100]
    idle(lines, 2 * MOST)

    assert line.ask(BODY).status == 422
    assert line.ask().status == 200


def test_a_connection_of_one_request_leaves_its_place(lines: Lines) -> None:
    """A monitor that asks by HTTP/1.0 every minute would have taken every place by noon."""
    for source in (2, 3):
        for _ in range(SHARE - (source == 3)):
            lines.busy(source)
    for _ in range(2 * MOST):
        line = lines.open().send(b"GET /health HTTP/1.0\r\n\r\n")
        assert line.answer().status == 200
        assert line.rest() == b""


def test_a_proxy_may_take_every_place(lines: Lines) -> None:
    """Behind a proxy all of the town has one address, and half of the places would stay empty."""
    all_busy(lines, PROXY)
    assert_no_place(lines.open(PROXY).ask())


def test_a_body_that_nobody_wants_keeps_nobody_out(lines: Lines) -> None:
    """Somebody who is told to slow down would go on by never ending the requests that are refused."""
    for source in islice(cycle((2, 3)), MOST):
        assert lines.open(source).ask(b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{").status == 200
    assert lines.open().ask().status == 200


def halves(lines: Lines, count: int) -> list[Line]:
    """Begin requests from two other computers, and end none."""
    return [lines.open(2 + k % 2).begun() for k in range(count)]


def test_half_bodies_keep_nobody_out(lines: Lines) -> None:
    """Two telephones that announce a hundred bytes and send none would close the whole office."""
    waiting = halves(lines, MOST)
    for _ in range(3):
        assert lines.open().ask().status == 200

    assert [one.ask(BODY).status for one in waiting[3:]] == [422] * (MOST - 3)


def test_who_goes_for_somebody_else_is_told(lines: Lines) -> None:
    """A phone on a slow network would see a broken line, and not know that its message was not taken."""
    first, *others = halves(lines, MOST)
    assert lines.open().ask().status == 200

    told = first.rest()
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in told.lower()
    assert [one.is_open() for one in others] == [True] * (MOST - 1)


def test_half_a_body_goes_after_everybody_who_asks_for_nothing(lines: Lines) -> None:
    """Somebody's saving over a slow network would be cut off for the sake of a page that was left open."""
    saving = lines.open().begun()
    known = [lines.open(2 + k % 2) for k in range(MOST - 1)]
    for one in known:
        assert one.ask().status == 200
    assert [lines.open(4).ask().status for _ in range(2)] == [200, 200]

    assert saving.ask(BODY).status == 422
    assert [one.is_open() for one in known[:3]] == [False, False, True]


def test_a_network_goes_for_its_own(lines: Lines) -> None:
    """Somebody who begins request after request would cut off a neighbour's saving."""
    saving = lines.open(3).begun()
    many = [lines.open(2).begun() for _ in range(3 * MOST)]

    assert saving.ask(BODY).status == 422
    assert [one.is_open() for one in many[-MOST // 2 :]] == [True] * (MOST // 2)


def test_an_answer_that_has_begun_goes_on(lines: Lines) -> None:
    """A board whose program announces a body that it never sends would miss every change from then on."""
    board = lines.busy(1, "Content-Length: 9")
    halves(lines, 2 * MOST)
    assert lines.open(4).ask().status == 200

    assert board.is_open()
