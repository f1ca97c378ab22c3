"""What a crew is charged for when its day is closed: the doors at which it was, and the hours that it was rostered."""

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.actuals import ShiftActual, elapsed_s
from scheduler.domain.crew_parts import Rates
from scheduler.domain.events import EventKind
from scheduler.domain.ids import AbsenceId, ShiftId, StaffId
from scheduler.domain.rota import Absence
from scheduler.services.rota.absences import report_absence
from tests.office.closing_day import close, done, published, put_plan, tasks_of, told
from tests.office.office import Office
from tests.office.test_several_crews import did, given, other, two_providers

HOUR_S = 3600


def crews(here: Office) -> dict[ShiftId, ShiftActual]:
    """Close the day; return what each crew's came to."""
    return {one.shift_id: one for one in close(here).shifts}


def test_a_crew_is_not_driven_to_a_door_at_which_another_one_was() -> None:
    """The kilometres of one visit would be billed twice: by who went, and by who was to go."""
    here = published(two_providers(TownBuilder()).add_visit(window="09:00-09:30", length_min=60, at="szpital"))
    ((task_id, _),) = tasks_of(here).items()
    first, helper = here.plan, other(here, task_id)
    given(here, helper, task_id)
    did(here, helper, [task_id])
    put_plan(here, first.routes, made_at=first.made_at)
    found = crews(here)
    (planned,) = (one for one in found.values() if one.shift_id != helper)

    assert planned.planned_m > 0
    assert (planned.driven_m, planned.driving_s) == (0, 0)


def test_whoever_cancels_by_telephone_is_not_driven_to() -> None:
    """A car would have gone to a man who rang at eight that he is ill, and its kilometres be paid."""
    builder = TownBuilder().add_place("baza").add_place("szpital", at=(9, 1)).add_vehicle("auto", cost_gr_per_km=200)
    builder.add_staff().add_shift("08:00-14:00", vehicle="auto")
    builder.add_client().add_visit(window="09:00-09:30", length_min=30)
    builder.add_visit(window="11:00-11:30", length_min=30, client=None, at="szpital")
    here = published(builder)
    stops = tasks_of(here)
    (far,) = (task_id for task_id, (stop, _) in stops.items() if stop.location_id.startswith("szpital"))
    for task_id, (stop, task) in stops.items():
        if task_id == far:
            told(here, task_id, EventKind.CANCELLED_LATE, here.clock.now())
        else:
            told(here, task_id, EventKind.ARRIVED, stop.arrival)
            told(here, task_id, done(task), task.end)
    (found,) = crews(here).values()
    (route,) = here.plan.routes

    assert found.planned_m - found.driven_m == stops[far][0].travel_m > 0
    assert found.ended <= route.end
    assert found.overtime_s == 0


@pytest.mark.parametrize("left_at", ["11:10", "08:00"])
@pytest.mark.parametrize(("done_at", "overtime_s"), [("12:10", 0), ("15:30", 0), ("17:00", HOUR_S)])
def test_whoever_falls_ill_works_no_overtime_before_the_end_of_the_roster(
    left_at: str, done_at: str, overtime_s: int
) -> None:
    """A woman with a fever who finishes her visit would be paid, and counted, for overtime before noon."""
    builder = TownBuilder().add_staff("jan", cost_gr_per_h=4200).add_shift("08:00-16:00", staff="jan")
    builder.add_client().add_visit(window="10:30-10:40", length_min=100)
    here = published(builder)
    ((task_id, (stop, _)),) = tasks_of(here).items()
    here.clock.moment = builder.moment("11:10")
    away = Absence(
        id=AbsenceId("A"), staff_id=StaffId("jan"), start=builder.moment(left_at), end=builder.moment("20:00")
    )
    told(here, task_id, EventKind.ARRIVED, stop.arrival)
    with here.store.writing(here.id) as unit:
        assert report_absence(unit, away, here.clock.now()).shifts
    here.clock.moment = builder.moment("22:00")
    told(here, task_id, EventKind.DONE, builder.moment(done_at))
    (found,) = crews(here).values()

    assert found.overtime_s == overtime_s + (way_home_s(here) if overtime_s else 0)


def way_home_s(here: Office) -> int:
    """Return how long the only crew goes home after its last stop, in seconds."""
    (route,) = here.plan.routes
    return elapsed_s(route.stops[-1].departure, route.end)


def test_who_was_reported_ill_and_came_all_the_same_is_paid_for_it() -> None:
    """The office took the shift out at half past seven: a contractor would get neither its rate nor its kilometres."""
    builder = TownBuilder().add_provider("spol", "Spółdzielnia", own=False).add_vehicle("wóz", cost_gr_per_km=200)
    builder.add_staff("ewa", cost_gr_per_h=3000)
    builder.add_shift("08:00-16:00", staff="ewa", vehicle="wóz", contract_gr_per_request=2500)
    builder.add_client().add_visit(window="10:30-10:40", length_min=60)
    here = published(builder)
    ((task_id, (stop, task)),) = tasks_of(here).items()
    here.clock.moment = builder.moment("07:30")
    away = Absence(
        id=AbsenceId("A"), staff_id=StaffId("ewa"), start=builder.moment("00:00"), end=builder.moment("23:00")
    )
    with here.store.writing(here.id) as unit:
        report_absence(unit, away, here.clock.now())
    here.clock.moment = builder.moment("22:00")
    told(here, task_id, EventKind.ARRIVED, stop.arrival)  # a phone that was without signal all day
    told(here, task_id, EventKind.DONE, task.end)
    (found,) = crews(here).values()

    assert (found.vehicle_id, found.provider_id) == ("wóz", "spol")
    assert found.rates == Rates(hour_gr=3000, request_gr=2500, km_gr=200)
    assert found.driven_m == found.planned_m > 0
    assert found.cost_gr == found.ordered_gr > 2500 + 3000
