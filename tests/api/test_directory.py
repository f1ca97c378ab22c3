"""Lists of clients over HTTP: found by a few letters, page by page, each reading noted, no name in an address."""

import base64
import json
from dataclasses import replace

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import ClientId
from scheduler.services.ports import UnitOfWork
from scheduler.services.searching import NameIndex
from scheduler.store.unit.records import UnitRecords
from tests.api.test_registers import CLIENT, made
from tests.api.world import HOME, Asker, World


@pytest.fixture
def dispatcher(world: World) -> Asker:
    return world.browser(Role.DISPATCHER)


def test_a_client_is_found_by_the_beginnings_of_the_name(world: World, dispatcher: Asker) -> None:
    """A dispatcher who types "lodz o" with a caller on the line would not find Mrs O'Łódź."""
    assert found(dispatcher, "swieto roz o'l") == []
    assert found(dispatcher, "ózia") == []
    assert "Wiktoria O'Łódź-Świętochowska" in found(dispatcher, "o'lodz")
    path, _ = made(dispatcher, name="Zuzanna Żółć")
    assert found(dispatcher, "zolc zuz") == ["Zuzanna Żółć"]
    known = {"If-Match": dispatcher.get(path).headers["etag"]}
    renamed = dispatcher.put(path, {**CLIENT, "name": "Zuzanna Lis"}, headers=known)
    assert renamed.status_code == 200
    assert found(dispatcher, "zolc zuz") == []


def found(asker: Asker, text: str) -> list[str]:
    """Search for somebody; return the names."""
    answer = asker.post("/api/v1/clients/search", {"text": text})
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


def test_a_list_that_was_read_is_one_entry(world: World, dispatcher: Asker) -> None:
    """Somebody could copy the names of all residents, and nobody would ever know."""
    dispatcher.get("/api/v1/clients", params={"limit": 7})
    count = len(found(dispatcher, "o'lodz"))
    found(dispatcher, "nobody of that name")
    with world.office.store.reading(HOME) as unit:
        noted = [entry.event for entry in unit.audit.entries() if entry.event.action == "clients.listed"]

    me = world.user(Role.DISPATCHER).id
    assert {(one.by, one.subject) for one in noted} == {(me, f"town:{HOME}")}
    assert [one.fields for one in noted] == [("count=7",), (f"count={count}",), ("count=0",)]


def test_a_list_of_homes_that_was_read_is_one_entry(world: World, dispatcher: Asker) -> None:
    """Somebody could copy where all residents live, and nobody would ever know."""
    homes = sum(not one["public"] for one in dispatcher.get("/api/v1/places", params={"limit": 200}).json()["items"])
    one = dispatcher.post("/api/v1/places/search", {"text": "dom", "limit": 1}).json()["items"]
    none = dispatcher.post("/api/v1/places/search", {"text": "baza"}).json()["items"]
    assert (homes > 1, [place["public"] for place in one], {place["public"] for place in none}) == (
        True,
        [False],
        {True},
    )
    with world.office.store.reading(HOME) as unit:
        noted = [entry.event for entry in unit.audit.entries() if entry.event.action == "homes.listed"]

    assert {(one.by, one.subject) for one in noted} == {(world.user(Role.DISPATCHER).id, f"town:{HOME}")}
    assert [one.fields for one in noted] == [(f"count={homes}",), ("count=1",)]


def test_no_name_is_in_an_address(dispatcher: Asker) -> None:
    """Proxies and browsers write addresses down: who is cared for would stand in their logs."""
    for path in ("/api/v1/clients", "/api/v1/places"):
        refused = dispatcher.get(path, params={"name": "o'lodz"})
        assert refused.status_code == 422
        assert f"{path}/search" in refused.text
    page = dispatcher.get("/api/v1/clients", params={"limit": 1}).json()

    told = base64.urlsafe_b64decode(page["next"] + "==").decode()
    key, stamp = json.loads(told)
    assert key == page["items"][0]["id"]
    assert stamp.isdecimal()
    gone = base64.urlsafe_b64encode(b'["K-nobody", "0"]').decode()
    assert dispatcher.get("/api/v1/clients", params={"cursor": gone}).status_code == 422


def test_a_search_does_not_open_everybodys_file(
    world: World, dispatcher: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a town of ten thousand each letter that is typed would take seconds."""
    assert found(dispatcher, "o'lodz")

    def everybody(_self: object) -> None:
        raise AssertionError("everybody's file was opened")

    monkeypatch.setattr(UnitRecords, "all", everybody)
    assert found(dispatcher, "o'lodz")
    assert dispatcher.get("/api/v1/clients", params={"limit": 3}).status_code == 200


@pytest.mark.parametrize("name", ["Aaa Pierwsza", "Żżż Ostatnia"])
def test_a_list_begins_again_when_its_place_has_moved(dispatcher: Asker, name: str) -> None:
    """Of a town's pages one would be missing, or come twice, since the last of a page was married meanwhile."""
    page = dispatcher.get("/api/v1/clients", params={"limit": 3}).json()
    path = f"/api/v1/clients/{page['items'][-1]['id']}"
    known = dispatcher.get(path)
    body = {field: value for field, value in known.json().items() if field in CLIENT} | {"name": name}
    assert dispatcher.put(path, body, headers={"If-Match": known.headers["etag"]}).status_code == 200

    refused = dispatcher.get("/api/v1/clients", params={"limit": 3, "cursor": page["next"]})
    assert refused.status_code == 422
    assert "begin the list again" in refused.text


def test_a_list_begins_again_when_its_place_moves_while_it_is_read(
    world: World, dispatcher: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People would be missing on a page that is turned at the moment when another thread hears of a new name."""
    page = dispatcher.get("/api/v1/clients", params={"limit": 3}).json()
    looked = NameIndex.update

    def overtaken(index: NameIndex, unit: UnitOfWork) -> None:
        """Be brought up to date by another thread, which sees a later town, before this one goes on."""
        looked(index, unit)
        with world.office.store.writing(HOME) as later:
            moved = later.clients.get(ClientId(page["items"][-1]["id"]))
            later.clients.put(replace(moved, name="Żżż Ostatnia"))
        with world.office.store.reading(HOME) as later:
            looked(index, later)

    monkeypatch.setattr(NameIndex, "update", overtaken)
    refused = dispatcher.get("/api/v1/clients", params={"limit": 3, "cursor": page["next"]})
    assert refused.status_code == 422
    assert "begin the list again" in refused.text


def test_pages_hold_everybody_once(world: World, dispatcher: Asker) -> None:
    """Somebody between two pages would never be phoned, or would be phoned twice."""
    seen, cursor = [], None
    while True:
        page = dispatcher.get("/api/v1/clients", params={"limit": 7} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    with world.office.store.reading(HOME) as unit:
        known = set(unit.clients.all())

    assert len(seen) == len(known)
    assert set(seen) == known
