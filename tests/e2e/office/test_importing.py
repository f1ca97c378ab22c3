"""An office's own workbook, from the file to clients who can be booked for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.visitors import Visitor
from tests.workbooks import BOOKINGS, CLIENTS, Rows, book

type Visit = Callable[..., Visitor]
TWICE_THE_SIZE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}


def file(rows: Rows, name: str = "wykaz.xlsx") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": book(("Wykaz", rows))}


def choose(page: Page, rows: Rows) -> None:
    page.locator("#file").set_input_files(file(rows))
    expect(page.locator("#columns")).to_be_visible()


def check(page: Page) -> None:
    page.locator("#check").click()
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#preview-title")).to_be_focused()


def test_a_list_of_clients_comes_in_and_is_remembered(visit: Visit) -> None:
    """A new town would type two thousand people by hand, or bring them in wrong and never know."""
    visitor = visit(Role.DISPATCHER)
    page = visitor.go("/")
    page.get_by_role("link", name="Wczytywanie").click()
    assert visitor.barriers() == []
    choose(page, CLIENTS)
    assert page.get_by_label("Wiersz z nazwami kolumn").input_value() == "3"
    assert page.get_by_label("B: Nazwisko i imię").input_value() == "name_turned"
    assert visitor.barriers() == []

    check(page)
    expect(page.locator("#sums")).to_contain_text("3 wiersze")
    bad = page.locator("#bad-rows tr")
    assert bad.count() == 7
    expect(bad.filter(has_text="Kwiatowa")).to_contain_text("Dopisz numer, na przykład Szkolna 4/12.")
    expect(bad.filter(has_text="D: dzielnica")).to_contain_text("Księżyc")
    expect(page.locator("#keep-all")).to_be_hidden()
    page.locator("#all-part summary").click()
    expect(page.locator("#all-rows")).to_contain_text("Stanisława Nowak-Wójcik")
    assert visitor.barriers() == []

    page.get_by_role("button", name="Wskaż na mapie: Zapomniana 9 m. 2").click()
    expect(page.locator("#placing-map .map-district")).not_to_have_count(0)
    page.locator("#placing-map").press("ArrowRight")
    expect(page.locator("#placing-said")).to_contain_text("Krzyżyk")
    assert visitor.barriers() == []
    page.get_by_role("button", name="To tutaj").click()
    expect(page.locator("#unplaced-part")).to_be_hidden()

    page.get_by_role("button", name="Wczytaj 3 wiersze, pomiń 1 wiersz").click()
    expect(page.locator("#done-title")).to_be_focused()
    expect(page.locator("#done-said")).to_contain_text("Nowe: 3 wiersze.")
    assert visitor.barriers() == []
    page.get_by_role("link", name="Przejdź do rezerwacji").click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("Nazwisko, ulica albo numer telefonu").fill("nowak-wójcik")
    expect(page.get_by_role("option").first).to_contain_text("Stanisława Nowak-Wójcik")

    visitor.go("/import")
    choose(page, CLIENTS)
    expect(page.locator("#remembered")).to_be_visible()
    check(page)
    expect(page.locator("#sums li").nth(2)).to_contain_text("3 wiersze")
    expect(page.locator("#keep-good")).to_be_disabled()


def test_what_was_agreed_upon_comes_into_the_plan(visit: Visit) -> None:
    """The promises that an office keeps on paper would be in no plan, and nobody come."""
    visitor = visit(Role.DISPATCHER, color_scheme="dark")
    page = visitor.go("/import")
    choose(page, BOOKINGS)
    assert page.get_by_label("Umówione usługi").is_checked()
    check(page)
    expect(page.locator("#bad-rows")).to_contain_text("Tej osoby nie ma w kartotece.")
    page.locator("#all-part summary").click()
    expect(page.locator("#all-rows")).to_contain_text("11:30–12:00")
    assert visitor.barriers() == []
    expect(page.locator("#confirm-help")).to_contain_text(
        "Świąt, nieobecności klientów i wyprzedzenia tu nie sprawdzamy"
    )
    page.locator("#keep-good").click()
    expect(page.locator("#done")).to_be_visible(timeout=60_000)
    expect(page.locator("#done-said")).to_contain_text("Nowe: 3 wiersze.")
    page.get_by_role("link", name="26 listopada").click()
    expect(page.locator("#board-timeline")).to_contain_text("Źródlański", timeout=30_000)


@pytest.mark.parametrize("screen", [{"viewport": {"width": 360, "height": 740}}, TWICE_THE_SIZE], ids=["phone", "200%"])
def test_a_workbook_is_brought_in_by_keyboard_on_a_small_screen(visit: Visit, screen: dict[str, object]) -> None:
    """Somebody without a mouse, or with letters twice as large, could not say which column is what."""
    visitor = visit(Role.DISPATCHER, lang="en", **screen)
    page = visitor.go("/import")
    choose(page, [("Who", "Address"), ("Adam Nowy", "Lipowa"), ("Ewa Nowa", "Lipowa 3")])
    expect(page.locator("#columns-title")).to_be_focused()
    assert not visitor.wide()
    who = page.get_by_label("A: Who")
    tab_to(page, "column-1")
    page.keyboard.type("name")
    assert who.input_value() == "name"
    tab_to(page, "check")
    page.keyboard.press("Enter")
    expect(page.locator("#preview-title")).to_be_focused()
    expect(page.locator("#bad-rows")).to_contain_text("Add the number, such as Szkolna 4/12.")
    assert not visitor.wide()
    assert visitor.barriers() == []
    tab_to(page, "again")
    page.keyboard.press("Enter")
    expect(page.locator("#file")).to_be_focused()
    expect(page.locator("#preview")).to_be_hidden()


def test_what_is_no_workbook_is_refused_kindly(visit: Visit) -> None:
    """Somebody would look at an empty page, and not know that the file is of an old program."""
    visitor = visit(Role.DISPATCHER)
    page = visitor.go("/import")
    page.locator("#file").set_input_files(
        {"name": "stary.xls", "mimeType": "application/vnd.ms-excel", "buffer": b"\xd0\xcf\x11\xe0 stary"}
    )
    expect(page.locator("#wrong")).to_have_text("To plik starego Excela (.xls). Zapisz go jako .xlsx.")
    expect(page.locator("#columns")).to_be_hidden()
    visitor.complaints.clear()  # Chromium's own word about the 409


def tab_to(page: Page, element: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == element:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not reach {element}")
