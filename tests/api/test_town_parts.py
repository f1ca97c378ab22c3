"""What a town is made of, as whoever may see it reads it."""

from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import PlaceId, ProviderId
from scheduler.domain.place import GeoPoint
from tests.api.world import HOME, World, make_world, town

LISTS = ("services", "purposes", "programmes", "districts", "staff", "vehicles", "providers", "depots", "policy/prices")
STAFF = "/api/v1/staff"


@pytest.fixture(scope="module")
def world() -> World:
    """One office for all who only read."""
    return make_world()


def items(world: World, path: str, role: Role = Role.DISPATCHER) -> list[dict[str, Any]]:
    answer = world.browser(role).get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_whoever_has_it_already_is_not_sent_it_again(name: str) -> None:
    """A page would read the town's polygons with every tick of its stream, or never see that they have changed."""
    world = make_world()
    asker = world.browser(Role.MANAGER)
    first = asker.get(f"/api/v1/{name}")
    again = asker.get(f"/api/v1/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")

    with world.office.store.writing(HOME) as unit:
        unit.head.put(unit.head.get(HOME))
    assert asker.get(f"/api/v1/{name}", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_the_catalogue_is_everybodys_with_its_words(world: World) -> None:
    """A driver's page would show ids, or English words to a Polish dispatcher."""
    for role in Role:
        assert [one["id"] for one in items(world, "services", role)] == list(town(HOME).services)
        assert [one["id"] for one in items(world, "purposes", role)] == list(town(HOME).purposes)
    told = world.browser(Role.WORKER).get("/api/v1/services").json()
    for name, field in (("kinds", "kind"), ("poolings", "pooling")):
        assert {one[field] for one in told["items"]} <= told[name].keys()
        assert all(words["pl"] and words["en"] and words["pl"] != words["en"] for words in told[name].values())
    assert told["items"][0]["service_s"] == 3_000


def test_programmes_are_those_of_entitlements_and_contributions(world: World) -> None:
    """A grant would be missing from the list that its report is chosen from."""
    found = {one["id"]: one for one in items(world, "programmes")}

    assert found.keys() == {"asystent", "cus", "wytchnienie"}
    assert found["asystent"]["free_service_ids"] == ["asystent", "wytchnienie"]
    assert "asystent" in found["asystent"]["limited_service_ids"]


def test_districts_have_their_polygons(world: World) -> None:
    """The map would be empty, or lie in the Gulf of Guinea with latitude for longitude."""
    for one in items(world, "districts", Role.WORKER):
        district = town(HOME).districts[one["id"]]
        (((*ring,),),) = one["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert [GeoPoint(lat=lat, lon=lon) for lon, lat in ring] == list(district.rings[0])


def test_the_staff_are_shown_as_far_as_somebody_needs_them(world: World) -> None:
    """A private number would be everybody's, or a colleague's wage; or that somebody is disabled."""
    told = {role: items(world, "staff", role) for role in (Role.ADMINISTRATOR, Role.DISPATCHER, Role.MANAGER)}
    machine = world.machine("resources.read").get(STAFF).json()["items"]

    assert {len(found) for found in (*told.values(), machine)} == {len(town(HOME).staff)}
    assert all(one["phone"] for one in told[Role.DISPATCHER])
    assert all(one["cost_gr_per_h"] for one in told[Role.MANAGER])
    for found in (told[Role.ADMINISTRATOR], told[Role.MANAGER], machine):
        assert {one["phone"] for one in found} == {""}
    for found in (told[Role.ADMINISTRATOR], told[Role.DISPATCHER], machine):
        assert {one["cost_gr_per_h"] for one in found} == {None}
    assert "contract" not in str(told)
    assert "disability" not in str(told)
    assert world.browser(Role.WORKER).get(STAFF).status_code == 403


def test_a_provider_reads_what_is_its_own(world: World) -> None:
    """A contractor would read a competitor's people, vehicles and contract."""
    mine = world.user(Role.PROVIDER).provider_id
    assert mine is not None
    for name in ("staff", "vehicles"):
        own = {one.id for one in getattr(town(HOME), name).values() if one.provider_id == mine}
        assert {one["id"] for one in items(world, name, Role.PROVIDER)} == own != getattr(town(HOME), name).keys()
    assert [one["id"] for one in items(world, "providers", Role.PROVIDER)] == [mine]
    assert all(one["phone"] for one in items(world, "staff", Role.PROVIDER))
    assert len(items(world, "depots", Role.PROVIDER)) <= len(items(world, "depots"))


def test_contracts_are_for_who_settles_them() -> None:
    """Whoever looks after accounts would read what a contractor is paid."""
    world = make_world()
    with world.office.store.writing(HOME) as unit:
        provider = unit.providers.get(ProviderId("agencja"))
        unit.providers.put(type(provider)(**(vars(provider) | {"contract_gr": 9_900_000})))
    told = {role: items(world, "providers", role) for role in (Role.ADMINISTRATOR, Role.MANAGER)}

    assert {one["contract_gr"] for one in told[Role.ADMINISTRATOR]} == {None}
    assert 9_900_000 in {one["contract_gr"] for one in told[Role.MANAGER]}


def test_a_home_from_which_a_worker_sets_off_is_no_depot() -> None:
    """A carer's own address would stand on the managers' map."""
    world = make_world()
    base = {"baza-majowka", "baza-armii", "kuchnia"}
    assert {one["id"] for one in items(world, "depots", Role.MANAGER)} == base
    with world.office.store.writing(HOME) as unit:
        place = unit.places.get(PlaceId("baza-armii"))
        unit.places.put(type(place)(**(vars(place) | {"public": False})))
    assert {one["id"] for one in items(world, "depots", Role.MANAGER)} == base - {"baza-armii"}


def test_a_long_list_comes_in_pages(world: World) -> None:
    """A city's office would wait for a thousand names, or miss those behind the page."""
    asker = world.browser(Role.MANAGER)
    page = asker.get(f"{STAFF}?limit=4").json()
    found = list(page["items"])
    while page["next"] is not None:
        page = asker.get(f"{STAFF}?limit=4&cursor={page['next']}").json()
        assert 0 < len(page["items"]) <= 4
        found += page["items"]

    assert sorted(one["id"] for one in found) == sorted(town(HOME).staff)
    names = [one["name"] for one in found]
    assert names == sorted(names, key=str.casefold)
    for wrong in ("x", "WyJub2JvZHkiXQ"):
        assert asker.get(f"{STAFF}?cursor={wrong}").status_code == 422
