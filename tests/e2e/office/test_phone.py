"""The driver's phone: a day without a signal, and what comes of it at the office."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import DAY
from tests.e2e.office.phones import (
    SIZE,
    Visit,
    a_phone,
    asked,
    events_of,
    finish_stop,
    kept,
    later,
    tap,
    too_small,
    unseen_shifts,
)
from tests.e2e.office.visitors import Visitor


def send_now(page: Page) -> None:
    """Have a contact with the office at once."""
    page.locator("#sent").click()
    with page.expect_response("**/api/v1/own-day"):
        page.locator("#send").click()
    page.keyboard.press("Escape")


def test_a_keyboard_and_large_letters_do_as_well(visit: Visit) -> None:
    """Whoever works with a keyboard, a screen reader or letters twice as large could not drive for the town."""
    phone = a_phone(visit, lang="en", viewport={"width": 640, "height": 512}, device_scale_factor=2, has_touch=False)
    page = phone.page
    assert not phone.wide()
    assert phone.barriers() == []
    title = page.locator(".next h2").inner_text()
    page.locator("body").press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Reports")).to_be_visible()
    assert phone.barriers() == []
    page.keyboard.press("Escape")
    expect(page.locator("#sent")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="I have stopped, show it")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="I am there")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="At the door")).to_be_visible()
    expect(page.locator(".next .acts button").first).to_be_focused()
    later(page, 1)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#done")).to_have_text("Taken back.")
    expect(page.get_by_role("button", name="I am there")).to_be_visible()
    assert page.locator(".next h2").inner_text() == title
    page.emulate_media(color_scheme="dark")
    assert phone.barriers() == []
    page.locator("#sent").click()
    page.get_by_role("link", name="Polski").click()
    expect(page.get_by_role("button", name="Jestem na miejscu")).to_be_visible()


def test_what_a_crew_meets_at_the_doors(visit: Visit) -> None:
    """A crew would read while it drives, leave somebody behind a minute too early, or never hear of a change."""
    office = visit(Role.DISPATCHER)
    phone = a_phone(visit)
    page = phone.page
    shift_id = kept(page)["day"]["items"][0]["shift_id"]
    assert shift_id in unseen_shifts(office)
    expect(page.get_by_text("Przeczytaj, gdy się zatrzymasz.")).to_be_visible()
    page.get_by_role("button", name="Stoję, pokaż").click()
    _know(page)
    assert shift_id not in unseen_shifts(office)
    for one in page.locator("main details").all():
        one.locator("summary").first.click()
    assert too_small(page) == []
    assert not phone.wide()
    assert phone.barriers() == []
    _finds_the_way(page)

    _is_told_of_a_change(phone, office, shift_id)
    assert shift_id not in unseen_shifts(office)
    _goes_elsewhere_first(page)
    page.context.set_offline(True)
    _waits_for_somebody(page)
    _forgives_the_valley(phone)


def _know(page: Page) -> None:
    with page.expect_response(lambda one: one.url.endswith("/seen") and one.request.method == "PUT"):
        page.get_by_role("button", name="Przeczytane").click()
    expect(page.get_by_role("button", name="Przeczytane")).to_have_count(0)


def _finds_the_way(page: Page) -> None:
    """The phone's own map, the usual maps, and calls: places and numbers, never a name."""
    reach = page.locator(".next .reach")
    point = kept(page)["day"]["items"][0]["stops"][1]["point"]
    where = f"{point['lat']},{point['lon']}"
    expect(reach.get_by_role("link", name="Prowadź")).to_have_attribute("href", f"geo:{where}?q={where}")
    links = [one.get_attribute("href") or "" for one in reach.locator(".maps a").all()]
    assert [link.split("/")[2] for link in links] == ["www.google.com", "maps.apple.com", "www.openstreetmap.org"]
    assert all(link.endswith(where) for link in links)
    calls = [one.get_attribute("href") or "" for one in reach.get_by_role("link", name="Zadzwoń").all()]
    assert calls
    assert all(re.fullmatch(r"tel:\+?\d{9,}", one) for one in calls)


def _is_told_of_a_change(phone: Visitor, office: Visitor, shift_id: str) -> None:
    """Take a ride out of the route: the crew is told who, and the dispatcher, once it knows."""
    page = phone.page
    state = asked(office, "GET", f"/days/{DAY}")
    for path, body in (("moves", {"request_id": "R-021", "shift_id": None}), ("publication", None)):
        state = asked(office, "POST", f"/days/{DAY}/{path}", body, state["tag"])
        assert state["status"] == 200
    assert shift_id in unseen_shifts(office)
    send_now(page)
    panel = page.get_by_role("region", name="Trasa się zmieniła")
    expect(panel).to_contain_text("Przeczytaj, gdy się zatrzymasz.")
    expect(panel.get_by_role("button", name="Przeczytane")).to_have_count(0)
    panel.get_by_role("button", name="Stoję, pokaż").click()
    expect(panel.get_by_role("listitem").first).to_contain_text("Odpadło: Eugenia Kwiatkowska")
    _know(page)


def _goes_elsewhere_first(page: Page) -> None:
    """Start a stop that is a later one, and think better of it."""
    title = page.locator(".next h2").inner_text()
    other = page.locator("section > .stop").nth(3)
    wanted = other.locator(".title").first.inner_text().split("\n")[0]
    assert wanted != title
    if other.get_attribute("open") is None:
        other.locator("summary").first.click()
    other.get_by_role("button", name="Jadę tam").click()
    expect(page.locator(".next h2")).to_have_text(wanted)
    later(page, 1)
    page.get_by_role("button", name="Cofnij").click()
    expect(page.locator(".next h2")).to_have_text(title)


def _waits_for_somebody(page: Page) -> None:
    """Before the waiting time is over nobody is given up; afterwards by one tap, which can be taken back."""
    finish_stop(page)
    tap(page, "Jestem na miejscu")
    vain = page.get_by_role("button", name="Nikogo nie ma")
    expect(vain).to_have_attribute("aria-disabled", "true")
    told = vain.locator(".wait").inner_text()
    until = int(vain.locator(".wait").get_attribute("data-until") or 0) / 1000
    assert re.fullmatch(r"za \d+:\d\d, od 11:01", told)
    reports = len(kept(page)["events"])
    later(page, 1)
    vain.click(force=True)
    assert len(kept(page)["events"]) == reports
    expect(vain.locator(".wait")).not_to_have_text(told)
    later(page, until - _office_now(page) + 1)
    expect(vain).not_to_have_attribute("aria-disabled", "true")
    expect(vain.locator(".wait")).to_have_count(0)
    tap(page, "Nikogo nie ma")
    expect(page.locator("#done")).to_contain_text("Nikogo nie było")
    later(page, 1)
    page.get_by_role("button", name="Cofnij").click()
    expect(vain).to_be_visible()


def _reminder(page: Page) -> Locator:
    return page.get_by_role("note").filter(has_text="przerw")


def _forgives_the_valley(phone: Visitor) -> None:
    """The browser writes down whatever was asked for without a signal."""
    phone.forgive("ERR_INTERNET_DISCONNECTED")


def test_a_break_is_not_forgotten(visit: Visit) -> None:
    """A driver would be on the road for longer than the law allows, and the town answer for it."""
    phone = a_phone(visit)
    page = phone.page
    start = kept(page)["day"]["items"][0]["breaks"][-1]["start"]
    begins = page.evaluate("(one) => Date.parse(one)", start) / 1000
    expect(_reminder(page)).to_have_count(0)
    page.context.set_offline(True)
    later(page, begins - 570 - _office_now(page))
    expect(_reminder(page)).to_contain_text(start[11:16])
    later(page, begins + 1 - _office_now(page))
    expect(_reminder(page)).to_contain_text("Czas na przerwę")
    _forgives_the_valley(phone)


def test_a_clock_that_is_set_during_a_contact_is_believed_at_its_end(visit: Visit) -> None:
    """A phone that has just found the time would be years away from the office, and without a route for that day."""
    page = a_phone(visit).page
    found = page.evaluate("""() => {
      const app = document.querySelector("script[src*='js/phone/app.js']").src;
      return import(app.replace("app.js", "clock.js")).then(({ between }) => [
        between(1000, 3000, 20000), between(0, 1795428000000, 20000), between(5000, 2000, 20000),
      ]);
    }""")

    assert found == [2000, 1795428000000, 2000]


def _office_now(page: Page) -> float:
    ahead: float = kept(page)["clock"]["ahead"]
    return float(page.evaluate("Date.now()") + ahead) / 1000


def test_it_can_be_installed(visit: Visit) -> None:
    """Drivers would type an address every morning, and see it in a browser's window."""
    page = a_phone(visit).page
    session = page.context.new_cdp_session(page)
    against = [one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(against) <= {"in-incognito"}  # as every browser of these tests is
    told = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((found) => found.json())")
    assert (told["display"], told["start_url"], told["lang"]) == ("standalone", "/my-day", "pl")
    assert told["short_name"] == "Mój dzień"


def test_a_lost_phone_forgets(visit: Visit) -> None:
    """Whoever finds a phone would read where residents live, and be let in there by their names."""
    office, worker = visit(Role.DISPATCHER), visit(Role.WORKER)
    user_id = asked(worker, "GET", "/session")["data"]["user_id"]
    made = asked(office, "POST", f"/users/{user_id}/phone-link")["data"]
    phone = visit(None, **SIZE)
    page = phone.go(f"/phone#{made['code']}")
    assert phone.barriers() == []
    assert made["code"] not in page.url
    page.get_by_role("button", name="Zaloguj").click()
    expect(page.locator("article.next h2")).to_be_visible()
    assert kept(page)["day"]["items"]
    assert asked(office, "DELETE", f"/users/{user_id}/phone-sessions")["status"] == 204
    page.locator("#sent").click()
    page.locator("#send").click()
    page.keyboard.press("Escape")

    expect(page.get_by_role("heading", name="Ten telefon jest wylogowany")).to_be_visible()
    facts = kept(page)
    assert (facts["day"], facts["seen"], facts["events"]) == (None, {}, [])
    assert phone.barriers() == []
    phone.forgive("status of 401")


BROKEN_OFF = """() => {
  const asked = window.fetch;
  window.whole = () => { window.fetch = asked; };
  window.fetch = async (address, options) => {
    const { headers } = await asked(address, { ...options, headers: {} });
    return address.endsWith("/own-day") ? new Response('{"items": [', { headers }) : asked(address, options);
  };
}"""


def test_a_route_that_breaks_off_on_its_way_is_no_route(visit: Visit) -> None:
    """Where the signal is weak a driver would lose all stops, and not get them back before the plan changes."""
    page = a_phone(visit).page
    before = kept(page)["day"]
    page.evaluate(BROKEN_OFF)
    send_now(page)
    expect(page.locator("#sent")).to_have_text("Bez zasięgu")

    assert kept(page)["day"] == before
    expect(page.locator("article.next h2")).to_be_visible()
    page.evaluate("window.whole()")
    send_now(page)
    expect(page.locator("#sent")).to_have_text("Wysłane")


def test_a_whole_day_without_a_signal(visit: Visit) -> None:
    """In the valley the page would be gone, what was reported there lost or told twice, or kept for a thief."""
    office = visit(Role.DISPATCHER)
    before = {one["id"] for one in events_of(office)}
    page = a_phone(visit).page
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".next h2")).to_be_visible()
    expect(page.locator("#sent")).to_have_text("Bez zasięgu")
    tap(page, "Jestem na miejscu")
    later(page, 1)
    page.locator("#done button").click()
    expect(page.locator("#done")).to_have_text("Cofnięte.")
    while page.get_by_role("button", name="Zakończ dzień").count() == 0:
        finish_stop(page)
    page.reload()
    mine = kept(page)["events"]
    assert {one["state"] for one in mine} == {"waiting"}
    expect(page.locator("#sent")).to_have_text(f"Do wysłania: {len(mine)}")
    page.locator("#sent").click()
    expect(page.locator("#reports .chip").first).to_have_text("czeka")
    assert page.locator("#reports .chip").count() == len(mine)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Zakończ dzień").click()
    expect(page.get_by_text("gdy tylko")).to_be_visible()
    assert kept(page)["day"]["items"]
    assert {one["id"] for one in events_of(office)} == before

    page.context.set_offline(False)
    expect(page.locator("#sent")).to_have_text("Wysłane")
    expect(page.locator(".next h2")).to_have_text("Nie ma dziś dla Ciebie trasy")
    facts = kept(page)
    assert (facts["day"]["items"], facts["events"]) == ([], [])
    _came_once([one for one in events_of(office) if one["id"] not in before], mine)
    live = asked(office, "GET", f"/days/{DAY}/live")["data"]["shifts"]
    status = {one["task_id"]: one["status"] for shift in live for one in shift["tasks"]}
    assert {status[one["task_id"]] for one in mine} == {"done"}


def _came_once(came: list[dict[str, Any]], mine: list[dict[str, Any]]) -> None:
    """The office has every report once, in the order of the taps, by a clock that is right."""
    assert [one["id"] for one in came] == [one["id"] for one in sorted(mine, key=lambda one: one["sequence"])]
    assert [one["sequence"] for one in came] == list(range(1, len(came) + 1))
    (back,) = (one for one in came if one["kind"] == "undone")
    assert back["undoes"] == came[0]["id"]
    assert not any(one["clock_off"] for one in came)
