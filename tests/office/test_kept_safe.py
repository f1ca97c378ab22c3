"""What would lose a promise, or tell somebody the wrong thing, when several things come together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.client import Channel
from scheduler.domain.errors import ConflictError, InputError, RefusedError
from scheduler.domain.ids import ClientId, NoticeId, RequestId
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.domain.plan import LockKind, Pin, PlannedStop
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, move, pin, set_overrides
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.solves import Wanted, ask_for
from scheduler.services.planning.tentative import improve
from scheduler.services.publishing import note_attempt, publish, remind, withdraw
from tests.office.calendars import DayBuilder, at
from tests.office.office import ANNA, Office, office

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")
EFFORT = Effort(clock=lambda: 0.0, effort=2, workers=0)


def notices(here: Office) -> list[Notice]:
    """Return all notices of the day."""
    with here.store.reading(here.id) as unit:
        return list(unit.notices.between(here.day, here.day).values())


def show(here: Office) -> None:
    """Publish the plan that holds."""
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, here.hand, here.new_id)


def visits(count: int = 1, *, promised: bool = True) -> Office:
    """Return a day with two workers, and visits of which the first is promised."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    for number in range(count):
        builder.add_visit(window="09:00-14:00", length_min=50)
        if promised and number == 0:
            builder.promise("09:00-09:30")
    return office(builder)


def test_a_search_never_gives_up_a_promise_for_something_dearer() -> None:
    """Somebody who was promised ten o'clock would make room for a request that the town calls a must."""
    builder = DayBuilder().add_staff().add_shift("09:00-10:30")
    builder.add_visit(window="09:15-09:20", length_min=50).promise("09:15-09:20")
    builder.add_visit(window="09:15-09:20", length_min=50, must=True, priority=1)
    here = office(builder)
    assert set(placed(here.plan)) == {FIRST}
    improve(here.store, here.id, here.day, here.travel, EFFORT, now=here.clock.now)
    assert FIRST in placed(here.plan)


def test_a_plan_that_its_facts_have_overtaken_is_not_published_and_can_be_solved_again() -> None:
    """A client who never wants that worker again would get them all the same, and no search mend it."""
    here = visits()
    worker = next(s.staff_ids[0] for s in here.town.shifts if s.id == placed(here.plan)[FIRST].shift_id)
    with here.store.writing(here.id) as unit:
        client = unit.clients.get(ClientId(next(iter(here.town.clients))))
        unit.clients.put(replace(client, excluded=(worker,)))
    with pytest.raises(ConflictError, match="overtaken"):
        show(here)
    assert improve(here.store, here.id, here.day, here.travel, EFFORT, now=here.clock.now) is not None
    show(here)


def test_small_moves_add_up_to_a_call() -> None:
    """A bus that comes four minutes later each evening would come a quarter of an hour late, and nobody be told."""
    here = visits(promised=False)
    show(here)
    told = here.booking(FIRST).published
    assert told is not None
    for _ in range(3):
        with here.store.writing(here.id) as unit:
            state = unit.days.lock(here.day)
            plan = unit.plans.get(here.day, state.plan or 0)
            later = [replace(r, stops=tuple(_later(s) for s in r.stops)) for r in plan.routes]
            version = state.last_plan + 1
            head = replace(unit.plans.heads(here.day)[-1], version=version)
            unit.plans.add(replace(plan, version=version, routes=tuple(later)), head)
            unit.days.put(replace(state, version=state.version + 1, plan=version, last_plan=version))
        show(here)
    assert NoticeKind.MOVED in {one.kind for one in notices(here)}


def _later(stop: PlannedStop) -> PlannedStop:
    """Return a stop four minutes later."""
    four = timedelta(minutes=4)
    tasks = tuple(replace(t, start=t.start + four, end=t.end + four) for t in stop.tasks)
    return replace(stop, tasks=tasks)


def test_a_withdrawal_that_was_told_is_told_back_and_one_that_was_not_is_dropped() -> None:
    """The office would call off, by phone, a visit that takes place."""
    here = visits(2)
    show(here)
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)
    first = next(one for one in notices(here) if one.request_id == FIRST and one.kind is NoticeKind.WITHDRAWN)
    told = Attempt(at=here.clock.now(), by=ANNA, channel=Channel.PHONE, outcome=NoticeOutcome.TOLD)
    with here.store.writing(here.id) as unit:
        note_attempt(unit, NoticeId(first.id), told)
    show(here)
    to_do = {(one.request_id, one.kind) for one in notices(here) if one.outcome is NoticeOutcome.TO_DO}
    assert to_do == {(FIRST, NoticeKind.PLANNED), (SECOND, NoticeKind.PLANNED)}


def test_notices_of_a_booking_that_has_ended_are_needless() -> None:
    """Somebody who cancelled would be reminded of a visit that nobody makes."""
    here = visits(2)
    show(here)
    with here.store.writing(here.id) as unit:
        remind(unit, here.day, here.new_id)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [FIRST], Ending(by=ANNA, at=here.clock.now()))
    assert {one.outcome for one in notices(here) if one.request_id == FIRST} == {NoticeOutcome.NEEDLESS}


def test_who_agreed_to_another_time_is_not_phoned_about_it() -> None:
    """A resident would be told by one dispatcher what they have just settled with another."""
    here = visits()
    show(here)
    booking = here.booking(FIRST)
    wish = replace(booking.request, windows=(TimeWindow(start=at("12:00"), end=at("14:00")),))
    answer = here.desk.ask(here.call, [wish], [here.day])
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    show(here)
    assert not [one for one in notices(here) if one.outcome is NoticeOutcome.TO_DO]


def test_a_pin_does_not_hold_what_is_renegotiated() -> None:
    """A resident who calls for a later hour could only have the one they want to leave."""
    here = visits()
    start = next(t.start for r in here.plan.routes for s in r.stops for t in s.tasks)
    with here.store.writing(here.id) as unit:
        pin(unit, here.travel, here.day, Pin(kind=LockKind.START, request_ids=(FIRST,), start=start), here.hand)
    answer = here.desk.ask(here.call, [here.booking(FIRST).request], [here.day])
    assert len({offer.legs[0].window.start for offer in answer.offers}) > 1
    later = max(answer.offers, key=lambda offer: offer.legs[0].window.start)
    here.desk.accept(here.call, answer.enquiry.id, later)
    assert not here.state.pins


def test_a_request_can_be_moved_by_hand_again() -> None:
    """The first drag of a stop would be its last."""
    here = visits()
    here_first = placed(here.plan)[FIRST].shift_id
    other = next(shift.id for shift in here.town.shifts if shift.id != here_first)
    for goal in (other, here_first):
        with here.store.writing(here.id) as unit:
            move(unit, here.travel, here.day, Move(request_id=FIRST, shift_id=goal), here.hand)
        assert placed(here.plan)[FIRST].shift_id == goal


def test_an_override_is_not_taken_from_under_a_promise() -> None:
    """The only worker who comes early would come on time, and the resident have nobody."""
    builder = DayBuilder().add_staff().add_shift("10:00-16:00")
    builder.add_visit(window="09:00-09:10", length_min=30).promise("09:00-09:10")
    here = office(builder)
    wanted = Move(request_id=FIRST, shift_id=here.town.shifts[0].id, at=(0,))
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, wanted, here.hand, reason="przyjdzie wcześniej")
    with pytest.raises(ConflictError, match=FIRST), here.store.writing(here.id) as unit:
        set_overrides(unit, here.travel, here.day, (), here.hand)
    assert FIRST in placed(here.plan)


@contextmanager
def refused(here: Office) -> Iterator[None]:
    """Expect a refusal that leaves nothing behind."""
    before = here.store.stamp(here.id)
    with pytest.raises((ConflictError, RefusedError)):
        yield
    assert here.store.stamp(here.id) == before


def wishing(**policy: object) -> tuple[TownBuilder, Office]:
    """Return a day with one worker and one wish, under some policy."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    today = builder.day
    builder.on_day(today + timedelta(days=1)).add_shift("08:00-16:00", staff=builder.staff_id).on_day(today)
    builder.with_policy(booking=BookingPolicy(default=ServiceBooking(**policy)))  # type: ignore[arg-type]
    builder.add_visit(window="09:00-14:00", length_min=50)
    return builder, office(builder, [FIRST])


def test_a_day_or_window_that_was_never_offered_is_not_promised() -> None:
    """A page that was tampered with could promise a holiday, or this morning."""
    builder, here = wishing(notice=timedelta(hours=1))
    answer = here.ask(FIRST)
    (leg,) = answer.offers[0].legs
    tomorrow = here.day + timedelta(days=1)
    a_day_later = TimeWindow(start=leg.window.start + timedelta(days=1), end=leg.window.end + timedelta(days=1))
    other_day = replace(answer.offers[0], day=tomorrow, legs=(replace(leg, window=a_day_later),))
    early = TimeWindow(start=builder.moment("08:10"), end=builder.moment("08:30"))
    outside = replace(answer.offers[0], legs=(replace(leg, window=early),))
    for forged in (other_day, outside):
        with refused(here):
            here.desk.accept(here.call, answer.enquiry.id, forged)
    here.clock.moment = builder.moment("12:00")
    with refused(here):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_a_closed_day_is_not_changed_by_renegotiating() -> None:
    """A ride that took place would vanish from the day's figures."""
    _, here = wishing()
    _, (booking,) = here.book(FIRST)
    answer = here.desk.ask(here.call, [booking.request], [here.day + timedelta(days=1)])
    assert answer.offers
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))
    with refused(here):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_an_hour_that_is_over_is_not_renegotiated() -> None:
    """A missed visit would be moved to tomorrow, and cancelled there in time."""
    builder, here = wishing(notice=timedelta(0))
    _, (booking,) = here.book(FIRST)
    wish = replace(booking.request, windows=(TimeWindow(start=at("13:00"), end=at("15:00")),))
    answer = here.desk.ask(here.call, [wish], [here.day])
    here.clock.moment = builder.moment("13:00")
    assert not here.desk.ask(here.call, [wish], [here.day]).offers
    with refused(here):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_what_asks_for_nothing_is_refused() -> None:
    """An empty form would end in a traceback, and a search without an end kill every worker."""
    _, here = wishing()
    for requests, days in (([], [here.day]), ([here.wishes[FIRST]], [])):
        with pytest.raises(InputError):
            here.desk.ask(here.call, requests, days)
    with pytest.raises(InputError), here.store.writing(here.id) as unit:
        ask_for(unit, Wanted(day=here.day, by=ANNA), at=here.clock.now(), new_id=here.new_id)
