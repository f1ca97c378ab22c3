"""Who is in which vehicle, and who stands by one that has broken down."""

from datetime import timedelta

import pytest

from scheduler.domain.events import Event
from scheduler.domain.ids import DisruptionId, RequestId, ShiftId, UserId
from scheduler.domain.live import DayProgress, Outcome, TaskStatus
from scheduler.domain.live_day import Breakdown, Disruption, LiveDay
from scheduler.domain.place import GeoPoint
from scheduler.domain.plan import Plan
from scheduler.services.live.progress import day_progress
from tests.unit.services.live.running import BUS, DAY, Phone, at, bus_plan, rescue_plan

A, B = RequestId("A"), RequestId("B")
CAR = ShiftId("car")
BROKEN = DisruptionId("D-1")


def broken(
    since: float, until: float | None = None, *, taken_back: float | None = None, shift: ShiftId = BUS, aboard: str = ""
) -> Disruption:
    """Return a breakdown; minutes after eight."""
    return Disruption(
        id=BROKEN if shift == BUS else DisruptionId("D-2"),
        since=at(since),
        until=None if until is None else at(until),
        by=UserId("u"),
        reported_at=at(since),
        taken_back_at=None if taken_back is None else at(taken_back),
        breakdown=Breakdown(shift_id=shift, point=GeoPoint(lat=51.0, lon=21.0), aboard=tuple(map(RequestId, aboard))),
    )


def told(minute: float, *events: Event, by: tuple[Disruption, ...], plan: Plan | None = None) -> DayProgress:
    """Return how far the day is at a minute; unless said otherwise crews know that the car fetches everybody."""
    live = LiveDay(day=DAY, as_of=at(minute), disruptions=by)
    return day_progress(plan or rescue_plan(CAR), events, live)


def test_whoever_was_in_a_broken_vehicle_stands_beside_it_until_another_crew_has_them() -> None:
    """People at the roadside would count as sitting in the rescue car, and nobody would expect it there."""
    got_in = Phone().tells("A:pickup", "aboard", 19)
    beside = told(40, got_in, by=(broken(25),))
    assert (beside.tasks["A:pickup"].status, beside.tasks["A:pickup"].shift_id) == (TaskStatus.PLANNED, CAR)
    assert (beside.beside, dict(beside.aboard)) == ({A: BROKEN}, {})
    fetched = told(50, got_in, Phone("other", CAR).tells("A:pickup", "aboard", 45), by=(broken(25),))
    assert (fetched.aboard[A].shift_id, fetched.beside) == (CAR, {})


def test_a_breakdown_that_is_not_there_yet_puts_nobody_out() -> None:
    """The office would look for people at a roadside where nothing has happened."""
    assert told(30, Phone().tells("A:pickup", "aboard", 19), by=(broken(35),)).aboard[A].shift_id == BUS


@pytest.mark.parametrize("over", [broken(25, taken_back=60), broken(25, until=60)], ids=["taken back", "repaired"])
def test_whoever_nobody_fetched_sits_in_the_first_vehicle_again(over: Disruption) -> None:
    """A rider in a bus that goes on would be waited for at the roadside, and set down by nobody."""
    got_in = Phone().tells("A:pickup", "aboard", 19)
    looking = Phone("other", CAR)
    vain = (looking.tells("A:pickup", "en_route", 40), looking.tells("A:pickup", "arrived", 55))
    found = told(61, got_in, *vain, looking.tells("A:pickup", "no_show", 58), by=(over,))
    assert (found.aboard[A].shift_id, found.outcomes[A], found.beside) == (BUS, Outcome.ABOARD, {})
    home = told(90, got_in, *vain, Phone("again").tells("A:dropoff", "done", 80), by=(over,))
    assert (home.outcomes[A], home.tasks["A:dropoff"].shift_id) == (Outcome.SERVED, BUS)


@pytest.mark.parametrize("over", [broken(25, taken_back=60), broken(25, until=60), broken(25)])
def test_whoever_was_fetched_stays_with_the_crew_that_fetched_them(over: Disruption) -> None:
    """A rider would jump back into the first bus because somebody says that it goes again."""
    got_in, fetched = Phone().tells("A:pickup", "aboard", 19), Phone("other", CAR).tells("A:pickup", "aboard", 45)
    late = told(61, fetched, got_in, by=(over,))
    assert (late.aboard[A].shift_id, late.beside, late.tasks["A:pickup"].ended_at) == (CAR, {}, at(45))
    assert late.shifts[BUS].tasks == ()


def test_whoever_brings_them_home_has_brought_them_home() -> None:
    """The rescue's passenger whom the repaired bus drove home would be aboard for ever, and the day never close."""
    events = [
        Phone().tells("A:pickup", "aboard", 19),
        Phone("other", CAR).tells("A:pickup", "aboard", 45),
        Phone("again").tells("A:dropoff", "done", 70),
    ]
    assert told(80, *events, by=(broken(25, taken_back=60),)).outcomes[A] is Outcome.SERVED


def test_a_rider_whose_rescue_breaks_down_too_stands_beside_the_rescue() -> None:
    """The third crew would be sent to the first roadside."""
    got_in, fetched = Phone().tells("A:pickup", "aboard", 19), Phone("other", CAR).tells("A:pickup", "aboard", 45)
    for first in (broken(25), broken(25, taken_back=47)):
        found = told(60, got_in, fetched, by=(first, broken(50, shift=CAR)))
        assert (found.beside, found.outcomes[A]) == ({A: DisruptionId("D-2")}, Outcome.OPEN)


def test_whoever_is_not_found_beside_the_vehicle_was_taken_out_all_the_same() -> None:
    """Somebody who went on in a stranger's car would count as never having left home."""
    found = told(
        60, Phone().tells("A:pickup", "aboard", 19), Phone("other", CAR).tells("A:pickup", "no_show", 55),
        by=(broken(25),),
    )  # fmt: skip
    assert (found.outcomes[A], found.beside) == (Outcome.NO_SHOW, {})
    assert A in found.taken_out


def test_what_the_first_crew_had_begun_is_over_with_the_breakdown() -> None:
    """The rescue would look early for everybody after the hospital, and nobody would be told how late it is."""
    phone = Phone()
    events = [phone.tells("A:pickup", "aboard", 15), phone.tells("A:dropoff", "en_route", 20)]
    fetched = Phone("other", CAR).tells("A:pickup", "aboard", 45)
    for known in (events, [*events, fetched]):
        setting_down = told(50, *known, by=(broken(25),)).tasks["A:dropoff"]
        assert (setting_down.shift_id, setting_down.status) == (CAR, TaskStatus.PLANNED)


def test_whoever_a_dispatcher_named_is_in_the_vehicle_when_it_goes_again() -> None:
    """A rider of a crew without phones would be looked for at home, with the bus that has her long gone."""
    one = broken(25, until=60, aboard="A")
    assert told(40, by=(one,)).beside == {A: BROKEN}
    again = told(61, by=(one,))
    assert (again.aboard[A].shift_id, again.aboard[A].ended_at) == (BUS, at(25))
    assert "A:pickup" in again.shifts[BUS].tasks
    fetched = told(61, Phone("other", CAR).tells("A:pickup", "aboard", 45), by=(one,))
    assert fetched.aboard[A].shift_id == CAR
    slip = told(61, by=(broken(25, taken_back=30, aboard="A"),))
    assert (slip.outcomes[A], A in slip.taken_out) == (Outcome.OPEN, True)


def test_a_slip_that_the_same_crew_puts_right_takes_nobody_out() -> None:
    """Somebody who never opened the door would need a way home before the day may close."""
    phone = Phone()
    events = [phone.tells("B:pickup", "aboard", 31), phone.tells("B:pickup", "no_show", 41)]
    found = day_progress(bus_plan(), events, None)
    assert (found.outcomes[B], found.taken_out) == (Outcome.NO_SHOW, frozenset())


def test_a_boarding_that_was_a_slip_puts_nobody_at_the_roadside() -> None:
    """The rescue would look by the broken bus for somebody who waits at home; the report named whom the phone had."""
    phone, one = Phone(), broken(25, aboard="AB")
    slip = phone.tells("A:pickup", "aboard", 19)
    events = [slip, phone.tells("B:pickup", "aboard", 21), phone.tells("A:pickup", "undone", 30, undoes=slip)]
    assert set(told(29, *events[:2], by=(one,)).beside) == {A, B}
    found = told(31, *events, by=(one,))
    assert (set(found.beside), A in found.taken_out) == ({B}, False)
    assert found.tasks["A:pickup"].status is TaskStatus.PLANNED
    earlier = phone.tells("A:pickup", "undone", 23, undoes=slip)
    assert A in told(31, slip, earlier, by=(one,)).beside, "then it is the dispatcher who says so"


def test_a_crew_that_looks_for_somebody_who_sits_elsewhere_does_not_have_them() -> None:
    """The list of who is in which bus would name the one that came too late."""
    first, other = Phone(), Phone("other", CAR)
    events = [first.tells("A:pickup", "aboard", 19), other.tells("A:pickup", "arrived", 21)]
    found = day_progress(rescue_plan(CAR), events, None)
    assert found.aboard[A].shift_id == BUS
    assert found.shifts[CAR].heard_at == at(21)
    assert found.tasks["A:pickup"].ended_at == at(20) - timedelta(minutes=1)


def test_whom_a_later_plan_gives_to_another_crew_is_not_at_the_first_ones_door() -> None:
    """A rider at whose door the bus broke down would be planned into the broken bus, and the rescue pass her by."""
    there = Phone().tells("A:pickup", "arrived", -70)
    assert rescue_plan(CAR).made_at > there.at
    given = told(15, there, by=(broken(-65),)).tasks["A:pickup"]
    assert (given.shift_id, given.status) == (CAR, TaskStatus.PLANNED)
    assert told(15, there, by=(), plan=bus_plan()).tasks["A:pickup"].status is TaskStatus.ARRIVED
    later = told(15, Phone().tells("A:pickup", "arrived", 12), by=()).tasks["A:pickup"]
    assert (later.shift_id, later.status) == (BUS, TaskStatus.ARRIVED)


def test_a_worker_at_the_door_is_there_whomever_a_plan_sends_that_did_not_know() -> None:
    """A nurse without a signal would be sent away from the bed at which she sits."""
    there = Phone().tells("C:visit", "arrived", -70, late=80)
    found = told(15, there, by=()).tasks["C:visit"]
    assert (found.shift_id, found.status) == (BUS, TaskStatus.ARRIVED)
