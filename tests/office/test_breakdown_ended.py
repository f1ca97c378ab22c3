"""What becomes of riders when a breakdown is taken back, or repaired, after somebody was sent to fetch them."""

import pytest

from scheduler.domain.ids import DisruptionId, RequestId
from scheduler.domain.live import Outcome
from scheduler.domain.live_day import live_key
from scheduler.services.closing import view_of
from scheduler.services.closing.ways_home import Stranded
from scheduler.services.disruptions.reporting import take_back
from scheduler.services.keeping import town_on
from scheduler.services.live.expecting import expected_tasks
from scheduler.services.live.refreshing import refresh
from tests.office.calendars import DayBuilder, at
from tests.office.field_day import publish_all
from tests.office.office import Office, office
from tests.office.running_day import follow_all
from tests.office.test_disruptions import (
    BUS,
    HELPER,
    RIDERS,
    as_it_runs,
    breakdown,
    go,
    report,
    riding,
    tasks_of,
    two_buses,
)
from tests.office.test_replanning import confirmed, proposed, tell

A, B = RequestId("A"), RequestId("B")


def rescued(until: str | None = None) -> Office:
    """Return the office in which the helper's bus has been sent to fetch A and B, who were in the first one."""
    here = riding()
    go(here, "09:20")
    report(here, breakdown(here, until=until))
    confirmed(here, proposed(here))
    assert {"A:pickup", "B:pickup"} <= set(tasks_of(here.plan, HELPER))
    return here


def withdrawn(here: Office) -> None:
    """Take the breakdown back."""
    with here.store.writing(here.id) as unit:
        take_back(unit, here.day, DisruptionId("D-1"), here.hand)


def in_vehicles(here: Office) -> dict[str, str]:
    """Return which shift has whom, as the live view and the next plan know it, which have to say the same."""
    with here.store.writing(here.id) as unit:
        refresh(unit, here.day, here.clock.now())
        town = town_on(unit, here.day)
    begins = {
        rider.request_id: shift.id for shift in town.shifts if shift.start_state for rider in shift.start_state.aboard
    }
    shown = {key: task.shift_id for key, task in as_it_runs(here).progress.aboard.items()}
    assert shown == begins
    return dict(sorted(shown.items()))


def not_home(here: Office) -> list[Stranded]:
    """Return who has no way home, as the office sees it when it wants to close the day."""
    with here.store.reading(here.id) as unit:
        return sorted(view_of(unit, here.day).stranded, key=lambda one: one.request_id)


@pytest.mark.parametrize("repaired", [False, True], ids=["taken back", "repaired"])
def test_whoever_nobody_has_fetched_is_driven_on_by_the_bus_that_goes_again(repaired: bool) -> None:
    """The rescue would be expected to set down somebody who sits in the other bus, which passes the clinic by."""
    here = rescued("10:30" if repaired else None)
    go(here, "09:30")
    assert in_vehicles(here) == {}
    assert set(as_it_runs(here).progress.beside) == {A, B}
    if not repaired:
        withdrawn(here)
    go(here, "10:31")
    assert in_vehicles(here) == {"A": BUS, "B": BUS}
    after = confirmed(here, proposed(here))
    assert {"A:dropoff", "B:dropoff"} <= set(tasks_of(after, BUS))
    assert not {"A:dropoff", "B:dropoff"} & set(tasks_of(after, HELPER))
    assert [(one.request_id, one.set_down) for one in not_home(here)] == [(A, False), (B, False)]
    go(here, "10:55")
    tell(here, "A:dropoff", "done", BUS)
    assert [(one.request_id, one.set_down) for one in not_home(here)] == [(A, True), (B, False)]


def test_whoever_a_dispatcher_named_is_in_the_bus_that_is_repaired_and_not_there_at_once() -> None:
    """The clinic would hear that they are at its door, while they are a quarter of an hour away; or nobody has them."""
    here = two_buses()
    go(here, "09:20")
    report(here, breakdown(here, aboard=RIDERS, until="09:50"))
    proposed(here)
    for hour in ("09:51", "09:52"):
        go(here, hour)
        assert in_vehicles(here) == {"A": BUS, "B": BUS}
        due = expected_tasks(as_it_runs(here).expected)
        assert {"A:dropoff", "B:dropoff"} <= due.keys()
        assert not {"A:pickup", "B:pickup"} & due.keys()
        for key in ("A:dropoff", "B:dropoff"):
            left = due[key].left
            assert left is None or left >= at("09:50")
            assert due[key].arrival > at("09:55")


def test_whoever_the_rescue_has_fetched_stays_in_it_when_the_breakdown_is_taken_back() -> None:
    """One of two riders would be planned into a bus that she is not in, and be set down nowhere."""
    here = rescued()
    go(here, "09:50")
    tell(here, "A:pickup", "aboard", HELPER)
    withdrawn(here)
    go(here, "09:52")
    assert in_vehicles(here) == {"A": HELPER, "B": BUS}
    after = confirmed(here, proposed(here))
    assert "A:dropoff" in tasks_of(after, HELPER)
    assert "B:dropoff" in tasks_of(after, BUS)


def test_the_first_bus_may_drive_home_whom_the_rescue_had_fetched() -> None:
    """Whoever changed buses once more at the roadside would be in the rescue for ever."""
    here = rescued()
    go(here, "09:50")
    tell(here, "A:pickup", "aboard", HELPER)
    withdrawn(here)
    go(here, "10:00")
    tell(here, "A:dropoff", "done", BUS)
    assert as_it_runs(here).progress.outcomes[A] is Outcome.SERVED
    assert [(one.request_id, one.set_down) for one in not_home(here)] == [(A, True), (B, False)]


def test_a_way_home_stays_when_the_rescue_finds_nobody_at_the_roadside() -> None:
    """A stranger drove her on to the clinic; the bus that was to bring her home would have been called off."""
    builder = DayBuilder().add_place("przychodnia", at=(3.0, 2.0))
    builder.add_bus("06:00-18:00").add_bus("06:00-18:00").add_client()
    builder.add_return_pair("09:15-09:35", "13:00-13:30", to="przychodnia")
    out, back = (RequestId(one) for one in builder.requests)
    here = office(builder, list(builder.requests))
    here.book(out, back)
    publish_all(here)
    (first_crew,) = (key for key, order in here.plan.orders.items() if f"{out}:pickup" in order)
    (other,) = {BUS, HELPER} - {first_crew}
    go(here, "09:05")
    tell(here, f"{out}:pickup", "aboard", first_crew)
    go(here, "09:10")
    report(here, breakdown(here, shift=first_crew))
    confirmed(here, proposed(here))
    go(here, "09:40")
    tell(here, f"{out}:pickup", "no_show", other)
    follow_all(here)
    assert [here.booking(key).status.value for key in (out, back)] == ["no_show", "held"]
    assert [one.request_id for one in not_home(here)] == [out]


def test_a_repair_is_noticed_although_no_crew_has_moved() -> None:
    """All offers of the morning would leave out a bus that was mended before its shift began."""
    builder = DayBuilder().add_place("przychodnia", at=(3.0, 2.0)).add_bus("10:00-18:00")
    builder.add_client().add_ride("11:00-11:30", to="przychodnia", id="A")
    here = office(builder)
    publish_all(here)
    go(here, "07:00")
    report(here, breakdown(here, until="09:30"))
    for hour, stands in (("07:10", True), ("08:59", True), ("09:31", False)):
        go(here, hour)
        with here.store.writing(here.id) as unit:
            refresh(unit, here.day, here.clock.now())
            assert bool(unit.live.get(live_key(here.day)).broken) is stands
