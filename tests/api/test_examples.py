"""The description: OpenAPI 3.1 with units, and examples that are sent as they stand."""

from collections.abc import Mapping
from typing import Any

import pytest

from api.app import create_app
from api.routes import demo
from scheduler.domain.accounts import Role
from tests.api.office_day import BEFORE, EVENING, a_closed_day
from tests.api.test_every_route import KEYS, ROUTES
from tests.api.things import a_planned_shift
from tests.api.world import HOME, PASSWORD, Asker, World, make_world

OFFICE = make_world()
TOLD: dict[str, Any] = OFFICE.app.openapi()
OPERATIONS = [(method, path) for path, one in TOLD["paths"].items() for method in one]
BODIES = [(method, path) for method, path in OPERATIONS if "requestBody" in TOLD["paths"][path][method]]
ELSEWHERE = frozenset({
    "/api/v1/session", "/api/v1/phone-session", "/api/v1/setup", "/api/v1/session/totp", "/api/v1/session/totp/code",
    "/api/v1/users/{user_id}/identity",
})  # fmt: skip
"""Their examples hold what no installation has; test_sign_in.py and tests/identity send them with real ones."""
AFTERWARDS = frozenset({"/api/v1/days/{day}/outcomes", "/api/v1/days/{day}/reopening"})
"""What is said of a day that is over."""

PAPER = "/api/v1/days/{day}/paper-sheets/{shift_id}"
RUNNING = frozenset({"/api/v1/days/{day}/replans", "/api/v1/own-day/{day}/{shift_id}/seen", PAPER})
"""For days that are published."""


def body_of(method: str, path: str) -> dict[str, Any]:
    content = TOLD["paths"][path][method]["requestBody"]["content"]["application/json"]
    schema: dict[str, Any] = TOLD["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return schema


def seen_before(at: str, keys: Mapping[str, str]) -> str:
    """Return what somebody looks at before changing something there: its version goes with the change."""
    if "statement_id" in keys:
        return at.removesuffix("/withdrawal")
    of = {"series_id": "series", "check_id": "checks", "day": "days"}
    return next((f"/api/v1/{place}/{keys[name]}" for name, place in of.items() if name in keys), at)


def publish(world: World, day: str) -> None:
    dispatcher, path = world.browser(Role.DISPATCHER), f"/api/v1/days/{day}"
    told = {"If-Match": dispatcher.get(path).headers["etag"]}
    assert dispatcher.post(f"{path}/publication", headers=told).status_code == 200


@pytest.mark.parametrize(("method", "path"), BODIES, ids=[f"{m} {p}" for m, p in BODIES])
def test_an_example_works(method: str, path: str) -> None:
    """Whoever writes a program from the description would begin with something that is refused."""
    body = body_of(method, path)["example"]
    if path in ELSEWHERE:
        assert set(body_of(method, path)["properties"]) >= set(body)
        return
    world = make_world()
    world.clock.at = EVENING if path in AFTERWARDS else BEFORE
    keys = {name: make(world, HOME) for name, make in KEYS.items() if f"{{{name}}}" in path}
    if {"day", "shift_id"} <= keys.keys():
        keys["shift_id"] = a_planned_shift(world, HOME)
    at = path.format(**keys)
    seen = at if path == PAPER else seen_before(at, keys)
    if path.endswith("/reopening"):
        a_closed_day(world)
    if path in RUNNING:
        publish(world, keys["day"])
    if path.endswith("session/password"):
        body = {**body, "old": PASSWORD}
    statuses = []
    for role in (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR, Role.WORKER):
        asker = world.browser(role)
        shown = asker.get(seen)
        headers = {"If-Match": shown.headers["etag"]} if "etag" in shown.headers else {}
        statuses.append(asker(method.upper(), at, json=body, headers=headers).status_code)

    assert {status for status in statuses if status < 300} & {200, 201, 202, 204}, statuses


def test_every_route_is_described_with_its_errors() -> None:
    """A program would meet answers that nobody told it of."""
    shown = {(method.upper(), path) for method, path in OPERATIONS}
    there = [(method, route) for method, route in ROUTES if route not in demo.router.routes]

    assert {(method, route.path_format) for method, route in there if route.include_in_schema} == shown
    for method, path in OPERATIONS:
        operation = TOLD["paths"][path][method]
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert operation["description"]
    assert TOLD["openapi"].startswith("3.1")


def test_every_number_says_its_unit() -> None:
    """Seconds would be sent as minutes, and a visit be sixty times too long."""
    unitless = []
    for name, schema in TOLD["components"]["schemas"].items():
        for field, value in schema.get("properties", {}).items():
            kinds = {value.get("type")} | {one.get("type") for one in value.get("anyOf", ())}
            if kinds & {"integer", "number"} and not (value.get("description") or field in {"floor", "birth_year"}):
                unitless.append(f"{name}.{field}")

    assert unitless == []


def test_descriptions_of_two_applications_are_equal() -> None:
    """Two servers behind one proxy would describe themselves differently."""
    assert create_app(OFFICE.office).openapi() == TOLD


def test_the_description_is_public_and_needs_no_other_server(world: World) -> None:
    """A page of the description would load scripts from a stranger's server, or not work without the internet."""
    asker = Asker(world.app)

    assert asker.get("/openapi.json").json() == TOLD
    assert {asker.get(path).status_code for path in ("/docs", "/redoc")} == {404}
