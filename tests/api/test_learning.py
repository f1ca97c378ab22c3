"""What closed days tell, over HTTP: shown with where it comes from, and switched on by a manager."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import ClientId, ServiceId
from scheduler.domain.learning import LeftOut, Where
from tests.api.world import HOME, World, town
from tests.store.sample_learned import estimate, learned

PATH = "/api/v1/learning"
PHYSIO = ServiceId("fizjoterapia")
ANNA, WRITTEN = tuple(town(HOME).clients)[:2]


@pytest.fixture
def taught(world: World) -> World:
    """A town that has learned that twelve visits to one client took 38 minutes, and plans nothing by it yet."""
    seen: dict[str, Any] = {
        "service_id": PHYSIO, "where": Where.VISIT, "observed": 12, "own_s": 38 * 60, "catalogue_s": 45 * 60,
        "service_permille": 950, "weight_permille": 600, "permille": 888,
    }  # fmt: skip
    mine = [estimate(one, **seen) for one in (None, ANNA, WRITTEN)]
    other = estimate(ANNA, observed=1)
    record = learned(used=False, estimates=(*mine, other), left_out={LeftOut.ODD: 2})
    with world.office.store.writing(HOME) as unit:
        unit.learned.put(record)
        client = unit.clients.get(ClientId(WRITTEN))
        unit.clients.put(replace(client, service_times={PHYSIO: timedelta(minutes=60)}))
    return world


def test_an_estimate_says_where_it_comes_from(taught: World) -> None:
    """A manager would switch on numbers that nobody can explain to a crew, or to a resident."""
    shown = taught.browser(Role.MANAGER).get(PATH).json()
    mine = next(one for one in shown["clients"] if one["client_id"] == ANNA and one["service_id"] == PHYSIO)
    assert (mine["observed"], mine["own_s"], mine["catalogue_s"], mine["learned_s"]) == (12, 2280, 2700, 2398)
    assert (mine["planned_s"], mine["difference_s"], mine["written"]) == (2700, -302, False)
    assert mine["said"] == {
        "pl": "12 wizyt trwało średnio 38 min; w katalogu jest 45 min; planowalibyśmy 40 min.",
        "en": "12 visits took 38 min on average; 45 min are planned for everybody; we would plan 40 min.",
    }
    assert [one["client_id"] for one in shown["services"]] == [None]
    assert shown["left_out"][0]["doors"] == 2
    assert "four times" in shown["left_out"][0]["said"]["en"]
    assert [one["proposed_permille"] for one in shown["speeds"]] == [650]
    only = taught.browser(Role.MANAGER).get(f"{PATH}?service_id=bus").json()
    assert [one["said"]["pl"] for one in only["clients"]] == [
        "1 wsiadanie trwało średnio 4:00 min; w katalogu jest 5:00 min; planowalibyśmy 4:18 min."
    ]


def test_whoever_sees_how_long_clients_take_is_noted(taught: World) -> None:
    """Somebody could read how frail each resident is, and nobody would ever know."""
    before = len(taught.audited())
    taught.browser(Role.MANAGER).get(f"{PATH}?service_id={PHYSIO}")
    read = [subject for _, action, subject in taught.audited()[before:] if action == "client.read"]
    assert read == [f"client:{ANNA}", f"client:{WRITTEN}"]


def test_what_somebody_wrote_is_shown_to_win(taught: World) -> None:
    """A manager would expect 40 minutes in a plan that has the 60 of the social worker."""
    manager = taught.browser(Role.MANAGER)
    mine = next(one for one in manager.get(PATH).json()["clients"] if one["client_id"] == WRITTEN)
    assert (mine["planned_s"], mine["difference_s"], mine["written"]) == (3600, 2398 - 3600, True)
    assert "60 min" in mine["said"]["en"]


def test_a_manager_switches_it_on_and_off_as_it_was_seen(taught: World) -> None:
    """Two managers would switch against each other, and nobody could say who it was."""
    manager = taught.browser(Role.MANAGER)
    first = manager.get(PATH).headers["etag"]
    assert manager.put(PATH, {"used": True}).status_code == 428
    done = manager("PUT", PATH, json={"used": True}, headers={"If-Match": first})
    assert done.status_code == 200, done.text
    shown = done.json()
    assert (shown["used"], shown["changed_by"]) == (True, taught.user(Role.MANAGER, HOME).id)
    assert shown["clients"][0]["said"]["en"].endswith("we plan 40 min.")
    assert shown["clients"][0]["difference_s"] == 0
    assert manager("PUT", PATH, json={"used": False}, headers={"If-Match": first}).status_code == 412
    assert manager("PUT", PATH, json={"used": "ja"}, headers={"If-Match": done.headers["etag"]}).status_code == 422
    with taught.office.store.reading(HOME) as unit:
        told = [one.event for one in unit.audit.entries() if one.event.action == "learning.switched"]
    assert [(one.by, one.fields) for one in told] == [(shown["changed_by"], ("used=true",))]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(Role.MANAGER, True, True), (Role.DISPATCHER, True, False), (Role.WORKER, False, False),
     (Role.PROVIDER, False, False), (Role.ADMINISTRATOR, False, False)],
)  # fmt: skip
def test_a_dispatcher_reads_and_a_manager_decides(taught: World, role: Role, reads: bool, writes: bool) -> None:
    """A contractor would read how frail somebody is, or make everybody's visits shorter."""
    asker = taught.browser(role)
    assert asker.get(PATH).status_code == (200 if reads else 403)
    with taught.office.store.reading(HOME) as unit:
        now = f'"{unit.learned.stamp_of("learned")}"'
    put = asker("PUT", PATH, json={"used": True}, headers={"If-Match": now})
    assert put.status_code == (200 if writes else 403)
    assert asker.post(f"{PATH}/renewal").status_code == (200 if writes else 403)


def test_a_town_without_closed_days_has_nothing_to_show(world: World) -> None:
    """The page of a new town would be an error."""
    manager = world.browser(Role.MANAGER)
    shown = manager.get(PATH).json()
    assert (shown["used"], shown["services"], shown["clients"], shown["as_of"]) == (False, [], [], None)
    assert manager.post(f"{PATH}/renewal").json()["as_of"] is not None
