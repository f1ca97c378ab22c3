"""Crews that wait: nobody reports breaks, so who has had nothing to do has had them."""

import pytest

from scheduler.domain.live_day import live_key
from scheduler.services.live.refreshing import refresh
from tests.office.office import Office
from tests.office.running_day import BACK, FIRST, OUT, deliver, moment, running_day, shift_of, told


def breaks_taken(here: Office, at: str) -> int:
    """Return how many of its breaks the bus's driver has had by an hour."""
    with here.store.writing(here.id) as unit:
        refresh(unit, here.day, moment(here, at))
        live = unit.live.get(live_key(here.day))
    return live.states[shift_of(here, f"{OUT}:pickup")].breaks_taken


@pytest.mark.parametrize(("at", "taken"), [("12:14", 1), ("12:15", 2), ("12:29", 2), ("12:30", 4)])
def test_a_driver_who_waits_has_had_his_breaks(at: str, taken: int) -> None:
    """A bus that stood all morning could fetch nobody in the afternoon, for breaks that its driver has long had."""
    # Ten hours owe a break after one hour and one after five, and a driver one of the first six; a third, which longer
    # days alone owe, stands before it in the list.
    here = running_day()
    done = ((f"{OUT}:pickup", "08:50"), (f"{OUT}:dropoff", "09:00"), (f"{FIRST}:visit", "11:59"))
    events = [told(here, task, "done", hour) for task, hour in done]
    deliver(here, *events, told(here, f"{BACK}:pickup", "cancelled_late", "11:59"), at="12:00")  # nothing is left to do
    assert breaks_taken(here, at) == taken


def test_a_driver_at_a_door_rests_after_it() -> None:
    """Somebody who carries people up the stairs would be taken to rest."""
    here = running_day()
    done = ((f"{OUT}:pickup", "08:50"), (f"{OUT}:dropoff", "09:00"))
    deliver(here, *(told(here, task, "done", hour) for task, hour in done), at="09:01")
    waiting = breaks_taken(here, "12:30")
    deliver(here, told(here, f"{FIRST}:visit", "arrived", "09:05"), at="09:06")
    assert breaks_taken(here, "12:30") < waiting
