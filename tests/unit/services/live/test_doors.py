"""When crews came to their doors that only report how it ended there."""

from dataclasses import replace

from scheduler.domain.events import Event
from scheduler.domain.ids import RequestId
from scheduler.domain.live import DayProgress
from scheduler.services.live.late import late_by
from scheduler.services.live.progress import day_progress
from tests.unit.services.live.running import BUS, Phone, at, bus_plan
from tests.unit.services.live.watching import bookings


def progress(*events: Event) -> DayProgress:
    """Return how far the bus is."""
    return day_progress(bus_plan(), events, None)


def test_a_crew_came_so_long_before_the_end_as_serving_was_to_take() -> None:
    """A visit of half an hour would look as if it had begun when it was over, and every promise late."""
    found = progress(Phone().tells("C:visit", "done", 100)).tasks["C:visit"]
    assert (found.came_at, found.arrived_at) == (at(70), None)
    late = late_by(found, None, bookings()[RequestId("C")])
    there = late_by(replace(found, came_at=at(100)), None, bookings()[RequestId("C")])
    assert late is not None
    assert there is not None
    assert there - late == at(100) - at(70)


def test_nobody_comes_before_they_can_have_driven_there() -> None:
    """A crew that was quick would be at two doors at once, and its next one planned from the wrong place."""
    phone = Phone()
    found = progress(phone.tells("B:dropoff", "done", 60), phone.tells("C:visit", "done", 80)).tasks
    assert found["C:visit"].came_at == at(70), "ten minutes from the hospital, not half an hour before the end"
    quick = progress(phone.tells("B:dropoff", "done", 60), phone.tells("C:visit", "done", 65)).tasks
    assert quick["C:visit"].came_at == at(65)


def test_what_was_reported_counts_before_what_can_be_worked_out() -> None:
    """A driver who taps each button would be corrected by an estimate."""
    phone = Phone()
    told = (phone.tells("A:pickup", "arrived", 11), phone.tells("A:pickup", "aboard", 19))
    assert progress(*told).tasks["A:pickup"].came_at == at(11)
    off = Phone().tells("B:pickup", "cancelled_late", 5)
    assert progress(off).tasks["B:pickup"].came_at is None, "nobody was there: it was said on the phone"


def test_an_end_that_is_told_at_the_next_door_leaves_the_crew_there() -> None:
    """The office would send the crew on from the door before, while it stands at the next one."""
    phone = Phone()
    told = (phone.tells("B:pickup", "arrived", 31), phone.tells("A:pickup", "aboard", 33))
    assert progress(*told).shifts[BUS].last == "B:pickup"
