"""The way in, as people take it."""

from collections.abc import Callable

import pytest

from scheduler.domain.accounts import Role
from tests.e2e.office.visitors import Visitor

type Visit = Callable[..., Visitor]


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_the_start_page_has_no_barriers(visit: Visit, lang: str) -> None:
    """Somebody who cannot see or use a mouse would not even come in; a town is bound by law."""
    visitor = visit(None, lang=lang)
    visitor.go("/")

    assert visitor.barriers() == []


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 740}, {"width": 640, "height": 480}])
def test_the_start_page_fits_a_phone_and_twice_the_size(visit: Visit, viewport: dict[str, int]) -> None:
    """On a phone, or with letters twice as large, a part of the page would be out of sight."""
    visitor = visit(None, viewport=viewport)
    visitor.go("/")

    assert not visitor.wide()


def test_a_role_is_chosen_by_keyboard(visit: Visit) -> None:
    """Whoever has no mouse could not look around in the demo."""
    visitor = visit(None)
    page = visitor.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("[data-role=dispatcher]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)

    assert page.get_by_role("button", name="Wyloguj").is_visible()


def test_whoever_signs_out_is_out(visit: Visit) -> None:
    """The next one at the computer would go on with the other one's session."""
    visitor = visit(Role.MANAGER)  # a board that is still being read would complain that nobody is signed in any more
    visitor.page.get_by_role("button", name="Wyloguj").click()
    visitor.page.wait_for_url("**/sign-in")
    visitor.go("/")

    assert visitor.page.url.endswith("/sign-in")


def test_the_language_is_chosen_on_any_page(visit: Visit) -> None:
    """An English-speaking carer could not read the page of a Polish browser."""
    visitor = visit(None)
    page = visitor.go("/sign-in")
    page.get_by_role("link", name="English").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    assert page.locator("html").get_attribute("lang") == "en"
