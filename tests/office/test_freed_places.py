"""The list of calls about freed places: it says what is free now, and a cancellation is good whatever becomes of it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.client import Channel
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import EnquiryId, NoticeId, PlaceId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.domain.request import Visit
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import freeing
from scheduler.services.booking.freed_days import note_freed
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import publish, withdraw
from scheduler.services.waiting import candidates, put_on_list, take_off
from tests.office.office import ANNA, Office
from tests.office.waiting_list import FIRST, SECOND, THIRD, calls, cancel, leave, left, waiting

FOUR_HOURS = timedelta(hours=4)


def test_a_place_that_somebody_has_taken_is_not_phoned_about_any_more() -> None:
    """Somebody would be promised on the phone what a neighbour has got an hour ago."""
    here, (first, _) = waiting()
    cancel(here, FIRST)
    assert calls(here) == {SECOND: NoticeOutcome.TO_DO, THIRD: NoticeOutcome.TO_DO}
    answer = here.desk.again(here.call, first)
    here.desk.accept(here.call, first, answer.offers[0])
    assert calls(here) == {SECOND: NoticeOutcome.NEEDLESS, THIRD: NoticeOutcome.NEEDLESS}


def test_who_does_not_wait_any_more_is_not_phoned() -> None:
    """A resident who has given up would be rung out of bed."""
    here, (first, _) = waiting()
    cancel(here, FIRST)
    here.desk.end(here.call, first, EnquiryOutcome.GONE)
    here.desk.freed.offer(here.id, here.day)
    assert calls(here) == {SECOND: NoticeOutcome.NEEDLESS, THIRD: NoticeOutcome.TO_DO}


def test_a_place_left_by_another_days_booking_is_offered() -> None:
    """An hour that a renegotiation has freed would stay empty although two people wait for it."""
    here, _ = waiting()
    tomorrow = here.day + timedelta(days=1)
    booking = here.booking(FIRST)
    answer = here.desk.ask(here.call, [booking.request], [tomorrow])
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert here.booking(FIRST).day == tomorrow
    assert set(calls(here)) == {SECOND, THIRD}


def test_an_hour_left_for_another_of_the_same_day_is_offered() -> None:
    """Two people who wait for nine o'clock would stay at home, as its visit was moved to one o'clock of that day."""
    here, _ = waiting()
    wish = here.booking(FIRST).request
    assert isinstance(wish, Visit)
    later = tuple(TimeWindow(start=one.start + FOUR_HOURS, end=one.end + FOUR_HOURS) for one in wish.windows)
    answer = here.desk.ask(here.call, [replace(wish, windows=later)], [here.day])
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert here.booking(FIRST).day == here.day
    assert calls(here) == {SECOND: NoticeOutcome.TO_DO, THIRD: NoticeOutcome.TO_DO}
    assert not left(here)


def meanwhile(monkeypatch: pytest.MonkeyPatch, here: Office, do: Callable[[UnitOfWork], object]) -> None:
    """Do something once, after it was found out who waits and before that is written down."""
    done: list[bool] = []

    def found(unit: UnitOfWork, day: object) -> object:
        known = candidates(unit, here.day)
        if not done:
            done.append(True)
            with here.store.writing(here.id) as beside:
                do(beside)
        return known

    monkeypatch.setattr(freeing, "candidates", found)


def test_who_is_taken_off_the_list_meanwhile_ends_nobody_elses_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cancellation would be answered with "not found", and the others who wait be told nothing."""
    here, (first, _) = waiting()
    meanwhile(monkeypatch, here, lambda unit: take_off(unit, first, here.clock.now(), outcome=EnquiryOutcome.GONE))
    cancel(here, FIRST)
    assert calls(here) == {THIRD: NoticeOutcome.TO_DO}


def test_a_day_that_changes_meanwhile_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that was taken in the same second would be offered by phone."""
    here, _ = waiting()
    leave(here)

    def close(unit: UnitOfWork) -> None:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))

    meanwhile(monkeypatch, here, close)
    here.desk.freed.offer(here.id, here.day)
    assert calls(here) == {}


def test_a_cancellation_is_good_whatever_becomes_of_its_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The dispatcher would be told that it failed, and cancel a booking that is cancelled already."""
    here, _ = waiting()

    def damaged(_unit: UnitOfWork, _day: object) -> object:
        raise StoreError("the database is away")

    monkeypatch.setattr(freeing, "candidates", damaged)
    with caplog.at_level(logging.ERROR):
        cancel(here, FIRST)
    assert not here.booking(FIRST).held
    assert "freed places" in caplog.text


def renegotiating() -> tuple[Office, EnquiryId]:
    """Return the office of two who wait, in which who is booked waits for another time as well."""
    here, _ = waiting()
    booking = here.booking(FIRST)
    answer = here.desk.ask(here.call, [booking.request], [here.day])
    with here.store.writing(here.id) as unit:
        put_on_list(unit, answer.enquiry.id, here.clock.now(), until=here.day, priority=1)
    return here, answer.enquiry.id


def test_who_cancels_does_not_wait_for_another_time_any_more() -> None:
    """Somebody who is in hospital would be offered, on the phone, the very visit that they have just cancelled."""
    here, mine = renegotiating()
    cancel(here, FIRST)
    assert set(calls(here)) == {SECOND, THIRD}
    with here.store.reading(here.id) as unit:
        assert unit.waiting.find(mine) is None
        assert unit.enquiries.get(mine).outcome is EnquiryOutcome.GONE
        told = [(one.event.by, one.event.action) for one in unit.audit.about(f"enquiry:{mine}")]
    assert told[-1] == (ANNA, "enquiry.gone")


def test_who_waits_for_another_time_of_what_has_ended_is_not_phoned() -> None:
    """A call that a colleague put onto the list a second after the cancellation would be offered its place."""
    here, mine = renegotiating()
    with here.store.writing(here.id) as unit:
        listed = unit.waiting.get(mine)
    cancel(here, FIRST)
    with here.store.writing(here.id) as unit:
        unit.waiting.put(listed)
        note_freed(unit, here.day, here.clock.now())
        assert mine not in [one.enquiry.id for one in candidates(unit, here.day)]
    here.desk.freed.offer(here.id, here.day)
    assert set(calls(here)) == {SECOND, THIRD}


def test_a_broken_call_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """One call that leads to a home which is not there would keep every freed place empty."""
    here, (first, _) = waiting()
    with here.store.writing(here.id) as unit:
        enquiry, seen = unit.enquiries.get(first), unit.enquiries.stamp_of(first)
        (wish,) = enquiry.requests
        assert isinstance(wish, Visit)
        nowhere = replace(wish, door=replace(wish.door, place_id=PlaceId("dom-nigdzie")))
        unit.enquiries.put(replace(enquiry, requests=(nowhere,)), seen=seen)
    with caplog.at_level(logging.ERROR):
        cancel(here, FIRST)
    assert calls(here) == {THIRD: NoticeOutcome.TO_DO}
    assert "cannot be answered" in caplog.text


def test_publishing_leaves_the_call_about_a_freed_place() -> None:
    """Whoever is booked and waits for a better hour would never hear of it once the day is published."""
    here, _ = renegotiating()
    with here.store.writing(here.id) as unit:
        booking = unit.bookings.get(FIRST)
        unit.bookings.put(replace(booking, promise=None))  # so that publishing has to tell its time
        (client,) = booking.request.party.client_ids
        about = Notice(id=NoticeId("N-0"), day=here.day, request_id=FIRST, client_id=client,
                       kind=NoticeKind.FREED_PLACE, channel=Channel.PHONE)  # fmt: skip
        unit.notices.put(about)
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, here.day, replace(here.hand, seen=None), here.new_id)
    assert calls(here) == {FIRST: NoticeOutcome.TO_DO}
    with here.store.writing(here.id) as unit:
        withdraw(unit, here.day, replace(here.hand, seen=None), here.new_id)
    assert calls(here) == {FIRST: NoticeOutcome.TO_DO}
