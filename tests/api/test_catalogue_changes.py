"""The catalogue and the prices, changed by whoever may."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import httpx
import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.ids import ServiceId
from scheduler.domain.policy import Prices
from scheduler.services.prices import MEANINGS, price_values
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.things import a_series
from tests.api.world import HOME, World, make_world

PHYSIO, PRICES = "/api/v1/services/fizjoterapia", "/api/v1/policy/prices"


def put(world: World, path: str, body: Any, role: Role = Role.MANAGER) -> httpx.Response:
    """Send something whole as somebody who has just read it."""
    asker = world.browser(role)
    return asker.put(path, body, headers={"If-Match": asker.get(path).headers["etag"]})


def physio(world: World, **other: Any) -> dict[str, Any]:
    shown = world.browser(Role.MANAGER).get(PHYSIO).json()
    return {key: value for key, value in (shown | other).items() if key != "id"}


def prices(world: World) -> dict[str, int]:
    return {one["key"]: one["value"] for one in world.browser(Role.MANAGER).get(PRICES).json()["items"]}


@pytest.fixture
def day() -> OfficeDay:
    """The day with its first plan."""
    found = office_day()
    found.plan()
    return found


def test_a_longer_visit_is_planned_as_such_at_once(day: OfficeDay) -> None:
    """Therapists would be sent on a round that they cannot finish, until somebody happened to touch the day."""
    before = day.state
    answer = put(day.world, PHYSIO, physio(day.world, service_s=4_200, setup_s=1_800, name="Fizjo"))
    assert answer.status_code == 200, answer.text

    assert answer.json()["days"] == [str(DAY)]
    assert day.state.plan == before.last_plan + 1
    with day.world.office.store.reading(HOME) as unit:
        found = unit.services.get(ServiceId("fizjoterapia"))
        why = unit.plans.heads(DAY)[-1].why
        (entry,) = [one.event for one in unit.audit.entries(0, 1_000) if one.event.action == "service.changed"]
    assert (found.name, found.service_time, why) == ("Fizjo", timedelta(minutes=70), "catalogue")
    assert (entry.subject, set(entry.fields)) == (
        "service:fizjoterapia", {"name", "service_time", "setup_time"},
    )  # fmt: skip
    assert entry.by == day.world.user(Role.MANAGER).id
    told = {one["request_id"] for one in day.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]}
    lost = {one["request_id"] for one in day.dispatcher.get(DAY_PATH).json()["left_out"]}
    assert lost <= told


def test_another_colour_moves_nobody(day: OfficeDay) -> None:
    """Every day would get another plan because somebody liked blue."""
    before = day.state
    answer = put(day.world, PHYSIO, physio(day.world, colour="#000000", value_gr=1, name="Inaczej"))
    assert (answer.status_code, answer.json()["days"]) == (200, [])
    assert day.state == before


def test_two_people_do_not_undo_each_others_changes() -> None:
    """The second one would write the first one's numbers back as they were."""
    world = make_world()
    for path, body in ((PHYSIO, physio(world, setup_s=60)), (PRICES, {"values": prices(world) | {"call": 7}})):
        asker = world.browser(Role.MANAGER)
        seen = asker.get(path).headers["etag"]
        first = asker.put(path, body, headers={"If-Match": seen})
        assert first.status_code == 200, first.text
        assert asker.get(path).headers["etag"] == first.headers["etag"] != seen
        assert asker.put(path, body, headers={"If-Match": seen}).status_code == 412
        assert asker.put(path, body).status_code == 428


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"kind": "ride"}, "kind"),
        ({"skill": "czary"}, "skill"),
        ({"longest_ride_s": 60}, "longest_ride_s"),
        ({"help_s": {"flat": 60}}, "help_s"),
        ({"attendant_levels": ["flat"]}, "attendant_levels"),
        ({"service_s": -1}, "service_s"),
        ({"service_s": 86_401}, "service_s"),
        ({"service_s": 60.5}, "service_s"),
        ({"name": ""}, "name"),
        ({"name": "x\u202e"}, "name"),
        ({"colour": "blau"}, "colour"),
        ({"price": 5}, "price"),
    ],
)
def test_a_service_that_nobody_could_give_is_refused(wrong: dict[str, Any], where: str) -> None:
    """All physiotherapy would be unplanned the next morning, because of one slip in a form."""
    world = make_world()
    answer = put(world, PHYSIO, physio(world, **wrong))

    assert answer.status_code == 422
    assert any(where in one["where"] for one in answer.json()["problems"]), answer.text
    assert world.browser(Role.MANAGER).get(PHYSIO).json()["name"] == "Mobilny fizjoterapeuta"


def test_each_price_says_what_it_is_of() -> None:
    """A manager would turn a number whose meaning only programmers know."""
    told = make_world().browser(Role.DISPATCHER).get(PRICES).json()["items"]

    assert {one.key for one in MEANINGS if not one.key.startswith("unassigned")} | {"unassigned"} == {
        one.name for one in fields(Prices)
    }
    assert len({one["says"][lang] for one in told for lang in ("pl", "en")}) == 2 * len(told)
    for one in told:
        assert one["says"]["pl"].endswith(".")
        assert one["says"]["en"].endswith(".")
        assert one["unit"] in {"gr", "gr_per_min", "gr_per_h", "permille"}
        assert ("per_min" in one["key"], "per_h" in one["key"]) == ("per_min" in one["unit"], "per_h" in one["unit"])
    assert {one["key"]: one["usual"] for one in told} == price_values(Prices())


def test_prices_are_changed_together_and_written_down() -> None:
    """A plan would go on by yesterday's prices, and nobody could say who changed them."""
    world = make_world()
    wanted = prices(world) | {"call": 450, "unassigned_1": 250_000, "overtime_permille": 2_000}
    answer = put(world, PRICES, {"values": wanted}, Role.ADMINISTRATOR)
    assert answer.status_code == 200, answer.text

    with world.office.store.reading(HOME) as unit:
        kept = unit.head.get(HOME).policy.prices
        (entry,) = [one.event for one in unit.audit.entries(0, 1_000) if one.event.action == "policy.prices-changed"]
    assert (kept.call, kept.unassigned[1], kept.unassigned[2], kept.overtime_permille) == (450, 250_000, 100_000, 2_000)
    assert set(entry.fields) == {"call", "unassigned_1", "overtime_permille"}
    assert price_values(kept) == wanted == prices(world)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"call": -1}, "is not between 0 and 100000000"),
        ({"overtime_permille": 10_001}, "is not between 0 and 10000"),
        ({"cal": 5}, "is no price of ours"),
        ({"call": None}, "is missing"),
    ],
)
def test_a_price_that_cannot_be_is_refused(wrong: dict[str, Any], says: str) -> None:
    """A slip of the finger would make a phone call dearer than everybody's wages."""
    world = make_world()
    before = prices(world)
    values = {key: value for key, value in (before | wrong).items() if value is not None}
    answer = put(world, PRICES, {"values": values})

    assert answer.status_code == 422
    (key,) = wrong
    assert (answer.json()["problems"][0]["where"], answer.json()["problems"][0]["wrong"]) == (
        f"body.values.{key}",
        says,
    )
    assert prices(world) == before


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.WORKER, Role.PROVIDER])
def test_only_whoever_decides_changes_them(role: Role) -> None:
    """A driver would shorten everybody's visits from the phone."""
    world = make_world()
    for path, body in ((PHYSIO, physio(world)), (PRICES, {"values": prices(world)})):
        assert world.browser(role).put(path, body, headers={"If-Match": '"1"'}).status_code == 403


def test_a_service_is_added_and_offered_at_once(world: World) -> None:
    """A town that begins to bring meals would have to have its files imported anew."""
    manager, body = world.browser(Role.MANAGER), physio(world, name="Logopeda w domu", service_s=2_700)
    answer = manager.post("/api/v1/services", body)
    made = answer.json()

    assert answer.status_code == 201, answer.text
    assert manager.get(answer.headers["location"]).json() == made
    assert manager.get("/api/v1/services").json()["items"][-1] == made
    assert (made["name"], made["service_s"], made["offered"]) == ("Logopeda w domu", 2_700, True)
    assert (world.user(Role.MANAGER).id, "service.added", f"service:{made['id']}") in world.audited()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"skill": "czary"}, "skill"), ({"longest_ride_s": 60}, "longest_ride_s"), ({"name": " "}, "name")],
)
def test_a_service_that_nobody_could_give_is_not_added(world: World, wrong: dict[str, Any], field: str) -> None:
    """Dispatchers would offer what no crew can do, and every call end without a place."""
    answer = world.browser(Role.MANAGER).post("/api/v1/services", physio(world, **wrong))

    assert (answer.status_code, answer.json()["problems"][0]["where"]) == (422, f"body.{field}")


def test_what_is_out_of_use_is_not_promised_any_more_and_what_was_promised_is(day: OfficeDay) -> None:
    """A promise would vanish with the service, or a service that nobody gives any more go on to be promised."""
    world = day.world
    with world.office.store.reading(HOME) as unit:
        held = {one.id for one in unit.bookings.all().values() if one.request.service_id == "fizjoterapia" and one.held}
    answer = put(world, PHYSIO, physio(world, offered=False))
    assert (answer.status_code, answer.json()["days"]) == (200, [])

    window = {"start": f"{DAY}T09:00:00+01:00", "end": f"{DAY}T12:00:00+01:00"}
    visit = {"kind": "visit", "party": {"client_ids": ["K-01"]}, "service_id": "fizjoterapia", "windows": [window]}
    wish = {"requests": [visit], "days": [str(DAY)]}
    refused = day.dispatcher.post("/api/v1/enquiries", wish)
    assert refused.status_code == 422, refused.text
    assert "not offered" in refused.text
    with world.office.store.reading(HOME) as unit:
        assert {one.id for one in unit.bookings.all().values() if one.id in held and one.held} == held
    again = put(world, PHYSIO, physio(world, offered=True))
    assert again.status_code == 200
    assert day.dispatcher.post("/api/v1/enquiries", wish).status_code == 201


def test_what_somebody_has_every_week_is_not_taken_out_of_use(world: World) -> None:
    """Whoever has had a visit every Tuesday for years would not get one next week, and nobody would have said so."""
    a_series(world, HOME)
    with world.office.store.reading(HOME) as unit:
        key = next(iter(unit.series.all().values())).legs[0].request.service_id
    path = f"/api/v1/services/{key}"
    shown = world.browser(Role.MANAGER).get(path).json()
    answer = put(world, path, {name: value for name, value in shown.items() if name != "id"} | {"offered": False})

    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "service_wanted")
    assert world.browser(Role.MANAGER).get(path).json()["offered"] is True


def test_what_clients_pay_is_changed_for_those_who_call_from_now_on(day: OfficeDay) -> None:
    """A town that raises a contribution would have to import its files anew; or whoever has booked would pay more."""
    world, path = day.world, f"{PHYSIO}/terms"
    with world.office.store.reading(HOME) as unit:
        before = {one.id: one for one in unit.bookings.all().values()}
    terms = world.browser(Role.MANAGER).get(path).json()
    pays = terms["contribution"] | {"per_request_gr": 1_250}
    answer = put(world, path, terms | {"contribution": pays, "notice_s": 3_600})

    assert answer.status_code == 200, answer.text
    assert answer.json() == world.browser(Role.DISPATCHER).get(path).json()
    assert (answer.json()["contribution"]["per_request_gr"], answer.json()["notice_s"]) == (1_250, 3_600)
    assert world.browser(Role.MANAGER).get("/api/v1/services/bus/terms").json()["contribution"] != pays
    with world.office.store.reading(HOME) as unit:
        assert {one.id: one for one in unit.bookings.all().values()} == before
        (entry,) = [one.event for one in unit.audit.entries(0, 1_000) if one.event.action == "policy.terms-changed"]
    assert (entry.subject, set(entry.fields)) == (
        "service:fizjoterapia", {"notice", "contribution.per_request_gr"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"notice_s": -1}, "notice_s"), ({"notice_s": 31 * 86_400}, "notice_s"), ({"promise_s": 86_401}, "promise_s"),
     ({"contribution": {"per_km_gr": 1_000_001}}, "contribution.per_km_gr"),
     ({"contribution": {"per_request_gr": -1}}, "contribution.per_request_gr")],
)  # fmt: skip
def test_terms_out_of_range_are_told_at_their_fields(world: World, wrong: dict[str, Any], field: str) -> None:
    """A mistyped zero would be collected at the door."""
    path = f"{PHYSIO}/terms"
    terms = world.browser(Role.MANAGER).get(path).json()
    pays = terms["contribution"] | wrong.get("contribution", {})
    answer = put(world, path, terms | wrong | {"contribution": pays})

    assert (answer.status_code, answer.json()["problems"][0]["where"]) == (422, f"body.{field}")
