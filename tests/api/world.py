"""An office with two towns, everybody who may sign in, and a clock that is moved by hand."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from api.app import create_app
from scheduler.bootstrap import Office
from scheduler.domain.accounts import Role, User
from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, PlaceId, ProviderId, StaffId, TownId, UserId
from scheduler.domain.town import Town
from scheduler.formats.town_reader import read_town
from scheduler.posting import HttpPoster, Outbox
from scheduler.services.keeping import keep_town
from scheduler.services.signing_in import Argon2
from scheduler.settings import load_settings
from scheduler.store.memory import MemoryStore
from scheduler.store.memory.accounts import MemoryAccounts

TOWNS = Path(__file__).parents[2] / "fixtures" / "towns"
HOME, OTHER = TownId("starachowice"), TownId("chelm")
BASE = "http://127.0.0.1:8000"
PUBLIC = ip_address("93.184.215.14")
PASSWORD = "cztery slowa obok siebie"
BEGIN = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@cache
def town(name: str) -> Town:
    """A demo town that works on the days written out, and on those that a test gives a rota."""
    return replace(read_town(TOWNS / name), patterns={})


@cache
def hasher() -> Argon2:
    """The real algorithm, with the least memory it takes."""
    return Argon2(passes=1, memory_kib=8, lanes=1)


@cache
def password_hash() -> str:
    return hasher().hash(PASSWORD)


class Asker:
    """Somebody who asks the application, in this process, one request after another."""

    def __init__(self, app: FastAPI, address: str = "203.0.113.9", **headers: str) -> None:
        self.app, self.headers = app, headers
        self.cookies = httpx.Cookies()
        self.address = address

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, more))

    async def _ask(self, method: str, path: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(self.address, 4711))
        headers = self.headers | more.pop("headers", {})
        cookies = self.cookies
        async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=cookies) as client:
            answer = await client.request(method, path, headers=headers, **more)
            self.cookies = client.cookies
        return answer

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return self("POST", path, json=json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return self("PUT", path, json=json, **more)

    def delete(self, path: str, **more: Any) -> httpx.Response:
        return self("DELETE", path, **more)


@dataclass
class World:
    """The office, its application, and how to ask it."""

    office: Office
    clock: Clock
    users: dict[tuple[TownId, Role], User] = field(default_factory=dict)
    is_demo: bool = False

    def __post_init__(self) -> None:
        self.app: FastAPI = create_app(self.office, is_demo=self.is_demo)
        self.app.state.changes.longest_s = 0  # whoever asks here waits for the end of the answer

    def user(self, role: Role, of: TownId = HOME) -> User:
        return self.users[of, role]

    def now(self, role: Role, of: TownId = HOME) -> User:
        """The user as they are kept by now."""
        found = self.office.accounts.users.find(self.user(role, of).id)
        assert found is not None
        return found

    def nobody(self, **headers: str) -> Asker:
        return Asker(self.app, **headers)

    def browser(self, role: Role, of: TownId = HOME, *, strong: bool = True) -> Asker:
        """Somebody's browser, signed in, on a page of ours."""
        signed = self.office.desk.new_session(self.now(role, of), strong=strong, phone=role is Role.WORKER)
        self.office.accounts.sessions.add(signed.session)  # without an entry in the audit, for tests that count those
        asker = self.nobody(Origin=BASE)
        asker.cookies.set("dojazd", signed.token, domain="127.0.0.1")
        return asker

    def machine(self, *scopes: str, of: TownId = HOME) -> Asker:
        secret, _ = self.office.tokens.add(of, "probe", scopes, by=UserId("U-test"))
        return self.nobody(Authorization=f"Bearer {secret}")

    def audited(self, of: TownId = HOME) -> list[tuple[str, str, str]]:
        """What the audit of a town says: who did what to whom."""
        with self.office.store.reading(of) as unit:
            return [(one.event.by, one.event.action, one.event.subject) for one in unit.audit.entries(0, 10_000)]


def make_world(
    *, towns: tuple[TownId, ...] = (HOME, OTHER), users: bool = True, is_demo: bool = False, **settings: Any
) -> World:
    """An office in memory with its towns and a user of every role in each."""
    clock, store = Clock(), MemoryStore()
    for name in towns:
        with store.writing(name) as unit:
            keep_town(unit, town(name), BEGIN)
            place = replace(next(iter(unit.places.all().values())), id=PlaceId(f"only-{name}"))
            client = replace(next(iter(unit.clients.all().values())), id=ClientId(f"only-{name}"), home=place.id)
            unit.places.put(place)
            unit.clients.put(client)
    known = load_settings().model_copy(update={"requests_per_minute": 1_000_000, **settings})
    office = Office(store=store, accounts=MemoryAccounts(store), settings=known, clock=clock, hasher=hasher())
    outbox = Outbox(Path(tempfile.mkdtemp(prefix="dojazd-outbox-")), tells=True)
    office.__dict__["carriers"] = {Channel.SMS: outbox, Channel.EMAIL: outbox}  # not the data folder of whoever tests
    office.__dict__["poster"] = HttpPoster(looking_up=lambda _host, _port: [PUBLIC])  # no name server is asked here
    world = World(office, clock, is_demo=is_demo)
    if users:
        world.users = {(of, role): add_user(office, of, role) for of in towns for role in Role}
    return world


def add_user(office: Office, of: TownId, role: Role) -> User:
    links: Mapping[Role, dict[str, Any]] = {
        Role.WORKER: {"staff_id": StaffId(next(iter(town(of).staff)))},
        Role.PROVIDER: {"provider_id": ProviderId(next(iter(town(of).providers)))},
    }
    user = User(
        id=UserId(f"U-{of}-{role}"), town_id=of, sign_in=f"{role}@{of}", name=f"{role.title()} z {of.title()}",
        role=role, password=password_hash(), created_at=BEGIN, **links.get(role, {}),
    )  # fmt: skip
    office.accounts.users.add(user)
    return user


def stamps(world: World) -> dict[TownId, int]:
    """What changes whenever anything of a town does."""
    return {name: world.office.store.stamp(name) for name in world.office.store.towns()}
