"""A client's card: opened by its link or by the code on paper, without sign-in; printed at the desk."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scheduler.domain.accounts import Role
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
RIDE = "R-022"
"""In the late afternoon; it is twenty to eleven, so it may still be cancelled."""
SMALL = {"viewport": {"width": 360, "height": 740}}
TWICE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}


def link_of(office: Visitor, booking: str = RIDE) -> str:
    """Make a link as the desk does, and return its path."""
    made = office.page.evaluate(
        """async (booking) => {
          const csrf = document.querySelector("meta[name=csrf-token]").content;
          const asked = { method: "POST", headers: { "X-CSRF-Token": csrf } };
          return (await fetch(`/api/v1/bookings/${booking}/card-links`, asked)).json();
        }""",
        booking,
    )
    path: str = made["address"].removeprefix(office.address)
    return path


def preview(office: Visitor, path: str) -> None:
    """Look at a link as a messenger's program does, that has neither cookies nor scripts."""
    assert httpx.get(office.address + path, verify=False, headers={"User-Agent": "Preview/1.0"}).status_code == 200


def status(office: Visitor, booking: str = RIDE) -> Any:
    return office.page.evaluate(
        "(id) => fetch(`/api/v1/bookings/${id}`).then((a) => a.json()).then((b) => b.status)", booking
    )


def press(page: Page, name: str) -> None:
    """Go to something by the Tab key alone, and press Enter."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {name}")


@pytest.mark.parametrize(("lang", "size"), [("pl", SMALL), ("en", TWICE)], ids=["pl-360px", "en-twice"])
def test_a_client_looks_asks_for_a_call_and_cancels(visit: Visit, lang: str, size: dict[str, Any]) -> None:
    """Somebody of eighty would wait in the cold for a bus that was not cancelled, or be cancelled by a messenger."""
    say = {
        "pl": ("Przejazd", "Proszę o telefon", "Tak, proszę o telefon", "Zadzwonimy.", "Odwołuję",
               "Nie, wracam do karty", "Tak, odwołuję", "Odwołane."),
        "en": ("Ride", "Please phone me", "Yes, please phone me", "We shall phone.", "I cancel",
               "No, back to the card", "Yes, I cancel", "Cancelled."),
    }[lang]  # fmt: skip
    ride, call, yes_call, asked, cancel, back, yes, gone = say
    booking = {"pl": RIDE, "en": "R-011"}[lang]
    office = visit(Role.DISPATCHER)
    path = link_of(office, booking)
    for below in ("", "/cancel", "/call"):
        preview(office, path + below)
    assert status(office, booking) == "held"

    client = visit(None, lang=lang, java_script_enabled=False, **size)
    page = client.go(path)
    expect(page.get_by_role("heading", level=2).first).to_have_text(ride)
    assert page.locator("script").count() == 0
    assert not wide(page)
    page.get_by_role("link", name=call).click()
    page.get_by_role("button", name=yes_call).click()
    expect(page.get_by_role("status")).to_contain_text(asked)
    page.get_by_role("link", name=cancel).click()
    page.get_by_role("link", name=back).click()
    assert status(office, booking) == "held"
    page.get_by_role("link", name=cancel).click()
    assert not wide(page)
    page.get_by_role("button", name=yes).click()
    expect(page.get_by_role("status")).to_contain_text(gone)
    assert status(office, booking) == "cancelled"
    page.reload()
    expect(page.get_by_role("status")).to_contain_text(gone)
    assert page.get_by_role("link", name=cancel).count() == 0


def wide(page: Page) -> bool:
    """Return whether the page is wider than the screen; a browser without scripts measures by its boxes."""
    found = page.locator("main").bounding_box()
    size = page.viewport_size
    return not (found and size) or found["x"] + found["width"] > size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_cards_pages_have_no_barriers(visit: Visit, scheme: str) -> None:
    """A blind client could not read when the bus comes, nor cancel it."""
    office = visit(Role.DISPATCHER)
    path = link_of(office, "R-013")
    client = visit(None, color_scheme=scheme, **SMALL)
    for below in (path, f"{path}/cancel", f"{path}/call", "/k", "/k/AAAABBBBCCCC"):
        client.page.goto(client.address + below)
        client.forgive("status of 404")  # of the card that there is not
        assert (below, client.barriers(), client.wide()) == (below, [], False)


def test_a_card_is_printed_and_its_code_typed(visit: Visit) -> None:
    """A client without a smartphone would have a card that leads nowhere, or lose half of it on a second page."""
    office = visit(Role.DISPATCHER)
    page = office.go("/bookings/R-007/card")
    assert office.barriers() == []
    page.evaluate("() => { window.print = () => document.body.setAttribute('data-printed', '1') }")
    press(page, "Drukuj kartę")
    expect(page.locator("body[data-printed]")).to_be_attached()
    code = page.locator("#card-typed").inner_text()
    assert office.barriers() == []
    assert page.locator("#card-qr").evaluate("(one) => one.naturalWidth > 0")
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
    page.set_viewport_size({"width": 360, "height": 740})
    assert not office.wide()

    client = visit(None, **SMALL)
    typing = client.go("/k")
    press(typing, "Pokaż kartę")  # nothing is typed yet: the browser asks for it
    typing.get_by_label("Kod z wydrukowanej karty").fill(code.lower().replace("-", " "))
    typing.keyboard.press("Enter")
    expect(typing.get_by_role("heading", level=1)).to_have_text("poniedziałek, 23 listopada 2026")
    answer = typing.request.get(f"{typing.url}/card.pdf")
    text = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
    assert code in text


def test_an_english_card_is_english_on_paper(visit: Visit) -> None:
    """A carer who reads no Polish would hold a card that says nothing to them."""
    office = visit(Role.DISPATCHER, lang="en", **TWICE)
    page = office.go("/bookings/R-007/card")

    assert "Monday, 23 November 2026" in page.locator("#big-day").inner_text().replace("\u00a0", " ")
    assert not office.wide()
    assert page.get_by_role("button", name="Print the card").is_visible()
