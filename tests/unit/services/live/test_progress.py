"""How far a day is, from what came in."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.events import Event, EventSource
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.live import DayProgress, Outcome, TaskStatus
from scheduler.services.live.progress import day_progress
from tests.unit.services.live.running import BUS, Phone, at, bus_plan, plan_of

A, B, C = RequestId("A"), RequestId("B"), RequestId("C")
CAR = ShiftId("car")


def progress(*events: Event) -> DayProgress:
    return day_progress(bus_plan(), events, None)


def whole_day() -> list[Event]:
    phone = Phone()
    told = [
        ("A:pickup", "en_route", 0), ("A:pickup", "arrived", 11), ("A:pickup", "aboard", 19),
        ("B:pickup", "arrived", 31), ("B:pickup", "no_show", 41),
        ("A:dropoff", "arrived", 56), ("A:dropoff", "done", 58),
        ("C:visit", "en_route", 59), ("C:visit", "arrived", 70), ("C:visit", "done", 100),
    ]  # fmt: skip
    return [phone.tells(*one) for one in told]


def test_what_nobody_has_reported_has_not_happened() -> None:
    """A resident would be taken for served because the clock has passed the planned time."""
    found = progress()
    assert {one.status for one in found.tasks.values()} == {TaskStatus.PLANNED}
    assert set(found.outcomes.values()) == {Outcome.OPEN}
    assert found.shifts[BUS].last is None


def test_a_whole_day_is_told() -> None:
    """The office would not know who was taken where, and who stood at the door for nothing."""
    found = progress(*whole_day())
    assert found.outcomes == {A: Outcome.SERVED, B: Outcome.NO_SHOW, C: Outcome.SERVED}
    visit = found.tasks["C:visit"]
    assert (visit.en_route_at, visit.arrived_at, visit.ended_at) == (at(59), at(70), at(100))
    assert found.shifts[BUS].last == "C:visit"
    assert found.shifts[BUS].heard_at == at(100)


@given(st.permutations(whole_day()))
def test_the_order_in_which_events_come_in_does_not_matter(events: list[Event]) -> None:
    """Whoever drives through a valley without signal would have a day that never happened so."""
    assert progress(*events) == progress(*whole_day())


def test_who_is_aboard_stays_aboard_until_they_are_set_down() -> None:
    """Somebody would be forgotten in the bus because a driver pressed the wrong button at the hospital."""
    phone = Phone()
    events = [phone.tells("A:pickup", "aboard", 19), phone.tells("A:dropoff", "no_show", 56)]
    found = progress(*events)
    assert found.outcomes[A] is Outcome.ABOARD
    assert list(found.aboard) == [A]
    assert not progress(*events, phone.tells("A:dropoff", "done", 58)).aboard


def test_what_is_taken_back_has_not_happened_even_before_it_comes_in() -> None:
    """A slip of the thumb would cost a resident the ride."""
    phone = Phone()
    slip = phone.tells("B:pickup", "no_show", 31)
    back = phone.tells("B:pickup", "undone", 32, undoes=slip)
    assert progress(back, slip).outcomes[B] is Outcome.OPEN
    assert progress(back, slip).tasks["B:pickup"].status is TaskStatus.PLANNED


def test_only_the_same_task_takes_back() -> None:
    """A damaged phone would undo what another crew has reported."""
    told = Phone().tells("B:pickup", "no_show", 31)
    other = Phone("other", ShiftId("car")).tells("B:pickup", "undone", 32, undoes=told)
    assert progress(told, other).outcomes[B] is Outcome.NO_SHOW


def test_a_client_who_comes_after_all_is_aboard() -> None:
    """Somebody who came running at the last moment would be in the bus and on nobody's list."""
    phone = Phone()
    found = progress(phone.tells("B:pickup", "no_show", 36), phone.tells("B:pickup", "aboard", 37))
    assert found.outcomes[B] is Outcome.ABOARD


def test_setting_out_again_after_the_end_says_nothing() -> None:
    """A served resident would be on the list of those who wait, because of a button pressed twice."""
    phone = Phone()
    found = progress(phone.tells("C:visit", "done", 99), phone.tells("C:visit", "en_route", 100))
    assert found.outcomes[C] is Outcome.SERVED


def test_a_sheet_says_when_it_happened_whatever_the_desks_clock_says() -> None:
    """Friday's sheet, typed in on Monday, would move Friday's visits to Sunday night."""
    told = Phone(skew_s=226_000).tells("A:pickup", "arrived", 12, late=5_000)
    found = progress(replace(told, source=EventSource.PAPER, at=at(12))).tasks["A:pickup"]
    assert (found.arrived_at, found.clock_off) == (at(12), False)


def test_a_clock_that_is_off_is_put_right_and_shown() -> None:
    """A phone an hour fast would make a punctual crew look an hour late."""
    found = progress(Phone(skew_s=-3600).tells("A:pickup", "arrived", 12)).tasks["A:pickup"]
    assert (found.arrived_at, found.clock_off) == (at(12), True)
    assert not progress(Phone(skew_s=-60).tells("A:pickup", "arrived", 12)).tasks["A:pickup"].clock_off


def test_sheets_are_typed_in_in_any_order() -> None:
    """The second crew's morning would count as an evening because the office typed the first crew's sheet before."""
    desk = Phone("office")
    told = (("C:visit", "arrived", 69), ("A:pickup", "arrived", 12), ("A:pickup", "aboard", 20))
    typed = [replace(desk.tells(*one), source=EventSource.PAPER, received_at=at(600)) for one in told]
    found = progress(*typed).tasks

    assert (found["A:pickup"].arrived_at, found["A:pickup"].ended_at) == (at(12), at(20))
    assert found["C:visit"].arrived_at == at(69)


def test_nothing_happens_after_it_has_come_in() -> None:
    """A phone whose date was set forward and back again would move a stop into tomorrow."""
    event = Phone().tells("A:pickup", "arrived", 12, late=-5)
    assert progress(event).tasks["A:pickup"].arrived_at == at(7)


def test_a_door_left_without_a_word_is_not_taken_for_done() -> None:
    """Whether an old woman was at home would be decided by a forgotten button."""
    phone = Phone()
    found = progress(phone.tells("A:pickup", "arrived", 11), phone.tells("B:pickup", "en_route", 20))
    assert found.shifts[BUS].left_behind == ("A:pickup",)
    assert found.shifts[BUS].current == ("B:pickup",)
    assert found.outcomes[A] is Outcome.OPEN


def test_two_who_get_out_at_one_door_are_both_current() -> None:
    """The second one at the hospital would be taken for left behind while the first gets out."""
    phone = Phone()
    events = (phone.tells("A:dropoff", "arrived", 55), phone.tells("B:dropoff", "arrived", 55))
    assert progress(*events).shifts[BUS].current == ("A:dropoff", "B:dropoff")


def test_another_crew_that_reports_a_task_has_it() -> None:
    """The crew that took over would be asked to do the visit once more."""
    found = progress(Phone(shift_id=ShiftId("car")).tells("C:visit", "arrived", 70))
    assert found.tasks["C:visit"].shift_id == "car"
    assert "C:visit" not in found.shifts[BUS].tasks
    assert found.shifts[ShiftId("car")].current == ("C:visit",)


def test_what_one_crew_has_done_stays_done_though_another_one_comes_for_it() -> None:
    """Somebody served by a crew without a signal would end as a no-show, and the crew that came too late be paid."""
    done, late = Phone().tells("C:visit", "done", 99, late=60), Phone("other", CAR)
    came = (late.tells("C:visit", "en_route", 110), late.tells("C:visit", "arrived", 120))
    for told in ((), came[:1], came, (*came, late.tells("C:visit", "no_show", 130))):
        visit = progress(done, *told).tasks["C:visit"]
        assert (visit.status, visit.shift_id, visit.ended_at) == (TaskStatus.DONE, BUS, at(99))
    again = progress(done, *came, late.tells("C:visit", "done", 140)).tasks["C:visit"]
    assert (again.shift_id, again.ended_at) == (CAR, at(140))


def test_a_crew_that_takes_over_came_when_it_came() -> None:
    """Whoever waited an hour for the second crew would count as served on time, and as slow to serve."""
    first, second = Phone(), Phone("other", CAR)
    told = [first.tells("C:visit", "en_route", 50), first.tells("C:visit", "arrived", 60)]
    told += [second.tells("C:visit", "arrived", 120), second.tells("C:visit", "done", 130)]
    visit = progress(*told).tasks["C:visit"]
    assert (visit.shift_id, visit.en_route_at, visit.arrived_at) == (CAR, None, at(120))


def test_what_no_plan_has_any_more_is_told_all_the_same() -> None:
    """Somebody picked up just before a new plan came out would be nobody's passenger."""
    found = progress(Phone().tells("X:pickup", "aboard", 5))
    assert found.outcomes[RequestId("X")] is Outcome.ABOARD
    assert found.tasks["X:pickup"].planned is None


def test_one_crew_of_two_that_was_there_counts() -> None:
    """A client would be called a no-show although one of two workers was with them."""
    phone = Phone()
    found = progress(phone.tells("D#1:visit", "done", 5), phone.tells("D#2:visit", "refused", 6))
    assert found.outcomes[RequestId("D")] is Outcome.SERVED
    phone = Phone()
    found = progress(phone.tells("D#1:visit", "refused", 5), phone.tells("D#2:visit", "arrived", 6))
    assert found.outcomes[RequestId("D")] is Outcome.OPEN


def test_who_got_in_after_the_plan_was_made_is_aboard_whoever_was_to_come() -> None:
    """A crew that took over unasked would be sent away from its own passenger."""
    fetched = plan_of(replace(bus_plan().routes[0], shift_id=ShiftId("car")))
    assert day_progress(fetched, [Phone().tells("A:pickup", "aboard", 15)], None).aboard[A].shift_id == BUS


def test_who_is_set_down_by_another_crew_than_planned_stays_aboard_it() -> None:
    """After a new plan the passenger of the crew that took over would have vanished."""
    car = ShiftId("car")
    plan = bus_plan()
    first, *rest = plan.routes[0].stops
    routes = (replace(plan.routes[0], stops=(first,)), replace(plan.routes[0], shift_id=car, stops=tuple(rest)))
    early = Phone(shift_id=car).tells("A:pickup", "aboard", -70)
    assert day_progress(plan_of(*routes), [early], None).aboard[A].shift_id == car


def test_an_end_that_is_told_late_does_not_move_the_crew_back() -> None:
    """The office would send a crew on that has just begun an hour's work, and take its client for forgotten."""
    phone = Phone()
    told = [
        phone.tells("A:pickup", "arrived", 11),
        phone.tells("B:pickup", "arrived", 31),
        phone.tells("A:pickup", "aboard", 33),
    ]
    crew = progress(*told).shifts[BUS]
    assert (crew.last, crew.current, crew.left_behind) == ("B:pickup", ("B:pickup",), ())


def test_an_end_that_is_told_late_without_an_arrival_does_not_either() -> None:
    """Crews that only press one button would be sent back to the door before."""
    phone = Phone()
    told = [phone.tells("B:pickup", "arrived", 31), phone.tells("A:pickup", "aboard", 33)]
    crew = progress(*told).shifts[BUS]
    assert (crew.current, crew.left_behind) == (("B:pickup",), ())
