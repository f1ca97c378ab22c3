"""A real browser for the tests of this folder: the system's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# No sandbox as root, no screen, and no calls home from a machine without internet.
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",  # of servers in these tests, which make their certificates themselves
)


def find_chromium() -> str | None:
    """Return the path of Chromium: from the environment variable CHROMIUM, or from PATH."""
    return shutil.which(os.environ.get("CHROMIUM", "chromium"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the system's Chromium; where it is missing tests are skipped, but fail under DOJAZD_CI=1."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium: install the package chromium, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("DOJAZD_CI") == "1" else pytest.skip)(missing)
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Give a headless browser for a file of tests; playwright's loop ends with it, or no other could run afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_ARGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give an empty page without cookies or storage, in Polish, in Poland."""
    context = browser.new_context(locale="pl-PL", timezone_id="Europe/Warsaw")
    yield context.new_page()
    context.close()
