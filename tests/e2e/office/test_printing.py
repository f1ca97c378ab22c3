"""A day on paper: printed in the browser, and typed in again when it comes back."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scheduler.domain.accounts import Role
from tests.e2e.office.offices import DAY
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
SMALL = {"viewport": {"width": 360, "height": 740}}
TWICE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
MORNING = "Bus 1, rano"
"""The bus that has been out since half past six; it is twenty to eleven."""


def words(page: Page, pdf: str) -> tuple[int, str]:
    """Return how many pages a PDF has, and what is on them."""
    read = PdfReader(io.BytesIO(page.request.get(pdf).body()))
    return len(read.pages), " ".join(" ".join(one.extract_text() for one in read.pages).split())


@pytest.mark.parametrize(
    ("lang", "size"), [("pl", WIDE), ("en", SMALL), ("pl", TWICE)], ids=["pl", "en-360px", "twice"]
)
def test_a_day_is_looked_at_and_printed(visit: Visit, lang: str, size: dict[str, Any]) -> None:
    """At six in the morning, with the drivers waiting, nobody would find what to print, or print half of it."""
    show, pdf, what = {"pl": ("podgląd", "PDF", "Karta dyżuru"), "en": ("view", "PDF", "Crew sheet")}[lang]
    office = visit(Role.DISPATCHER, lang=lang, **size)
    page = office.go("/")
    page.get_by_role("navigation").get_by_role("link", name={"pl": "Wydruki", "en": "Printing"}[lang]).click()
    assert (office.barriers(), office.wide(), page.url.endswith(f"/print/{DAY}")) == ([], False, True)
    address = page.get_by_role("link", name=f"{what}, {MORNING}: {pdf}").get_attribute("href") or ""
    pages, told = words(page, office.address + address)
    everything = page.locator("tr.all a[href$='stops.pdf']").get_attribute("href") or ""
    assert words(page, office.address + everything)[0] > pages

    page.get_by_role("link", name=f"{what}, {MORNING}: {show}").click()
    page.wait_for_load_state()
    heads = page.locator(".paper h3")
    assert heads.count() > 5
    assert {one.split(" · ")[0] for one in heads.all_inner_texts() if one.split(" · ")[0] not in told} == set()
    assert (office.barriers(), office.wide()) == ([], False)
    page.evaluate("() => { window.print = () => document.body.setAttribute('data-printed', '1') }")
    page.get_by_role("button", name={"pl": "Drukuj", "en": "Print"}[lang], exact=True).press("Enter")
    expect(page.locator("body[data-printed]")).to_be_attached()
    on_paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "Drukuj" not in on_paper.pages[0].extract_text()
    for sheets in ("signatures", "phones"):
        office.go(f"/print/{DAY}/{sheets}?shift=Z-10")
        assert (sheets, office.barriers(), office.wide()) == (sheets, [], False)


def field(page: Page, stop: int, name: str) -> Any:
    return page.locator(f"tr[data-stop='{stop}'] [name={name}]")


def test_a_returned_sheet_is_typed_in_by_keyboard_alone(visit: Visit) -> None:
    """Sixty sheets would take an evening; or a slip in one row keep half of it, and nobody know which half."""
    office = visit(Role.DISPATCHER)
    page = office.go(f"/print/{DAY}")
    page.get_by_role("link", name=f"Przepisz kartę: {MORNING}").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(MORNING)
    assert office.barriers() == []
    expect(field(page, 1, "left")).to_have_value("6:39")

    field(page, 1, "arrived").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("645")
    page.keyboard.press("Enter")  # how it ended: stays
    page.keyboard.press("Enter")
    page.keyboard.type("6.75")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-said")).to_have_text("Nic nie zapisano. Wiersze do poprawienia: 1.")
    expect(field(page, 2, "arrived")).to_be_focused()
    expect(page.locator("#wrong-2")).to_contain_text("To nie jest godzina")
    assert office.barriers() == []
    page.keyboard.type("6.46")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-said")).to_have_text("Zapisano. Przepisane wiersze: 2.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-said")).to_contain_text("Nic się nie zmieniło")

    page.reload()
    expect(field(page, 1, "left")).to_have_value("6:45")
    expect(field(page, 2, "arrived")).to_have_value("6:46")
    expect(page.locator("tr[data-stop='2'] select")).to_have_value("no_show")
    for width, height in ((360, 740), (640, 512)):
        page.set_viewport_size({"width": width, "height": height})
        assert (office.barriers(), office.wide()) == ([], False)


def test_two_at_one_sheet_do_not_undo_each_other(visit: Visit) -> None:
    """What one has typed in would be gone with the other's next key."""
    one, other = visit(Role.DISPATCHER), visit(Role.DISPATCHER, lang="en")
    for each in (one, other):
        each.go(f"/sheet/{DAY}/Z-10")
    for each, typed in ((one, "7:05"), (other, "7:06")):
        field(each.page, 3, "left").fill(typed)
        field(each.page, 3, "left").press("Control+Enter")
    expect(one.page.locator("#sheet-said")).to_contain_text("Zapisano")
    expect(other.page.locator("#sheet-said")).to_contain_text("meanwhile")
    other.forgive("status of 412")  # that is what was asked for
    other.page.reload()
    expect(field(other.page, 3, "left")).to_have_value("7:05")
    assert other.barriers() == []


HELD = """() => {
  const asked = window.fetch;
  window.answered = new Promise((answered) => {
    window.fetch = async (...what) => {
      const answer = await asked(...what);
      window.fetch = asked;
      await new Promise((go) => {
        window.go = () => { go(); };
        answered();
      });
      return answer;
    };
  });
}"""


def test_what_is_typed_while_a_sheet_is_sent_is_sent_next(visit: Visit) -> None:
    """A row typed in while the line is slow would look as if it was kept, and never be sent."""
    page = visit(Role.DISPATCHER).go(f"/sheet/{DAY}/Z-10")
    page.evaluate(HELD)
    field(page, 1, "left").fill("7:01")
    field(page, 1, "left").press("Control+Enter")
    page.evaluate("window.answered")
    field(page, 2, "left").fill("7:03")
    page.evaluate("window.go()")
    expect(page.locator("#sheet-said")).to_contain_text("Zapisano")
    with page.expect_event("dialog") as leaving:  # nobody loses a tour by closing the window
        page.close(run_before_unload=True)
    assert leaving.value.type == "beforeunload"
    leaving.value.dismiss()
    with page.expect_response("**/paper-sheets/*"):
        field(page, 2, "left").press("Control+Enter")

    expect(page.locator("#sheet-said")).to_contain_text("Zapisano")
    page.reload()
    expect(field(page, 2, "left")).to_have_value("7:03")
