"""Pictures of the pages for the README: `python -m tests.e2e.office.pictures` takes them anew.

Taken of the demo's own office, by a browser that works as people do, so that they show what is there.
"""

import base64
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scheduler.domain.accounts import Role
from tests.e2e.conftest import CHROMIUM_ARGS, find_chromium
from tests.e2e.office.answers import answer_a_question
from tests.e2e.office.desks import SLOW_MS, Desk
from tests.e2e.office.offices import DAY, make_office, serving
from tests.e2e.office.visitors import Visitor, visiting
from tests.serving.serving import ROOT, certificate

FOLDER = ROOT / "fixtures" / "pictures" / "pages"
QUALITY = 80
"""Of WebP, in percent."""
SETTLE_MS = 1_000
"""So long maps and charts may move into their places."""
_POLISH: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "pl", "LC_ALL": "pl_PL.UTF-8"}
"""Fields of dates follow the browser's own language, not the page's."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def _as_it_is(_: Visitor) -> None:
    """Do nothing: the page shows itself."""


def _timeline(visitor: Visitor) -> None:
    visitor.page.locator(".tl-stop").first.wait_for(timeout=SLOW_MS)


def _offers(visitor: Visitor) -> None:
    """Ask for a physiotherapist on a morning, as a caller would."""
    desk = Desk(visitor)
    desk.find("ko")
    desk.service("Mobilny fizjoterapeuta")
    desk.wish("jutro rano")
    visitor.page.locator(".offer").first.wait_for(timeout=SLOW_MS)


def _comparison(visitor: Visitor) -> None:
    """Go to the scenarios side by side, if the question was answered."""
    chart = visitor.page.locator("[data-table=compare][data-ready]")
    if visitor.page.locator("#compare").count():
        chart.wait_for(timeout=SLOW_MS)
        visitor.page.locator(".study-answer").evaluate("(one) => one.scrollIntoView()")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture.

    Attributes
    ----------
    path : str
        Of the page; its name is the file's.
    prepare : callable
        What is done at the page before.
    """

    name: str
    role: Role | None
    path: str
    window: dict[str, int]
    prepare: Callable[[Visitor], None] = _as_it_is


PICTURES = (
    Picture(name="start", role=None, path="/sign-in", window=DESK),
    Picture(name="board", role=Role.DISPATCHER, path=f"/board/{DAY}", window=DESK, prepare=_timeline),
    Picture(name="booking", role=Role.DISPATCHER, path="/booking", window=DESK, prepare=_offers),
    Picture(name="phone", role=Role.WORKER, path="/my-day", window=PHONE),
    Picture(name="week", role=Role.DISPATCHER, path=f"/week/{DAY}", window=DESK),
    Picture(name="figures", role=Role.MANAGER, path="/figures", window=DESK),
    Picture(name="studies", role=Role.MANAGER, path="/studies/second-bus", window=DESK, prepare=_comparison),
    Picture(name="rota", role=Role.DISPATCHER, path="/rota", window=DESK),
    Picture(name="import", role=Role.DISPATCHER, path="/import", window=DESK),
    Picture(name="print", role=Role.DISPATCHER, path=f"/print/{DAY}", window=DESK),
    Picture(name="settings", role=Role.ADMINISTRATOR, path="/admin", window=DESK),
)


def take(browser: Browser, address: str, folder: Path, settle_ms: float = SETTLE_MS) -> Iterator[Path]:
    """Take all pictures of an office that is served, and yield where each lies."""
    for one in PICTURES:
        with visiting(browser, address, one.role, viewport=one.window) as visitor:
            page = visitor.go(one.path)
            page.wait_for_load_state("load")
            one.prepare(visitor)
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(settle_ms)
            file = folder / f"{one.name}.webp"
            file.write_bytes(_seen(page))
            yield file


def named(readme: str) -> set[str]:
    """Return which pictures of pages a text shows."""
    return set(re.findall(r"fixtures/pictures/pages/([a-z-]+)\.webp", readme))


def _seen(page: Page) -> bytes:
    session = page.context.new_cdp_session(page)
    told = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(told["data"])


def main() -> int:
    """Take all pictures into the folder that the README shows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "office"
        home.mkdir()
        make_office(home)
        answer_a_question(home)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS), env=_POLISH)
        with serving(home, Path(folder) / "served", certificate(Path(folder))) as server:
            for file in take(browser, server.address, FOLDER):
                sys.stdout.write(f"{file.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
