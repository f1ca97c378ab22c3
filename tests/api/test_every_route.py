"""Every route of the application, asked by everybody: what the table of permissions says is what happens.

Routes are found by walking the application, so that a new one is asked, too; a parameter of its path needs a line in
`KEYS` here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from api.routes import ROUTERS, demo
from api.routing import OfficeRoute, add_routes, needs, office_router
from scheduler.domain.accounts import Role
from scheduler.domain.ids import TownId, UserId
from scheduler.services.access import NOT_FOR_MACHINES, ROLES, Permission
from tests.api.things import NO_IDS, THINGS, a_service
from tests.api.world import HOME, OTHER, Asker, World, make_world, stamps


def a_token(world: World, of: TownId) -> str:
    known = world.office.accounts.tokens.all(of)
    return known[0].id if known else world.office.tokens.add(of, "t", ["town.read"], by=UserId("U"))[1].id


KEYS: dict[str, Callable[[World, TownId], str]] = {
    "client_id": lambda world, of: f"only-{of}",
    "place_id": lambda world, of: f"only-{of}",
    "service_id": a_service,
    "user_id": lambda world, of: world.user(Role.WORKER, of).id,
    "token_id": a_token,
    **THINGS,
}
"""For each parameter of a path: an id that the town has, and the other one has not."""
SECRET_FREE = frozenset({"/metrics", "/api/v1/demo/sign-in"})
"""Public routes that look at who asks themselves; the second is the demo's server's alone."""


def walked() -> Iterator[tuple[str, OfficeRoute]]:
    for router in (*ROUTERS, demo.router):
        for route in router.routes:
            assert isinstance(route, OfficeRoute)
            for method in sorted(route.methods or ()):
                yield method, route


ROUTES = list(walked())
NAMES = [f"{method} {route.path}" for method, route in ROUTES]
every_route = pytest.mark.parametrize(("method", "route"), ROUTES, ids=NAMES)


def path_of(world: World, route: OfficeRoute, of: TownId) -> str:
    """Return the address of something that the town has; what somebody has taken out before is there again."""
    return route.path_format.format(**{name: KEYS[name](world, of) for name in route.param_convertors})


def ask(asker: Asker, world: World, method: str, route: OfficeRoute, of: TownId = HOME) -> int:
    """Ask a route with ids of a town, and a body that its description gives as an example."""
    path = path_of(world, route, of)
    body = example(world.app, route, method)
    headers = {"If-Match": '"1"'} if wants_version(world.app, route, method) else {}
    return asker(method, path, json=body, headers=headers).status_code


def wants_version(app: FastAPI, route: OfficeRoute, method: str) -> bool:
    operation = app.openapi()["paths"].get(route.path_format, {}).get(method.lower(), {})
    return any(one["name"] == "If-Match" for one in operation.get("parameters", ()))


def example(app: FastAPI, route: OfficeRoute, method: str) -> Any:
    operation = app.openapi()["paths"].get(route.path_format, {}).get(method.lower(), {})
    if "requestBody" not in operation:
        return None
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return app.openapi()["components"]["schemas"][name]["example"]


@pytest.fixture(scope="module")
def office() -> World:
    world = make_world(is_demo=True)
    for make in KEYS.values():
        for of in (HOME, OTHER):
            make(world, of)
    return world


@every_route
@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_the_table_says(office: World, method: str, route: OfficeRoute, role: Role) -> None:
    """A worker would read every client of the town, or a dispatcher could not book."""
    path_of(office, route, HOME)
    before = stamps(office)
    status = ask(office.browser(role), office, method, route)

    if route.path not in SECRET_FREE:
        assert (status == 403) == (role not in ROLES[route.permission])
    assert status == 403 or status < 500
    if status == 403:
        assert stamps(office) == before


@every_route
def test_nobody_gets_nothing(office: World, method: str, route: OfficeRoute) -> None:
    """Whoever finds the address of the service would read it without a name."""
    path_of(office, route, HOME)
    before = stamps(office)
    status = ask(office.nobody(), office, method, route)

    if route.permission is not Permission.PUBLIC:
        assert status == 401
        assert stamps(office) == before


@every_route
def test_a_machine_gets_its_scopes_and_nothing_else(office: World, method: str, route: OfficeRoute) -> None:
    """A leaked token of the figures' server would open the clients' files."""
    if route.permission is Permission.PUBLIC:
        return
    scopes = sorted(set(Permission) - NOT_FOR_MACHINES - {route.permission})
    assert ask(office.machine(*scopes), office, method, route) == 403
    if route.permission not in NOT_FOR_MACHINES:
        assert ask(office.machine(route.permission), office, method, route) not in {401, 403}


@every_route
def test_an_administrator_without_a_second_factor_gets_nothing(office: World, method: str, route: OfficeRoute) -> None:
    """A stolen password alone would be enough to make oneself a dispatcher."""
    if route.permission in {Permission.PUBLIC, Permission.SELF}:
        return
    assert ask(office.browser(Role.ADMINISTRATOR, strong=False), office, method, route) == 403


with_keys = [(method, route) for method, route in ROUTES if set(route.param_convertors) - NO_IDS]


@pytest.mark.parametrize(("method", "route"), with_keys, ids=[f"{m} {r.path}" for m, r in with_keys])
@pytest.mark.parametrize("role", Role)
def test_another_towns_ids_are_not_there(office: World, method: str, route: OfficeRoute, role: Role) -> None:
    """The office of the next town would read and change what is not its own."""
    path_of(office, route, HOME)
    before = stamps(office)
    status = ask(office.browser(role, OTHER), office, method, route, of=HOME)

    assert status == (404 if role in ROLES[route.permission] else 403)
    assert stamps(office) == before


def test_unknown_paths_are_nobodys_business(office: World) -> None:
    """Whoever is not signed in would learn from 404 and 405 what there is."""
    for method, path in (("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/session/x"), ("PATCH", "/api/v1/clients")):
        answer = office.nobody()(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert office.browser(Role.DISPATCHER).get("/api/v1/nothing").status_code == 404
    assert office.browser(Role.DISPATCHER)("PATCH", "/api/v1/clients").status_code == 405


def door() -> dict[str, str]:
    return {}


def test_a_route_without_a_permission_does_not_start() -> None:
    """Somebody in a hurry would open a door to everybody."""
    router = office_router("/api/v1/forgotten", "forgotten")

    with pytest.raises(TypeError, match="declares 0 permissions"):
        router.get("")(door)
    with pytest.raises(TypeError, match="declares 2 permissions"):
        router.get("", dependencies=[needs(Permission.SELF), needs(Permission.PUBLIC)])(door)


def test_a_foreign_route_does_not_start() -> None:
    """A route that was added past the router would pass by every check."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.get("/back-door")(door)

    with pytest.raises(TypeError, match="back-door"):
        add_routes(app, ROUTERS)


def test_every_permission_has_a_row() -> None:
    """A permission that the table forgot would belong to nobody, or break the sign-in of everybody."""
    assert set(ROLES) == set(Permission)
