"""A service that is told to end while people are connected, in every state that a connection can be in."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from scheduler.bootstrap import web_office
from scheduler.domain.ids import UserId
from scheduler.settings import load_settings
from tests.api.world import HOME
from tests.serving.lines import BODY, HALF, KINDS, served_lines
from tests.serving.test_serve import kept_town

FEW = 100
MOST = FEW + 50
SLOW = {"DOJAZD_HEAD_SECONDS": "600", "DOJAZD_BODY_SECONDS": "600", "DOJAZD_MOST_CONNECTIONS": str(MOST)}


@contextmanager
def few_files() -> Iterator[None]:
    """Let a process that is started have few open files, unless it asks for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def kept_town_with_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep a town, and return what a machine says to listen to its changes."""
    kept_town(folder, monkeypatch)
    office = web_office(load_settings())
    secret, _ = office.tokens.add(HOME, "board", ("town.read",), by=UserId("anna"))
    office.close()
    return secret


@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_whoever_is_connected(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update at night would hang until somebody comes, or cut a dispatcher off in the middle of saving."""
    token = kept_town_with_token(tmp_path, monkeypatch)
    with ExitStack() as stack:
        with few_files():
            service = stack.enter_context(served_lines(kind, tmp_path, **SLOW))
        lines = stack.enter_context(service)
        lines.token = token
        stream = lines.busy()
        saving, clicked = lines.open().begun(), lines.open()
        assert clicked.ask().status == 200
        held = [lines.open(), lines.open().send(HALF[:20]), *(lines.bare(2 + k % 3) for k in range(2 * MOST))]
        assert lines.open().ask().status == 200

        running = lines.service
        running.process.terminate()
        assert stream.rest().endswith(b"\r\n0\r\n\r\n")
        assert [one.rest() for one in held] == [b""] * len(held)
        assert saving.ask(BODY).status == 422
        assert running.process.wait(30) == 0
    assert "error" not in lines.service.log.read_text(encoding="utf-8")
