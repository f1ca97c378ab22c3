"""Whoever stands by a broken vehicle is fetched from there, whenever and by whomever that was told."""

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.plan import Plan
from tests.office.calendars import at
from tests.office.field_day import report as event
from tests.office.field_day import sent, somebody
from tests.office.office import Office
from tests.office.test_disruptions import BUS, RIDERS, as_it_runs, breakdown, go, report, two_buses
from tests.office.test_replanning import confirmed, proposed, tell

ROADSIDE = "breakdown-D-1"


def tell_late(here: Office, task_id: str, kind: str, hour: str) -> None:
    """Have the first bus's phone tell now what it wrote down at an hour."""
    late = event(here, shift_id=BUS, task_id=task_id, kind=EventKind(kind), at=at(hour))
    told = sent(here, somebody(here, Role.DISPATCHER), late)
    assert told.events[0].reason is None, told.events[0].said


def pickups(plan: Plan) -> dict[str, str]:
    """Return at which places a plan picks people up."""
    stops = [stop for route in plan.routes for stop in route.stops]
    found = {task.task_id: stop.location_id for stop in stops for task in stop.tasks}
    return {key.partition(":")[0]: at.partition("/")[0] for key, at in found.items() if key.endswith(":pickup")}


def test_whose_boarding_is_told_after_the_breakdown_is_fetched_from_the_roadside() -> None:
    """A phone without a signal: the rescue would ring at the door of somebody who stands by the broken bus."""
    here = two_buses()
    go(here, "09:20")
    report(here, breakdown(here, aboard="A"))
    go(here, "09:25")
    tell_late(here, "B:pickup", "aboard", "08:58")
    assert set(as_it_runs(here).progress.beside) == set(RIDERS)
    found = proposed(here)
    assert pickups(found.plan) == {"A": ROADSIDE, "B": ROADSIDE, "C": "dom-K-03"}
    confirmed(here, found)
    go(here, "09:50")
    tell(here, "A:pickup", "aboard")
    again = proposed(here)
    assert pickups(again.plan)["B"] == ROADSIDE
    assert not again.left_out
