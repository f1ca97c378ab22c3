"""Crews that report only how it ended at their doors: what they have worked, and what their day came to."""

from datetime import timedelta

from fixtures.builder import TownBuilder
from scheduler.services.closing.crews import crew_day
from scheduler.services.closing.daybook import read_day
from scheduler.services.closing.idleness import Work
from scheduler.services.live.legs import drive_to_first
from scheduler.services.live.refreshing import refresh
from tests.office.field_day import publish_all
from tests.office.office import office
from tests.office.running_day import moment
from tests.office.test_disruptions import live
from tests.office.test_replanning import tell

EARLY = timedelta(minutes=25)


def test_a_crew_that_was_early_has_worked_since_it_left_for_its_first_door() -> None:
    """A driver who began before the plan would be sent on past the hours that the law allows, and be paid for fewer."""
    builder = TownBuilder().add_place("apteka", at=(4.5, 0))
    builder.add_bus("07:00-17:00").add_client(at=(3, 3)).add_ride("09:00-09:30", to="apteka")
    here = office(builder)
    publish_all(here)
    (route,) = here.plan.routes
    first = route.stops[0].tasks[0]
    here.clock.moment = first.end - EARLY - (first.start - route.stops[0].arrival)
    told_at, service = here.clock.moment, first.end - first.start
    tell(here, first.task_id, "aboard")
    left = told_at - service - drive_to_first(route)
    assert left < route.start
    assert drive_to_first(route) > timedelta(minutes=5)
    here.clock.moment = moment(here, "09:05")
    with here.store.writing(here.id) as unit:
        refresh(unit, here.day, here.clock.now())
    state = live(here).states[route.shift_id]
    assert state.free_at - state.worked == left
    with here.store.reading(here.id) as unit:
        day = crew_day(read_day(unit, here.day), route.shift_id, Work(planned={}, served={}))
    assert day is not None
    assert day.shift.began == left
