"""Whoever stands by a broken vehicle is fetched from there, whenever and by whomever that was told."""

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.ids import CheckId, RequestId
from scheduler.domain.plan import Plan
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.live.unanswered import Doubt, open_by_hand
from tests.office.calendars import DayBuilder, at
from tests.office.field_day import publish_all, sent, somebody
from tests.office.field_day import report as event
from tests.office.office import Office, office
from tests.office.test_disruptions import BUS, RIDERS, as_it_runs, breakdown, go, report, riding, two_buses
from tests.office.test_hindered_days import wrong
from tests.office.test_replanning import confirmed, proposed, tell

ROADSIDE = "breakdown-D-1"


def tell_late(here: Office, task_id: str, kind: str, hour: str) -> None:
    """Have the first bus's phone tell now what it wrote down at an hour."""
    late = event(here, shift_id=BUS, task_id=task_id, kind=EventKind(kind), at=at(hour))
    told = sent(here, somebody(here, Role.DISPATCHER), late)
    assert told.events[0].reason is None, told.events[0].said


def looked_for(here: Office) -> set[str]:
    """Return whom the office has to look for."""
    with here.store.reading(here.id) as unit:
        found = alerts(watch(unit, here.day, here.clock.now()))
    return {one.id for one in found if one.kind in {"not_found", "unanswered"}}


def lost(here: Office) -> set[str]:
    """Return who is looked after because no crew comes."""
    return {one for one in wrong(here) if one.startswith("no_crew")}


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


def test_whoever_no_crew_fetches_from_the_roadside_is_looked_after_at_once() -> None:
    """The rescue is on its way to her door, and nobody in the office sees that she stands in the cold."""
    here = two_buses()
    go(here, "09:20")
    report(here, breakdown(here, aboard="A"))
    assert wrong(here) == {"no_crew:A", "no_crew:B"}, "until somebody plans anew"
    confirmed(here, proposed(here))
    assert not lost(here)
    go(here, "09:25")
    tell_late(here, "B:pickup", "aboard", "08:58")
    assert lost(here) == {"no_crew:B"}
    confirmed(here, proposed(here))
    assert not lost(here)


def test_whoever_nobody_can_fetch_from_the_roadside_stays_in_sight() -> None:
    """The plan that leaves her out was confirmed at noon, and the page of what to look at would be empty again."""
    builder = DayBuilder().add_place("przychodnia", at=(3.0, 2.0)).add_bus("06:00-14:00")
    builder.add_client().add_ride("09:15-09:35", to="przychodnia", id="A").promise("09:15-09:35")
    here = office(builder)
    publish_all(here)
    go(here, "08:58")
    tell(here, "A:pickup", "aboard")
    go(here, "09:05")
    report(here, breakdown(here))
    found = proposed(here)
    assert [one.request_id for one in found.left_out] == ["A"]
    confirmed(here, found)
    assert lost(here) == {"no_crew:A"}
    go(here, "09:30")
    tell_late(here, "A:dropoff", "done", "09:04")
    assert not lost(here)


def test_whoever_the_rescue_does_not_find_is_looked_for() -> None:
    """She has set out on foot along the road, and her ride would end like that of somebody who stayed at home."""
    here = riding()
    report(here, breakdown(here))
    confirmed(here, proposed(here))
    go(here, "09:50")
    tell(here, "A:pickup", "arrived")
    tell(here, "A:pickup", "no_show")
    tell(here, "B:pickup", "aboard")
    assert looked_for(here) == {"not_found:A"}
    (client_id,) = here.booking("A").request.party.client_ids
    doubt = Doubt(day=here.day, client_id=client_id, request_id=RequestId("A"))
    with here.store.writing(here.id) as unit:
        open_by_hand(unit, CheckId("C-1"), doubt, here.hand.by, here.clock.now())
    assert looked_for(here) == {"unanswered:C-1"}


def test_whoever_sits_in_a_bus_that_soon_goes_on_is_not_said_to_have_no_crew() -> None:
    """A flat tyre of ten minutes would look like a bus that is gone for the day."""
    here = riding()
    report(here, breakdown(here, until="09:15"))
    assert not lost(here)
