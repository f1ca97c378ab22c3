"""Changes of what the town decides, and of who calls."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.changes import ContractOut, GrowDemand, PoolRides, PromiseWindow, Rate
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.scenarios import Scenario
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.catalogue import Pooling
from scheduler.domain.errors import InputError
from scheduler.domain.ids import DistrictId, PatternId, ProviderId, ServiceId, StaffId, VehicleId
from scheduler.simulation.demand import draw
from scheduler.simulation.scenarios import apply, contracted_figures
from tests.simulation.scenarios.demo import WORKDAYS, changed, demand, town

HANDYMAN, BUS, LAZY = ServiceId("zlota-raczka"), ServiceId("bus"), DistrictId("lazy")
DAYS = tuple(date(2027, 1, 11) + timedelta(days=place) for place in range(5))
HOUR = timedelta(hours=1)


def calls(found: Demand) -> dict[str, Call]:
    return {call.id: call for call in draw(found, town(), DAYS, 7)}


def third(service_id: ServiceId, share_permille: int = 333) -> ContractOut:
    return ContractOut(
        service_id=service_id, provider_id=ProviderId("spoldzielnia"), share_permille=share_permille,
        gr_per_request=12_000,
    )  # fmt: skip


def test_windows_of_an_hour_are_promised_for_one_service_or_for_all() -> None:
    """The other services' promises would change too, or one that is not named would keep its own."""
    one, _ = changed(PromiseWindow(width=HOUR, service_id=BUS))
    every, _ = changed(PromiseWindow(width=HOUR))
    before, narrow, wide = town().policy.booking, one.policy.booking, every.policy.booking

    assert narrow.of(BUS).promise == HOUR
    assert narrow.of(BUS).notice == before.of(BUS).notice
    assert narrow.of(HANDYMAN) == before.of(HANDYMAN)
    assert {wide.of(name).promise for name in town().services} == {HOUR}
    assert wide.default.promise == HOUR


def test_rides_are_not_shared() -> None:
    """Meals would be pooled, or rides still be."""
    after, _ = changed(PoolRides(pooling=Pooling.NEVER))

    assert {name for name, one in after.services.items() if one != town().services[name]} == {BUS}
    assert after.services[BUS].pooling is Pooling.NEVER


def test_rates_change_what_a_day_costs() -> None:
    """A rise of wages would be told as free."""
    after, _ = changed(
        Rate(staff_id=StaffId("P-06"), gr=5_000), Rate(vehicle_id=VehicleId("BUS-1"), gr=200),
        Rate(pattern_id=PatternId("W-05"), gr=2_500),
    )  # fmt: skip

    assert after.staff[StaffId("P-06")].cost_gr_per_h == 5_000
    assert after.vehicles[VehicleId("BUS-1")].cost_gr_per_km == 200
    assert after.patterns[PatternId("W-05")].contract_gr_per_request == 2_500
    assert {one.contract_gr_per_request for one in after.shifts if one.name == "Złota rączka 2"} == {2_500}


def test_a_fifth_more_in_lazy_keeps_all_callers_who_are_there() -> None:
    """What the growth does would drown in other people calling."""
    _, grown = changed(GrowDemand(permille=200, district_id=LAZY))
    before, after = calls(demand()), calls(grown)

    assert before.items() <= after.items()
    more = [call for name, call in after.items() if name not in before]
    assert more
    assert {call.home.district_id for call in more} == {LAZY}


def test_a_fifth_more_rides_from_lazy_are_rides_from_lazy() -> None:
    """Rides from everywhere would grow, or everything in the district, and the bus be blamed for repairs."""
    _, grown = changed(GrowDemand(permille=200, service_id=BUS, district_id=LAZY))
    before, after = calls(demand()), calls(grown)

    assert before.items() <= after.items()
    more = [call for name, call in after.items() if name not in before]
    assert more
    assert {(call.service_id, call.home.district_id) for call in more} == {(BUS, LAZY)}
    _, both = changed(GrowDemand(permille=200, district_id=LAZY), GrowDemand(permille=-1_000, service_id=BUS),
                      GrowDemand(permille=500, service_id=BUS, district_id=LAZY))  # fmt: skip
    assert both.mean(BUS, LAZY, DAYS[0]) == 0
    assert both.mean(HANDYMAN, LAZY, DAYS[0]) == pytest.approx(1.2 * demand().mean(HANDYMAN, LAZY, DAYS[0]))


def test_what_nobody_asks_for_there_does_not_grow_there() -> None:
    """A study of more meals in a district without any would answer that nothing happens."""
    rides = replace(demand().services[BUS], per_day={DistrictId("bugaj"): WORKDAYS})
    here = replace(demand(), services={**demand().services, BUS: rides})
    growing = GrowDemand(permille=200, service_id=BUS, district_id=LAZY)

    with pytest.raises(InputError, match="bugaj"):
        apply(Scenario(id="more", name="More", changes=(growing,)), town(), here)


@given(permille=st.integers(-1000, 2000))
def test_demand_grows_by_what_is_said(permille: int) -> None:
    """20 % would be taken for 20 times, or for two."""
    one = changed(GrowDemand(permille=permille, service_id=BUS))[1]
    every = changed(GrowDemand(permille=permille))[1]
    cell = changed(*[GrowDemand(permille=permille, service_id=BUS, district_id=LAZY)] * 2)[1]
    mean = demand().mean(BUS, LAZY, DAYS[0])

    assert one.mean(BUS, LAZY, DAYS[0]) == pytest.approx(mean * (1 + permille / 1000))
    assert one.mean(HANDYMAN, LAZY, DAYS[0]) == demand().mean(HANDYMAN, LAZY, DAYS[0])
    assert every.mean(HANDYMAN, LAZY, DAYS[0]) == pytest.approx(mean * (1 + permille / 1000))
    assert cell.mean(BUS, LAZY, DAYS[0]) == pytest.approx(mean * (1 + permille / 1000) ** 2)


def task(found: Demand) -> Task:
    return Task(scenario="third", replication=3, seed=7, town=town(), demand=found, days=DAYS, effort=1, travel="x")


def sums(found: Demand, *, district: str = "", service: str = "") -> dict[str, float]:
    totals: dict[str, float] = {}
    for one in contracted_figures(task(found)):
        if (one.district, one.service) == (district, service):
            totals[one.kpi] = totals.get(one.kpi, 0) + one.value
    return totals


def test_a_third_of_handyman_work_is_taken_by_the_contractor() -> None:
    """The calls would be gone, or be served by the town as well; other services would lose some, too."""
    _, found = changed(third(HANDYMAN))
    before, after = calls(demand()), calls(found)

    assert after.items() <= before.items()
    gone = [call for name, call in before.items() if name not in after]
    assert {call.service_id for call in gone} == {HANDYMAN}
    assert found.mean(HANDYMAN, LAZY, DAYS[0]) == pytest.approx(demand().mean(HANDYMAN, LAZY, DAYS[0]) * 0.667)


def test_what_is_contracted_out_is_counted_and_paid() -> None:
    """A contractor would seem to work for nothing, or be paid for people who were not at home."""
    _, everything = changed(third(HANDYMAN, 1000))
    found = sums(everything)

    repairs = [call for call in calls(demand()).values() if call.service_id == HANDYMAN]
    assert found["contracted"] >= len(repairs) > 0
    assert 0 < found["contracted_served"] < found["contracted"]
    assert found["contracted_gr"] == found["contracted_served"] * 12_000
    assert sums(everything, service=HANDYMAN) == found
    parts = [sums(everything, district=name)["contracted"] for name in ("lazy", "bugaj")]
    assert sum(parts) == found["contracted"]
    assert not [call for call in calls(everything).values() if call.service_id == HANDYMAN]


def test_a_way_there_and_back_is_two_requests() -> None:
    """The office counts two; a contractor's ride would count half."""
    _, found = changed(third(BUS, 1000))

    assert sums(found)["contracted"] == 2 * sum(call.service_id == BUS for call in calls(demand()).values())


def test_without_a_contract_there_is_nothing_to_count() -> None:
    """Every town would have a column of noughts for contractors it does not have."""
    assert contracted_figures(task(demand())) == []
    assert {one.day for one in contracted_figures(task(changed(third(HANDYMAN))[1]))} == set(DAYS)
