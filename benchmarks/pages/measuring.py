"""What a dispatcher waits for, measured in the page itself."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.pages.city import DAY, keep_city
from scheduler.domain.accounts import Role
from tests.e2e.conftest import CHROMIUM_ARGS, find_chromium
from tests.e2e.office.offices import serving
from tests.serving.serving import certificate

BOARD = f"/board/{DAY}"
PAGES = {
    "sign-in": (None, "/sign-in"),
    "board": (Role.DISPATCHER, BOARD),
    "booking": (Role.DISPATCHER, "/booking"),
    "phone": (Role.WORKER, "/my-day"),
    "week": (Role.DISPATCHER, "/week/2026-11-23"),
    "rota": (Role.DISPATCHER, "/rota/2026-W48"),
    "print": (Role.DISPATCHER, "/print/2026-11-23"),
    "import": (Role.DISPATCHER, "/import"),
    "figures": (Role.MANAGER, "/figures"),
    "settings": (Role.ADMINISTRATOR, "/admin"),
}
WINDOW = {"width": 1440, "height": 900}
PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
DRAGS, STEPS = 5, 30
_KB = 1000


def measured(requests: int, shifts: int, *, rounds: int, seconds: float, seed: int) -> dict[str, Any]:
    """Return what is printed of a city of a size."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made, tls = Path(folder) / "made", certificate(Path(folder))
        made.mkdir()
        keep_city(made, requests, shifts, seconds=seconds, seed=seed)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS))
        with serving(made, Path(folder) / "served", tls) as server:
            empty, filled = _board(browser, server.address, rounds)
            frames, places = _drag(browser, server.address)
            return {
                "requests": requests,
                "shifts": shifts,
                "board_ms": {"empty_cache": _told(empty), "filled_cache": _told(filled)},
                "drag_ms": _told(frames),
                "places_ms": _told(places),
                "weight_kb": {name: _weight(browser, server.address, *page) for name, page in PAGES.items()},
            }


def _told(values: Sequence[float]) -> dict[str, int]:
    """Return the middle and the worst of milliseconds, and of how many."""
    return {"median": round(median(values)), "worst": round(max(values)), "of": len(values)}


def _board(browser: Browser, address: str, rounds: int) -> tuple[list[float], list[float]]:
    """Open the board so often, each time with an empty cache, and again with what that left."""
    empty, filled = list[float](), list[float]()
    for _ in range(rounds):
        with _signed_in(browser, address, Role.DISPATCHER) as page:
            for into in (empty, filled):
                page.goto(address + BOARD)
                into.append(page.evaluate("window.usefulAt"))
    return empty, filled


def _drag(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    """Take stops up and carry them across the board; return milliseconds of frames, and until places are shown."""
    frames, places = list[float](), list[float]()
    with _signed_in(browser, address, Role.DISPATCHER) as page:
        page.goto(address + BOARD)
        page.evaluate("window.usefulAt")
        for number in range(DRAGS):
            page.evaluate("window.forget()")
            _carry(page, number)
            places.append(page.evaluate("window.placesAfter"))
            frames += page.evaluate("window.frames")
            page.keyboard.press("Escape")
            page.mouse.up()
    return frames, places


def _carry(page: Page, number: int) -> None:
    """Take up a stop that nobody has begun, and carry it down and to and fro; it stays in the hand."""
    box = page.evaluate("number => window.stopToTake(number)", number)
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    for step in range(1, STEPS + 1):
        page.mouse.move(box["x"] + 12 * (step % 7), box["y"] + 9 * step % 300)


def _weight(browser: Browser, address: str, role: Role | None, path: str) -> int:
    """Return kilobytes over the line, for somebody whose browser has seen nothing but the sign-in."""
    with _signed_in(browser, address, role) as page:
        sizes = list[int]()
        watching = page.context.new_cdp_session(page)
        watching.send("Network.enable")
        watching.send("Network.setCacheDisabled", {"cacheDisabled": True})
        watching.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(2_000)  # what its modules ask for afterwards; a stream of changes never ends
        return round(sum(sizes) / _KB)


@contextmanager
def _signed_in(browser: Browser, address: str, role: Role | None) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(ignore_https_errors=True, locale="pl-PL", viewport=WINDOW)  # type: ignore[arg-type]
    context.add_init_script(PROBE)
    try:
        if role is not None:
            _sign_in(context, address, role)
        yield context.new_page()
    finally:
        context.close()


def _sign_in(context: BrowserContext, address: str, role: Role) -> None:
    """Sign in without opening a page, which would fill the cache."""
    answer = context.request.post(
        f"{address}/api/v1/demo/sign-in", data={"role": role.value}, headers={"Origin": address}
    )  # fmt: skip
    if not answer.ok:
        raise SystemExit(f"cannot sign in: {answer.status} {answer.text()}")
