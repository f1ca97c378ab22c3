"""Changes made to a town: people, vehicles and their shifts."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.capacity.changes import (
    AddShift,
    AddStaff,
    AddVehicle,
    Change,
    ContractOut,
    GrowDemand,
    Hours,
    PoolRides,
    Rate,
    RemoveShift,
    RemoveStaff,
    RemoveVehicle,
)
from scheduler.domain.capacity.scenarios import Scenario
from scheduler.domain.catalogue import Pooling
from scheduler.domain.errors import InputError
from scheduler.domain.ids import ClientId, DistrictId, PatternId, ProviderId, ServiceId, StaffId, VehicleId
from scheduler.simulation.scenarios import apply
from scheduler.simulation.scenarios.overlaps import overlaps
from scheduler.simulation.scenarios.rota import all_shifts
from tests.simulation.scenarios.demo import changed, demand, town

BUS_1, BUS_2, PHYSIO = VehicleId("BUS-1"), VehicleId("BUS-2"), StaffId("P-03")
HANDYMAN = ServiceId("zlota-raczka")


def test_a_second_bus_comes_with_drivers_and_shifts() -> None:
    """The new bus would stand in the yard, and the report would say that it changes nothing."""
    after, _ = changed(AddVehicle(like=BUS_1))

    bus = after.vehicles[VehicleId("BUS-1-2")]
    assert bus.layouts == town().vehicles[BUS_1].layouts
    new = [one for one in after.patterns.values() if one.vehicle_id == bus.id]
    old = [one for one in town().patterns.values() if one.vehicle_id == BUS_1]
    assert [(one.weekdays, one.start, one.end) for one in new] == [(one.weekdays, one.start, one.end) for one in old]
    assert {one for pattern in new for one in pattern.staff_ids} == {"P-06-2", "P-07-2"}
    assert after.staff[StaffId("P-06-2")].skills == town().staff[StaffId("P-06")].skills
    assert sum(one.vehicle_id == bus.id for one in after.shifts) == 2
    assert after.patterns[PatternId("W-10")] == town().patterns[PatternId("W-10")]


def test_two_more_buses_get_ids_and_crews_of_their_own() -> None:
    """The third bus would take the second one's drivers, or its place."""
    after, _ = changed(AddVehicle(like=BUS_1), AddVehicle(like=BUS_1), AddVehicle(like=BUS_2, id=VehicleId("BUS-9")))

    assert set(after.vehicles) - set(town().vehicles) == {"BUS-1-2", "BUS-1-3", "BUS-9"}
    assert not set(overlaps(after)) - set(overlaps(town()))
    assert after.patterns[PatternId("W-10-3")].staff_ids == ("P-06-3",)


def test_a_bus_without_crews_is_bought_alone() -> None:
    """Somebody who has drivers enough would be told the cost of more."""
    after, _ = changed(AddVehicle(like=BUS_1, crews=False))

    assert (after.staff, after.patterns, after.shifts) == (town().staff, town().patterns, town().shifts)


def test_a_bus_that_is_gone_is_driven_by_nobody() -> None:
    """Its crew would be planned on foot, or the replication would end in an error."""
    after, _ = changed(RemoveVehicle(vehicle_id=BUS_2))

    assert BUS_2 not in after.vehicles
    assert not [one for one in all_shifts(after) if one.vehicle_id == BUS_2]
    assert len(after.patterns) == len(town().patterns) - 1


def test_one_more_physiotherapist_works_as_the_other_does() -> None:
    """The new one would have no shift, and cost nothing."""
    after, _ = changed(AddStaff(like=PHYSIO))

    (shift,) = (one for one in after.patterns.values() if one.staff_ids == ("P-03-2",))
    assert (shift.start, shift.end) == (time(10), time(17))


def test_a_crew_goes_on_without_the_one_who_left_unless_that_one_drove() -> None:
    """A bus would be driven by its attendant, or stand still because the attendant is away."""
    attendant, _ = changed(RemoveStaff(staff_id=StaffId("P-09")))
    driver, _ = changed(RemoveStaff(staff_id=StaffId("P-08")))

    assert attendant.patterns[PatternId("W-09")].staff_ids == ("P-08",)
    assert PatternId("W-09") not in driver.patterns
    assert StaffId("P-08") not in driver.staff


def test_nobody_wishes_for_who_is_gone() -> None:
    """Clients would wait for the familiar face, and planning would look for a worker who is not there."""
    client = next(iter(town().clients.values()))
    wishing = replace(client, preferred=(PHYSIO,), backup=(StaffId("P-01"), PHYSIO), excluded=(PHYSIO,))
    before = replace(town(), clients={**town().clients, client.id: wishing})
    scenario = Scenario(id="x", name="", changes=(RemoveStaff(staff_id=PHYSIO),))

    after, _ = apply(scenario, before, demand())

    found = after.clients[ClientId(client.id)]
    assert (found.preferred, found.backup, found.excluded) == ((), ("P-01",), ())


def test_the_physiotherapist_works_until_six() -> None:
    """The change would be made on some days only, or take the start along."""
    after, _ = changed(Hours(staff_id=PHYSIO, end=time(18)))

    pattern = after.patterns[PatternId("W-03")]
    assert (pattern.start, pattern.end) == (time(10), time(18))
    (shift,) = (one for one in after.shifts if one.staff_ids == (PHYSIO,))
    assert shift.end == datetime(2026, 11, 23, 18, tzinfo=ZoneInfo("Europe/Warsaw"))
    assert sum(one != town().patterns[name] for name, one in after.patterns.items()) == 1


def test_hours_past_midnight_end_on_the_next_day() -> None:
    """A night shift would end before it begins."""
    after, _ = changed(Hours(staff_id=StaffId("P-12"), start=time(22), end=time(6)))

    (shift,) = (one for one in after.shifts if one.staff_ids == ("P-12",))
    assert (shift.end - shift.start).total_seconds() == 8 * 3600


def test_a_weekly_shift_is_added_and_another_taken_away() -> None:
    """A Saturday more would also change the weekdays it was copied from."""
    after, _ = changed(
        AddShift(like=PatternId("W-03"), weekdays=frozenset({6}), end=time(14)),
        RemoveShift(pattern_id=PatternId("W-12")),
    )

    new = after.patterns[PatternId("W-03-2")]
    assert new.weekdays == {6}
    assert (new.start, new.end, new.staff_ids) == (time(10), time(14), (PHYSIO,))
    assert after.patterns[PatternId("W-03")] == town().patterns[PatternId("W-03")]
    assert PatternId("W-12") not in after.patterns


@pytest.mark.parametrize(
    ("change", "who"),
    [
        (AddShift(like=PatternId("W-10")), "BUS-1, P-06"),
        (Hours(pattern_id=PatternId("W-10"), end=time(13)), "BUS-1"),
        (AddShift(like=PatternId("W-03"), vehicle_id=BUS_2, staff_ids=(StaffId("P-01"),)), "P-01"),
    ],
)
def test_nobody_works_twice_at_once(change: Change, who: str) -> None:
    """A bus would drive on two routes at the same time, and the report would praise the saving."""
    with pytest.raises(InputError, match=rf"{who}.*at once"):
        changed(change)


def test_overlaps_that_were_there_before_are_the_towns_own() -> None:
    """A town whose rota is not perfect could not be studied at all."""
    doubled = replace(town().patterns[PatternId("W-10")], id=PatternId("W-99"))
    before = replace(town(), patterns={**town().patterns, doubled.id: doubled})
    scenario = Scenario(id="x", name="", changes=(Hours(staff_id=PHYSIO, end=time(18)),))

    after, _ = apply(scenario, before, demand())

    assert after.patterns[PatternId("W-03")].end == time(18)


def test_without_a_change_the_town_is_the_same() -> None:
    """Whatever differs between scenarios would not be what was asked about."""
    assert changed() == (town(), demand())


UNKNOWN: list[tuple[Change, str, str]] = [
    (AddVehicle(like=VehicleId("BUS-7")), "like", "AUTO-1, BUS-1, BUS-2"),
    (AddVehicle(like=BUS_1, id=BUS_2), "id", "another id"),
    (RemoveVehicle(vehicle_id=VehicleId("TRAM")), "vehicle", "AUTO-1, BUS-1, BUS-2"),
    (AddStaff(like=StaffId("P-99")), "like", "P-01, P-02"),
    (AddStaff(like=StaffId("P-06")), "like", "vehicle with its crews"),
    (RemoveStaff(staff_id=StaffId("P-99")), "staff", "P-01, P-02"),
    (AddShift(like=PatternId("W-77")), "like", "W-01, W-02"),
    (AddShift(like=PatternId("W-01"), staff_ids=(StaffId("P-99"),)), "staff", "P-01, P-02"),
    (RemoveShift(pattern_id=PatternId("Z-01")), "shift", "W-01, W-02"),
    (Hours(staff_id=StaffId("P-99"), end=time(18)), "staff", "P-01"),
    (Hours(vehicle_id=VehicleId("TRAM"), end=time(18)), "vehicle", "BUS-1"),
    (PoolRides(pooling=Pooling.NEVER, service_id=HANDYMAN), "service", "bus"),
    (PoolRides(pooling=Pooling.NEVER, service_id=ServiceId("taxi")), "service", "asystent, bus"),
    (Rate(vehicle_id=VehicleId("TRAM"), gr=1), "vehicle", "BUS-1"),
    (GrowDemand(permille=200, district_id=DistrictId("Łazy")), "district", "bugaj, lazy"),
    (GrowDemand(permille=200, district_id=DistrictId("orlowo")), "district", "bugaj, lazy"),
    (GrowDemand(permille=200, service_id=ServiceId("obiad")), "service", "bus, zlota-raczka"),
    (
        GrowDemand(permille=200, service_id=ServiceId("bus"), district_id=DistrictId("orlowo")), "district",
        "bugaj, lazy",
    ),
    (
        ContractOut(service_id=HANDYMAN, provider_id=ProviderId("cus"), share_permille=9, gr_per_request=1), "provider",
        "agencja, fundacja, spoldzielnia",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "key", "has"), UNKNOWN)
def test_what_the_town_does_not_have_is_named_with_what_it_has(change: Change, key: str, has: str) -> None:
    """A manager would read KeyError, or a scenario without its change would be told as one with it."""
    with pytest.raises(InputError) as caught:
        changed(Hours(staff_id=PHYSIO, end=time(18)), change)

    (problem,) = caught.value.problems
    assert problem.file == "scenario what-if"
    assert problem.column == f"changes[2].{key}"
    assert problem.value
    assert has in f"{problem.wrong}; {problem.right}"


def test_all_that_is_wrong_is_told_at_once() -> None:
    """A manager would correct one id after another, a run for each."""
    with pytest.raises(InputError) as caught:
        changed(*(change for change, _, _ in UNKNOWN))

    assert len(caught.value.problems) == len(UNKNOWN)


def test_a_later_change_sees_what_an_earlier_one_has_made() -> None:
    """The new bus could not work on Saturdays."""
    earlier = Hours(pattern_id=PatternId("W-10-2"), start=time(5))

    after, _ = changed(AddVehicle(like=BUS_1), earlier)

    assert after.patterns[PatternId("W-10-2")].start == time(5)
    with pytest.raises(InputError, match=r"is no vehicle of the town"):
        changed(RemoveVehicle(vehicle_id=BUS_2), Hours(vehicle_id=BUS_2, start=time(5)))


def test_a_towns_days_are_those_of_the_calendar() -> None:
    """Two shifts of every second Saturday, in turns, would be taken for a double one."""
    saturdays = [one for one in town().patterns.values() if one.name == "Bus 1, sobota"]

    assert len(saturdays) == 2
    assert all(one.valid_from < date(2027, 1, 1) for one in saturdays)
    assert overlaps(town()) == {}
