"""A town hall with a sign-in service of its own: a real provider, over HTTP, with keys and tokens of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import flask
import httpx
from joserfc.jwk import RSAKey
from oidc_provider_mock import run_server_in_thread

from scheduler.domain.accounts import Role, User
from tests.api.world import HOME, Asker, World, make_world

ROLES = (("grp-it", Role.ADMINISTRATOR), ("grp-cus", Role.DISPATCHER), ("grp-drivers", Role.WORKER))
_HTTP = httpx.Client(verify=False, trust_env=False)  # it speaks to this computer alone
AT = "http://127.0.0.1:8000"


@dataclass
class TownHall:
    """The provider, as its administrator sees it."""

    issuer: str
    inside: list[Any] = field(default_factory=list)

    def has(self, sub: str, *groups: str, **claims: Any) -> None:
        """Know somebody, with these groups."""
        told = {"groups": list(groups), "name": "Anna Nowak", "preferred_username": f"{sub}.town"} | claims
        _HTTP.put(f"{self.issuer}/users/{sub}", json=told).raise_for_status()

    def dismisses(self, sub: str) -> None:
        """Let somebody's tokens work no more."""
        _HTTP.post(f"{self.issuer}/users/{sub}/revoke-tokens").raise_for_status()

    def key(self) -> RSAKey:
        """The key that it signs with."""
        found = self.inside[-1].jwk
        assert isinstance(found, RSAKey)
        return found

    def changes_its_key(self) -> None:
        """Sign with another one from now on."""
        self.inside[-1].jwk = RSAKey.generate_key(2048)

    def lets_in(self, address: str, sub: str) -> str:
        """Sign somebody in on the provider's own page, and return where the browser is sent then."""
        answer = _HTTP.post(address, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


@contextmanager
def town_hall(**options: Any) -> Iterator[TownHall]:
    with run_server_in_thread(**options) as server:
        inside: list[Any] = []
        server.app.before_request(lambda: inside.append(flask.g.oidc_provider_mock_storage))
        yield TownHall(f"http://localhost:{server.server_port}", inside)


def world_at(hall: TownHall, **settings: Any) -> World:
    """An office whose people the town hall signs in."""
    told = {"oidc_issuer": hall.issuer, "oidc_client_id": "dojazd", "oidc_roles": ROLES} | settings
    return make_world(towns=(HOME,), **told)


def begun(asker: Asker, path: str = "/sign-in/provider") -> str:
    """Press the button of the sign-in page, and return where the browser is sent."""
    answer = asker.get(path)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come_back(asker: Asker, address: str) -> httpx.Response:
    """Follow the provider's redirect to the office."""
    assert address.startswith(AT)
    read = urlsplit(address)
    return asker.get(f"{read.path}?{read.query}")


def signed_in(world: World, hall: TownHall, sub: str) -> tuple[Asker, httpx.Response]:
    """Sign somebody in with a new browser."""
    asker = world.nobody(Origin=AT)
    return asker, come_back(asker, hall.lets_in(begun(asker), sub))


def account(world: World, sub: str) -> User | None:
    """The account of somebody of the town hall."""
    known = world.office.accounts.users.all()
    return next((one for one in known if one.identity is not None and one.identity.subject == sub), None)
