"""A corpus of hostile requests: no server error, no leak, nothing changed."""

import tempfile
from datetime import date
from typing import Any

import httpx
import pytest

from scheduler.domain.accounts import Role
from tests.api.hostile_events import hostile_events
from tests.api.hostile_office import hostile_office
from tests.api.hostile_requests import Hostile, hostile
from tests.api.world import HOME, OTHER, Asker, World, make_world, stamps, town

CORPUS = [*hostile(), *hostile_office(), *hostile_events()]
TEMPORARY = f"{tempfile.gettempdir()}/".casefold()
LEAKS = (
    "traceback", "sqlalchemy", "sqlite", "psycopg", ".py", "/home/", TEMPORARY, "$argon2", "root:", "pydantic",
    "scheduler.", "fastapi", "starlette", "select ", "exception",
)  # fmt: skip
"""What shows the inside of the server."""


@pytest.fixture(scope="module")
def office() -> World:
    return make_world()


@pytest.fixture(scope="module")
def askers(office: World) -> dict[str, Asker]:
    known = {role.value: office.browser(role) for role in Role}
    return {**known, "nobody": office.nobody()}


def kept(world: World) -> tuple[Any, ...]:
    """Everything that a request could change and that should not change by these, but the audit of failed sign-ins."""
    accounts = world.office.accounts
    facts: list[Any] = []
    for name in (HOME, OTHER):
        with world.office.store.reading(name) as unit:
            facts.append((unit.clients.all(), unit.places.all(), unit.head.all(), unit.staff.all()))
            facts.append((unit.bookings.all(), unit.enquiries.all(), unit.notices.all(), unit.solves.all()))
            facts.append((unit.events.all(), unit.live.all()))
            facts.append((unit.days.between(date(2026, 1, 1), date(2026, 12, 31)), unit.shifts.all()))
    return facts, accounts.users.all(), accounts.tokens.all(HOME), accounts.tokens.all(OTHER)


def all_refused(answer: httpx.Response) -> bool:
    """Return whether it is the answer to a batch of events of which none is kept or known."""
    return {one["outcome"] for one in answer.json().get("items", [{"outcome": ""}])} == {"refused"}


@pytest.mark.parametrize("one", CORPUS, ids=lambda one: one.name)
def test_harm_comes_to_nothing(office: World, askers: dict[str, Asker], one: Hostile) -> None:
    """Whoever tries would break the service, read its insides or its clients, or change them."""
    before, marks = kept(office), stamps(office)
    asker = askers[one.by]
    answer = asker(one.method, one.path, **dict(one.more))
    if answer.status_code == 429:
        office.clock.move(minutes=16)

    assert answer.status_code < 500, answer.text
    assert kept(office) == before
    if answer.status_code < 400:
        assert one.method in {"GET", "HEAD"} or all_refused(answer)
        assert one.by != "nobody" or not answer.content
    else:
        assert stamps(office) == marks or one.path == "/api/v1/session"
        assert answer.headers["content-type"] == "application/problem+json"
        assert one.method == "HEAD" or set(answer.json()) >= {"type", "title", "status", "detail"}
    said = answer.text.casefold()
    assert not [word for word in LEAKS if word in said]
    if answer.status_code >= 400:
        assert not [client.name for client in town(HOME).clients.values() if client.name.casefold() in said]


def test_the_corpus_is_large_and_named() -> None:
    """Somebody would shorten it without noticing."""
    assert len(CORPUS) >= 250
    assert len({one.name for one in CORPUS}) == len(CORPUS)


def test_the_service_still_works_after_all_that(office: World, askers: dict[str, Asker]) -> None:
    """A request in the corpus would have left the service broken for everybody."""
    office.clock.move(minutes=1)
    asker = office.browser(Role.DISPATCHER)

    assert asker.get("/api/v1/clients").status_code == 200
    assert asker.post("/api/v1/clients", {"name": "Helena Maj", "home": "dom-K-01"}).status_code == 201
