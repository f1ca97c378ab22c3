"""The browser of the fixtures works: when this fails, look here before looking at a page."""

from playwright.sync_api import Page


def test_a_page_shows_polish_letters(page: Page) -> None:
    """Every other browser test stands on this one: a page is laid out, scripts run, the locale is Polish."""
    page.set_content("<meta charset=utf-8><h1>Zażółć gęślą jaźń</h1><button onclick='this.remove()'>OK</button>")
    page.get_by_role("button").click()

    assert page.get_by_role("heading").inner_text() == "Zażółć gęślą jaźń"
    assert page.get_by_role("button").count() == 0
    assert page.evaluate("new Date(2026, 10, 23).toLocaleDateString()") == "23.11.2026"
