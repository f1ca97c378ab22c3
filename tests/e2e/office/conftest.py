"""The office's pages in Chromium: a real server over TLS, a real database, a day that is under way."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import WAIT_MS, Serving, make_office, serving
from tests.e2e.office.visitors import Visitor, visiting
from tests.serving.serving import Certificate, certificate
from tests.spreading import is_worker

PATIENCE_S = 300

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that every server of these tests gets a copy of; `DOJAZD_E2E_OFFICE` keeps it from run to run."""
    kept = os.environ.get("DOJAZD_E2E_OFFICE")
    if kept or not is_worker(request.config):
        home = Path(kept) if kept else tmp_path_factory.mktemp("office")
        home.mkdir(exist_ok=True)
        if not any(home.iterdir()):
            make_office(home)
        return home
    return _made_once(tmp_path_factory.getbasetemp().parent)


def _made_once(shared: Path) -> Path:
    """Make the office in whichever process of a run needs it first; the others take it when it is there."""
    being_made, ready = shared / "office-being-made", shared / "office"
    try:
        being_made.mkdir()
    except FileExistsError:
        for _ in range(PATIENCE_S * 10):
            if ready.exists():
                return ready
            time.sleep(0.1)
        pytest.fail("another process did not make the office in time")
    make_office(being_made)
    return being_made.rename(ready)


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of this computer."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def served(made: Path, tls: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that the tests of a file share: what one changes, the next one sees."""
    with serving(made, tmp_path_factory.mktemp("server") / "office", tls) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, served: Serving) -> Iterator[Callable[..., Visitor]]:
    """Open a browser as somebody; at the end nobody may have complained, or asked another host."""
    with ExitStack() as stack:

        def open_as(role: Role | None, **settings: Any) -> Visitor:
            return stack.enter_context(visiting(browser, served.address, role, **settings))

        yield open_as
