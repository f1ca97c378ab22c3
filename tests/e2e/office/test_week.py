"""The week: who is on duty, how full the days are, who is away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.phones import asked
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]


def test_a_dispatcher_looks_ahead(visit: Visit) -> None:
    """Nobody would see on Monday that Wednesday is full, or that somebody is not there."""
    visitor = visit(Role.DISPATCHER, viewport={"width": 1440, "height": 900})
    page = visitor.go("/board")
    page.locator("#board").get_by_role("link", name="Tydzień").click()
    page.wait_for_url("**/week/2026-11-23")
    table = page.get_by_role("table", name="Dyżury, obłożenie i nieobecności w tygodniu")
    expect(table.get_by_role("columnheader")).to_have_count(9)
    expect(table.locator("[aria-current=date]")).to_have_text(re.compile(r"pon\. 23\.11"))
    week = asked(visitor, "GET", "/weeks/2026-11-25")["data"]
    names = [
        *(one["name"] for one in week["staff"]),
        *(f"{one['name']} {one['registration']}" for one in week["vehicles"]),
    ]
    assert [one.inner_text().replace("\n", " ") for one in table.locator("tbody th[scope=row]").all()[1:]] == names
    worker = week["staff"][0]
    load = round(worker["days"][0]["hours"]["load_permille"] / 10)
    row = table.get_by_role("row", name=worker["name"])
    expect(row.get_by_role("cell").nth(0)).to_contain_text(f"zajęte {load}%")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("wolne 8 h 00 min")
    assert "zajęte" not in row.get_by_role("cell").nth(1).inner_text()
    expect(row.get_by_role("cell").nth(5)).to_contain_text("bez dyżuru")
    assert visitor.barriers() == []

    _is_told_who_is_away(visitor, worker["id"], worker["name"])
    page.get_by_role("link", name="Następny tydzień").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("pon. 30.11")
    page.get_by_role("link", name="Ten tydzień").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("pon. 23.11")
    page.get_by_label("Dzień w tygodniu").fill("2026-11-11")
    page.get_by_role("button", name="Pokaż").click()
    expect(page.get_by_role("columnheader", name="śr. 11.11")).to_contain_text("Święto Niepodległości")
    page.get_by_role("link", name="Plan dnia, śr. 11.11").click()
    page.wait_for_url("**/board/2026-11-11")


def _is_told_who_is_away(visitor: Visitor, worker: str, name: str) -> None:
    """Somebody is reported away while a colleague reads: it is there by itself, and the keyboard is where it was."""
    page = visitor.page
    cell = page.get_by_role("row", name=name).get_by_role("cell").nth(2).get_by_role("link")
    cell.focus()
    body = {
        "staff_id": worker,
        "kind": "sick",
        "start": "2026-11-25T00:00:00+01:00",
        "end": "2026-11-26T12:00:00+01:00",
    }
    assert asked(visitor, "POST", "/absences", body)["status"] == 201
    expect(cell).to_contain_text("Nieobecność", timeout=15_000)
    expect(cell).not_to_contain_text(":")
    expect(cell).to_be_focused()
    expect(page.get_by_role("row", name=name).get_by_role("cell").nth(3)).to_contain_text("Nieobecność 0:00–12:00")
    assert "chor" not in page.locator("main").inner_text().lower()
    assert visitor.barriers() == []
    cell.press("Enter")
    page.wait_for_url("**/board/2026-11-25")
    page.go_back()


@pytest.mark.parametrize(
    ("lang", "settings"),
    [("pl", {"viewport": {"width": 360, "height": 740}}), ("en", {"viewport": {"width": 640, "height": 512},
     "device_scale_factor": 2, "color_scheme": "dark"})],
)  # fmt: skip
def test_it_is_read_on_a_phone_and_in_large_letters(visit: Visit, lang: str, settings: dict[str, object]) -> None:
    """On the way to a meeting, or with weak eyes, half of the week would be out of sight."""
    visitor = visit(Role.DISPATCHER, lang=lang, **settings)
    page = visitor.go("/week/2026-11-23")
    assert not visitor.wide()
    assert visitor.barriers() == []
    heights = page.locator("a.week-cell").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(one for one in heights if one) >= 44
    first = page.locator("tbody").nth(1).locator("tr").nth(1).locator("td").first
    day = {"pl": "pon. 23.11", "en": "Mon 23 Nov"}[lang]
    expect(first.get_by_text(day)).to_be_visible()
    expect(first.locator("xpath=..").get_by_role("rowheader")).to_be_visible()
    page.get_by_role("link", name={"pl": "Poprzedni tydzień", "en": "Previous week"}[lang]).press("Enter")
    page.wait_for_url("**/week/2026-11-16")
    expect(page.get_by_text({"pl": "zamknięty", "en": "closed"}[lang]).first).to_be_visible()


def test_a_manager_reads_and_prints_it(visit: Visit) -> None:
    """A manager would be led to pages that are not theirs, or print menus and half a table."""
    visitor = visit(Role.MANAGER, lang="en", viewport={"width": 1280, "height": 800})
    page = visitor.page
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_url("**/week/2026-11-23")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.locator("main a[href^='/board']")).to_have_count(0)
    assert visitor.barriers() == []
    assert _pages(page) <= 2
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_text("As of Mon 23 Nov")).to_be_visible()


def _pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
