"""Signing in as a role: in the demo's own server, on the demo's own database, at this computer, and nowhere else."""

from typing import Any

import httpx
import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import UserId
from scheduler.services.auditing import check_audit
from scheduler.services.demonstrating import MADE, keep_demo
from tests.api.world import BEGIN, HOME, OTHER, Asker, World, make_world, town

PATH = "/api/v1/demo/sign-in"
FOREIGN = {
    "another name": {"Host": "dojazd.town.example"},
    "a name that resolves to here": {"Host": "127.0.0.1.nip.example:8000"},
    "a name before ours": {"Host": "evil@127.0.0.1:8000"},
    "no name": {"Host": ""},
    "passed on": {"X-Forwarded-For": "203.0.113.9"},
    "passed on by the standard": {"Forwarded": "for=203.0.113.9"},
    "another site's page": {"Origin": "http://evil.example"},
}


def demo_world(*, is_demo: bool = True) -> World:
    """The demo's office, in a server of the demo's or in another one."""
    world = make_world(towns=(), users=False, is_demo=is_demo)
    keep_demo(world.office.store, world.office.accounts, town(HOME), BEGIN)
    return world


def here(world: World, **headers: str) -> Asker:
    """Somebody at this computer."""
    return Asker(world.app, "127.0.0.1", **headers)


def sign_in(asker: Asker, role: str = "dispatcher") -> httpx.Response:
    return asker.post(PATH, {"role": role})


@pytest.mark.parametrize("role", Role)
def test_a_visitor_of_the_demo_looks_around_as_any_role(role: Role) -> None:
    """Nobody would see what a dispatcher, a worker or an administrator sees without setting an office up."""
    visitor = here(demo_world())
    answer = sign_in(visitor, role)

    assert (answer.status_code, answer.json()["role"], answer.json()["second_factor"]) == (200, role, "used")
    assert visitor.get("/api/v1/session").json()["role"] == role
    assert visitor.get("/api/v1/clients").status_code == (200 if role is Role.DISPATCHER else 403)
    assert visitor.get("/api/v1/users").status_code == (200 if role is Role.ADMINISTRATOR else 403)


def test_looking_around_is_in_the_audit() -> None:
    """The demo would show an audit chain in which nobody ever signs in."""
    world = demo_world()
    sign_in(here(world))

    assert ("U-demo-dispatcher", "session.opened", "user:U-demo-dispatcher") in world.audited()
    with world.office.store.reading(HOME) as unit:
        assert check_audit(unit).damage is None


def test_an_office_has_no_such_route_even_on_the_demos_database() -> None:
    """Whoever reaches the server of a real office would be its administrator."""
    world = demo_world(is_demo=False)
    signed = world.office.desk.open(world.office.accounts.users.all()[0], strong=True)
    visitor = here(world, Origin="http://127.0.0.1:8000")

    assert sign_in(visitor).status_code == 401
    visitor.cookies.set("dojazd", signed.token, domain="127.0.0.1")
    assert (sign_in(visitor).status_code, visitor.get(PATH).status_code) == (404, 404)
    assert PATH not in visitor.get("/openapi.json").json()["paths"]
    assert PATH in here(demo_world()).get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_another_sites_page_does_not_sign_in(headers: dict[str, str]) -> None:
    """A page on the internet, open in the browser of this computer, would walk through the demo."""
    refused(demo_world(), sign_in_with=headers)


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7", "fe80::1", "testclient"])
def test_another_computer_does_not_sign_in(address: str) -> None:
    """The demo on a laptop in a meeting would be everybody's in the room."""
    refused(demo_world(), address=address)


def test_a_real_town_is_no_demo() -> None:
    """A flag set by mistake would open a real office to every program of its computer."""
    refused(make_world(is_demo=True))


def test_a_real_town_beside_the_demos_closes_it() -> None:
    """Somebody who imports their own town into the demo to try it would show its clients to whoever asks."""
    world = demo_world()
    real = make_world(towns=(OTHER,))
    with world.office.store.writing(OTHER) as unit, real.office.store.reading(OTHER) as known:
        unit.head.put(known.head.get(OTHER))
    refused(world)


def test_a_mark_cannot_be_written_later() -> None:
    """Whoever may write one audit entry of a real town would make it a demo."""
    world = make_world(is_demo=True)
    for of in (HOME, OTHER):
        with world.office.store.writing(of) as unit:
            for action in ("town.imported", MADE):
                unit.audit.append(AuditEvent(at=BEGIN, by=UserId("U"), action=action, subject=f"town:{of}"))
    refused(world)


def test_nobody_of_the_demo_has_a_password() -> None:
    """An empty password would be one for everybody of the demo's town, from anywhere."""
    visitor = Asker(demo_world().app)
    for password in ("", "demo", "dispatcher"):
        body = {"sign_in": "dispatcher", "password": password}
        assert visitor.post("/api/v1/session", body).status_code in {401, 429}


def refused(world: World, *, address: str = "127.0.0.1", sign_in_with: dict[str, Any] | None = None) -> None:
    """Hold that nobody is signed in, as none of the roles."""
    for role in Role:
        visitor = Asker(world.app, address, **(sign_in_with or {}))
        answer = sign_in(visitor, role)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
        assert not answer.cookies
        assert visitor.get("/api/v1/session").status_code in {401, 403}
