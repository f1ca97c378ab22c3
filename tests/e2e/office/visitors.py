"""People at the office's pages: signed in, watched for complaints of the browser, looked at for barriers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from scheduler.domain.accounts import Role

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@dataclass
class Visitor:
    """Somebody at a page.

    Attributes
    ----------
    complaints : list of str
        What the browser's console said; must be empty at the end.
    foreign : list of str
        Addresses of other hosts that were asked.
    """

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the office."""
        self.page.goto(self.address + path)
        return self.page

    def barriers(self) -> list[str]:
        """Return what keeps people with disabilities from using the page, as axe finds it."""
        options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        return [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found]

    def forgive(self, told: str) -> None:
        """Forget what the browser wrote down of something that a test wanted to go wrong."""
        self.complaints[:] = [one for one in self.complaints if told not in one]

    def wide(self) -> bool:
        """Return whether one has to scroll sideways to read the page."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@contextmanager
def visiting(
    browser: Browser, address: str, role: Role | None, *, lang: str = "pl", **settings: Any
) -> Iterator[Visitor]:
    """Open a browser of its own for somebody, and check at the end that it had nothing to complain of.

    Parameters
    ----------
    role : Role or None
        As whom to sign in, through the demo's start page; None: nobody is signed in.
    **settings
        Of playwright's `new_context`, such as `viewport`.
    """
    context = browser.new_context(
        locale={"pl": "pl-PL", "en": "en-GB"}[lang], timezone_id="America/New_York", ignore_https_errors=True,
        **settings,
    )  # fmt: skip
    visitor = Visitor(context.new_page(), address)
    _watch(visitor)
    try:
        if role is not None:
            visitor.go("/sign-in")
            visitor.page.locator(f"[data-role={role.value}]").click()
            visitor.page.wait_for_url(lambda url: "/sign-in" not in url)
        yield visitor
    finally:
        context.close()
    assert not visitor.complaints, visitor.complaints
    assert not visitor.foreign, visitor.foreign


def _watch(visitor: Visitor) -> None:
    page = visitor.page

    def told(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            visitor.complaints.append(f"{said.text} ({said.location['url']})")

    page.on("console", told)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    own = (visitor.address, "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(own) else visitor.foreign.append(asked.url))
