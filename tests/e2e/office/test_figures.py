"""The manager's pages: a month at a glance, its rows in order, its charts beside them, its files taken away."""

import csv
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
WEEK, MONTH = "from=2026-11-16&to=2026-11-22", "from=2026-11-01&to=2026-11-23"
VIEWS = ("", "/district", "/service", "/provider", "/plan", "/exports")
PHONE = {"viewport": {"width": 360, "height": 740}}
TWICE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}
"""What a window of 1280 pixels is at 200 %."""

PAPER: ViewportSize = {"width": 1046, "height": 718}
"""What A4 has between the margins of a browser, lying on its side."""


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def cells(page: Page, table: str, place: int) -> Sequence[str]:
    """Return what stands in a column of a table, the total left out."""
    return [plain(one) for one in page.locator(f"#{table} tbody tr > :nth-child({place + 1})").all_inner_texts()]


def drawn(page: Page, table: str) -> Sequence[str]:
    """Return all that is written in the chart of a table."""
    chart = page.locator(f"[data-table={table}][data-ready]")
    expect(chart.locator("svg")).to_be_visible()
    return [plain(one) for one in chart.locator("svg text").all_text_contents()]


def agrees(page: Page, table: str) -> None:
    """Hold the chart of a table against its drawn columns: the same names and numbers, and no other."""
    places = (page.locator(f"[data-table={table}]").get_attribute("data-drawn") or "").split()
    shown = drawn(page, table)
    for place in map(int, places):
        numbers = [one for one in cells(page, table, place) if not one.startswith("–")]
        assert [one for one in numbers if one not in shown] == []
    heads = [plain(one) for one in page.locator(f"#{table} thead th.drawn").all_inner_texts()]
    known = {*cells(page, table, 0), *heads, *(one for place in places for one in cells(page, table, int(place)))}
    assert [one for one in shown if one not in known and "…" not in one and "..." not in one] == []


def asked(visitor: Visitor, path: str) -> Any:
    """Ask the API as whoever is signed in."""
    return visitor.page.evaluate("(path) => fetch(`/api/v1${path}`).then((answer) => answer.json())", path)


def value(page: Page, name: str) -> str:
    """Return the large number under a name."""
    return plain(
        page.locator(".tile", has=page.get_by_role("heading", name=name, exact=True))
        .locator(".tile-value")
        .inner_text()
    )


def view(page: Page, name: str) -> None:
    page.locator(".figures-views").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_contain_text(name)


def test_a_managers_month(visit: Visit, tmp_path: Path) -> None:
    """The council asks how the month went, and the manager would have to ask the dispatcher, or add up by hand."""
    manager = visit(Role.MANAGER)
    page = manager.page
    expect(page).to_have_url(f"{manager.address}/figures?{MONTH}")
    told = {one["key"]: one for one in asked(manager, f"/kpis?{MONTH}")["total"]["figures"]}
    assert value(page, "wykonane zlecenia") == str(told["served"]["numerator"])
    assert value(page, "udział wykonanych") == f"{told['served_share']['value'] / 10:.1f}%".replace(".", ",")
    expect(page.locator(".grant")).to_contain_text("10 zamkniętych dni")
    expect(page.locator("main")).to_contain_text("brakuje: 1 dzień jeszcze niezamknięty")
    agrees(page, "in-time")
    agrees(page, "denials")
    assert sum(map(int, cells(page, "denials", 1))) == int(value(page, "odmowy"))
    page.locator("#in-time").get_by_role("link", name="punktualny odbiór").click()
    expect(page).to_have_url(re.compile("show=on_time_pickup"))
    assert cells(page, "in-time", 4)[0] in drawn(page, "in-time")
    agrees(page, "in-time")
    assert manager.barriers() == []

    in_order(page)
    plan_beside_actual(manager)
    expect(page).to_have_url(re.compile(MONTH))
    take_away(manager, tmp_path, str(told["served"]["numerator"]))
    assert manager.barriers() == []
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(f"/figures/exports.*{MONTH}"))
    expect(page.locator("h1")).to_contain_text("Files")


def in_order(page: Page) -> None:
    """Look at the rows by each column, and at what is drawn of them."""
    view(page, "Dzielnice")
    served = [int(one) for one in cells(page, "groups", 1)]
    assert served == sorted(served, reverse=True)
    agrees(page, "groups")
    page.locator("#groups thead").get_by_role("link", name="odmowy").click()
    expect(page.locator("#groups th[aria-sort=descending]")).to_contain_text("odmowy")
    denied = [int(one) for one in cells(page, "groups", 3)]
    assert denied == sorted(denied, reverse=True)
    agrees(page, "groups")
    page.locator("#groups thead").get_by_role("link", name="odmowy").click()
    expect(page.locator("#groups th[aria-sort=ascending]")).to_contain_text("odmowy")
    assert [int(one) for one in cells(page, "groups", 3)] == sorted(denied)
    for name in ("Usługi", "Wykonawcy"):
        view(page, name)
        agrees(page, "groups")


def plan_beside_actual(manager: Visitor) -> None:
    """Look at a month's days, at the crews of one of them, and go back to the month."""
    page = manager.page
    view(page, "Plan a wykonanie")
    for table in ("plan-actual", "apart", "late"):
        agrees(page, table)
    page.get_by_role("link", name="Kilometry", exact=True).click()
    page.wait_for_load_state()
    agrees(page, "plan-actual")
    outline = page.locator("[data-table=plan-actual] path[stroke-dasharray]")
    assert outline.count() >= len(cells(page, "plan-actual", 0))
    assert manager.barriers() == []
    page.locator("#plan-actual").get_by_role("link", name="pt. 20.11").click()
    expect(page.locator("#plan-actual thead")).to_contain_text("Wyjazd wg planu")
    assert "Bus 1, rano" in cells(page, "plan-actual", 0)
    agrees(page, "plan-actual")
    page.get_by_role("link", name="Ten miesiąc").click()


def take_away(manager: Visitor, folder: Path, served: str) -> None:
    """Save files, and find in them what the page says."""
    page = manager.page
    view(page, "Pliki do pobrania")
    with page.expect_download() as saving:
        page.get_by_role("link", name="CSV: Wskaźniki według usług").click()
    saving.value.save_as(folder / "kpis.csv")
    lines = [*csv.reader((folder / "kpis.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")]
    counted = {line[0]: line[4] for line in lines if line[1:2] == ["wykonane zlecenia"]}
    total = counted.pop("Razem")
    assert total == served
    assert sum(map(int, counted.values())) == int(served)
    for name in ("Arkusz: Rozliczenia z wykonawcami", "PDF: Plan a wykonanie: dni", "Arkusz: Statystyka"):
        with page.expect_download() as saving:
            page.get_by_role("link", name=name).click()
        assert saving.value.failure() is None
    expect(page.locator("main")).not_to_contain_text("Karty usług")


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until something has the focus, and see that it shows."""
    for _ in range(80):
        if target.evaluate("(one) => one === document.activeElement"):
            assert target.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError("the tabulator does not lead there")


def test_by_keyboard_alone_in_english_on_a_phone(visit: Visit) -> None:
    """Whoever cannot use a mouse, or reads on the way, would have no figures."""
    manager = visit(Role.MANAGER, lang="en", **PHONE)
    page = manager.page
    tab_to(page, page.get_by_role("link", name="Last week"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(WEEK))
    expect(page.locator("main")).to_contain_text("Changes are against 9–15.11.2026: 4 closed days.")
    change = page.locator(".tile", has=page.get_by_role("heading", name="requests served", exact=True))
    expect(change).to_contain_text(re.compile(r"\d+ (more|less)\s+(better|worse)"))
    tab_to(page, page.locator("#from"))
    page.keyboard.type("11092026")
    tab_to(page, page.get_by_role("button", name="Show"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from=2026-11-09&to=2026-11-22"))
    tab_to(page, page.locator(".figures-views").get_by_role("link", name="Providers"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#groups thead").get_by_role("link", name="share served"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("order=-served_share"))
    shares = [float(one.rstrip("%")) for one in cells(page, "groups", 2)]
    assert all(first >= then for first, then in pairwise(shares))
    region = page.get_by_role("region", name="By provider")
    tab_to(page, region)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(one) => one.scrollLeft > 0", arg=region.element_handle())
    tab_to(page, page.locator("summary"))
    page.keyboard.press("Enter")
    expect(page.locator(".figures-how table")).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "settings"),
    [("en", PHONE), ("pl", {**TWICE, "color_scheme": "dark"})],
    ids=["a phone, in English", "200 %, dark"],
)
def test_no_page_has_barriers(visit: Visit, lang: str, settings: dict[str, Any]) -> None:
    """A town's page that somebody cannot read breaks the law, and a page that scrolls sideways is not read."""
    manager = visit(Role.MANAGER, lang=lang, **settings)
    for path in (*(f"/figures{one}?{MONTH}" for one in VIEWS), "/figures?from=2026-10-01&to=2026-10-31"):
        page = manager.go(path)
        if page.locator("[data-chart]").count():
            expect(page.locator("[data-chart]").first.locator("svg")).to_be_visible()
        assert not manager.wide(), path
        assert manager.barriers() == [], path
    expect(manager.page.locator("main")).to_contain_text(
        {"pl": "nie zamknięto jeszcze żadnego dnia", "en": "No day of this period is closed yet"}[lang]
    )


def test_paper_has_the_figures_and_nothing_to_press(visit: Visit) -> None:
    """The council would get a page of buttons, and charts in the colours of the night."""
    manager = visit(Role.MANAGER, color_scheme="dark")
    page = manager.go(f"/figures?{MONTH}")
    drawn(page, "in-time")
    bar = page.locator("[data-table=in-time] path[fill='var(--k0)']").first
    dark = bar.evaluate("(one) => getComputedStyle(one).fill")
    page.emulate_media(media="print", color_scheme="light")
    assert bar.evaluate("(one) => getComputedStyle(one).fill") != dark
    for gone in (".top", ".figures-views", ".figures-usual", ".figures-period"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#in-time")).to_be_visible()
    agrees(page, "in-time")
    page.set_viewport_size(PAPER)
    for path in (f"/figures?{MONTH}", f"/figures/plan?{MONTH}&by=service", f"/figures/plan?{WEEK}&by=shift"):
        manager.go(path)
        assert not manager.wide(), path
