"""The manager's pages as text: whose they are, what they say of a period, and how numbers are told."""

import re
from collections.abc import Mapping
from html import unescape

import httpx
import pytest

from api.pages.figures.numbers import Change, Numbers
from api.pages.figures.tables import Cell, Column, Line, in_order
from api.pages.texts import texts_of
from scheduler.domain.accounts import Role
from scheduler.formats.sheets.words import LANGUAGES, NBSP
from solver.rule import Level
from solver.rules import all_rules
from tests.api.evenings import closed, the_evening
from tests.api.office_day import DAY
from tests.api.world import HOME, Asker, World

PERIOD = f"from={DAY}&to={DAY}"
VIEWS = ("", "/district", "/service", "/provider", "/plan", "/exports")


@pytest.fixture(scope="module")
def evening() -> World:
    """An office whose day was done as planned, and closed."""
    return closed(the_evening()).day.world


@pytest.fixture(scope="module")
def manager(evening: World) -> Asker:
    return evening.browser(Role.MANAGER)


def text_of(answer: httpx.Response) -> str:
    """Return what stands on a page, without its elements."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.mark.parametrize("view", VIEWS)
def test_figures_are_for_whoever_may_see_them(evening: World, view: str) -> None:
    """A driver would read what the town pays a provider, or the manager nothing."""
    path = f"/figures{view}?{PERIOD}"
    seen = {role: evening.browser(role).get(path).status_code for role in Role}
    assert {role for role, status in seen.items() if status == 200} == {Role.MANAGER, Role.DISPATCHER}
    assert {status for status in seen.values() if status != 200} == {403}
    assert evening.nobody().get(path).headers["location"].startswith("/sign-in?after=%2Ffigures")


def test_the_manager_begins_with_figures(evening: World) -> None:
    """Whoever signs in as the manager would be told that there is nothing to do."""
    assert evening.browser(Role.MANAGER).get("/").headers["location"] == "/figures"
    assert 'href="/figures"' in evening.browser(Role.DISPATCHER).get(f"/figures?{PERIOD}").text


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_without_a_period_is_that_of_this_month(manager: Asker, view: str) -> None:
    """A link that is sent in December would show December, whatever was meant."""
    answer = manager.get(f"/figures{view}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/figures{view}?from=2026-11-01&to=2026-11-24")


@pytest.mark.parametrize(("first", "last"), [("2026-11-20", "2026-11-02"), ("2024-01-01", "2026-11-02")])
def test_a_period_that_cannot_be_is_told_so(manager: Asker, first: str, last: str) -> None:
    """Whoever mixes up the two dates would stand before an error, and type both again."""
    answer = manager.get("/figures", params={"from": first, "to": last})
    assert answer.status_code == 422
    assert texts_of("pl")("figures.wrong") in text_of(answer)
    assert f'value="{first}" aria-invalid="true"' in answer.text
    assert manager.get("/figures", params={"from": "jutro", "to": last}).status_code == 404


@pytest.mark.parametrize("view", VIEWS[:-1])
def test_a_period_without_closed_days_is_told_kindly(manager: Asker, view: str) -> None:
    """A manager would see noughts everywhere, and ask why nobody was served in July."""
    answer = manager.get(f"/figures{view}?from=2026-07-01&to=2026-07-31")
    assert answer.status_code == 200
    assert texts_of("pl")("figures.empty.title") in text_of(answer)
    assert "<table" not in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_what_the_figures_say(manager: Asker, lang: str) -> None:
    """The page would tell the council another number than the file."""
    told = {one["key"]: one["value"] for one in manager.get(f"/api/v1/kpis?{PERIOD}").json()["total"]["figures"]}
    numbers = Numbers(texts_of("pl" if lang == "pl" else "en"))
    text = text_of(manager.get(f"/figures?{PERIOD}", headers={"Accept-Language": lang}))
    wanted = {"served": "requests", "served_share": "permille", "distance": "km", "cost_per_served": "pln"}
    for key, unit in wanted.items():
        assert " ".join(numbers.told(told[key], unit).split()) in text, key


def test_rows_are_in_the_order_that_was_asked_for(manager: Asker) -> None:
    """The district with the most denials would stand somewhere in the middle."""
    values: Mapping[str, list[float]] = {
        order: [
            float(one)
            for one in re.findall(
                r'<td class="num drawn" data-value="([^"]+)"',
                manager.get(f"/figures/district?{PERIOD}&order={order}").text,
            )
        ]
        for order in ("served", "-served", "'\"><script>")
    }
    up, down = values["served"][:-1], values["-served"][:-1]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True) == values["'\"><script>"][:-1]
    assert len(set(up)) > 1
    assert 'aria-sort="descending"' in manager.get(f"/figures/district?{PERIOD}").text


def test_nobody_is_named_to_a_manager(evening: World, manager: Asker) -> None:
    """Whoever may see figures would read who was driven to which doctor."""
    with evening.office.store.reading(HOME) as unit:
        names = [one.name for one in unit.clients.all().values()]
    for view in VIEWS:
        text = manager.get(f"/figures{view}?{PERIOD}&by=shift" if view == "/plan" else f"/figures{view}?{PERIOD}").text
        assert not [name for name in names if name in text]


def test_cards_with_names_are_for_dispatchers(evening: World, manager: Asker) -> None:
    """A manager would be offered files that are refused, or given the names of all clients."""
    path = f"/figures/exports?{PERIOD}"
    assert "service-cards" not in manager.get(path).text
    assert "service-cards?of=clients" in evening.browser(Role.DISPATCHER).get(path).text


def test_every_file_that_is_offered_can_be_had(manager: Asker) -> None:
    """A link among the files would lead to an error."""
    found = [
        unescape(one) for one in re.findall(r'href="(/api/[^"]+)"', manager.get(f"/figures/exports?{PERIOD}").text)
    ]
    assert len(found) == 3 * (5 + 3 + 3)
    for one in found:
        answer = manager.get(one)
        assert (answer.status_code, answer.headers["content-disposition"][:10]) == (200, "attachment")


def test_every_rule_has_a_name_as_a_reason() -> None:
    """A manager would read "shift_span" as the reason why people are turned away."""
    codes = {rule.code for rule in all_rules() if rule.level is Level.HARD}
    for lang in LANGUAGES:
        assert {code for code in codes if f"figures.reason.{code}" not in texts_of(lang).texts} == set()


PL, EN = (Numbers(texts_of(lang)) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("numbers", "value", "unit", "told"),
    [
        (PL, 1234567, "requests", f"1{NBSP}234{NBSP}567"), (EN, 1234567, "requests", "1,234,567"),
        (PL, 900.16, "permille", "90,0%"), (EN, 900.16, "permille", "90.0%"), (PL, 0.0, "permille", "0,0%"),
        (PL, 52.416, "pln", f"52,42{NBSP}zł"), (PL, 3278.904, "km", f"3{NBSP}279{NBSP}km"),
        (PL, 9.5, "km", f"9,5{NBSP}km"),
        (PL, 1.618, "ratio", "1,62"), (EN, 2.0, "hours", f"2.0{NBSP}h"), (PL, None, "permille", ""),
    ],
)  # fmt: skip
def test_numbers_are_told_as_people_write_them(numbers: Numbers, value: float | None, unit: str, told: str) -> None:
    """A Polish reader would take 1,234 for little more than one."""
    assert numbers.told(value, unit) == told


@pytest.mark.parametrize(
    ("key", "now", "before", "unit", "change"),
    [
        ("served", 12, 10, "requests", Change(direction="up", by="2", worth="better")),
        ("denied", 12, 10, "requests", Change(direction="up", by="2", worth="worse")),
        ("distance", 8, 10, "km", Change(direction="down", by=f"2{NBSP}km", worth="")),
        ("on_time_pickup", 900, 925, "permille", Change(direction="down", by=f"2,5{NBSP}pkt proc.", worth="worse")),
        ("on_time_pickup", 900.2, 900, "permille", Change(direction="same", by="", worth="")),
        ("cost_per_served", 50, 52, "pln", Change(direction="down", by=f"2,00{NBSP}zł", worth="better")),
        ("served", None, 10, "requests", None), ("served", 10, None, "requests", None),
    ],
)  # fmt: skip
def test_a_change_says_whether_it_is_good(
    key: str, now: float | None, before: float | None, unit: str, change: Change | None
) -> None:
    """More denials would be praised, or a nought that was rounded be called a rise."""
    assert PL.change(key, now, before, unit) == change


def test_the_order_is_the_alphabets() -> None:
    """Łazy would stand behind Wzgórze, and what was not measured before what was worst."""
    names = ["Wzgórze", "Łazy", "Lubianka", "Żelazna", "Źródlana", "Zamek"]
    rows = [Line(name=name, cells=[Cell(value=None if name == "Łazy" else len(name), text="")]) for name in names]
    columns = [Column(key="served", name="")]
    alphabet = ["Lubianka", "Łazy", "Wzgórze", "Zamek", "Źródlana", "Żelazna"]
    assert [row.name for row in in_order(rows, columns, "name")] == alphabet
    for order in ("served", "-served"):
        assert in_order(rows, columns, order)[-1].name == "Łazy"
