"""A day's board as people use it: its menu, its dialogs, its modules."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from api.pages.texts import texts_of
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

LONG_MS = 60_000
"""A search or a proposal on a busy computer; nobody waits for it where it is quick."""


def words(lang: str, key: str, **values: str) -> str:
    """Return a text of the catalogue in a language, as the page shows it."""
    text = texts_of(lang).texts[key]
    return text.format(**values) if values else text


def opened(visitor: Visitor, day: str = DAY.isoformat()) -> Page:
    """Open a day's board, and wait until its stops are drawn."""
    page = visitor.go(f"/board/{day}")
    expect(page.locator(".tl-stop").first).to_be_attached(timeout=LONG_MS)
    expect(page.locator("#board-plans > button:visible").first).to_be_visible()
    return page


def dialog(page: Page) -> Locator:
    """The dialog that is open."""
    return page.locator("dialog[open]")


def choose(page: Page, name: str) -> None:
    """Choose an entry of the head's menu."""
    page.locator(".menu > button").click()
    page.locator(".menu-list button", has_text=name).click()
    expect(dialog(page)).to_be_visible()


def close(page: Page) -> None:
    """Close the dialog by the keyboard."""
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)


def from_module(page: Page, module: str, expression: str, *given: Any) -> Any:
    """Evaluate an expression with a module of the board: `it` is the module, `given` what is passed along."""
    return page.evaluate(
        """([module, expression, given]) => {
          const main = document.querySelector("script[src*='js/board/main.js']").src;
          return import(main.replace("main.js", module)).then((it) => ASK(it, given));
        }""".replace("ASK", f"(({expression}))"),
        [module, expression, list(given)],
    )  # fmt: skip


def asked(visitor: Visitor, method: str, path: str, body: Any = None, version: str | int = "") -> Any:
    """Ask the API as whoever is signed in."""
    return visitor.page.evaluate(
        """async ([method, path, body, version]) => {
          const csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";
          const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
          headers["Idempotency-Key"] = crypto.randomUUID();
          if (version !== "") headers["If-Match"] = `"${version}"`;
          const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
          const text = await answer.text();
          return { status: answer.status, data: text ? JSON.parse(text) : null };
        }""",
        [method, path, body, version],
    )


def forgiven(visitor: Visitor, status: int) -> None:
    """Take from the console what the browser says of an answer that was to be refused."""
    told = [one for one in visitor.complaints if f"status of {status}" in one]
    assert told
    for one in told:
        visitor.complaints.remove(one)
