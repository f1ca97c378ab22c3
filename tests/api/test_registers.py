"""Clients, places, the town and its audit over HTTP: lists, versions, creations asked for twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import ClientId, PlaceId, TownId, UserId
from scheduler.services.access import Principal
from scheduler.services.keeping import keep_town
from scheduler.services.ports import UnitOfWork
from scheduler.services.registers import add_client, add_place, change_client, change_place
from scheduler.store.memory import MemoryStore
from tests.api.world import BEGIN, HOME, Asker, World, stamps, town

CLIENT = {"name": "Helena Maj", "home": "dom-K-01", "phone": "500 000 099"}


@pytest.fixture
def dispatcher(world: World) -> Asker:
    return world.browser(Role.DISPATCHER)


def made(dispatcher: Asker, **more: Any) -> tuple[str, str]:
    """Add a client; return the path and the ETag."""
    answer = dispatcher.post("/api/v1/clients", {**CLIENT, **more})
    assert answer.status_code == 201, answer.text
    return answer.headers["location"], answer.headers["etag"]


def test_a_client_comes_back_as_sent(world: World, dispatcher: Asker) -> None:
    """A note for the driver, or the weight that the lift must bear, would be lost."""
    with world.office.store.reading(HOME) as unit:
        everybody = dict(unit.clients.all())
    for key, client in everybody.items():
        shown = dispatcher.get(f"/api/v1/clients/{key}")
        told = {name: value for name, value in shown.json().items() if name != "id"}
        answer = dispatcher.put(f"/api/v1/clients/{key}", told, headers={"If-Match": shown.headers["etag"]})
        assert answer.status_code == 200
        with world.office.store.reading(HOME) as unit:
            assert unit.clients.get(key) == client


def test_two_dispatchers_do_not_overwrite_each_other(dispatcher: Asker) -> None:
    """What the one heard on the phone would be gone when the other one saves."""
    path, etag = made(dispatcher)
    first = dispatcher.put(path, {**CLIENT, "phone": "1"}, headers={"If-Match": etag})
    second = dispatcher.put(path, {**CLIENT, "phone": "2"}, headers={"If-Match": etag})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["type"] == "urn:dojazd:stale"
    assert dispatcher.get(path).json()["phone"] == "1"
    assert dispatcher.put(path, CLIENT).status_code == 428
    for wrong in ("*", "W/" + first.headers["etag"], "42", '"x"', '""'):
        assert dispatcher.put(path, CLIENT, headers={"If-Match": wrong}).status_code == 412


def test_what_is_known_is_not_sent_again(dispatcher: Asker) -> None:
    """Five hundred phones would fetch everything every twenty seconds."""
    path, etag = made(dispatcher)

    known = dispatcher.get(path, headers={"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")
    assert dispatcher.get(path, headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_creation_asked_twice_is_done_once(world: World, dispatcher: Asker) -> None:
    """A dispatcher's second click, after a lost answer, would make the client twice."""
    key = {"Idempotency-Key": "7d3a"}
    first = dispatcher.post("/api/v1/clients", CLIENT, headers=key)
    before = stamps(world)
    second = dispatcher.post("/api/v1/clients", CLIENT, headers=key)
    other = dispatcher.post("/api/v1/clients", {**CLIENT, "name": "Ktoś Inny"}, headers=key)

    assert (first.status_code, second.status_code, other.status_code) == (201, 201, 422)
    assert first.content == second.content
    assert first.headers["location"] == second.headers["location"]
    assert second.headers["idempotency-replayed"] == "true"
    assert stamps(world) == before
    phone = world.browser(Role.DISPATCHER)
    assert phone.post("/api/v1/clients", CLIENT, headers=key).content == first.content


def test_keys_belong_to_whoever_uses_them(world: World, dispatcher: Asker) -> None:
    """Two machines with the same habit of naming keys would read each other's answers."""
    key = {"Idempotency-Key": "1"}
    first = dispatcher.post("/api/v1/clients", CLIENT, headers=key)
    machine = world.machine("clients.write").post("/api/v1/clients", CLIENT, headers=key)

    assert machine.status_code == 201
    assert machine.json()["id"] != first.json()["id"]


def test_a_creation_whose_answer_was_lost_is_found_again(world: World, dispatcher: Asker) -> None:
    """A server killed between writing and answering would leave a client who is made again."""
    key = {"Idempotency-Key": "lost"}
    first = dispatcher.post("/api/v1/clients", CLIENT, headers=key)
    world.office.accounts.answers.give_up(world.user(Role.DISPATCHER).id, "lost")
    before = stamps(world)
    again = dispatcher.post("/api/v1/clients", CLIENT, headers=key)

    assert (again.status_code, again.json()) == (201, first.json())
    assert stamps(world) == before


def test_a_creation_that_failed_may_be_mended(dispatcher: Asker) -> None:
    """A typing mistake would use the key up."""
    key = {"Idempotency-Key": "mended"}

    assert dispatcher.post("/api/v1/clients", {**CLIENT, "home": "nowhere"}, headers=key).status_code == 422
    assert dispatcher.post("/api/v1/clients", CLIENT, headers=key).status_code == 201


def test_a_creation_asked_many_times_at_once_is_done_once(world: World, dispatcher: Asker) -> None:
    """A proxy that repeats a slow request would make the client several times."""

    def ask(_: int) -> int:
        asker = Asker(world.app, **dispatcher.headers)
        asker.cookies.update(dict(dispatcher.cookies))
        return asker.post("/api/v1/clients", CLIENT, headers={"Idempotency-Key": "race"}).status_code

    with world.office.store.reading(HOME) as unit:
        before = len(unit.clients.all())
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(ask, range(16)))
    with world.office.store.reading(HOME) as unit:
        assert len(unit.clients.all()) == before + 1

    assert 201 in statuses
    assert statuses <= {201, 409}


def test_answers_with_secrets_are_not_kept(world: World) -> None:
    """A token's secret would lie in the database for a day."""
    admin, key = world.browser(Role.ADMINISTRATOR), {"Idempotency-Key": "s"}
    body = {"name": "x", "scopes": ["town.read"], "days": 1}
    secrets = [admin.post("/api/v1/tokens", body, headers=key).json()["secret"] for _ in range(2)]

    assert secrets[0] != secrets[1]


def test_what_does_not_exist_is_named(world: World, dispatcher: Asker) -> None:
    """A client would be booked to a home that no bus finds; or a refusal would not say what is wrong."""
    before = stamps(world)
    body = {**CLIENT, "home": "nowhere", "preferred": ["P-01", "P-99"], "service_times_s": {"nothing": 60}}
    answer = dispatcher.post("/api/v1/clients", body)

    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["problems"]] == [
        "body.home",
        "body.preferred",
        "body.service_times_s",
    ]
    assert stamps(world) == before


def test_looking_at_a_client_is_noted_once_in_a_quarter(world: World, dispatcher: Asker) -> None:
    """Nobody could find out who read a neighbour's file; or the audit would drown in it."""
    for minutes in (0, 5, 9, 2):
        world.clock.move(minutes=minutes)
        dispatcher.get("/api/v1/clients/K-01")
        dispatcher.get("/api/v1/clients/K-02")

    me = world.user(Role.DISPATCHER).id
    reads = [one for one in world.audited() if one[1] == "client.read"]
    assert reads == [(me, "client.read", "client:K-01"), (me, "client.read", "client:K-02")] * 2


def test_the_audit_tells_fields_and_no_values(world: World, dispatcher: Asker) -> None:
    """An erased client's phone number would live on in the audit."""
    path, etag = made(dispatcher)
    dispatcher.put(path, {**CLIENT, "phone": "600 700 800"}, headers={"If-Match": etag})
    admin = world.browser(Role.ADMINISTRATOR)
    subject = f"client:{path.rpartition('/')[2]}"
    page = admin.get("/api/v1/audit", params={"subject": subject, "limit": 1}).json()
    rest = admin.get("/api/v1/audit", params={"subject": subject, "cursor": page["next"]}).json()

    assert [one["action"] for one in page["items"] + rest["items"]] == ["client.added", "client.changed"]
    assert rest["items"][0]["fields"] == ["phone"]
    assert rest["next"] is None
    assert "600 700 800" not in admin.get("/api/v1/audit").text


def test_a_place_is_added_and_corrected(world: World, dispatcher: Asker) -> None:
    """A new surgery could not be driven to."""
    body = {
        "name": "Przychodnia",
        "address": "ul. Radomska 70",
        "entrances": [{"lat": 51, "lon": 21.07}],
        "public": True,
    }
    answer = dispatcher.post("/api/v1/places", body)
    path, etag = answer.headers["location"], answer.headers["etag"]
    moved = dispatcher.put(path, {**body, "address": "ul. Radomska 72"}, headers={"If-Match": etag})

    assert (answer.status_code, moved.status_code) == (201, 200)
    assert dispatcher.get(path).json()["address"] == "ul. Radomska 72"
    found = dispatcher.post("/api/v1/places/search", {"text": "przych"}).json()["items"]
    assert found[0]["entrances"][0]["lat"] == 51
    assert (
        dispatcher.put(path, {**body, "district_id": "x"}, headers={"If-Match": moved.headers["etag"]}).status_code
        == 422
    )
    assert ClientId(path.rpartition("/")[2]).startswith("M-")


def test_the_town_is_shown_to_everybody_of_it(world: World) -> None:
    """A phone would not know by which clock its shift begins."""
    for role in Role:
        answer = world.browser(role).get("/api/v1/town").json()
        assert (answer["id"], answer["zone"]) == (HOME, "Europe/Warsaw")


def test_a_nul_in_a_search_is_refused(world: World, dispatcher: Asker) -> None:
    """PostgreSQL would refuse it, and the office be told that its database does not answer."""
    manager = world.browser(Role.ADMINISTRATOR)
    for asker, path in (
        (manager, "/api/v1/audit?subject=%00"),
        (dispatcher, "/api/v1/bookings?client=K%00"),
        (dispatcher, "/api/v1/clients?name=a%00b"),
    ):
        answer = asker.get(path)
        assert answer.status_code == 422, path
        assert answer.json()["problems"][0]["wrong"] == "holds a NUL"


class Hasty(MemoryStore):
    """A store in which somebody else is always the next to change whatever clients were put."""

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        with super().writing(town_id) as unit:
            yield unit
        with super().writing(town_id) as other:
            for client in other.clients.all().values():
                other.clients.put(replace(client, phone="500 000 001"))


def test_the_stamp_of_a_change_is_not_the_next_ones() -> None:
    """A dispatcher would overwrite what a colleague wrote a moment after her, and that she was never shown."""
    store, who = Hasty(), Principal(user_id=UserId("U-1"), town_id=HOME, permissions=frozenset())
    with MemoryStore.writing(store, HOME) as unit:
        keep_town(unit, town(HOME), BEGIN)
        client, place = next(iter(unit.clients.all().values())), next(iter(unit.places.all().values()))
    new = replace(client, id=ClientId("K-new"))

    stamp = add_client(store, who, new, BEGIN)
    with pytest.raises(StaleError):
        change_client(store, who, new, seen=stamp, now=BEGIN)
    with store.reading(HOME) as unit:
        seen = unit.clients.stamp_of(new.id)
    assert seen == stamp + 1
    assert change_client(store, who, new, seen=seen, now=BEGIN) == seen + 1
    stamp = add_place(store, who, replace(place, id=PlaceId("new")), BEGIN)
    assert change_place(store, who, replace(place, id=PlaceId("new")), seen=stamp, now=BEGIN) == stamp + 2
