"""Absences say who is touched, and who or what could stand in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.booking import Booking, BookingStatus, Offer
from scheduler.domain.ids import ContractTypeId, RequestId, ShiftId, StaffId, VehicleId
from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.rota import Absence
from scheduler.domain.service_days import PlanHead
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota import (
    report_absence,
)
from tests.unit.services.absent_town import TUESDAY, told
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, Office, absence, all_day, at, staffed


def planned(kept: Office, *clocks: str) -> None:
    """Plan a ride at each time on S, the first one promised."""
    with kept.unit() as unit:
        bookings = list(unit.bookings.all().values())
        stops = tuple(_stop(one.id, clock) for one, clock in zip(bookings, clocks, strict=True))
        route = PlannedRoute(shift_id=ShiftId("S"), start=stops[0].arrival, end=stops[-1].departure, stops=stops)
        plan = Plan(town_id=TOWN, day=MONDAY, version=1, made_at=NOW, routes=(route,), unassigned=(), terms={})
        unit.plans.add(plan, PlanHead(day=MONDAY, version=1, made_at=NOW, why="solved"))
        state = unit.days.lock(MONDAY)
        unit.days.put(replace(state, version=state.version + 1, plan=1))


def _stop(request_id: RequestId, clock: str) -> PlannedStop:
    start = at(MONDAY, clock)
    end = start + timedelta(minutes=5)
    task = PlannedTask(task_id=f"{request_id}:pickup", request_id=request_id, kind="pickup", start=start, end=end)
    return PlannedStop(location_id="baza/", arrival=start, departure=end, tasks=(task,))


def riding() -> Office:
    """Return a town with two rides, the second one promised, and B and a contractor's C to take over."""
    builder = staffed().add_shift("06:00-14:00", id="S", staff=("A",), vehicle="bus-1", start="baza")
    builder.add_client().add_ride("09:00-09:30", to="baza")
    builder.add_client().add_ride("10:00-10:30", to="baza").promise("10:00-10:30")
    builder.add_provider("obcy", "Obcy", own=False).add_staff("C", skills=("przewozy",), contract_id="mandate")
    builder.staff_waiting.clear()
    kept = Office(builder.build())
    planned(kept, "08:45", "09:45")
    return kept


class NextDay:
    """Repairs that were asked for; each is the one it was given."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self.asked: list[tuple[str, frozenset[ShiftId]]] = []

    def best(self, unit: UnitOfWork, booking: Booking, without: frozenset[ShiftId]) -> Offer | None:
        """Return the offer, and remember the question."""
        self.asked.append((unit.bookings.get(booking.id).id, without))
        return self.offer


def test_everybody_on_a_lost_shift_is_named_those_with_a_promise_first() -> None:
    """Somebody would wait at the door for a bus that stands in the workshop."""
    kept, repairs = riding(), NextDay(Offer(day=TUESDAY, legs=(), cost_gr=0, day_version=0))
    with kept.unit() as unit:
        effect = report_absence(unit, all_day(MONDAY), NOW, repairs=repairs)

    assert [(one.promise is not None, f"{one.start:%H:%M}") for one in effect.touched] == [
        (True, "09:45"),
        (False, "08:45"),
    ]
    assert [one.booking.id for one in effect.promises] == [effect.touched[0].booking.id]
    assert {one.repair for one in effect.touched} == {repairs.offer}
    assert {without for _, without in repairs.asked} == {frozenset({ShiftId("S")})}


def test_bookings_that_still_fit_a_cut_shift_are_told_apart() -> None:
    """The dispatcher would phone everybody, though half of the morning stays as it is."""
    kept = riding()
    with kept.unit() as unit:
        effect = report_absence(unit, absence(at(MONDAY, "09:00"), at(MONDAY, "15:00")), NOW)

    assert [one.in_time for one in effect.touched] == [False, True]


def substitutes(kept: Office, one: Absence) -> list[str]:
    """Return who could take over S."""
    with kept.unit() as unit:
        effect = report_absence(unit, one, NOW)
    return [found.staff_id for found in effect.shifts[0].substitutes]


def test_substitutes_have_the_skill_and_the_own_provider_comes_first() -> None:
    """The nurse would be asked to drive the bus, or a contractor be paid while our own driver is free."""
    assert substitutes(riding(), all_day(MONDAY)) == ["B", "C"]


def with_shift(kept: Office, day: date, start: str, end: str, vehicle: str | None = None) -> None:
    """Give B a shift by hand."""
    shift = kept.shifts()[ShiftId("S")]
    other = replace(
        shift,
        id=ShiftId("T"),
        day=day,
        start=at(day, start),
        end=at(day, end),
        vehicle_id=VehicleId(vehicle) if vehicle else None,
        staff_ids=(StaffId("B"),),
    )
    with kept.unit() as unit:
        unit.shifts.put(other)


@pytest.mark.parametrize(
    ("day", "start", "end", "found"),
    [
        (MONDAY, "13:00", "20:00", ["C"]),
        (MONDAY - timedelta(days=1), "15:00", "23:30", ["C"]),
        (MONDAY - timedelta(days=1), "10:00", "19:00", ["B", "C"]),
        (TUESDAY, "00:30", "06:00", ["C"]),
        (MONDAY, "15:00", "19:00", ["B", "C"]),
    ],
)
def test_nobody_is_asked_who_works_or_must_rest(day: date, start: str, end: str, found: list[str]) -> None:
    """The driver of last night would be called in after six hours of sleep."""
    kept = riding()
    with_shift(kept, day, start, end)

    assert substitutes(kept, all_day(MONDAY)) == found


def test_nobody_is_asked_who_is_away_or_not_wanted() -> None:
    """A colleague on leave would be phoned, or a worker be sent whom the client does not let in."""
    kept = riding()
    told(kept, all_day(MONDAY, staff="B", name="N-2"))
    with kept.unit() as unit:
        client = next(iter(unit.clients.all().values()))
        unit.clients.put(replace(client, excluded=(StaffId("C"),)))

    assert substitutes(kept, all_day(MONDAY)) == []


def test_nobody_is_asked_whose_contract_forbids_it() -> None:
    """A worker with a disability would be called in at night, or for an hour more than the law allows."""
    kept = riding()
    with kept.unit() as unit:
        unit.staff.put(replace(unit.staff.get(StaffId("B")), contract_id=ContractTypeId("disability")))
        unit.staff.remove(StaffId("C"))
        shift = unit.shifts.get(ShiftId("S"))
        unit.shifts.put(replace(shift, start=at(MONDAY, "06:30"), end=at(MONDAY, "13:00")))
    assert substitutes(kept, all_day(MONDAY)) == []

    with kept.unit() as unit:
        unit.shifts.put(replace(shift, start=at(MONDAY, "07:00"), end=at(MONDAY, "14:01")))
    assert substitutes(kept, all_day(MONDAY, name="N-2")) == []

    with kept.unit() as unit:
        unit.shifts.put(replace(shift, start=at(MONDAY, "07:00"), end=at(MONDAY, "14:00")))
    assert substitutes(kept, all_day(MONDAY, name="N-3")) == ["B"]


def test_a_cancelled_booking_is_not_touched() -> None:
    """Somebody who has cancelled would be phoned about a bus that does not come."""
    kept = riding()
    with kept.unit() as unit:
        first = next(iter(unit.bookings.all().values()))
        unit.bookings.put(replace(first, status=BookingStatus.CANCELLED))
    with kept.unit() as unit:
        effect = report_absence(unit, all_day(MONDAY), NOW)

    assert [f"{one.start:%H:%M}" for one in effect.touched] == ["09:45"]


def test_a_broken_bus_has_others_that_carry_as_much() -> None:
    """The dispatcher would not see that the second bus stands in the yard."""
    kept = riding()
    with kept.unit() as unit:
        effect = report_absence(unit, all_day(MONDAY, vehicle="bus-1"), NOW)
    assert effect.shifts[0].vehicles == ("bus-2",)

    kept = riding()
    with_shift(kept, MONDAY, "13:30", "15:00", vehicle="bus-2")
    with kept.unit() as unit:
        effect = report_absence(unit, all_day(MONDAY, vehicle="bus-1"), NOW)
    assert effect.shifts[0].vehicles == ()

    kept = riding()
    with kept.unit() as unit:
        unit.vehicles.put(replace(unit.vehicles.get(VehicleId("bus-2")), lift_max_kg=0))
        effect = report_absence(unit, all_day(MONDAY, vehicle="bus-1"), NOW)
    assert effect.shifts[0].vehicles == ()
