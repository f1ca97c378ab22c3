"""A day that was opened before is opened again as if it were for the first time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.moments import moment
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.ending import Ending
from scheduler.services.live.refreshing import refresh
from scheduler.services.planning import opened_before as remembering
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.planning.opened_before import MOST, opened_before
from scheduler.services.ports import TravelTimes
from scheduler.travel.straight import StraightTravel
from solver.problem_json import problem_to_json
from tests.office.calendars import DayBuilder
from tests.office.field_day import publish_all, report, route, sent
from tests.office.office import ANNA, Office, office
from tests.solver.test_offers_lowering import differing

pytestmark = pytest.mark.ordinary_day


def _here() -> Office:
    """Return a day of four visits, one of which nobody has booked yet."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("09:00-17:00")
    for window in ("08:00-10:00", "09:00-12:00", "10:00-15:00", "11:00-16:00"):
        builder.add_visit(window=window)
    wanted = list(builder.build().requests)[-1]
    return office(builder, [wanted])


def _opened(here: Office, travel: TravelTimes) -> OpenDay:
    with here.store.reading(here.id) as unit:
        return open_day(unit, here.day, travel)


def _book(here: Office) -> None:
    here.book(next(iter(here.wishes)))


def _cancel(here: Office) -> None:
    first = RequestId(next(iter(here.town.requests)))
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [first], Ending(by=ANNA, at=here.clock.now()))


def _shorten(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        shift = next(iter(unit.shifts.all().values()))
        unit.shifts.put(replace(shift, end=shift.end - timedelta(hours=1)))


def _pay_better(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        staff = next(iter(unit.staff.all().values()))
        unit.staff.put(replace(staff, cost_gr_per_h=staff.cost_gr_per_h + 1000))


def _change_minds(here: Office) -> None:
    with here.store.writing(here.id) as unit:
        one = unit.bookings.get(RequestId(next(iter(here.town.requests))))
        unit.bookings.put(replace(one, request=replace(one.request, service_time=timedelta(minutes=55))))


def _set_out(here: Office) -> None:
    publish_all(here)
    who, shift_id, task = route(here)
    here.clock.moment = moment(here.day, "09:10")
    sent(here, who, report(here, kind=EventKind.ARRIVED, shift_id=shift_id, task_id=task))
    with here.store.writing(here.id) as unit:
        refresh(unit, here.day, here.clock.now(), asked=True)


STEPS = [_book, _cancel, _shorten, _pay_better, _change_minds, _set_out]


@pytest.mark.parametrize("steps", [[one] for one in STEPS] + [STEPS, [_book, _shorten, _cancel]])
def test_a_day_is_opened_again_as_if_for_the_first_time(steps: list[Callable[[Office], None]]) -> None:
    """A crew would be sent by yesterday's rota, to somebody who has called off, or for as long as was once believed."""
    here = _here()
    _opened(here, here.travel)
    for step in steps:
        step(here)
        again, anew = _opened(here, here.travel), _opened(here, StraightTravel(here.town.policy))
        assert problem_to_json(again.problem) == problem_to_json(anew.problem)
        assert differing(again.board.arrays, anew.board.arrays) == []
        assert again.board.orders == anew.board.orders
    begun = any(shift.start for shift in _opened(here, here.travel).problem.shifts)
    assert begun is (_set_out in steps)


def test_what_is_the_same_is_not_worked_out_again() -> None:
    """Dispatchers would wait for a whole city's day to be written down anew with every stop that they move."""
    here = _here()
    before = _opened(here, here.travel)
    _book(here)
    again = _opened(here, here.travel)
    known = {one.id: one for one in before.problem.requests}
    assert len(known) == 3
    assert sum(known.get(one.id) is one for one in again.problem.requests) == 3


def _desks_travel(here: Office) -> TravelTimes:
    with here.store.reading(here.id) as unit:
        return here.days.travel(unit)


def test_a_day_that_was_just_booked_on_is_the_next_one() -> None:
    """Every caller would wait for the rules to go through the call before theirs once more."""
    here = _here()
    _book(here)
    travel = _desks_travel(here)
    known, again = opened_before(travel, here.id, here.day), _opened(here, travel)
    assert known is not None
    assert again.board.lowering is known.lowering
    assert again.proved is again.board
    assert replace(again, proved=None).sound


def test_orders_that_nobody_has_checked_are_not_taken_to_be_sound() -> None:
    """A route that a shorter shift has made impossible would be offered to callers as if a crew could drive it."""
    here = _here()
    _book(here)
    for _ in range(7):
        _shorten(here)
    again = _opened(here, _desks_travel(here))
    assert again.proved is None
    assert not again.sound


def test_not_every_day_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would keep all days that anybody has ever looked at in its memory."""
    here, travel = _here(), StraightTravel(_here().town.policy)
    with here.store.reading(here.id) as unit:
        days = [here.day + timedelta(days=k) for k in range(MOST + 3)]
        for day in days:
            open_day(unit, day, travel)
    assert [opened_before(travel, here.id, day) is None for day in days] == [True] * 3 + [False] * MOST
    count = len(remembering._known)  # nobody else can say how much is kept
    del travel
    assert len(remembering._known) == count - 1
