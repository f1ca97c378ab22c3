"""What tests do with a driver's phone: open it, tap, ask the office behind it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
SIZE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
KEPT = "navigator.serviceWorker.ready.then(() => caches.keys()).then((names) => names.length)"
LEAST_PX = 15 / 25.4 * 96
"""15 mm: what a glove finds."""


def a_phone(visit: Visit, **settings: Any) -> Visitor:
    """Return a driver's phone, which has the route and keeps the page; its clock can be turned."""
    found = visit(Role.WORKER, **{**SIZE, **settings})
    found.page.clock.install()
    found.go("/my-day")
    expect(found.page.locator("article.next h2")).to_be_visible()
    assert found.page.evaluate(KEPT) == 1
    return found


def asked(visitor: Visitor, method: str, path: str, body: Any = None, version: str = "") -> Any:
    """Ask the API as whoever is signed in, from a page of theirs."""
    return visitor.page.evaluate(
        """async ([method, path, body, version]) => {
          const headers = { "Content-Type": "application/json", ...(version ? { "If-Match": version } : {}) };
          const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
          const text = await answer.text();
          return { status: answer.status, tag: answer.headers.get("ETag"), data: text ? JSON.parse(text) : null };
        }""",
        [method, path, body, version],
    )


def events_of(office: Visitor) -> list[dict[str, Any]]:
    """What the office has of all phones, in the order in which it came in."""
    found, path = [], f"/days/{DAY}/events?limit=200"
    while path:
        page = asked(office, "GET", path)["data"]
        found += page["items"]
        path = page["next"] and f"/days/{DAY}/events?limit=200&cursor={page['next']}"
    return [one for one in found if one["device_id"].startswith("phone-")]


def unseen_shifts(office: Visitor) -> set[str]:
    """The shifts of which the dispatcher is told that their crews have not seen them."""
    return {one["shift_id"] for one in asked(office, "GET", f"/days/{DAY}/alerts")["data"]["items"]
            if one["kind"] == "unseen"}  # fmt: skip


def kept(page: Page) -> Any:
    """All that the phone keeps of routes and reports."""
    return page.evaluate("""() => {
      const app = document.querySelector("script[src*='js/phone/app.js']").src;
      return import(app.replace("app.js", "storage.js")).then((storage) => storage.read());
    }""")


def later(page: Page, seconds: float) -> None:
    """Let time go by, all at once; a glove's second tap counts after three quarters of a second."""
    page.clock.fast_forward(int(seconds * 1000))


def tap(page: Page, name: str = "") -> None:
    """Tap a button of the stop that is next, the first or one of this name, when it counts; and wait until it has."""
    later(page, 0.75)
    before = page.locator("#done").get_attribute("data-shown") or ""
    buttons = page.locator(".next .acts")
    (buttons.get_by_role("button", name=name) if name else buttons.locator("button")).first.click()
    expect(page.locator("#done")).not_to_have_attribute("data-shown", before)


def finish_stop(page: Page) -> None:
    """Set out for the stop that is next, come there, and finish it, always by the first button."""
    over = page.locator(".over .stop")
    before = over.count()
    for _ in range(12):
        if over.count() > before:
            return
        tap(page)
    raise AssertionError("the stop has no end")


def too_small(page: Page) -> list[str]:
    """What can be touched, and is smaller than 15 mm either way."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll("button, a, summary, input")]
          .filter((one) => one.checkVisibility() && !one.classList.contains("skip"))
          .filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < least)
          .map((one) => one.outerHTML.slice(0, 120))""",
        LEAST_PX - 0.01,
    )
    return found
