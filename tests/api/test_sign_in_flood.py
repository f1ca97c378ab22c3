"""Many sign-ins at once, from many places, and how attempts are counted then."""

import asyncio
from threading import Event
from typing import Any

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from scheduler.domain.accounts import Role
from scheduler.services.signing_in import Argon2
from scheduler.services.signing_in.passwords import AT_ONCE, WAITING
from scheduler.store.memory.accounts import MemoryAccounts
from tests.api.world import BASE, HOME, PASSWORD, World, make_world

FLOOD = 60
"""More than the threads in which requests are answered."""


class _Gate(PasswordHash):
    """Argon2id that takes as long as somebody wants."""

    def __init__(self) -> None:
        super().__init__((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        self.opened = Event()

    def verify(self, *args: Any) -> bool:
        self.opened.wait(timeout=30)
        return super().verify(*args)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, world: World) -> _Gate:
    gate, slow = _Gate(), Argon2(passes=1, memory_kib=8, lanes=1)
    monkeypatch.setattr(slow, "_hasher", gate)
    monkeypatch.setattr(world.office.desk, "_hasher", slow)
    return gate


async def _asked(world: World, number: int) -> httpx.Response:
    transport = httpx.ASGITransport(world.app, client=(f"203.0.113.{number}", 4711))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        return await client.post("/api/v1/session", json={"sign_in": f"nobody{number}", "password": PASSWORD})


async def _flooded(world: World, gate: _Gate) -> tuple[httpx.Response, list[httpx.Response]]:
    """Return what a machine is answered in the middle of the flood, and what the flood is."""
    machine = world.machine("town.read")
    asking = [asyncio.create_task(_asked(world, number)) for number in range(FLOOD)]
    try:
        transport = httpx.ASGITransport(world.app, client=("203.0.113.99", 4711))
        async with httpx.AsyncClient(transport=transport, base_url=BASE, headers=machine.headers) as client:
            return await asyncio.wait_for(client.get("/api/v1/town"), 10), await asyncio.wait_for(
                _rest(asking, gate), 60
            )
    finally:
        gate.opened.set()
        await asyncio.gather(*asking)


async def _rest(asking: list[asyncio.Task[httpx.Response]], gate: _Gate) -> list[httpx.Response]:
    left = set(asking)
    while len(left) > AT_ONCE + WAITING:
        _, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
    gate.opened.set()
    return await asyncio.gather(*asking)


def test_a_flood_of_sign_ins_holds_nobody_else_up(world: World, gate: _Gate) -> None:
    """Sixty guesses at once would stop the whole office: every thread would compute hashes, or wait to."""
    town, answers = asyncio.run(_flooded(world, gate))
    refused = [answer for answer in answers if answer.status_code == 503]

    assert town.status_code == 200
    assert len(refused) == FLOOD - AT_ONCE - WAITING
    assert {answer.json()["type"] for answer in refused} == {"urn:dojazd:busy"}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
    assert {answer.status_code for answer in answers} == {401, 503}
    assert isinstance(world.office.accounts, MemoryAccounts)
    counted = [key for key in world.office.accounts.throttle.kept if key.startswith("name:")]
    assert len(counted) == AT_ONCE + WAITING  # whoever was turned away has not tried


def _wrong(world: World, address: str, name: str) -> int:
    asker = world.nobody()
    asker.address = address
    return asker.post("/api/v1/session", {"sign_in": name, "password": "wrong"}).status_code


def test_one_network_of_the_new_addresses_is_one_address() -> None:
    """One rented machine has 2**64 of them, and would try a name from each."""
    world = make_world(towns=(HOME,))
    near = [_wrong(world, f"2001:db8:1:2:{number:x}::7", f"nobody{number}") for number in range(31)]

    assert near == [401] * 30 + [429]
    assert _wrong(world, "2001:db8:1:3::7", "nobody") == 401
    assert _wrong(world, "::ffff:203.0.113.7", "nobody") == 401
    assert [_wrong(world, "203.0.113.7", f"other{number}") for number in range(30)] == [401] * 29 + [429]


def test_a_new_password_forgives_the_attempts_with_the_old_one(world: World) -> None:
    """A dispatcher who is told her new password by telephone would be kept waiting for a quarter of an hour."""
    admin, user = world.browser(Role.ADMINISTRATOR), world.user(Role.DISPATCHER)
    for _ in range(6):
        _wrong(world, "203.0.113.7", user.sign_in)
    body = {"sign_in": user.sign_in, "password": PASSWORD + " 2"}
    assert world.nobody().post("/api/v1/session", body).status_code == 429
    assert admin.put(f"/api/v1/users/{user.id}/password", {"password": PASSWORD + " 2"}).status_code == 204

    assert world.nobody().post("/api/v1/session", body).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/ready", "/openapi.json", "/metrics"])
def test_supervisors_may_ask_for_the_head_alone(world: World, path: str) -> None:
    """A proxy that asks by HEAD whether the service is well would take it out of use."""
    asker = world.nobody()
    asker.address = "127.0.0.1"
    answer = asker("HEAD", path)

    assert (answer.status_code, answer.content) == (200, b"")
    assert "head" not in world.app.openapi()["paths"].get(path, {})
