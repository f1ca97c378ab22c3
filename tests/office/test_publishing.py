"""Publishing: what crews and residents know, and the list of whom to tell what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.client import Channel
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import NoticeId, RequestId
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import compare, placed
from scheduler.services.dispatching import Hand, Move, move
from scheduler.services.publishing import note_attempt, publish, remind, withdraw
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

FIRST, SECOND = RequestId("R-001"), RequestId("R-002")


def two_visits(*, promised: bool = True) -> Office:
    """Return a day with two workers and two visits, the first one promised."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    builder.add_client(channel=Channel.SMS).add_visit(window="09:00-12:00", length_min=50)
    if promised:
        builder.promise("09:00-09:30")
    builder.add_visit(window="09:00-12:00", length_min=50)
    return office(builder)


def published(here: Office, hand: Hand | None = None) -> list[Notice]:
    """Publish the plan that holds, and return the notices that are still to do."""
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, hand or here.hand, here.new_id)
    return to_do(here)


def to_do(here: Office) -> list[Notice]:
    """Return the notices that nobody has dealt with."""
    with here.store.reading(here.id) as unit:
        found = unit.notices.between(here.day, here.day).values()
    return [notice for notice in found if notice.outcome is NoticeOutcome.TO_DO]


def other_worker(here: Office, request_id: RequestId) -> None:
    """Move a request to the other worker."""
    mine = placed(here.plan)[request_id].shift_id
    goal = next(shift.id for shift in here.town.shifts if shift.id != mine)
    with here.store.writing(here.id) as unit:
        move(unit, here.travel, here.day, Move(request_id=request_id, shift_id=goal), here.hand)


def test_who_was_promised_a_window_needs_no_call_and_who_was_not_does() -> None:
    """The office would phone half the town each evening, or leave somebody waiting for news."""
    here = two_visits()
    assert [(one.request_id, one.kind) for one in published(here)] == [(SECOND, NoticeKind.PLANNED)]


def test_publishing_remembers_what_residents_know() -> None:
    """A later move of a known stop would cost nothing, and nobody be called."""
    here = two_visits()
    published(here)
    assert here.state.published == here.state.plan
    told = here.booking(FIRST).published
    assert told is not None
    assert (told.shift_id, told.start) == (placed(here.plan)[FIRST].shift_id, placed(here.plan)[FIRST].start)


def test_a_version_that_somebody_has_changed_is_not_published() -> None:
    """The dispatcher would publish what they have never seen."""
    here = two_visits()
    seen = here.hand
    other_worker(here, SECOND)
    with pytest.raises(StaleError):
        published(here, seen)
    assert here.state.published is None


def test_the_same_plan_is_not_published_twice() -> None:
    """Everybody would be called a second time."""
    here = two_visits()
    published(here)
    with pytest.raises(ConflictError, match="published already"):
        published(here)


def test_another_crew_is_told_by_the_channel_the_client_wants() -> None:
    """A deaf resident would be phoned about a stranger at the door."""
    here = two_visits()
    published(here)
    other_worker(here, FIRST)
    found = [one for one in published(here) if one.request_id == FIRST]
    assert [(one.kind, one.channel) for one in found] == [(NoticeKind.OTHER_CREW, Channel.SMS)]


def test_what_nobody_told_in_time_is_needless_once_it_has_changed() -> None:
    """Somebody would be told an hour that is not true any more."""
    here = two_visits(promised=False)
    first = published(here)
    assert len(first) == 2
    other_worker(here, FIRST)
    again = published(here)
    assert {one.request_id for one in again} == {FIRST, SECOND}
    (told,) = [one for one in again if one.request_id == FIRST]
    assert told.kind in (NoticeKind.OTHER_CREW, NoticeKind.MOVED)
    assert told.after == placed(here.plan)[FIRST].start


def test_a_plan_that_leaves_out_a_promise_is_not_published() -> None:
    """A resident would wait, and no crew know of it."""
    builder = DayBuilder().add_staff().add_shift("08:00-10:00")
    builder.add_visit(window="12:00-13:00").promise("12:00-12:30")
    here = office(builder)
    with pytest.raises(ConflictError, match=FIRST):
        published(here)


def test_who_is_not_served_is_told() -> None:
    """Somebody would wait at the door for a plan they are not in."""
    builder = DayBuilder().add_staff().add_shift("08:00-10:00")
    builder.add_visit(window="12:00-13:00")
    (notice,) = published(office(builder))
    assert notice.kind is NoticeKind.UNPLANNED


def test_a_withdrawn_plan_is_told_to_everybody_who_knew_it() -> None:
    """Crews would drive by a plan that does not hold."""
    here = two_visits()
    published(here)
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)
    assert {one.kind for one in to_do(here)} == {NoticeKind.WITHDRAWN}
    assert here.state.published is None
    assert here.booking(FIRST).published is None
    with pytest.raises(ConflictError), here.store.writing(here.id) as unit:
        withdraw(unit, here.day, here.hand, here.new_id)


def test_everybody_is_reminded_once() -> None:
    """A resident would be reminded each time somebody opens the list."""
    here = two_visits()
    published(here)
    for count in (2, 0):
        with here.store.writing(here.id) as unit:
            assert len(remind(unit, here.day, here.new_id)) == count


def test_nobody_is_reminded_of_a_plan_that_is_not_published() -> None:
    """Residents would be told hours that may still change."""
    here = two_visits()
    with pytest.raises(ConflictError), here.store.writing(here.id) as unit:
        remind(unit, here.day, here.new_id)


def test_attempts_are_kept_until_somebody_is_told() -> None:
    """Nobody would know that the phone rang three times in vain."""
    here = two_visits()
    (notice,) = published(here)
    vain = Attempt(at=here.clock.now(), by=ANNA, channel=Channel.PHONE, outcome=NoticeOutcome.NO_ANSWER)
    told = replace(vain, outcome=NoticeOutcome.TOLD)
    for attempt in (vain, told):
        with here.store.writing(here.id) as unit:
            note_attempt(unit, NoticeId(notice.id), attempt)
    with here.store.reading(here.id) as unit:
        assert unit.notices.get(notice.id).attempts == (vain, told)
    with pytest.raises(ConflictError), here.store.writing(here.id) as unit:
        note_attempt(unit, NoticeId(notice.id), told)


def test_two_plans_beside_each_other_say_who_must_be_phoned() -> None:
    """The dispatcher would publish a cheaper plan and find out about the calls afterwards."""
    here = two_visits()
    published(here)
    before = here.plan
    other_worker(here, FIRST)
    with here.store.reading(here.id) as unit:
        bookings = unit.bookings.all()
    found = compare(before, here.plan, bookings, timedelta(minutes=5))
    assert FIRST in found.calls
    assert found.cost_gr == sum(here.plan.terms.values()) - sum(before.terms.values())
    assert found.terms["stability"] > 0


def test_who_knew_nothing_is_not_phoned_about_a_change() -> None:
    """The list of calls would hide those that matter."""
    here = two_visits(promised=False)
    before = here.plan
    other_worker(here, FIRST)
    with here.store.reading(here.id) as unit:
        bookings = unit.bookings.all()
    found = compare(before, here.plan, bookings, timedelta(minutes=5))
    assert found.calls == ()
    assert FIRST in {one.request_id for one in found.differences}


def test_a_booking_that_ended_is_in_no_list() -> None:
    """Somebody who cancelled yesterday would be phoned about today."""
    here = two_visits()
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    assert published(here) == []


def test_what_is_told_names_the_promise() -> None:
    """Whoever phones would have to look the window up."""
    here = two_visits()
    with here.store.writing(here.id) as unit:
        booking = unit.bookings.get(FIRST)
        unit.bookings.put(replace(booking, promise=None))
    notices = {one.request_id: one for one in published(here)}
    assert notices[FIRST].window is None
    assert notices[FIRST].after == placed(here.plan)[FIRST].start
