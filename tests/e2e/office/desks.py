"""A dispatcher at the booking page, on the telephone: what hands do there, by keyboard, and what is read there."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.office.phones import asked
from tests.e2e.office.visitors import Visitor

SLOW_MS = 60_000
"""A day that nobody has asked about yet gets its first plan, which takes a while on a busy computer."""


class Desk:
    """The booking page of somebody.

    Parameters
    ----------
    visitor : Visitor
        Signed in as a dispatcher.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.open()

    def open(self) -> None:
        """Open the page, ready for a call."""
        self.visitor.go("/booking")
        expect(self.at("client")).to_be_focused()
        expect(self.page.locator("#services input").first).to_be_attached()

    def at(self, key: str) -> Locator:
        """Return the element with an id."""
        return self.page.locator(f"#{key}")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        self.page.keyboard.type(text)

    def find(self, text: str) -> str:
        """Find a client by a few letters, take the first, and return their name."""
        self.type(text)
        expect(self.at("client-list").locator("strong").first).to_be_visible()
        self.press("Enter")
        expect(self.at("about")).to_be_visible()
        expect(self.at("words")).to_be_focused()
        return self.at("about-name").inner_text()

    def service(self, name: str) -> None:
        """Choose a service."""
        self.page.locator("#services label", has_text=name).first.click()

    def service_by_keyboard(self, name: str) -> None:
        """Go back to the services, choose one with the arrows, and return to the wish."""
        for _ in range(6):
            if self.page.evaluate("document.activeElement.name") == "service":
                break
            self.press("Shift+Tab")
        for _ in range(self.page.locator("#services input").count()):
            if self.page.locator("#services label", has_text=name).locator("input").is_checked():
                break
            self.press("ArrowDown")
        self.press("F4")

    def choose(self, field: str, text: str) -> None:
        """Choose the first thing that a field finds."""
        self.at(field).fill(text)
        expect(self.page.locator(f"#{field}-list [role=option]").first).to_be_visible()
        self.at(field).press("Enter")

    def wish(self, words: str) -> None:
        """Say the wish, and ask for it."""
        self.at("words").fill(words)
        self.at("words").press("Enter")

    def answered(self) -> Locator:
        """Wait for the answer; return the offers."""
        expect(self.at("answer")).to_be_visible(timeout=SLOW_MS)
        expect(self.at("wish-busy")).to_be_hidden(timeout=SLOW_MS)
        return self.page.locator(".offer")

    def promised(self) -> str:
        """Wait for the promise; return its sentence."""
        expect(self.at("done")).to_be_visible(timeout=SLOW_MS)
        return self.at("done-sentence").inner_text()

    def enquiries(self) -> list[dict[str, Any]]:
        """Return all enquiries, as the API tells them."""
        answer = asked(self.visitor, "GET", "/enquiries?limit=200")
        assert answer["status"] == 200
        found: list[dict[str, Any]] = answer["data"]["items"]
        return found

    def held(self) -> list[dict[str, Any]]:
        """Return what is booked of whoever is on the line, in its order."""
        name = self.at("about-name").inner_text()
        found = asked(self.visitor, "POST", "/clients/search", {"text": name, "limit": 8})["data"]["items"]
        (client,) = [one for one in found if one["name"] == name]
        items = asked(self.visitor, "GET", f"/bookings?client={client['id']}")["data"]["items"]
        return sorted((one for one in items if one["status"] == "held"), key=lambda one: (one["day"], one["id"]))


def opened(page: Page, key: str) -> Locator:
    """Return a dialog that is open."""
    found = page.locator(f"dialog#{key}[open]")
    expect(found).to_be_visible()
    return found
