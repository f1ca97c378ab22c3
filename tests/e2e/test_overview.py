"""The day's page in a real browser, opened from disk without a network, as a dispatcher does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scheduler.formats.sheets.overview import overview_html
from tests.formats.sheets.sample import HOSTILE, sample_view


@dataclass
class Opened:
    """A page with everything it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's page on disk."""
    path = tmp_path_factory.mktemp("day") / "overview.html"
    path.write_text(overview_html(sample_view(hostile=True)), encoding="utf-8")
    return path


@pytest.fixture
def opened(page: Page, file: Path) -> Iterator[Opened]:
    """The page open and watched; at the end it must have asked for nothing and complained of nothing."""
    watched = Opened(page)
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("console", lambda message: watched.complaints.append(message.text))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.goto(file.as_uri())
    yield watched
    assert [url for url in watched.requests if not url.startswith(("data:", file.as_uri()))] == []
    assert watched.complaints == []


def focused(page: Page) -> str:
    """Return the accessible name of what has the keyboard."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"))


def test_the_page_opens_without_a_network(opened: Opened) -> None:
    """The file would be blank on a computer without internet, or tell a server that it was opened."""
    assert opened.page.get_by_role("heading", level=1).inner_text().startswith("Starachowice")
    assert opened.page.locator("svg.map .route").count() == 9
    assert opened.page.get_by_text(HOSTILE).count() > 0
    assert opened.page.evaluate("document.querySelectorAll('b').length") == 9  # the legend's letters, and no name


def test_a_shift_can_be_picked_out(opened: Opened) -> None:
    """In a tangle of nine routes nobody could follow one."""
    page = opened.page
    lines = "[...document.querySelectorAll('svg.map g[data-shift]')].map(g => getComputedStyle(g).opacity)"
    assert set(page.evaluate(lines)) == {"1"}
    page.get_by_role("checkbox").nth(1).check()
    dimmed = page.evaluate(lines)
    assert dimmed[1] == "1"
    assert set(dimmed[:1] + dimmed[2:]) == {"0.13"}
    page.get_by_role("button", name="Pokaż wszystkie").click()
    assert set(page.evaluate(lines)) == {"1"}


def test_the_map_itself_picks_out_a_shift(opened: Opened) -> None:
    """A click on a route would do nothing, although it looks as if it should."""
    page = opened.page
    page.locator("svg.map g[data-shift='2'] .route").dispatch_event("click")
    assert page.locator("#pick-2").is_checked()
    page.keyboard.press("Escape")
    assert not page.locator("#pick-2").is_checked()


def test_everything_can_be_done_from_the_keyboard(opened: Opened) -> None:
    """A dispatcher who cannot use a mouse could not read the plan."""
    page = opened.page
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        names.append(focused(page).strip())
    assert names[0] == "Przejdź do planu"
    assert any(name.startswith("A1 · 06:11") for name in names)
    assert any(name.startswith("C1 · ") for name in names)
    assert sum(bool(re.match(r"A\d+ · ", name)) for name in names) == 2  # one stop per shift and drawing, not all
    checkboxes = page.get_by_role("checkbox").all()
    assert all(box.evaluate("e => e.labels[0].textContent.trim() !== ''") for box in checkboxes)


def test_arrows_go_from_stop_to_stop_and_enter_opens_the_table(opened: Opened) -> None:
    """Sixty stops would mean sixty presses of Tab."""
    page = opened.page
    page.locator("svg.row a").first.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("A2 · 06:23")
    page.keyboard.press("End")
    assert focused(page).startswith("A16 · ")
    tip = page.locator(".tip")
    assert tip.is_visible()
    assert tip.inner_text() == focused(page)
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#stop-A-16'")
    assert page.locator("#stop-A-16").is_visible()


def test_the_page_is_complete_without_script(file: Path, opened: Opened) -> None:
    """An office that forbids scripts would have a picture and no plan."""
    browser = opened.page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator("#shift-A summary").click()
    assert page.locator("#stop-A-1").is_visible()
    page.get_by_role("checkbox").nth(3).check()
    assert page.locator("svg.map g[data-shift='0']").evaluate("g => getComputedStyle(g).opacity") == "0.13"
    assert page.locator("svg.map a title").count() > 50  # the browser's own tips stay
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_screen_is_too_narrow(opened: Opened, width: int) -> None:
    """On a phone, or at 400 % zoom, half of each line would be off the screen."""
    opened.page.set_viewport_size({"width": width, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_printed_is_complete(opened: Opened) -> None:
    """Printed tables would be empty, because they were folded on the screen."""
    page = opened.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_a_script_in_the_page_would_not_run(page: Page, tmp_path: Path, file: Path) -> None:
    """The strict policy would be a line of text, and any later mistake in escaping an open door."""
    broken = file.read_text(encoding="utf-8").replace("<main", "<script>document.title='owned'</script><main", 1)
    path = tmp_path / "broken.html"
    path.write_text(broken, encoding="utf-8")
    page.goto(path.as_uri())
    assert page.title() != "owned"
