"""Pins and overrides that say nothing are refused: what a dispatcher has fixed is held, or they are told at once."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from scheduler.domain.errors import InputError, NotFoundError
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.dispatching import pin, set_overrides
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

pytestmark = pytest.mark.ordinary_day

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")


def two_visits() -> Office:
    """Return a day with two visits on one shift."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=30).add_visit(window="09:00-12:00", length_min=30)
    return office(builder)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"request_ids": ()}, "request_ids"), ({"request_ids": (FIRST, SECOND)}, "request_ids"),
        ({"kind": LockKind.ORDER, "request_ids": (FIRST, FIRST)}, "request_ids"), ({"shift_id": None}, "shift_id"),
        ({"kind": LockKind.PREFIX, "shift_id": None}, "shift_id"), ({"kind": LockKind.START}, "start"),
    ],
)  # fmt: skip
def test_a_pin_that_holds_nothing_is_refused(change: dict[str, Any], column: str) -> None:
    """The dispatcher would trust in a pin, and the next search move the visit all the same."""
    here = two_visits()
    whole = Pin(kind=LockKind.SHIFT, request_ids=(FIRST,), shift_id=here.town.shifts[0].id)
    before = here.state
    with pytest.raises(InputError) as refused, here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, replace(whole, **change), here.hand)
    assert [one.column for one in refused.value.problems] == [column]
    assert here.state == before


@pytest.mark.parametrize("change", [{"request_ids": (RequestId("R-9"),)}, {"shift_id": ShiftId("Z-9")}])
def test_a_pin_of_what_the_day_has_not_is_refused(change: dict[str, Any]) -> None:
    """A mistyped id would be kept, and hold nobody."""
    here = two_visits()
    whole = Pin(kind=LockKind.SHIFT, request_ids=(FIRST,), shift_id=here.town.shifts[0].id)
    with pytest.raises(NotFoundError), here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, replace(whole, **change), here.hand)
    assert here.state.pins == ()


@pytest.mark.parametrize("amount", [0, -60, 604_800, nan, 1.5, True])
def test_an_amount_that_nobody_can_accept_is_refused(amount: Any) -> None:
    """A slip of the finger would let a worker come a week late, or a plan be made of not a number."""
    here = two_visits()
    wrong = Override(rule="shift_span", shift_id=here.town.shifts[0].id, amount=amount, reason="umowa")
    with pytest.raises(InputError) as refused, here.store.writing(here.id) as unit:
        set_overrides(unit, here.travel, here.day, [wrong], here.hand)
    assert [one.column for one in refused.value.problems] == ["amount"]
    assert here.state.overrides == ()


def test_an_override_speaks_of_something_of_the_day_or_is_kept_already() -> None:
    """A reason would be written for nothing; or nothing accepted any more once somebody has cancelled."""
    here = two_visits()
    good = Override(rule="time_window", request_id=SECOND, amount=600, reason="umowa")
    wrongs: tuple[dict[str, Any], ...] = (
        {"request_id": None},
        {"request_id": RequestId("R-9")},
        {"shift_id": ShiftId("Z-9")},
    )
    for wrong in wrongs:
        with pytest.raises(InputError), here.store.writing(here.id) as unit:
            set_overrides(unit, here.travel, here.day, [replace(good, **wrong)], here.hand)
    with here.store.writing(here.id) as unit:
        set_overrides(unit, here.travel, here.day, [good], here.hand)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    more = Override(rule="time_window", request_id=FIRST, amount=60, reason="umowa")
    with here.store.writing(here.id) as unit:
        set_overrides(unit, here.travel, here.day, [good, more], here.hand)
    assert [one.request_id for one in here.state.overrides] == [SECOND, FIRST]
