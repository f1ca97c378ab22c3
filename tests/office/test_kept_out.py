"""What a dispatcher has left out by hand stays out, whatever becomes of the day, until the mark is taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.plan import LockKind, Pin
from scheduler.domain.rota import Absence
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.absent import absent
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, move, pin, unpin
from scheduler.services.keeping import town_on
from scheduler.services.planning.checking import explain_request
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import improve
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

pytestmark = pytest.mark.ordinary_day

FIRST, SECOND, THIRD = RequestId("R-001"), RequestId("R-002"), RequestId("R-003")
EFFORT = Effort(clock=lambda: 0.0, effort=1, seed=7)


def left_out() -> Office:
    """Return a day of two workers with three visits, the last one of which was left out by hand."""
    builder = DayBuilder()
    for _ in range(2):
        builder.add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-14:00", length_min=30).promise("09:00-09:30")
    for _ in range(2):
        builder.add_visit(window="09:00-14:00", length_min=30)
    here = office(builder)
    assert set(placed(here.plan)) == {FIRST, SECOND, THIRD}
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=THIRD, shift_id=None), here.hand)
    assert set(placed(here.plan)) == {FIRST, SECOND}
    return here


def better(here: Office) -> None:
    """Search for a better plan, as the background does."""
    improve(here.store, here.id, here.day, here.travel, EFFORT, now=here.clock.now)


def test_an_improvement_does_not_put_it_back() -> None:
    """The dispatcher would take a visit out, and find it in the plan again two seconds later."""
    here = left_out()
    better(here)
    assert THIRD not in placed(here.plan)
    assert THIRD in {one.request_id for one in here.plan.unassigned}


def test_a_change_of_the_day_does_not_put_it_back() -> None:
    """A neighbour's cancellation would send a worker where the dispatcher wants nobody."""
    here = left_out()
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    shift = here.town.shifts[0]
    ill = Absence(id=AbsenceId("A"), staff_id=shift.staff_ids[0], start=shift.start, end=shift.end)
    with here.store.writing(here.id) as unit:
        absent(unit, here.travel, ill, replace(here.hand, seen=None))
    assert set(placed(here.plan)) == {FIRST}


def test_once_the_mark_is_gone_it_may_come_back() -> None:
    """A slip of the mouse could not be undone."""
    here = left_out()
    with here.store.writing(here.id) as unit:
        unpin(unit, here.day, THIRD, here.hand)
    better(here)
    assert THIRD in placed(here.plan)


def test_who_is_put_onto_a_shift_by_hand_is_not_left_out_any_more() -> None:
    """The dispatcher would have to take a mark away that they do not see."""
    here = left_out()
    with here.store.writing(here.id) as unit:
        goal = Move(request_id=THIRD, shift_id=here.town.shifts[1].id)
        move(unit, here.travel, here.day, goal, here.hand)
    assert placed(here.plan)[THIRD].shift_id == here.town.shifts[1].id
    assert [one.kind for one in here.state.pins] == [LockKind.SHIFT]


def test_the_reason_says_that_somebody_left_it_out() -> None:
    """A colleague would look for the obstacle, and offer the resident another hour."""
    here = left_out()
    with here.store.reading(here.id) as unit:
        reason = explain_request(town_on(unit, here.day), here.travel, here.plan, THIRD)
    assert reason is not None
    assert reason.rule == "held_out"


def test_a_promise_is_not_left_out_by_a_mark() -> None:
    """A resident would wait for a visit that nobody may plan."""
    here = left_out()
    for key, why in ((FIRST, "promise"), (SECOND, "move the request first")):
        with pytest.raises(ConflictError, match=why), here.store.writing(here.id) as unit:
            pin(unit, here.travel, here.day, Pin(kind=LockKind.OUT, request_ids=(key,)), here.hand)
    assert [one.request_ids for one in here.state.pins] == [(THIRD,)]


@pytest.mark.parametrize("kind", [LockKind.SHIFT, LockKind.START, LockKind.ORDER, LockKind.PREFIX])
def test_what_is_left_out_is_not_pinned_as_well(kind: LockKind) -> None:
    """The board would show a visit as held on a shift that no search may ever give it."""
    here = left_out()
    before, shift = here.state, here.town.shifts[0]
    many = (THIRD,) if kind in {LockKind.SHIFT, LockKind.START} else (THIRD, SECOND)
    start = shift.start + timedelta(hours=1) if kind is LockKind.START else None
    wanted = Pin(kind=kind, request_ids=many, shift_id=None if start else shift.id, start=start)
    with pytest.raises(ConflictError, match="R-003 is left out by hand"), here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, wanted, here.hand)
    assert here.state == before


def test_what_is_pinned_is_not_marked_as_left_out_as_well() -> None:
    """A visit that one dispatcher holds for ten o'clock would be kept out by another who has not seen the pin."""
    here = left_out()
    other = Pin(kind=LockKind.SHIFT, request_ids=(THIRD,), shift_id=here.town.shifts[0].id)
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, pins=(other,)))
    with pytest.raises(ConflictError, match=r"R-003 is pinned \(shift\)"), here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, Pin(kind=LockKind.OUT, request_ids=(THIRD,)), here.hand)
    assert here.state.pins == (other,)
