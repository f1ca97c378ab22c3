"""Moves by hand: checked before they are kept, and never against a rule that nobody may overrule."""

from dataclasses import replace

import pytest

from fixtures.builder import TownBuilder
from fixtures.moments import ZONE
from scheduler.domain.client import Mobility, Wheelchair
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, RefusedError, StaleError
from scheduler.domain.ids import RequestId, ShiftId, VehicleId
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Effect, Hand, Move, check_move, move, pin, set_overrides, unpin
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import improve
from tests.office.calendars import DayBuilder, at
from tests.office.office import ANNA, Office, office

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")


def two_workers() -> tuple[TownBuilder, Office]:
    """Return a day with two physiotherapists, and two visits that either can do."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=50).add_visit(window="09:00-12:00", length_min=50)
    return builder, office(builder)


def check(here: Office, wanted: Move) -> Effect:
    """Return what a move would do to the plan that holds."""
    with here.store.reading(here.id) as unit:
        return check_move(open_day(unit, here.day, here.travel), wanted)


def do(here: Office, wanted: Move, *, reason: str = "", hand: Hand | None = None) -> None:
    """Move by hand."""
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, wanted, hand or here.hand, reason=reason)


def other_shift(here: Office, request_id: RequestId) -> ShiftId:
    """Return the shift that does not serve a request."""
    mine = placed(here.plan)[request_id].shift_id
    return next(shift.id for shift in here.town.shifts if shift.id != mine)


def test_a_move_to_another_worker_is_kept_and_stays() -> None:
    """The dispatcher's choice would be undone by the next search."""
    _, here = two_workers()
    goal = other_shift(here, FIRST)
    effect = check(here, Move(request_id=FIRST, shift_id=goal))
    assert effect.possible
    do(here, Move(request_id=FIRST, shift_id=goal))
    assert placed(here.plan)[FIRST].shift_id == goal
    effort = Effort(clock=lambda: 0.0, effort=2, workers=0)
    improve(here.store, here.id, here.day, here.travel, effort, now=here.clock.now)
    assert placed(here.plan)[FIRST].shift_id == goal


def test_the_cost_of_a_move_is_told_before_it_is_made() -> None:
    """The dispatcher would learn of the detour from the bill."""
    _, here = two_workers()
    wanted = Move(request_id=FIRST, shift_id=other_shift(here, FIRST))
    before = sum(here.plan.terms.values())
    effect = check(here, wanted)
    do(here, wanted)
    assert sum(here.plan.terms.values()) - before == effect.cost_gr


def test_a_move_that_breaks_a_rule_says_which_and_by_how_much() -> None:
    """The board would only say no."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("13:00-16:00")
    builder.add_visit(window="09:00-10:00", length_min=50)
    here = office(builder)
    effect = check(here, Move(request_id=FIRST, shift_id=here.town.shifts[1].id, at=(0,)))
    assert not effect.possible
    assert [one.rule for one in effect.broken] == ["shift_span"]
    assert effect.broken[0].amount > 3 * 3600
    assert f"{at('13:00').astimezone(ZONE):%H:%M}" in effect.broken[0].text["pl"]


def test_a_refused_move_changes_nothing() -> None:
    """A drop on the wrong row would half move a resident."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("13:00-16:00")
    builder.add_visit(window="09:00-10:00", length_min=50)
    here = office(builder)
    before = here.store.stamp(here.id)
    with pytest.raises(RefusedError):
        do(here, Move(request_id=FIRST, shift_id=here.town.shifts[1].id, at=(0,)))
    assert here.store.stamp(here.id) == before


def test_what_is_broken_is_accepted_with_a_reason() -> None:
    """The dispatcher who knows that the worker starts early today could not plan it."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("10:00-16:00")
    builder.add_visit(window="09:00-09:30", length_min=50)
    here = office(builder)
    goal = here.town.shifts[1].id
    do(here, Move(request_id=FIRST, shift_id=goal, at=(0,)), reason="zgodziła się przyjść wcześniej")
    assert placed(here.plan)[FIRST].shift_id == goal
    (override,) = here.state.overrides
    assert (override.rule, override.by, override.shift_id) == ("shift_span", "anna", goal)
    assert [one.status for one in here.plan.findings] == ["accepted"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_accepted(reason: str) -> None:
    """Nobody could tell an inspector why the rule was broken."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("10:00-16:00")
    builder.add_visit(window="09:00-09:30", length_min=50)
    here = office(builder)
    with pytest.raises(RefusedError) as refused:
        do(here, Move(request_id=FIRST, shift_id=here.town.shifts[1].id, at=(0,)), reason=reason)
    assert refused.value.refusals[0].code == "shift_span"


def test_a_lift_does_not_carry_more_because_somebody_agreed_to_it() -> None:
    """A reason would lift a wheelchair that the platform cannot hold."""
    builder = DayBuilder().add_bus("08:00-16:00").add_bus("08:00-16:00", lift_max_kg=100)
    chair = Wheelchair(weight_with_person_kg=180)
    builder.add_client(mobility=Mobility.WHEELCHAIR, wheelchair=chair).add_ride("10:00-10:30")
    here = office(builder)
    weak = next(s.id for s in here.town.shifts if here.town.vehicles[s.vehicle_id or VehicleId("")].lift_max_kg == 100)
    with pytest.raises(RefusedError) as refused:
        do(here, Move(request_id=FIRST, shift_id=weak, at=(0, 0)), reason="musi być")
    assert [one.code for one in refused.value.refusals] == ["lift"]


def test_a_client_is_never_at_two_doors_whatever_is_accepted() -> None:
    """A reason would send two workers to one resident in two places at once."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-09:05", length_min=50)
    builder.add_visit("zlota-raczka", "09:30-09:35", client=str(next(iter(builder.clients))))
    here = office(builder)
    left = next(key for key in builder.requests if key not in placed(here.plan))
    beside = next(shift.id for shift in here.town.shifts if shift.id not in {one.shift_id for one in here.plan.routes})
    with pytest.raises(RefusedError) as refused:
        do(here, Move(request_id=left, shift_id=beside, at=(0,)), reason="musi być")
    assert [one.code for one in refused.value.refusals] == ["client_in_one_place"]


def test_a_move_of_a_version_that_is_gone_is_refused() -> None:
    """Two dispatchers would undo each other's work without knowing."""
    _, here = two_workers()
    old = here.hand
    do(here, Move(request_id=FIRST, shift_id=other_shift(here, FIRST)))
    with pytest.raises(StaleError) as refused:
        do(here, Move(request_id=SECOND, shift_id=other_shift(here, SECOND)), hand=old)
    assert refused.value.seen < refused.value.now


def test_a_promised_request_is_not_left_out_by_hand() -> None:
    """Somebody would wait for a worker who was dragged off the board."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=50).promise("09:00-10:00")
    here = office(builder)
    with pytest.raises(ConflictError, match="promise"):
        do(here, Move(request_id=FIRST, shift_id=None))


def test_what_was_not_promised_may_be_left_out() -> None:
    """The dispatcher could not make room for something more urgent."""
    _, here = two_workers()
    do(here, Move(request_id=FIRST, shift_id=None))
    assert FIRST not in placed(here.plan)
    assert [one.request_id for one in here.plan.unassigned] == [FIRST]


@pytest.mark.parametrize("at", [(9,), (-1,), (0, 1)])
def test_positions_that_are_none_are_refused_with_those_that_are(at: tuple[int, ...]) -> None:
    """A board that was drawn wrong would crash the office."""
    _, here = two_workers()
    with pytest.raises(InputError, match="positions"):
        check(here, Move(request_id=FIRST, shift_id=other_shift(here, FIRST), at=at))


def test_unknown_requests_and_shifts_are_named() -> None:
    """A stale page would end in an error page."""
    _, here = two_workers()
    with pytest.raises(NotFoundError, match="R-999"):
        check(here, Move(request_id=RequestId("R-999"), shift_id=None))
    with pytest.raises(NotFoundError, match="Z-99"):
        check(here, Move(request_id=FIRST, shift_id=ShiftId("Z-99")))


def test_a_pin_holds_what_the_plan_says_and_lets_go() -> None:
    """A familiar worker would be swapped by the next search."""
    _, here = two_workers()
    where = placed(here.plan)[FIRST]
    wanted = Pin(kind=LockKind.SHIFT, request_ids=(FIRST,), shift_id=where.shift_id)
    with here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, wanted, here.hand)
    assert list(here.state.pins) == [wanted]
    with here.store.writing(here.id) as unit:
        unpin(unit, here.day, FIRST, here.hand)
    assert not here.state.pins
    with pytest.raises(ConflictError), here.store.writing(here.id) as unit:
        unpin(unit, here.day, FIRST, here.hand)


def test_a_pin_that_the_plan_does_not_keep_is_refused() -> None:
    """The plan that holds would be against its own pins."""
    _, here = two_workers()
    wanted = Pin(kind=LockKind.SHIFT, request_ids=(FIRST,), shift_id=other_shift(here, FIRST))
    with pytest.raises(RefusedError), here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, wanted, here.hand)


def test_taking_an_override_back_finds_the_request_another_place() -> None:
    """A worker would still be planned before the shift begins."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("10:00-16:00")
    builder.add_visit(window="09:00-09:30", length_min=50)
    here = office(builder)
    early, late = (shift.id for shift in here.town.shifts)
    do(here, Move(request_id=FIRST, shift_id=late, at=(0,)), reason="wyjątkowo")
    with here.store.writing(here.id) as unit:
        unpin(unit, here.day, FIRST, here.hand)
    with here.store.writing(here.id) as unit:
        set_overrides(unit, here.travel, here.day, (), here.hand)
    assert placed(here.plan)[FIRST].shift_id == early
    assert not here.plan.findings


def test_an_override_needs_a_reason_and_a_rule_that_may_be_overruled() -> None:
    """Seats would be overbooked by a stroke of the pen."""
    _, here = two_workers()
    bare = Override(rule="shift_span", shift_id=here.town.shifts[0].id, amount=60, reason=" ")
    for wrong in (bare, replace(bare, rule="seats", reason="bo tak")):
        with pytest.raises(InputError), here.store.writing(here.id) as unit:
            set_overrides(unit, here.travel, here.day, (wrong,), here.hand)


def test_moves_are_audited() -> None:
    """Nobody could tell who sent the other worker."""
    _, here = two_workers()
    do(here, Move(request_id=FIRST, shift_id=other_shift(here, FIRST)))
    with here.store.reading(here.id) as unit:
        last = unit.audit.last()
    assert last is not None
    assert (last.event.by, last.event.action, last.event.subject) == (ANNA, "plan.moved", f"request:{FIRST}")
