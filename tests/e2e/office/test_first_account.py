"""The first account of an installation, and the first colleague: a real server that is no demo, with a new database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.e2e.office.visitors import Visitor, visiting
from tests.serving.serving import Certificate, served
from tests.serving.test_serve import kept_town

PASSWORD = "cztery slowa obok siebie"
SETTLED = {"reduced_motion": "reduce"}


@dataclass(frozen=True)
class Installed:
    """A new installation: where it answers, and the code that its terminal shows."""

    address: str
    code: str


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, tls: Certificate) -> Iterator[Installed]:
    data = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as monkeypatch:
        kept_town(data, monkeypatch)
    with served(data, "--tls-cert", str(tls.cert), "--tls-key", str(tls.key)) as running:
        found = re.search(r"(\S{5}-\S{5})$", running.said[0])
        assert found
        yield Installed(f"https://127.0.0.1:{running.port}", found[1])


@contextmanager
def sitting(browser: Browser, installed: Installed, lang: str = "pl") -> Iterator[Visitor]:
    """Somebody at a browser of their own; what is refused on purpose is no complaint."""
    with visiting(browser, installed.address, None, lang=lang, **SETTLED) as found:
        yield found
        refusals = ("status of 401", "status of 409", "status of 422")
        found.complaints[:] = [one for one in found.complaints if not any(told in one for told in refusals)]


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows, some half-minutes from now."""
    from base64 import b32decode

    at = datetime.now(UTC) + timedelta(seconds=30 * steps)
    return TOTP(b32decode(secret.replace(" ", "")), 6, SHA1(), 30).generate(int(at.timestamp())).decode()


def enrol(visitor: Visitor, button: str = "Włącz drugi składnik") -> str:
    """Turn the second factor on, as an app would read it from the page, and return its secret."""
    page = visitor.page
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#picture")).to_have_attribute("src", re.compile("^data:image/svg"))
    assert visitor.barriers() == []
    secret = page.locator("#secret").text_content() or ""
    page.locator("#code").fill("000000")
    page.locator("#code").press("Enter")
    expect(page.locator("#code-wrong")).to_be_visible()
    page.locator("#code").fill(code_of(secret))
    page.locator("#code").press("Enter")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    assert visitor.barriers() == []
    page.locator("#recovery button[value=yes]").click()
    expect(page.locator("#app-title ~ p .chip.good")).to_be_visible()
    return secret


def sign_in(page: Page, name: str, password: str) -> None:
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def fill(page: Page, **fields: str) -> None:
    for key, text in fields.items():
        page.locator(f"#{key}").fill(text)


def make_first(boss: Visitor, code: str) -> None:
    """Make the administrator's account, with every mistake that one can make."""
    page = boss.go("/")
    page.wait_for_url("**/setup")
    assert boss.barriers() == []
    fill(page, setup_code="AAAAA-AAAAA", name="Maria Wilk", sign_in="maria.wilk", password="krotkie", again="inne")
    press(page, "Załóż konto")
    expect(page.locator("#again-wrong")).to_be_visible()
    fill(page, again="krotkie")
    press(page, "Załóż konto")
    expect(page.locator("#setup_code-wrong")).to_contain_text("terminal")
    fill(page, setup_code=code)
    press(page, "Załóż konto")
    expect(page.locator("#password-wrong")).to_contain_text("12 znaków")
    fill(page, password=PASSWORD, again=PASSWORD)
    page.locator("#again").press("Enter")
    page.wait_for_url("**/account")
    expect(page.get_by_text("włącz drugi składnik logowania")).to_be_visible()
    boss.go("/admin/users")
    assert page.url.endswith("/account")  # nothing else before the second factor


def add_colleague(boss: Visitor) -> str:
    """Add a dispatcher, and return the password that was drawn for her."""
    page = boss.page
    page.get_by_role("link", name="Ustawienia").click()
    page.get_by_role("link", name="Dodaj konto").click()
    fill(page, name="Anna Nowak", sign_in="Anna Żółć")
    press(page, "Wylosuj")
    given = page.locator("#password").input_value()
    press(page, "Załóż konto")
    expect(page.locator("#sign_in-wrong")).to_contain_text("małych liter")
    expect(page.locator("#sign_in")).to_be_focused()
    fill(page, sign_in="maria.wilk")
    page.locator("#sign_in").press("Enter")
    expect(page.locator("#sign_in-wrong")).to_contain_text("zajęta")
    fill(page, sign_in="anna.nowak")
    page.locator("#sign_in").press("Enter")
    expect(page.locator("#notices").get_by_text("Konto jest założone.")).to_be_visible()
    return given


def make_it_ones_own(anna: Visitor, given: str) -> str:
    """Choose a password of one's own and turn the second factor on; return its secret."""
    page = anna.page
    page.get_by_role("link", name="Anna Nowak").click()
    fill(page, old="nie to", new=PASSWORD, again=PASSWORD)
    press(page, "Zmień hasło")
    expect(page.locator("#old-wrong")).to_be_visible()
    fill(page, old=given)
    page.locator("#old").press("Enter")
    page.wait_for_url("**/sign-in?after=/account")
    sign_in(page, "anna.nowak", PASSWORD)
    page.wait_for_url("**/account")
    return enrol(anna)


def test_from_nobody_to_a_dispatcher_with_a_second_factor(browser: Browser, installed: Installed) -> None:
    """A town would need somebody at the terminal for every new colleague, or let passwords alone in."""
    with sitting(browser, installed) as boss:
        make_first(boss, installed.code)
        enrol(boss)
        given = add_colleague(boss)
    with sitting(browser, installed) as anna:
        page = anna.go("/")
        sign_in(page, "anna.nowak", given)
        page.wait_for_url("**/board/**")
        secret = make_it_ones_own(anna, given)
        press(page, "Wyloguj")
        page.wait_for_url("**/sign-in")
        sign_in(page, "anna.nowak", PASSWORD)
        expect(page.locator("#code")).to_be_focused()
        fill(page, code=code_of(secret, 1))  # the present one was used up by enrolling
        page.locator("#code").press("Enter")
        page.wait_for_url("**/board/**")


def test_once_there_is_an_account_the_first_one_is_not_made_again(browser: Browser, installed: Installed) -> None:
    """Whoever finds the address would be offered to become the town's owner."""
    with sitting(browser, installed, "en") as stranger:
        stranger.go("/setup")

        assert stranger.page.url.endswith("/sign-in")
