"""The settings: services, prices, accounts, keys, and who did what."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]
PAGES = (
    "users",
    "users/new",
    "users/U-demo-worker",
    "services",
    "services/bus",
    "services/new",
    "prices",
    "messages",
    "tokens",
    "hooks",
    "audit",
)
DARK, SMALL = {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 740}}
TWICE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}


def refused(visitor: Visitor, status: int) -> None:
    """Forget that the browser complained of an answer that was refused on purpose."""
    told = f"status of {status}"
    assert any(told in one for one in visitor.complaints)
    visitor.forgive(told)


def done(page: Page, text: str) -> None:
    expect(page.locator("#notices").get_by_text(text)).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(("lang", "settings"), [("pl", {}), ("en", DARK)])
def test_no_page_of_the_settings_has_barriers(visit: Visit, lang: str, settings: dict[str, str]) -> None:
    """An administrator who uses a screen reader could not do their work; a town is bound by law."""
    admin = visit(Role.ADMINISTRATOR, lang=lang, **settings)

    assert {path: found for path in PAGES if (found := (admin.go(f"/admin/{path}"), admin.barriers())[1])} == {}
    admin.go("/account")
    assert admin.barriers() == []


@pytest.mark.parametrize("settings", [SMALL, TWICE])
def test_the_settings_fit_a_phone_and_twice_the_size(visit: Visit, settings: dict[str, object]) -> None:
    """A part of a form would be out of sight on a phone, or for whoever needs large letters."""
    admin = visit(Role.ADMINISTRATOR, **settings)

    assert [path for path in PAGES if (admin.go(f"/admin/{path}"), admin.wide())[1]] == []
    admin.go("/account")
    assert not admin.wide()


def test_a_price_of_a_service_is_changed_and_a_stale_change_is_refused(visit: Visit) -> None:
    """The second of two people would write the first one's value back as it was, and nobody would know."""
    admin, manager = visit(Role.ADMINISTRATOR), visit(Role.MANAGER)
    for one in (admin, manager):
        one.go("/admin/services/bus")
    page, late = admin.page, manager.page
    page.locator("#value_gr").fill("czterdzieści")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    expect(page.locator("#value_gr-wrong")).to_contain_text("kwotę od 0")
    expect(page.locator("#value_gr")).to_be_focused()
    page.locator("#value_gr").fill("2000000")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    expect(page.locator("#value_gr-wrong")).to_contain_text("kwotę od 0")
    refused(admin, 422)
    assert admin.barriers() == []
    page.locator("#value_gr").fill("49,50")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    done(page, "Zapisano.")
    expect(page.locator("#value_gr")).to_have_value("49,50")

    late.locator("#value_gr").fill("30")
    late.get_by_role("button", name="Zapisz", exact=True).click()
    expect(late.get_by_role("alert")).to_contain_text("Ktoś inny zmienił to")
    refused(manager, 412)
    late.get_by_role("button", name="Pokaż nowy stan").click()
    expect(late.locator("#value_gr")).to_have_value("49,50")
    late.goto(f"{manager.address}/admin/services")
    expect(late.get_by_role("row", name="Bus seniora")).to_contain_text("49,50")


def test_what_clients_pay_is_changed(visit: Visit) -> None:
    """A town that raises a contribution would need a programmer; a mistyped zero would be collected at the door."""
    manager = visit(Role.MANAGER)
    page = manager.go("/admin/services/fizjoterapia")
    pays = page.get_by_label("Za każdą usługę")
    pays.fill("20000")
    page.get_by_role("button", name="Zapisz zasady").click()
    expect(page.locator("[id='contribution.per_request_gr-wrong']")).to_contain_text("od 0 do 10 000 zł")
    expect(pays).to_be_focused()
    refused(manager, 422)
    pays.fill("7,50")
    page.get_by_label("bez dopłaty w programie cus").check()
    page.get_by_label("Zgłoszenie najpóźniej").fill("1,5")
    page.get_by_role("button", name="Zapisz zasady").click()
    done(page, "Zasady są zapisane.")
    expect(pays).to_have_value("7,50")
    expect(page.get_by_label("Zgłoszenie najpóźniej")).to_have_value("1,5")
    expect(page.get_by_label("bez dopłaty w programie cus")).to_be_checked()


def test_a_service_is_added_and_taken_out_of_use(visit: Visit) -> None:
    """A town that begins to bring shopping could not say so; one that stops would go on to promise it."""
    admin, desk = visit(Role.ADMINISTRATOR), visit(Role.DISPATCHER)
    page = admin.go("/admin/services/new")
    page.locator("#kind").select_option("delivery")
    expect(page.locator("#pooling")).to_be_visible()
    page.get_by_role("button", name="Dodaj usługę").click()
    expect(page.locator("#name-wrong")).to_have_text("Wpisz nazwę.")
    page.locator("#name").fill("Zakupy do domu")
    page.locator("#service_s").fill("7,5")
    page.get_by_role("button", name="Dodaj usługę").click()
    done(page, "można ją rezerwować")
    expect(page.locator("#service_s")).to_have_value("7,5")
    desk.go("/booking")
    offered = desk.page.locator("#services", has_text="Zakupy do domu")
    expect(offered).to_be_attached()

    page.get_by_role("button", name="Wycofaj z oferty").click()
    expect(page.get_by_role("dialog")).to_contain_text("Wycofać z oferty: Zakupy do domu?")
    assert admin.barriers() == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Wycofaj z oferty")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Wycofaj z oferty").click()
    done(page, "wycofana z oferty")
    desk.go("/booking")
    expect(desk.page.locator("#services input").first).to_be_attached()
    expect(offered).not_to_be_attached()


def test_a_price_out_of_range_is_explained_by_keyboard_alone(visit: Visit) -> None:
    """Whoever mistypes a zero would be told nothing, or the plan go by it."""
    admin = visit(Role.ADMINISTRATOR)
    page = admin.go("/admin/prices")
    expect(page.locator("#overtime_permille-says")).to_contain_text("150 % to półtorej stawki")
    page.locator("#overtime_permille").focus()
    for key in ("Control+a", "2", "0", "0", "0", "Enter"):
        page.keyboard.press(key)
    review = page.get_by_role("dialog")
    expect(review).to_contain_text("z 150 na 2000 %")
    assert admin.barriers() == []
    review.get_by_role("button", name="Zapisz", exact=True).focus()
    page.keyboard.press("Enter")
    wrong = page.locator("#overtime_permille-wrong")
    expect(wrong).to_have_text("Wpisz liczbę od 0 do 1\u00a0000, najwyżej z dwoma miejscami po przecinku.")
    expect(page.locator("#overtime_permille")).to_be_focused()
    refused(admin, 422)
    assert admin.barriers() == []
    for key in ("Control+a", "1", "7", "5", "Enter"):
        page.keyboard.press(key)
    expect(review).to_contain_text("z 150 na 175 %")
    review.get_by_role("button", name="Zapisz", exact=True).focus()
    page.keyboard.press("Enter")
    done(page, "Ceny są zapisane.")
    expect(page.locator("#overtime_permille")).to_have_value("175")
    expect(page.locator("#overtime_permille-range")).to_contain_text("Zwykle 150.")


def test_the_audit_finds_who_has_looked_at_a_clients_card(visit: Visit) -> None:
    """A resident who asks who has read their file could not be answered; or the answer would name other residents."""
    desk, admin = visit(Role.DISPATCHER), visit(Role.ADMINISTRATOR)
    with desk.page.expect_response(lambda one: "/api/v1/clients/K-03" in one.url) as read:
        desk.go("/booking?client=K-03")
    name = read.value.json()["name"]
    page = admin.go("/admin/audit")
    page.locator("#action").select_option(label="oglądanie danych klienta")
    page.locator("#kind").select_option(label="klient")
    page.locator("#id").fill(" K-03")
    page.locator("#from").fill("2026-11-23")
    page.get_by_role("button", name="Szukaj").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Dispatcher (demo)")
    expect(row).to_contain_text("obejrzano dane klienta")
    expect(row).to_contain_text("klient K-03")
    assert name not in page.content()
    assert "action=client.read" in page.url
    page.reload()
    expect(row).to_have_count(1)
    page.locator("#to").fill("2026-11-22")
    page.get_by_role("button", name="Szukaj").click()
    expect(page.get_by_role("alert")).to_contain_text("musi być przed")
    assert admin.barriers() == []
    page.get_by_role("link", name="Wyczyść").click()
    expect(page.locator("#to")).to_have_value("")
    page.wait_for_load_state()
    assert [text for text in page.locator("tbody tr td:nth-child(3)").all_inner_texts() if "." in text] == []
    newest = int(row.first.locator("td").last.inner_text())
    page.get_by_role("link", name="Starsze wpisy").click()
    expect(row.first.locator("td").last).to_have_text(str(newest - 50))
    page.get_by_role("button", name="Sprawdź, czy zapis jest cały").click()
    expect(page.locator("#checked")).to_contain_text("Zapis jest cały")


def test_an_account_is_locked_and_its_traces_are_found(visit: Visit) -> None:
    """Somebody who has left would go on to read residents' files."""
    admin, worker = visit(Role.ADMINISTRATOR), visit(Role.PROVIDER)
    page = admin.go("/admin/users")
    page.get_by_role("link", name="Provider (demo)").click()
    page.wait_for_load_state()  # a button does nothing before its script is there
    page.get_by_role("button", name="Nadaj hasło").click()
    page.locator("#given").fill("haslo123")
    page.get_by_role("button", name="Nadaj to hasło").click()
    expect(page.locator("#given-wrong")).to_contain_text("12 znaków")
    refused(admin, 422)
    assert admin.barriers() == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Zablokuj konto").click()
    page.get_by_role("dialog").get_by_role("button", name="Zablokuj konto").click()
    done(page, "Konto jest zablokowane.")
    expect(page.get_by_text("nie może się zalogować")).to_be_visible()
    worker.go("/account")
    worker.page.wait_for_url("**/sign-in?**")
    page.get_by_role("link", name="Pokaż wpisy").click()
    expect(page.locator("#by")).to_have_value("U-demo-provider")
    expect(page.locator("tbody")).to_contain_text("zalogowano się")
    page.go_back()
    page.get_by_role("button", name="Odblokuj konto").click()
    done(page, "Konto jest odblokowane.")
    admin.go("/admin/users/U-demo-worker")
    page.get_by_role("button", name="Pokaż kod dla telefonu").click()
    expect(page.locator("#phone-code")).to_contain_text("-")
    assert admin.barriers() == []


def test_a_key_is_shown_once_and_revoked(visit: Visit) -> None:
    """A key would lie open on the page for whoever comes by, or a lost one go on to open the door."""
    admin = visit(Role.ADMINISTRATOR, lang="en")
    page = admin.go("/admin/tokens")
    page.get_by_role("button", name="New key").click()
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("#scopes-wrong")).to_have_text("Tick what the program may do: one thing at least.")
    refused(admin, 422)
    assert admin.barriers() == []
    page.get_by_label("For which program").fill("Figures of the town hall")
    page.get_by_label("read figures").check()
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("#made")).to_be_visible()
    secret = page.locator("#secret").input_value()
    assert secret.startswith("dojazd_")
    assert admin.barriers() == []
    page.get_by_role("button", name="I have it, close").click()
    done(page, "The key is made.")
    assert secret not in page.content()
    row = page.get_by_role("row", name="Figures of the town hall")
    expect(row).to_contain_text("read figures")
    page.get_by_role("button", name="Revoke: Figures of the town hall").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    done(page, "The key is revoked.")
    expect(row).to_contain_text("revoked")


def test_the_settings_are_for_those_who_may(visit: Visit) -> None:
    """A dispatcher would make herself an administrator, or a manager read who did what."""
    manager, desk = visit(Role.MANAGER), visit(Role.DISPATCHER)
    manager.go("/admin")
    assert manager.page.url.endswith("/admin/services")
    names = manager.page.get_by_role("navigation", name="Ustawienia").get_by_role("link").all_inner_texts()
    assert names == ["Usługi", "Ceny planu", "Wiadomości"]
    manager.go("/admin/users")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("Ta strona nie jest dla tej roli")
    refused(manager, 403)
    desk.go("/admin/prices")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Ta strona nie jest dla tej roli")
    refused(desk, 403)
    assert desk.page.get_by_role("link", name="Ustawienia").count() == 0
