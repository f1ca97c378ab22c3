"""Time is kept free for open returns, in each hour, by the desk and by the search."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.services.comparing import placed
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.searching import Effort, keep_if_better
from scheduler.services.planning.tentative import improve
from tests.office.doctors_day import HOUR, OUT, book_home, call, codes, doctors_day, keep
from tests.office.running_day import moment


def test_time_is_kept_free_in_each_hour() -> None:
    """By noon every bus would be promised away, and nobody fetched who calls."""
    free = doctors_day("11:00-11:10", kept_free=timedelta(0))
    assert free.ask("R-002").offers
    here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=59))
    (answer,) = here.ask("R-002").days
    assert answer.refusal is not None
    assert (answer.offers, answer.refusal.code) == ((), "kept_free")
    enough = doctors_day("11:00-11:10", kept_free=timedelta(minutes=5))
    assert enough.ask("R-002").offers


def test_what_was_offered_before_is_not_taken_out_of_it_either() -> None:
    """An offer of this morning would take the time that was kept free at noon."""
    here = doctors_day("11:00-11:10", kept_free=timedelta(0))
    answer = here.ask("R-002")
    keep(here, kept_free=timedelta(minutes=59))
    with pytest.raises(ConflictError):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_hours_outside_what_is_kept_are_anybodys() -> None:
    """Nobody could be driven in the evening, for those who call at noon."""
    here = doctors_day("17:30-17:40", hours="07:00-20:00", kept_free=timedelta(minutes=59))
    assert here.ask("R-002").offers


def test_an_hour_that_is_full_already_does_not_block_the_others() -> None:
    """One long ride at ten would keep everybody at home all day."""
    here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=55))
    with here.store.reading(here.id) as unit:
        kept = kept_free(here.days.get(unit, here.day))
    assert kept is not None
    assert min(kept.spare_s) < 55 * 60  # nine o'clock, with the ride there
    late = doctors_day("11:00-11:10", kept_free=timedelta(minutes=30))
    assert late.ask("R-002").offers


def test_a_call_takes_what_was_kept_for_it() -> None:
    """Time would be kept free for those who call, and from them as well."""
    here = doctors_day(kept_free=timedelta(minutes=59))
    book_home(here)
    assert call(here, "11:05").expected is not None


def test_no_more_are_booked_than_there_is_time_for() -> None:
    """Ten people would be told to call, and one bus is there for them."""
    here = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=30))
    here.book("R-002")
    book_home(here)  # six and a half hours of ten minutes
    book_home(here, "second", "R-002", earliest=moment(here, "14:00") - HOUR)
    third = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    third.book("R-002")
    book_home(third)
    with pytest.raises(RefusedError) as refused:
        book_home(third, "second", "R-002", earliest=moment(third, "14:00"))
    assert codes(refused) == ["open_returns_full"]
    assert refused.value.refusals[0].summary["en"].startswith("No time is left")


def test_two_who_may_call_at_one_hour_have_to_fit_together() -> None:
    """Each of them alone could be fetched, and one would be left behind."""
    here = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    here.book("R-002")
    book_home(here)
    with pytest.raises(RefusedError) as refused:
        book_home(here, "second", "R-002", earliest=moment(here, "09:30"))
    assert codes(refused) == ["open_returns_full"]


def test_a_town_that_keeps_nothing_free_books_none() -> None:
    """Somebody would be taken out with no way home that anybody could promise."""
    here = doctors_day(kept_free=timedelta(0))
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["no_open_returns"]


@pytest.mark.ordinary_day
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_with_a_clock_change_keeps_the_same_hours_free(day: date) -> None:
    """On two Sundays of the year the buses would be free at another hour than people call."""
    usual, other = (doctors_day(day=one) for one in (None, day))
    spare = []
    for here in (usual, other):
        with here.store.reading(here.id) as unit:
            kept = kept_free(here.days.get(unit, here.day))
            assert kept is not None
            spare.append(kept.spare_s)
    assert spare[0] == spare[1]
    assert book_home(other).request.windows[0].end == moment(other, "17:00")
    assert call(other, "11:05").expected is not None


def test_a_search_leaves_the_time_that_is_kept_free() -> None:
    """What no caller is given by day the computer would give away at night, and the last bus be full."""
    for minutes, must, served in ((59, False, False), (5, False, True), (59, True, True)):
        here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=minutes))
        with here.store.writing(here.id) as unit:
            unit.bookings.put(Booking(request=replace(here.wishes["R-002"], must=must)))
        effort = Effort(clock=lambda: 0.0, effort=3, workers=0)
        improve(here.store, here.id, here.day, here.travel, effort, now=here.clock.now)
        assert ("R-002" in placed(here.plan)) is served


def test_what_a_search_found_elsewhere_is_kept_all_the_same() -> None:
    """One ride at a busy hour would throw away the work of a whole night."""
    here = doctors_day("11:00-11:10", "16:20-16:30", buses=2, kept_free=timedelta(minutes=119))
    with here.store.writing(here.id) as unit:
        for key in ("R-002", "R-003"):
            unit.bookings.put(Booking(request=here.wishes[key]))
        (first,) = (key for key, order in here.plan.orders.items() if f"{OUT}:pickup" in order)
        other = next(one.id for one in here.town.shifts if one.id != first)
        found: dict[str, tuple[str, ...]] = {
            first: (*here.plan.orders[first], "R-002:pickup", "R-002:dropoff"),
            other: ("R-003:pickup", "R-003:dropoff"),
        }
        after = keep_if_better(unit, here.travel, here.day, found, why="improved", at=here.clock.now())
    assert after is not None
    assert placed(here.plan).keys() == {OUT, "R-003"}
