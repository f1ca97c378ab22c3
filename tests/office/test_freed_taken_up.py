"""Places that somebody has freed and then died: a worker offers them, once, and does not die of them for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from scheduler.domain.errors import TravelError
from scheduler.domain.notices import NoticeOutcome
from scheduler.domain.town import TownHead
from scheduler.services.booking import freeing
from scheduler.services.booking.freed_days import LEASE, LONGEST_LEASE, hand_back, take_up_freed
from scheduler.services.planning.working import Worker
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.waiting import Candidate, candidates
from tests.office.calendars import utc
from tests.office.office import Office
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


def damaged(_head: TownHead) -> TravelTimes:
    """Fail as a road map that cannot be read does."""
    raise TravelError("the road map is damaged")


def leases(here: Office, mine: Worker, count: int) -> list[timedelta]:
    """Let a worker try so often, each time as soon as it may; return how long others have to wait each time."""
    found = []
    for _ in range(count):
        with here.store.reading(here.id) as unit:
            (one,) = unit.freed.all().values()
        here.clock.moment = one.lease_until + timedelta(seconds=1)
        assert mine.work()
        with here.store.reading(here.id) as unit:
            (after,) = unit.freed.all().values()
        found.append(after.lease_until - here.clock.moment)
    return found


def test_a_place_is_offered_however_long_the_trouble_has_lasted(caplog: pytest.LogCaptureFixture) -> None:
    """Two residents would stay at home beside a free place, as the road map was damaged for an afternoon."""
    here, _ = waiting()
    leave(here)
    minutes = [int(one / timedelta(minutes=1)) for one in leases(here, worker(here, damaged), 9)]
    assert minutes == [2, 4, 8, 16, 32, 60, 60, 60, 60]
    with here.store.writing(here.id) as unit:
        unit.freed.put(replace(unit.freed.get(here.day.isoformat()), attempt=10_000))
    assert leases(here, worker(here, damaged), 1) == [LONGEST_LEASE]
    assert not calls(here)
    assert f"{here.id}, {here.day.isoformat()}: freed places cannot be offered" in caplog.text
    here.clock.moment += LONGEST_LEASE + timedelta(seconds=1)
    worker(here).work()
    assert set(calls(here)) == {SECOND, THIRD}
    assert not left(here)


def test_a_day_that_only_changed_too_fast_was_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy morning those who wait would be told hours later, as every call to the office changes the day."""
    here, _ = waiting()
    leave(here)

    def changing(unit: UnitOfWork, day: date) -> Sequence[Candidate]:
        with here.store.writing(here.id) as beside:
            state = beside.days.lock(day)
            beside.days.put(replace(state, version=state.version + 1))
        return candidates(unit, day)

    with monkeypatch.context() as patch:
        patch.setattr(freeing, "candidates", changing)
        assert leases(here, worker(here), 3) == [LEASE] * 3
    assert leases(here, worker(here, damaged), 1) == [2 * LEASE]
    here.clock.moment += 2 * LEASE_OVER
    worker(here).work()
    assert set(calls(here)) == {SECOND, THIRD}


def test_what_others_have_taken_up_meanwhile_is_not_handed_back() -> None:
    """Two workers would look for the same place at once, and a third one as well."""
    here, _ = waiting()
    leave(here)
    here.clock.moment += LEASE_OVER
    slow = take_up_freed(here.store, here.id, here.clock.now())
    here.clock.moment += timedelta(hours=1)
    quick = take_up_freed(here.store, here.id, here.clock.now())
    assert slow is not None
    hand_back(here.store, here.id, slow, here.clock.now())
    with here.store.reading(here.id) as unit:
        assert list(unit.freed.all().values()) == [quick]


@pytest.mark.parametrize("over", ["past", "closed"])
def test_a_day_that_is_over_is_given_up(over: str, caplog: pytest.LogCaptureFixture) -> None:
    """A damaged road map would keep workers busy with last year's days, and fill the log."""
    here, _ = waiting()
    leave(here)
    leases(here, worker(here, damaged), 1)
    if over == "past":
        here.clock.moment += (here.day - here.clock.now().date() + timedelta(days=2)).days * timedelta(days=1)
    else:
        here.clock.moment += LONGEST_LEASE
        with here.store.writing(here.id) as unit:
            state = unit.days.lock(here.day)
            unit.days.put(replace(state, version=state.version + 1, closed=True))
    worker(here, damaged).work()
    assert not left(here)
    assert f"{here.id}, {here.day.isoformat()}: the day is over" in caplog.text


def test_a_day_is_not_over_before_midnight_in_the_town_and_its_last_crew_is_back() -> None:
    """Somebody who waits for a late visit would not be told of it."""
    here, _ = waiting()
    leave(here)
    with here.store.reading(here.id) as unit:
        zone = unit.head.get(here.id).zone
    midnight = datetime.combine(here.day + timedelta(days=1), time(), zone)
    over = max(utc(midnight), *(utc(shift.end) for shift in here.town.shifts_on(here.day)))
    assert take_up_freed(here.store, here.id, over - timedelta(seconds=1))
    assert take_up_freed(here.store, here.id, over + LONGEST_LEASE) is None
    assert not left(here)
