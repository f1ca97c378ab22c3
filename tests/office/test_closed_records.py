"""What is written down of a closed day: how late, how long, at what cost, by whom; and what nobody measured is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.actuals import Actual, FinalOutcome, ShiftActual, elapsed_s
from scheduler.domain.booking import BookingStatus, Enquiry, EnquiryOutcome
from scheduler.domain.events import EventKind
from scheduler.domain.figures import Counts, added
from scheduler.domain.ids import EnquiryId, RequestId, ShiftId, StaffId
from scheduler.services.reporting.months import entries_of, settlements, summed
from tests.office.calendars import DayBuilder, utc
from tests.office.closing_day import (
    actuals,
    bus_day,
    close,
    published,
    put_plan,
    reported,
    rides,
    state,
    tasks_of,
    told,
    view,
    visit,
)
from tests.office.office import ANNA, Office
from tests.store.sample_closing import actual

MINUTE = timedelta(minutes=1)


@pytest.fixture
def here() -> Office:
    """The office in the evening of a published day; nobody has reported anything yet."""
    return bus_day()


def counted(here: Office) -> Counts:
    return added(cell.counts for cell in close(here).cells)


def one_visit(*, length_min: int = 30, window: str = "09:00-09:20") -> Office:
    """Return a published day with one worker, who costs 60 zł an hour, and one visit."""
    builder = (
        DayBuilder().add_place("baza").add_staff(cost_gr_per_h=6000).add_shift("08:00-10:00", overtime=15 * MINUTE)
    )
    return published(builder.add_visit(window=window, length_min=length_min))


@pytest.mark.parametrize(
    ("late_min", "late_s", "punctual"), [(-3, 0, 1), (0, 0, 1), (5, 0, 1), (6, 60, 0), (25, 1200, 0)]
)
def test_a_pickup_is_late_against_what_was_told(late_min: int, late_s: int, punctual: int) -> None:
    """The bus that came twenty minutes late every day would be called punctual in the yearly report."""
    here = bus_day()
    there, back = rides(here)
    stop, task = tasks_of(here)[f"{back}:pickup"]
    reported(here, but=[task.task_id, f"{back}:dropoff"])
    told(here, task.task_id, EventKind.ARRIVED, utc(task.start) + late_min * MINUTE)
    told(here, task.task_id, EventKind.ABOARD, utc(task.end) + 30 * MINUTE)
    told(here, f"{back}:dropoff", EventKind.DONE, utc(task.end) + 50 * MINUTE)
    counts = counted(here)

    assert actuals(here)[back].late_s == late_s
    assert actuals(here)[there].late_s == 0
    assert (counts.pickups, counts.pickups_on_time) == (2, 1 + punctual)
    assert stop.arrival <= task.start


def test_an_appointment_is_kept_by_its_window() -> None:
    """A client who missed the doctor by ten minutes would count as brought in time."""
    here = bus_day()
    there, back = rides(here)
    reported(here, but=[f"{there}:dropoff"])
    end = utc(here.town.requests[there].windows[0].end)
    told(here, f"{there}:dropoff", EventKind.ARRIVED, end + 10 * MINUTE)
    told(here, f"{there}:dropoff", EventKind.DONE, end + 13 * MINUTE)
    counts = counted(here)

    assert actuals(here)[there].appointment_late_s == 600
    assert actuals(here)[back].appointment_late_s is None  # it only leaves after some time
    assert (counts.appointments, counts.appointments_on_time) == (2, 1)


def test_a_ride_is_from_boarding_to_arrival_and_held_against_the_direct_way(here: Office) -> None:
    """An hour aboard for a way of ten minutes would not be seen."""
    there, back = rides(here)
    reported(here, but=[f"{there}:pickup", f"{there}:dropoff"])
    _, task = tasks_of(here)[f"{there}:pickup"]
    told(here, f"{there}:pickup", EventKind.ARRIVED, utc(task.start) - 90 * MINUTE)
    told(here, f"{there}:pickup", EventKind.ABOARD, utc(task.start) - 80 * MINUTE)
    told(here, f"{there}:dropoff", EventKind.ARRIVED, utc(task.start) - 19 * MINUTE)
    told(here, f"{there}:dropoff", EventKind.DONE, task.start)
    counts = counted(here)
    long, short = actuals(here)[there], actuals(here)[back]

    assert long.ride_s == 61 * 60
    assert short.direct_s == short.ride_s
    assert long.direct_s is not None
    assert (counts.rides_timed, counts.rides_long) == (2, 1)
    assert (counts.ride_s, counts.direct_s) == (61 * 60 + (short.ride_s or 0), long.direct_s + (short.direct_s or 0))


def test_what_nobody_reported_is_not_measured(here: Office) -> None:
    """A sheet that was lost would make the month perfectly punctual."""
    for each in (*rides(here), visit(here)):
        state(here, each, FinalOutcome.SERVED, "karta zginęła, klient potwierdza")
    counts = counted(here)

    assert (counts.served, counts.pickups, counts.appointments, counts.rides_timed) == (3, 0, 0, 0)
    assert all(one.late_s is None and one.ride_s is None for one in actuals(here).values())
    assert all(one.service_s > 0 and one.cost_gr > 0 for one in actuals(here).values())
    assert counts.driving_s == sum(route.driving_s for route in here.plan.routes)


def test_a_client_who_cancels_while_aboard_is_still_missing(here: Office) -> None:
    """A booking that was ended at the desk would end the search for somebody in a vehicle."""
    _, back = rides(here)
    reported(here, but=[f"{back}:dropoff"])
    with here.store.writing(here.id) as unit:
        unit.bookings.put(replace(unit.bookings.get(back), status=BookingStatus.CANCELLED_LATE))
    assert [one.task_id for one in view(here).missing] == [f"{back}:dropoff"]


def test_whoever_was_not_met_at_the_other_end_is_still_missing(here: Office) -> None:
    """A passenger would be somewhere between two doors, and no line of the list say where to ask."""
    _, back = rides(here)
    reported(here, but=[f"{back}:dropoff"])
    told(here, f"{back}:dropoff", EventKind.NO_SHOW, tasks_of(here)[f"{back}:dropoff"][1].end)
    assert [one.task_id for one in view(here).missing] == [f"{back}:dropoff"]


def test_a_crew_is_back_the_planned_way_home_after_its_last_door() -> None:
    """A worker who was held up would be paid by the plan, and the overtime be nobody's."""
    here = one_visit()
    (route,) = here.plan.routes
    (stop,) = route.stops
    told(here, stop.tasks[0].task_id, EventKind.ARRIVED, stop.arrival)
    told(here, stop.tasks[0].task_id, EventKind.DONE, utc(stop.tasks[0].end) + 45 * MINUTE)
    (shift,) = close(here).shifts
    home_s = elapsed_s(stop.departure, route.end)

    assert home_s > 0
    assert shift.ended == utc(stop.tasks[0].end) + 45 * MINUTE + timedelta(seconds=home_s)
    assert shift.overtime_s == max(0, elapsed_s(here.town.shifts[0].end, shift.ended)) > 0
    # 60 zł an hour, and half as much more for each minute of overtime; begun grosze count.
    assert shift.cost_gr == -(-shift.working_s * 6000 // 3600) - (-shift.overtime_s * 3000 // 3600)
    assert shift.ordered_gr < shift.cost_gr


def test_who_was_not_there_has_no_part_of_the_cost(here: Office) -> None:
    """The contractor would be paid for a visit that never was, as if it had been one."""
    reported(here, but=[f"{visit(here)}:visit"])
    stop, task = tasks_of(here)[f"{visit(here)}:visit"]
    told(here, task.task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task.task_id, EventKind.NO_SHOW, utc(stop.arrival) + 10 * MINUTE)
    settle_checks(here)
    close(here)
    found = actuals(here)[visit(here)]

    assert (found.outcome, found.service_s, found.cost_gr) == (FinalOutcome.NO_SHOW, 0, 0)
    assert found.ordered_gr > 0


def settle_checks(here: Office) -> None:
    """Let nobody wonder any more why nobody answered."""
    with here.store.writing(here.id) as unit:
        for key in tuple(unit.checks.between(here.day, here.day)):
            unit.checks.remove(key)


def test_hours_that_served_nobody_are_paid_all_the_same() -> None:
    """A morning with one no-show would cost nothing, and the month's sum be less than the bill."""
    here = one_visit()
    ((_, (stop, task)),) = tasks_of(here).items()
    told(here, task.task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task.task_id, EventKind.NO_SHOW, task.end)
    settle_checks(here)
    (shift,) = close(here).shifts
    with here.store.reading(here.id) as unit:
        entries = entries_of(unit, here.day, here.day)
        (found,) = settlements(unit, here.day).items

    assert shift.unshared.cost_gr == shift.cost_gr > 0
    assert summed(entries).delivered_gr == shift.cost_gr
    assert [(line.service_id, line.sums.delivered, line.sums.in_vain) for line in found.lines] == [
        ("fizjoterapia", 0, 1), (None, 0, 0),
    ]  # fmt: skip


def test_the_worker_whom_a_client_knows_is_who_came_most_often() -> None:
    """Continuity of care would be a hundred per cent, for nobody ever asked for anybody."""
    here = one_visit()
    reported(here)
    request = here.town.requests[visit(here)]
    mine = here.town.shifts[0].staff_ids
    other, old = (StaffId("obca"),), (StaffId("dawna"),) * 9
    days = [(1, other), (2, other), (3, mine), (89, mine), (90, mine), (91, old)]
    with here.store.writing(here.id) as unit:
        for ago, crew in days:
            earlier = replace(request, id=RequestId(f"R-{ago}"), day=here.day - timedelta(days=ago))
            unit.bookings.put(replace(unit.bookings.get(request.id), request=earlier))
            unit.actuals.put(replace(served(here, earlier.id), day=earlier.day, staff_ids=crew))
    counts = counted(here)

    assert actuals(here)[request.id].familiar == mine
    assert (counts.familiar_wanted, counts.familiar_came) == (1, 1)


def served(here: Office, key: RequestId) -> Actual:
    """Return the record of a visit that was done."""
    return actual(key, service_id=here.town.requests[visit(here)].service_id)


@pytest.mark.parametrize(
    ("outcome", "ago", "first", "count"),
    [
        (EnquiryOutcome.REFUSED, 1, 0, 1), (EnquiryOutcome.DECLINED, 9, 0, 1), (EnquiryOutcome.WAITING, 0, 0, 1),
        (EnquiryOutcome.PROMISED, 1, 0, 0), (EnquiryOutcome.GONE, 1, 0, 0), (EnquiryOutcome.REFUSED, 1, 1, 0),
    ],
)  # fmt: skip
def test_whoever_was_turned_away_counts_on_the_day_they_wanted(
    here: Office, outcome: EnquiryOutcome, ago: int, first: int, count: int
) -> None:
    """The demand that the town does not meet would be invisible in the figures that the next bus is argued with."""
    reported(here)
    day = timedelta(days=1)
    call = Enquiry(
        id=EnquiryId("E-9"), received_at=here.clock.now() - ago * day, taken_by=ANNA, outcome=outcome,
        requests=(replace(here.town.requests[visit(here)], id=RequestId("W-9")),),
        days=(here.day + first * day, here.day),
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        unit.enquiries.put(call)
    assert counted(here).turned_away == count


def test_a_crew_that_the_plan_does_not_have_any_more_is_paid(here: Office) -> None:
    """What a crew did before the office planned it away would be worth nothing."""
    reported(here)
    plan, (worker,) = here.plan, [one.id for one in here.town.shifts if one.vehicle_id is None]
    routes = tuple(route for route in plan.routes if route.shift_id != worker)
    gone = {t.request_id for route in plan.routes if route.shift_id == worker for s in route.stops for t in s.tasks}
    drop_routes(here, worker)
    shifts: dict[ShiftId, ShiftActual] = {one.shift_id: one for one in close(here).shifts}

    assert len(routes) == len(plan.routes) - 1
    assert {key for key, one in actuals(here).items() if one.shift_id == worker} == gone != set()
    assert shifts[worker].service_s > 0
    assert shifts[worker].cost_gr == sum(actuals(here)[key].cost_gr for key in gone) > 0


def drop_routes(here: Office, shift_id: ShiftId) -> None:
    """Publish a plan without the routes of a shift."""
    put_plan(here, tuple(route for route in here.plan.routes if route.shift_id != shift_id), made_at=here.plan.made_at)
