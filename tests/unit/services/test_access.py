"""Who may do what, written down a second time: a slip in the table is not followed by its tests."""

from dataclasses import replace

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.errors import ForbiddenError, NotFoundError, SignInError
from scheduler.domain.ids import ProviderId, ShiftId, StaffId, TownId, UserId
from scheduler.formats.town_reader import read_town
from scheduler.services.access import Permission, Principal, of_own_town, permissions_of, require, sees_shift
from tests.unit.test_rooms import ROOT

EXPECTED = {
    Role.ADMINISTRATOR: "public self users phones tokens hooks carriers audit.read town.read catalogue.write "
    "resources.read policy.read policy.write",
    Role.DISPATCHER: "public self phones town.read clients.read clients.write places.read places.write enquiries.read "
    "series.read series.write bookings.read bookings.write rota.read rota.write plans.read plans.write "
    "notices.read notices.write "
    "itineraries.read events.read events.write alerts.read checks.read checks.write days.close figures.read "
    "settlements.read cards.read learning.read resources.read policy.read",
    Role.MANAGER: "public self town.read series.read rota.read plans.read events.read alerts.read days.open "
    "figures.read settlements.read learning.read learning.write catalogue.write "
    "resources.read policy.read policy.write studies.read studies.write",
    Role.WORKER: "public self town.read itineraries.read day.own events.write",
    Role.PROVIDER: "public self town.read bookings.read rota.read itineraries.read settlements.read resources.read",
}


@pytest.mark.parametrize("role", Role)
def test_the_table_says_this(role: Role) -> None:
    """A worker would see every client, because a letter in the table was wrong."""
    assert permissions_of(role) == {Permission(one) for one in EXPECTED[role].split()}


def somebody(role: Role | None, **more: object) -> Principal:
    permissions = permissions_of(role) if role else frozenset()
    made = Principal(user_id=UserId("U"), town_id=TownId("chelm"), role=role, permissions=permissions)
    return replace(made, **more)  # type: ignore[arg-type]


def test_who_may_passes_and_nobody_else() -> None:
    """Whoever is not signed in would pass, or be told that the role is wrong."""
    require(None, Permission.PUBLIC)
    require(somebody(Role.DISPATCHER), Permission.CLIENTS_READ)
    with pytest.raises(SignInError):
        require(None, Permission.SELF)
    with pytest.raises(ForbiddenError, match="role worker"):
        require(somebody(Role.WORKER), Permission.CLIENTS_READ)
    with pytest.raises(ForbiddenError, match="this token"):
        require(somebody(None), Permission.TOWN_READ)


def test_another_towns_things_are_not_there() -> None:
    """The office of the next town would learn that a client exists."""
    of_own_town(somebody(Role.DISPATCHER), TownId("chelm"), "client")
    with pytest.raises(NotFoundError):
        of_own_town(somebody(Role.DISPATCHER), TownId("kalisz"), "client")


def test_workers_and_providers_see_their_own_shifts() -> None:
    """A contractor would read a competitor's round, or a worker a colleague's notes."""
    town = read_town(ROOT / "fixtures" / "towns" / "chelm")
    for shift in town.shifts:
        providers = {town.staff[one].provider_id for one in shift.staff_ids}
        if shift.vehicle_id:
            providers.add(town.vehicles[shift.vehicle_id].provider_id)
        for key in town.providers:
            asks = somebody(Role.PROVIDER, provider_id=key)
            assert sees_shift(asks, shift, town.staff, town.vehicles) == (key in providers)
        for one in town.staff:
            asks = somebody(Role.WORKER, staff_id=one)
            assert sees_shift(asks, shift, town.staff, town.vehicles) == (one in shift.staff_ids)
        assert sees_shift(somebody(Role.DISPATCHER), shift, town.staff, town.vehicles)


def test_a_shift_of_nobody_is_no_providers() -> None:
    """A provider without an id, or a shift without a provider, would match each other."""
    town = read_town(ROOT / "fixtures" / "towns" / "chelm")
    shift = replace(town.shifts[0], id=ShiftId("x"), staff_ids=(StaffId("gone"),), vehicle_id=None)

    assert not sees_shift(somebody(Role.PROVIDER, provider_id=ProviderId("cus")), shift, town.staff, town.vehicles)
    free = {key: replace(one, provider_id=None) for key, one in town.staff.items()}
    assert not sees_shift(somebody(Role.PROVIDER, provider_id=None), town.shifts[0], free, {})
