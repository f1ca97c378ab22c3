"""The driver's phone: a day without a signal, and what comes of it at the office."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
KEPT = "navigator.serviceWorker.ready.then(() => caches.keys()).then((names) => names.length)"


@pytest.fixture
def phone(visit: Visit) -> Visitor:
    """A driver's phone, which has the route and keeps the page."""
    found = visit(Role.WORKER, **PHONE)
    opened(found)
    return found


def opened(found: Visitor) -> None:
    found.go("/my-day")
    expect(found.page.locator(".next h2")).to_be_visible()
    assert found.page.evaluate(KEPT) == 1


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


def kept(page: Page) -> Any:
    return page.evaluate("""() => {
      const app = document.querySelector("script[src*='js/phone/app.js']").src;
      return import(app.replace("app.js", "storage.js")).then((storage) => storage.read());
    }""")


def tap(page: Page, name: str = "") -> None:
    """Tap a button of the stop that is next, the first or one of this name, when it counts; and wait until it has."""
    page.wait_for_timeout(750)
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


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_a_day_without_a_signal(visit: Visit, lang: str) -> None:
    """In the valley the page would be gone, and what was reported there lost, or told twice."""
    office = visit(Role.DISPATCHER)
    before = {one["id"] for one in events_of(office)}
    phone = visit(Role.WORKER, lang=lang, **PHONE)
    opened(phone)
    page = phone.page
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".next h2")).to_be_visible()
    expect(page.locator("#sent")).to_have_text({"pl": "Bez zasięgu", "en": "No signal"}[lang])
    titles = []
    for _ in range(5):
        titles.append(page.locator(".next h2").inner_text())
        finish_stop(page)
    assert len(titles) == 5
    tap(page, {"pl": "Jadę tam", "en": "On my way"}[lang])
    page.wait_for_timeout(750)
    page.locator("#done button").click()
    expect(page.locator("#done")).to_have_text({"pl": "Cofnięte.", "en": "Taken back."}[lang])
    expect(
        page.locator(".next").get_by_role("button", name={"pl": "Jadę tam", "en": "On my way"}[lang])
    ).to_be_visible()
    page.reload()
    mine = kept(page)["events"]
    assert {one["state"] for one in mine} == {"waiting"}
    expect(page.locator("#sent")).to_have_text({"pl": f"Do wysłania: {len(mine)}", "en": f"To send: {len(mine)}"}[lang])
    assert {one["id"] for one in events_of(office)} == before

    page.context.set_offline(False)
    expect(page.locator("#sent")).to_have_text({"pl": "Wysłane", "en": "All sent"}[lang])
    came = [one for one in events_of(office) if one["id"] not in before]
    in_order = sorted(mine, key=lambda one: one["sequence"])
    assert [one["id"] for one in came] == [one["id"] for one in in_order]
    assert [one["sequence"] for one in came] == list(range(1, len(came) + 1))
    back = [one for one in came if one["kind"] == "undone"]
    assert [one["undoes"] for one in back] == [one["id"] for one in came[: -len(back)]][-len(back) :]
    assert not any(one["clock_off"] for one in came)
    page.locator("#sent").click()
    page.locator("#send").click()
    page.wait_for_timeout(500)
    assert len([one for one in events_of(office) if one["id"] not in before]) == len(came)
    live = {
        one["task_id"]: one
        for shift in asked(office, "GET", f"/days/{DAY}/live")["data"]["shifts"]
        for one in shift["tasks"]
    }
    assert live[came[-1]["task_id"]]["status"] == "planned"
    assert sum(live[one["task_id"]]["status"] == "done" for one in came) >= 5
