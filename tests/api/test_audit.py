"""Looking for something in the audit, and whether it is whole."""

from dataclasses import replace

import pytest

from scheduler.domain.accounts import Role
from scheduler.services.auditing import anchor_of
from tests.api.world import HOME, OTHER, World, make_world

CLIENT = f"only-{HOME}"


@pytest.fixture
def world() -> World:
    """A dispatcher has read a card on Monday, and on Tuesday that of another client."""
    found = make_world()
    found.browser(Role.DISPATCHER).get(f"/api/v1/clients/{CLIENT}")
    found.clock.move(days=1)
    found.browser(Role.DISPATCHER).get("/api/v1/clients/K-01")
    return found


def test_who_has_read_a_card_is_found_by_an_administrator(world: World) -> None:
    """A resident who asks who has read their file could not be answered."""
    admin, reader = world.browser(Role.ADMINISTRATOR), world.user(Role.DISPATCHER).id
    asked = {"subject": f"client:{CLIENT}", "action": "client.read", "order": "newest"}
    (found,) = admin.get("/api/v1/audit", params=asked).json()["items"]

    assert (found["by"], found["subject"]) == (reader, f"client:{CLIENT}")
    assert admin.get("/api/v1/audit", params=asked | {"by": "U-else"}).json()["items"] == []
    both = admin.get("/api/v1/audit", params={"subject": "client:", "by": reader, "order": "newest"}).json()["items"]
    assert [one["subject"] for one in both] == ["client:K-01", f"client:{CLIENT}"]


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        ({"from": "2026-11-24"}, ["K-01"]),
        ({"to": "2026-11-23"}, [CLIENT]),
        ({"from": "2026-11-23", "to": "2026-11-24"}, ["K-01", CLIENT]),
        ({"from": "2026-11-25"}, []),
        ({"from": "2000-01-01", "to": "2099-12-31"}, ["K-01", CLIENT]),
    ],
)
def test_days_are_those_of_the_town(world: World, days: dict[str, str], seen: list[str]) -> None:
    """What was done just after midnight would be looked for on the day before."""
    asked = {"action": "client.read", "order": "newest", **days}
    found = world.browser(Role.ADMINISTRATOR).get("/api/v1/audit", params=asked).json()["items"]

    assert [one["subject"] for one in found] == [f"client:{one}" for one in seen]


def test_pages_follow_each_other_from_the_newest(world: World) -> None:
    """An entry between two pages would never be seen."""
    admin = world.browser(Role.ADMINISTRATOR)
    numbers: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = admin.get("/api/v1/audit", params={"order": "newest", "limit": 1, **cursor}).json()
        numbers += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}

    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(world.audited())


def test_days_in_the_wrong_order_are_told(world: World) -> None:
    """An empty list would read as if nobody had done anything."""
    asked = {"from": "2026-11-24", "to": "2026-11-23"}
    answer = world.browser(Role.ADMINISTRATOR).get("/api/v1/audit", params=asked)

    assert (answer.status_code, answer.json()["problems"][0]["where"]) == (422, "query.from")


def test_a_chain_is_said_to_be_whole_only_if_it_is(world: World) -> None:
    """Somebody could take their name out of the log, and the page would go on to say that all is well."""
    admin = world.browser(Role.ADMINISTRATOR)
    whole = admin.get("/api/v1/audit/check").json()
    with world.office.store.reading(HOME) as unit:
        assert whole == {
            "whole": True, "entries": len(world.audited()), "damage": None, "at": None, "anchor": str(anchor_of(unit)),
        }  # fmt: skip
    other = admin.get("/api/v1/audit/check", params={"anchor": f"1:{'0' * 64}"}).json()
    assert (other["whole"], other["damage"], other["at"]) == (False, "other", 1)
    assert admin.get("/api/v1/audit/check", params={"anchor": "x"}).status_code == 422

    state = world.office.store._towns[HOME]  # type: ignore[attr-defined]  # as somebody at the database would
    first, *rest = state.audit
    changed = replace(first, event=replace(first.event, action="nothing"))
    world.office.store._towns[HOME] = replace(state, audit=(changed, *rest))  # type: ignore[attr-defined]
    broken = admin.get("/api/v1/audit/check").json()
    assert (broken["whole"], broken["damage"], broken["at"]) == (False, "broken", 1)


def test_another_towns_audit_stays_there(world: World) -> None:
    """An administrator of the next town would learn who looks after whom here."""
    assert world.browser(Role.ADMINISTRATOR, OTHER).get("/api/v1/audit").json()["items"] == []
