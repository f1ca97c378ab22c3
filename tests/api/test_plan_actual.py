"""Plan against actual over HTTP: whoever may see figures, without any client, and as files that say the same."""

import csv

import pytest

from scheduler.domain.accounts import Role
from tests.api.evenings import closed, the_evening
from tests.api.office_day import DAY
from tests.api.world import HOME, World

PATH = f"/api/v1/plan-against-actual?from={DAY}&to={DAY}"


@pytest.fixture(scope="module")
def world() -> World:
    """An office whose day was done as planned, and closed."""
    return closed(the_evening()).day.world


def test_rows_of_each_kind_have_the_same_total(world: World) -> None:
    """The page by services would contradict the page by days."""
    ask = world.browser(Role.MANAGER).get
    found = {by: ask(f"{PATH}&by={by}").json() for by in ("day", "shift", "service")}
    totals = [one["total"] for one in found.values()]

    assert totals[0] == totals[1] == totals[2]
    assert totals[0]["served"] > 0
    assert found["day"]["closed"] == [str(DAY)]
    for one in found.values():
        assert sum(row["worked_s"] for row in one["rows"]) == totals[0]["worked_s"] > 0
    assert all(row["began"] and row["day"] == str(DAY) for row in found["shift"]["rows"])


def test_nobody_is_named(world: World) -> None:
    """A manager who wants to know how punctual the bus is would read who goes to which doctor."""
    text = world.browser(Role.MANAGER).get(f"{PATH}&by=shift").text
    with world.office.store.reading(HOME) as unit:
        clients = unit.clients.all()
    assert clients
    assert not [key for key, one in clients.items() if key in text or one.name in text]


@pytest.mark.parametrize(("lang", "total"), [("pl", "Razem"), ("en", "Total")])
def test_the_file_says_what_the_answer_says(world: World, lang: str, total: str) -> None:
    """A spreadsheet for the council would have another sum than the page."""
    ask = world.browser(Role.MANAGER).get
    told = ask(f"{PATH}&by=service").json()["total"]
    answer = ask(f"{PATH}&by=service&format=csv&lang={lang}")
    lines = [*csv.reader(answer.text.splitlines(), delimiter=";")]
    (last,) = (line for line in lines if line[1:2] == [total])

    assert answer.headers["content-disposition"] == f'attachment; filename="plan-actual-{DAY}-{DAY}.csv"'
    assert int(last[2]) == told["served"]
    assert float(last[8].replace(",", ".")) == pytest.approx(told["worked_s"] / 3600, abs=1e-3)
    assert float(last[10].replace(",", ".")) == pytest.approx(told["driven_m"] / 1000, abs=1e-3)


def test_shifts_are_asked_for_by_the_month(world: World) -> None:
    """A year of shifts is thousands of rows, which nobody reads and everybody waits for."""
    ask = world.browser(Role.MANAGER).get
    year = "/api/v1/plan-against-actual?from=2026-01-01&to=2026-12-31"
    assert ask(f"{year}&by=shift").status_code == 422
    assert ask(f"{year}&by=day").status_code == 200
    assert world.browser(Role.WORKER).get(PATH).status_code == 403
