"""Places that somebody has freed and then died: a worker offers them, once, and does not die of them for ever."""

from datetime import timedelta

import pytest

from scheduler.domain.errors import TravelError
from scheduler.domain.notices import NoticeOutcome
from scheduler.domain.town import TownHead
from scheduler.services.booking.freed_days import MOST_ATTEMPTS
from scheduler.services.ports import TravelTimes
from tests.office.waiting_list import FIRST, SECOND, THIRD, calls, cancel, leave, left, listed, waiting
from tests.office.workers import LEASE_OVER, worker


def test_a_place_whose_offering_has_failed_is_offered_by_a_worker() -> None:
    """The place of somebody who has cancelled would stay empty, and two residents at home, as a server has died."""
    here, _ = waiting()
    leave(here)
    mine = worker(here)
    mine.work()
    assert not calls(here)  # who has freed it may still be at it
    here.clock.moment += LEASE_OVER
    mine.work()
    assert calls(here) == {SECOND: NoticeOutcome.TO_DO, THIRD: NoticeOutcome.TO_DO}
    assert not left(here)
    here.clock.moment += LEASE_OVER
    worker(here).work()
    assert len(listed(here)) == 2


def test_a_place_that_was_offered_leaves_the_worker_nothing_to_do() -> None:
    """A resident who has just said no would be phoned again a minute later."""
    here, _ = waiting()
    cancel(here, FIRST)
    assert not left(here)


def test_the_day_that_a_booking_leaves_is_taken_up_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour that a renegotiation has freed would stay empty if the server stops in that second."""
    here, _ = waiting()
    tomorrow = here.day + timedelta(days=1)
    answer = here.desk.ask(here.call, [here.booking(FIRST).request], [tomorrow])
    monkeypatch.setattr(type(here.desk.freed), "after", lambda *_: None)  # what a killed process does
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    assert left(here) == [here.day]
    here.clock.moment += LEASE_OVER
    worker(here).work()
    assert set(calls(here)) == {SECOND, THIRD}


def test_a_day_that_nobody_can_look_at_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """A damaged road map would keep every worker busy for ever, and fill the log."""
    here, _ = waiting()
    leave(here)

    def travel(_head: TownHead) -> TravelTimes:
        raise TravelError("the road map is damaged")

    mine = worker(here, travel)
    for _ in range(MOST_ATTEMPTS):
        assert left(here) == [here.day]
        here.clock.moment += LEASE_OVER
        mine.work()
    assert not left(here)
    assert not calls(here)
    assert "cannot be offered" in caplog.text
