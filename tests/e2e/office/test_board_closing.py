"""A day is closed on the board: on the morning after, with what nobody has reported filled in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from scheduler.domain.accounts import Role
from tests.e2e.office.boards import LONG_MS, asked, choose, close, dialog, opened, words
from tests.e2e.office.offices import DAY, ZONE, Serving, serving
from tests.e2e.office.visitors import Visitor, visiting
from tests.serving.serving import Certificate

type Visit = Callable[..., Visitor]
MORNING = datetime.combine(DAY + timedelta(days=1), time(8), ZONE)


@pytest.fixture(scope="module")
def served(made: Path, tls: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server on the morning after, when the last shift is back."""
    with serving(made, tmp_path_factory.mktemp("morning") / "office", tls, starts=MORNING) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, served: Serving) -> Iterator[Visit]:
    """Open a browser as somebody on that morning."""
    with ExitStack() as stack:
        yield lambda role, **settings: stack.enter_context(visiting(browser, served.address, role, **settings))


def missing_of(office: Visitor) -> Any:
    return asked(office, "GET", f"/days/{DAY}/closing")["data"]


def say(office: Visitor, body: dict[str, Any]) -> None:
    told = {"client_ids": [], "reason": "wpisane z karty", **body}
    assert asked(office, "POST", f"/days/{DAY}/outcomes", told)["status"] == 201, told


def said_but_for_one(office: Visitor) -> None:
    """Type in what became of everybody but one, as from a paper sheet, and how all got home but one party."""
    missing = missing_of(office)["missing"]
    left = missing[-1]["request_id"]
    for request_id in dict.fromkeys(one["request_id"] for one in missing):
        if request_id != left:
            say(office, {"request_id": request_id, "about": "outcome", "outcome": "missed"})
    parties: dict[str, list[str]] = {}
    for one in missing_of(office)["stranded"]:
        parties.setdefault(one["request_id"], []).append(one["client"]["id"])
    for request_id, clients in list(parties.items())[1:]:
        say(office, {"request_id": request_id, "about": "way_home", "way_home": "family", "client_ids": clients})


def state(part: Locator, choice: str, page_words: str) -> None:
    """Fill in the folded form of an entry."""
    part.locator("summary").click()
    part.get_by_label(words("pl", "board_plans.closing.what")).select_option(choice)
    part.get_by_label(words("pl", "board_plans.closing.why")).fill(page_words)
    part.get_by_role("button", name=words("pl", "board_plans.closing.say"), exact=True).click()


def test_a_day_is_closed_when_all_is_known(visit: Visit) -> None:
    """A day would be closed over somebody of whom nobody knows how they got home; or never, for want of a word."""
    office = visit(Role.DISPATCHER)
    page = opened(office)
    due = page.locator("#board-plans .primary:visible")
    expect(due).to_have_text("Zamknij dzień")
    due.click()
    expect(dialog(page).locator(".lead")).to_have_text(words("pl", "board_plans.closing.not_ready"))
    expect(dialog(page).get_by_role("button", name="Zamknij dzień")).to_have_count(0)
    close(page)
    said_but_for_one(office)

    due.click()
    expect(dialog(page).get_by_text("Nie wiadomo, jak wrócili do domu")).to_be_visible(timeout=LONG_MS)
    entries = dialog(page).locator(".report > li")
    expect(entries).to_have_count(2)
    assert office.barriers() == []
    home = entries.first
    home.locator("summary").click()
    home.get_by_role("button", name="Zapisz", exact=True).click()
    expect(dialog(page).get_by_role("alert")).to_have_text(words("pl", "board_plans.closing.why_missing"))
    home.locator("summary").click()
    state(home, "taxi", "rozmowa z rodziną o 18:20")
    expect(entries).to_have_count(1)
    state(entries.first, "served", "karta załogi")
    expect(dialog(page).locator(".lead")).to_have_text(words("pl", "board_plans.closing.ready"))
    dialog(page).get_by_role("button", name="Zamknij dzień").click()
    expect(page.locator("#notices")).to_contain_text("Dzień jest zamknięty.")
    expect(page.locator("#board-state")).to_contain_text("dzień zamknięty")
    expect(page.locator("#board-plans > button:visible")).to_have_count(0)
    assert asked(office, "GET", f"/days/{DAY}")["data"]["closed"] is True
    choose(page, "Zamknięcie dnia")
    expect(dialog(page)).to_contain_text("Otworzyć go ponownie może kierownik.")
