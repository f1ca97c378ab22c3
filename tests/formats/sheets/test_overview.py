"""The day's page: whole, safe, accessible, and never a surprise."""

import base64
import hashlib
import re
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler.domain.itinerary import DayView
from scheduler.formats.sheets.overview import overview_html
from scheduler.formats.sheets.words import LANGUAGES, Lang
from tests.formats.codec.strategies import any_value
from tests.formats.sheets.html_page import Page
from tests.formats.sheets.sample import HOSTILE, sample_view

LOADING = (
    "src",
    "srcset",
    "data",
    "poster",
    "action",
    "formaction",
    "background",
    "ping",
    "style",
    "onload",
    "onclick",
)


@pytest.fixture(scope="module", params=LANGUAGES)
def html(request: pytest.FixtureRequest) -> str:
    """Text of the page of the sample, once per language."""
    return overview_html(sample_view(hostile=True), lang=request.param)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """The page read back."""
    return Page(html)


def test_the_page_loads_nothing(html: str, page: Page) -> None:
    """Addresses of residents would leak to a server each time somebody opens the file."""
    assert not [name for name in LOADING if any(True for _ in page.values(name))]
    assert {value for value in page.values("href") if not value.startswith("#")} == {"data:,"}
    outside_of_text = re.sub(r'xmlns="[^"]*"', "", html)
    assert not re.findall(r"(?:https?:)?//[a-z]", outside_of_text.replace("// ", ""))
    assert "@import" not in html
    assert set(re.findall(r"url\(([^)]*)\)", html)) == {"#hatch-over", "#hatch-wheels"}


def test_policy_allows_only_our_style_and_script(page: Page) -> None:
    """A resident's name with a script in it would run in the dispatcher's browser."""
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        digest = base64.b64encode(hashlib.sha256(page.raw[tag].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
        assert len(page.all(tag)) == 1


def test_hostile_text_is_shown_as_it_is(html: str, page: Page) -> None:
    """A name with a < in it would vanish, or become part of the page."""
    assert "<b>O'" not in html
    assert any(HOSTILE in text for text in page.text)
    assert any(HOSTILE in label for label in page.values("aria-label"))


def test_every_link_leads_somewhere(page: Page) -> None:
    """A click on a stop would do nothing."""
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("href") if value.startswith("#")} <= set(ids)
    assert {label["for"] for label in page.all("label")} <= set(ids)
    referenced = {name for value in page.values("aria-labelledby") for name in value.split()}
    assert referenced <= set(ids)


def test_headings_and_landmarks_guide_a_screen_reader(page: Page) -> None:
    """Whoever hears the page instead of seeing it would be lost."""
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(page.all("main")) == 1
    assert page.all("html")[0]["lang"] in LANGUAGES
    assert all(table_caption for table_caption in page.all("caption"))
    assert len(page.all("caption")) == len(page.all("table"))


def test_every_stop_has_a_name_and_can_be_reached(page: Page) -> None:
    """A stop would be a mere splash of colour to whoever cannot see it."""
    stops = [link for link in page.all("a") if "stop-" in link.get("href", "")]
    count = sum(len(crew.stops) for crew in sample_view().itineraries)
    assert len(stops) == 2 * count  # on the map and on the timeline
    assert all(re.match(r"[A-Z]+\d+ · \d\d:\d\d", link["aria-label"]) for link in stops)


def test_reasons_and_figures_are_there(page: Page) -> None:
    """The dispatcher would have to open the plan file to learn why somebody is not served."""
    text = " ".join(page.text)
    assert "51" in page.text
    if page.all("html")[0]["lang"] == "pl":
        assert "Nikt z uprawnieniami nie zdąży przed 9:15." in text
        assert "12 minut później" in text
        assert "poniedziałek, 23 listopada 2026" in text
    else:
        assert "Nobody qualified can be there by 9:15." in text
        assert "Monday, 23 November 2026" in text
    assert "Do 9:20 u pani Ślusarczyk." in text or "Until 9:20 at Ms Ślusarczyk's." in text


def test_the_cost_of_the_day_is_what_is_paid(html: str, page: Page) -> None:
    """Prices of discomfort would be taken for money, and the manager would ask where it went."""
    cells = [text for text in page.text if "3948" in re.sub(r"[^0-9]", "", text)]
    assert len(cells) == 2  # the tile above and the sum below
    assert any(word in html for word in ("Wycenione niedogodności", "Priced discomforts"))


def test_notes_and_door_codes_stay_with_their_readers(html: str) -> None:
    """Door codes would lie open on every screen in the office."""
    assert "4471" not in html
    assert "zeszyt leży na lodówce" not in html


def _days() -> list[date]:
    return [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), date(2026, 12, 31)]


@pytest.mark.parametrize("day", _days(), ids=str)
def test_days_on_which_the_clocks_change(day: date) -> None:
    """Twice a year the page would fail, on a Sunday, with nobody there to repair it."""
    page = Page(overview_html(sample_view(day)))
    said = "Tej doby zegary" in " ".join(page.text)
    assert said == (day.month != 12)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_without_anything(lang: Lang) -> None:
    """A holiday would crash the page."""
    view = sample_view()
    empty = replace(view, itineraries=(), unassigned=(), findings=(), districts=(), terms={}, idle=())
    page = Page(overview_html(empty, lang=lang))
    assert any(word in " ".join(page.text) for word in ("nie ma żadnego dyżuru", "No shift has a stop"))


def test_a_large_town_is_drawn_in_time() -> None:
    """A town with 150 shifts would wait a minute for its page, or get a heap of labels for a map."""
    view = sample_view()
    many = replace(view, itineraries=tuple(view.itineraries[at % 9] for at in range(150)))
    started = time.perf_counter()
    html = overview_html(many)
    assert time.perf_counter() - started < 15
    assert 'class="dense drawing"' in html
    assert len(html) < 6_000_000


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(any_value(DayView))
def test_no_view_breaks_the_page(view: DayView) -> None:
    """One odd value in a plan file would leave the dispatcher without any page."""
    Page(overview_html(replace(view, zone="Europe/Warsaw")))
