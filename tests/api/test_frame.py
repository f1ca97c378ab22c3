"""What every answer has: headers, problem documents, limits, a line in the log that names nobody."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from fastapi import Request

from api.app import create_app
from api.errors import TABLE, error_problem, kind_of
from api.middleware.limits import TokenBucket
from api.routes import ROUTERS
from api.routing import needs, office_router
from scheduler.domain import errors
from scheduler.domain.accounts import Role, digest_of
from scheduler.domain.errors import DojazdError, StoreError
from scheduler.services.access import Permission
from scheduler.store.memory.accounts import MemoryAccounts
from tests.api.world import BASE, HOME, PASSWORD, Asker, World, make_world

SECRET = "postgresql://dojazd:hunter2@db/x SELECT * FROM clients WHERE name='Helena Maj'"


@contextmanager
def captured() -> Iterator[list[Any]]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with structlog.testing.capture_logs() as logs:
        yield logs


def every_error() -> Iterator[type[DojazdError]]:
    for one in vars(errors).values():
        if isinstance(one, type) and issubclass(one, DojazdError):
            yield one


NEVER_ANSWERED = {
    DojazdError, errors.PlanRejectedError, errors.EngineError, errors.StudyError, errors.StudyStoppedError,
}  # fmt: skip


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_has_a_row(kind: type[DojazdError]) -> None:
    """A new error would be answered as something that it is not, or as 500."""
    found = next(TABLE[one] for one in kind.__mro__ if one in TABLE)

    assert found.name != "internal" or kind in NEVER_ANSWERED


def test_the_database_is_not_quoted() -> None:
    """A password, a query or a path of the server would be read by whoever asks."""
    answer = error_problem(StoreError(SECRET))

    assert answer.status_code == 503
    assert b"hunter2" not in answer.body
    assert kind_of(errors.MasterKeyError("x")).status == 503


def broken_world(error: Exception) -> tuple[World, Asker]:
    """An office with a route that breaks."""
    world, router = make_world(towns=(HOME,)), office_router("/api/v1/broken", "broken")

    @router.get("", dependencies=[needs(Permission.PUBLIC)])
    def broken(_request: Request) -> None:
        raise error

    return world, Asker(create_app(world.office, routers=[*ROUTERS, router]))


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), DojazdError(SECRET), RecursionError()])
def test_what_breaks_says_nothing_of_the_inside(error: Exception) -> None:
    """A traceback in the answer or the log would show clients' data and the server's insides."""
    _, asker = broken_world(error)
    with captured() as logs:
        answer = asker.get("/api/v1/broken")

    assert (answer.status_code, answer.json()["type"]) == (500, "urn:dojazd:internal")
    assert answer.headers["x-request-id"]
    assert "hunter2" not in answer.text + json.dumps(logs)
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/health", "/api/v1/town", "/nothing", "/openapi.json"])
def test_every_answer_has_the_headers(world: World, path: str) -> None:
    """A note with a script in it would run in the dispatcher's browser."""
    headers = world.nobody().get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
    assert "strict-transport-security" not in headers


def test_what_is_too_large_is_refused(world: World) -> None:
    """One request would fill the memory of the server."""
    asker = world.browser(Role.DISPATCHER)

    async def pieces() -> Any:
        for _ in range(3000):
            yield b" " * 1024

    said = asker("POST", "/api/v1/clients", content=b"x" * 1_048_577, headers={"Content-Type": "application/json"})
    unsaid = asker("POST", "/api/v1/clients", content=pieces(), headers={"Content-Type": "application/json"})
    odd = asker("POST", "/api/v1/clients", content=b"{}", headers={"Content-Length": "-1"})

    assert [one.status_code for one in (said, unsaid, odd)] == [413, 413, 413]


def test_who_asks_too_often_waits() -> None:
    """One broken program would keep all dispatchers from working."""
    world = make_world(towns=(HOME,), requests_per_minute=60)
    dispatcher, manager = world.browser(Role.DISPATCHER), world.browser(Role.MANAGER)
    statuses = [dispatcher.get("/api/v1/session").status_code for _ in range(12)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert manager.get("/api/v1/session").status_code == 200
    assert {world.nobody().get("/health").status_code for _ in range(30)} == {200}
    assert world.nobody(Authorization="Bearer nothing").get("/health").status_code == 200
    wrong = [world.nobody(Authorization="Bearer nothing").get("/api/v1/town").status_code for _ in range(30)]
    assert (wrong[0], wrong[-1]) == (401, 429)


def test_a_bucket_fills_again() -> None:
    """Whoever was slowed down once would stay so; or could save up for a flood."""
    at = [0.0]
    bucket = TokenBucket(rate=2, burst=3, now=lambda: at[0])

    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    at[0] = 0.5
    assert [bucket.take("a"), bucket.take("a") > 0, bucket.take("b")] == [0, True, 0]
    at[0] = 1000
    assert [bucket.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", BASE + ".evil.example"])
def test_another_sites_page_cannot_act(world: World, origin: str) -> None:
    """A page that a dispatcher happens to open would change clients in her name."""
    asker = world.browser(Role.DISPATCHER)

    assert asker.delete("/api/v1/session", headers={"Origin": origin}).status_code == 403
    assert world.nobody(Origin=origin).post("/api/v1/session", {}).status_code == 403
    assert asker.get("/api/v1/session").status_code == 200


def test_without_an_origin_the_sessions_token_is_wanted(world: World) -> None:
    """A request that a foreign form made without telling where it is from would pass."""
    asker = world.browser(Role.DISPATCHER)
    token = asker.get("/api/v1/session").json()["csrf_token"]
    other = world.browser(Role.DISPATCHER).get("/api/v1/session").json()["csrf_token"]
    asker.headers.clear()

    for wrong in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": other}):
        assert asker.delete("/api/v1/session", headers=wrong).status_code == 403
    assert asker.delete("/api/v1/session", headers={"X-CSRF-Token": token}).status_code == 204


def test_the_log_names_nobody(world: World) -> None:
    """Whoever keeps the logs would read who is cared for, by whom, and where they live."""
    asker = world.browser(Role.DISPATCHER)
    with captured() as logs:
        asker.post("/api/v1/clients/search", {"text": "O'Łódź"})
        asker.get("/api/v1/clients/K-01")
        asker.get("/api/v1/clients/Helena-Maj")
        asker.get("/Helena-Maj")
        asker("PROPFIND", "/api/v1/clients")
        world.nobody().post("/api/v1/session", {"sign_in": "dispatcher@starachowice", "password": PASSWORD})
    told = json.dumps(logs, ensure_ascii=False)

    assert [one["route"] for one in logs] == [
        "/api/v1/clients/search", "/api/v1/clients/{client_id}", "/api/v1/clients/{client_id}", "-", "/api/v1/clients",
        "/api/v1/session",
    ]  # fmt: skip
    assert logs[0] == {
        "event": "request", "log_level": "info", "request": logs[0]["request"], "method": "POST", "status": 200,
        "route": "/api/v1/clients/search", "ms": logs[0]["ms"], "role": "dispatcher", "town": HOME,
    }  # fmt: skip
    for word in ("O'Łódź", "K-01", "Helena", "dispatcher@", "203.0.113", PASSWORD, "PROPFIND"):
        assert word not in told


def test_figures_are_for_this_computer_and_its_machines(world: World) -> None:
    """Anybody could watch how busy the office is; or a proxy's visitors would pass for this computer."""
    here = Asker(world.app, address="127.0.0.1")
    assert Asker(world.app, address="::ffff:127.0.0.1").get("/metrics").status_code == 200
    assert Asker(world.app, address="::ffff:10.0.0.5").get("/metrics").status_code == 403
    text = here.get("/metrics").text

    assert "dojazd_requests_open 1.0" in text
    assert 'route="/metrics"' in here.get("/metrics").text
    assert here.get("/metrics", headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 403
    assert world.browser(Role.ADMINISTRATOR).get("/metrics").status_code == 403
    assert world.machine("metrics.read").get("/metrics").status_code == 200


@pytest.mark.parametrize("seen_as", ["10.0.0.5", "::ffff:10.0.0.5"], ids=["on IPv4", "on IPv6"])
def test_a_proxys_word_is_taken_only_when_it_is_trusted(seen_as: str) -> None:
    """Anybody could choose the address by which their guesses are counted."""
    for proxies, expected in (((), "10.0.0.5"), (("10.0.0.0/8",), "198.51.100.1"), (("10.0.0.5",), "198.51.100.1")):
        world = make_world(towns=(HOME,), trusted_proxies=proxies)
        proxy = Asker(world.app, address=seen_as)
        proxy.post("/api/v1/phone-session", {"code": "x"}, headers={"X-Forwarded-For": "9.9.9.9, 198.51.100.1"})
        assert isinstance(world.office.accounts, MemoryAccounts)
        assert list(world.office.accounts.throttle.kept) == [f"address:{digest_of(expected)}"]


def test_readiness_tells_when_the_database_is_away() -> None:
    """A proxy would go on sending people to a server that cannot answer."""
    world, _ = broken_world(ValueError())
    assert world.nobody().get("/ready").status_code == 200

    def away() -> None:
        raise StoreError(SECRET)

    object.__setattr__(world.office, "check", away)
    answer = world.nobody().get("/ready")
    assert (answer.status_code, "hunter2" in answer.text) == (503, False)
    assert world.nobody().get("/health").status_code == 200


def test_what_is_over_is_swept_up_by_the_service(world: World) -> None:
    """Digests of whoever tried to sign in years ago would lie in the database for ever."""
    world.nobody().post("/api/v1/phone-session", {"code": "x"})
    assert isinstance(world.office.accounts, MemoryAccounts)
    kept = world.office.accounts.throttle.kept
    assert kept
    world.clock.move(days=2)

    async def live() -> None:
        async with world.app.router.lifespan_context(world.app):
            while kept:  # noqa: ASYNC110  # what happens in a thread of the application tells nobody
                await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(live(), 10))
    assert not kept
