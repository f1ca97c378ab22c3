"""Absences take shifts away or cut them, say who is touched, and give everything back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.booking import Booking, BookingStatus, Offer
from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import AbsenceId, ContractTypeId, RequestId, ShiftId, StaffId, VehicleId
from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop, PlannedTask
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.domain.service_days import PlanHead
from scheduler.services.ports import UnitOfWork
from scheduler.services.rota import (
    cancel_absence,
    change_absence,
    keep_pattern,
    report_absence,
    roll_rota,
    what_remains,
)
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, WARSAW, Office, absence, all_day, at, pattern, staffed

TUESDAY = MONDAY + timedelta(days=1)


def office(day: date = MONDAY, **fields: Any) -> Office:
    """Return a town in which one shift, S, of 6 to 14 was made by hand for a day."""
    usual: dict[str, Any] = {"staff": ("A",), "vehicle": "bus-1", "overtime": timedelta(minutes=30)}
    builder = staffed(service_day=day).add_shift("06:00-14:00", id="S", start="baza", **{**usual, **fields})
    return Office(builder.build())


def told(kept: Office, *absences: Absence, now: datetime = NOW) -> None:
    """Report absences, each in a unit of its own."""
    for one in absences:
        with kept.unit() as unit:
            report_absence(unit, one, now)


def span(kept: Office) -> tuple[str, str] | None:
    """Return when S begins and ends, by the clock."""
    shift = kept.shifts().get(ShiftId("S"))
    return None if shift is None else (f"{shift.start:%H:%M}", f"{shift.end:%H:%M}")


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        ("00:00", "23:00", None),
        ("13:00", "23:00", ("06:00", "13:00")),
        ("00:00", "10:00", ("10:00", "14:00")),
        ("08:00", "10:00", ("10:00", "14:00")),
        ("10:00", "13:30", ("06:00", "10:00")),
        ("07:00", "13:30", ("06:00", "07:00")),
        ("06:59", "13:01", None),
        ("14:30", "23:00", ("06:00", "14:00")),
    ],
)
def test_an_absence_for_a_part_of_the_day_leaves_the_longer_rest(
    start: str, end: str, left: tuple[str, str] | None
) -> None:
    """Half a day of a bus would be thrown away for a dentist, or a driver called in for half an hour."""
    kept = office()
    told(kept, absence(at(MONDAY, start), at(MONDAY, end)))

    assert span(kept) == left


def test_overtime_ends_where_the_absence_begins() -> None:
    """A driver with a train to catch would be planned to come home half an hour later."""
    kept = office()
    told(kept, absence(at(MONDAY, "14:10"), at(MONDAY, "20:00")))

    assert kept.shifts()[ShiftId("S")].overtime == timedelta(minutes=10)


def test_a_crew_of_two_goes_on_as_one_but_not_without_its_bus() -> None:
    """A whole bus would stay at home because the attendant is ill, or a crew sit at the base without a bus."""
    kept = office(staff=("A", "N"))
    told(kept, all_day(MONDAY, staff="N"))
    assert kept.shifts()[ShiftId("S")].staff_ids == ("A",)

    told(kept, all_day(MONDAY, vehicle="bus-1", name="N-2"))
    assert kept.shifts() == {}


def test_each_changed_day_has_one_new_version() -> None:
    """A dispatcher would go on with a plan whose bus is in the workshop, and not be told."""
    kept = office()
    told(kept, all_day(MONDAY, days=3))

    assert [kept.version(day) for day in (MONDAY, TUESDAY)] == [2, 0]


def test_what_is_over_stays_as_it_was() -> None:
    """Yesterday's hours would vanish from the accounts when an illness is written down late."""
    kept = office()
    told(kept, all_day(MONDAY), now=at(MONDAY, "14:00"))

    assert span(kept) == ("06:00", "14:00")


def test_a_cancelled_absence_brings_back_what_was_edited_by_hand() -> None:
    """Shifts of an imported town, which no pattern makes, would be lost when somebody gets well."""
    kept = office()
    before = kept.shifts()
    told(kept, absence(at(MONDAY, "13:00"), at(MONDAY, "23:00")))
    with kept.unit() as unit:
        change = cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert kept.shifts() == before
    assert (change.changed, change.days) == (("S",), (MONDAY,))


def test_a_shift_edited_during_an_absence_is_not_brought_back() -> None:
    """The dispatcher's own arrangement would be overwritten when the absence is taken out."""
    kept = office()
    told(kept, all_day(MONDAY))
    with kept.unit() as unit:
        unit.shifts.put(replace(office().shifts()[ShiftId("S")], staff_ids=(StaffId("B"),)))
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert kept.shifts()[ShiftId("S")].staff_ids == ("B",)


def test_a_changed_absence_takes_only_what_it_takes_now() -> None:
    """Two days of leave made one would keep the bus at home for two."""
    kept = office(TUESDAY)
    told(kept, all_day(MONDAY, days=2))
    assert kept.shifts() == {}
    with kept.unit() as unit:
        effect = change_absence(unit, all_day(MONDAY - timedelta(days=1), days=2), NOW)

    assert span(kept) == ("06:00", "14:00")
    assert effect.days == (TUESDAY,)
    assert kept.version(TUESDAY) == 3


def test_a_changed_absence_says_what_is_lost_and_what_is_back() -> None:
    """The dispatcher would phone people whose worker is there again, and not those whose worker leaves earlier."""
    kept = office()
    told(kept, absence(at(MONDAY, "12:00"), at(MONDAY, "20:00")))
    for end, lost, back in (("10:00", True, False), ("10:00", False, False), ("13:00", False, True)):
        with kept.unit() as unit:
            effect = change_absence(unit, absence(at(MONDAY, end), at(MONDAY, "20:00")), NOW)
        assert span(kept) == ("06:00", end)
        assert (bool(effect.shifts), bool(effect.given_back)) == (lost, back)
        assert bool(effect.days) == (lost or back)


def test_absences_take_from_shifts_that_are_made_later() -> None:
    """A driver on leave next month would be on the rota as soon as the month is rolled."""
    kept = Office(staffed().build())
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    assert TUESDAY not in {one.day for one in kept.shifts().values()}

    with kept.unit() as unit:
        roll_rota(unit, MONDAY, TUESDAY, now=NOW)
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)
    assert TUESDAY in {one.day for one in kept.shifts().values()}


def test_a_pattern_changed_during_an_absence_comes_back_as_it_is_now() -> None:
    """The driver would come back from leave to last month's hours."""
    kept = Office(staffed().build())
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        keep_pattern(unit, pattern(end=at(MONDAY, "12:00").time()), now=NOW)
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert {f"{one.end:%H:%M}" for one in kept.shifts().values()} == {"12:00"}
    assert TUESDAY in {one.day for one in kept.shifts().values()}


def test_an_absence_may_be_changed_to_begin_earlier() -> None:
    """A flu that began on Monday could not be written down once Tuesday was."""
    kept = Office(staffed().build())
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        change_absence(unit, all_day(MONDAY), NOW)
    days = {one.day for one in kept.shifts().values()}
    assert TUESDAY in days
    assert MONDAY not in days


def test_unknown_people_and_doubled_absences_are_refused() -> None:
    """An absence of nobody would be kept and take nothing, and the right one be thought written."""
    kept = office()
    with kept.unit() as unit, pytest.raises(NotFoundError):
        report_absence(unit, all_day(MONDAY, staff="Z"), NOW)
    told(kept, all_day(MONDAY))
    with kept.unit() as unit, pytest.raises(ConflictError, match="N-1 already"):
        report_absence(unit, all_day(TUESDAY), NOW)


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


def test_of_equal_halves_the_one_with_more_hands_is_kept() -> None:
    """The attendant would be sent home though both halves of the day are as long."""
    bus = absence(at(MONDAY, "09:30"), at(MONDAY, "10:30"), vehicle="bus-1")
    nurse = absence(at(MONDAY, "07:00"), at(MONDAY, "08:00"), staff="N", name="N-2")
    left = what_remains(WHOLE, [bus, nurse])

    assert left is not None
    assert (left.start, len(left.staff_ids)) == (at(MONDAY, "10:30"), 2)


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


MINUTES = st.integers(-120, 26 * 60)
ABSENCES = st.builds(
    lambda who, start, length: absence(
        at(MONDAY, "00:00") + timedelta(minutes=start),
        at(MONDAY, "00:00") + timedelta(minutes=start + length),
        staff=who if who in {"A", "N"} else "",
        vehicle="" if who in {"A", "N"} else who,
    ),
    st.sampled_from(("A", "N", "bus-1")),
    MINUTES,
    st.integers(1, 900),
)


def several(drawn: Sequence[Absence]) -> list[Absence]:
    """Return absences with ids of their own."""
    return [replace(one, id=AbsenceId(f"N-{number}")) for number, one in enumerate(drawn)]


WHOLE = Shift(
    id=ShiftId("S"), day=MONDAY, name="S", staff_ids=(StaffId("A"), StaffId("N")), vehicle_id=VehicleId("bus-1"),
    start=at(MONDAY, "06:00"), end=at(MONDAY, "14:00"), start_door=pattern().start_door, end_door=pattern().end_door,
    overtime=timedelta(minutes=30),
)  # fmt: skip


@given(st.lists(ABSENCES, max_size=3).map(several))
def test_what_remains_has_nobody_who_is_away(drawn: list[Absence]) -> None:
    """A shift would be planned with a driver who is in hospital, or differ by who was written down first."""
    left = what_remains(WHOLE, drawn)

    assert all(what_remains(WHOLE, order) == left for order in permutations(drawn))
    if left is not None:
        assert WHOLE.start <= left.start < left.end <= WHOLE.end
        assert what_remains(left, drawn) == left
        for one in drawn:
            here = one.staff_id in left.staff_ids or one.vehicle_id is not None
            assert not (here and one.start < left.end + left.overtime and left.start < one.end)


@settings(max_examples=25, deadline=None)
@given(st.lists(ABSENCES, min_size=1, max_size=3).map(several), st.data())
def test_all_absences_cancelled_in_any_order_leave_the_rota_as_it_was(
    drawn: list[Absence], data: st.DataObject
) -> None:
    """Each illness would leave a scar on the rota."""
    kept = office(staff=("A", "N"))
    before = kept.shifts()
    now = datetime(2026, 11, 20, 8, 0, tzinfo=WARSAW)
    told(kept, *drawn, now=now)
    assert kept.shifts().get(ShiftId("S")) == what_remains(before[ShiftId("S")], drawn)
    for one in data.draw(st.permutations(drawn)):
        with kept.unit() as unit:
            cancel_absence(unit, one.id, now)

    assert kept.shifts() == before
