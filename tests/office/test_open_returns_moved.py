"""Open returns whose ride there gets another time, or that get an hour themselves: nobody is forgotten over it."""

from collections.abc import Mapping
from datetime import UTC, timedelta

import pytest

from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer
from scheduler.services.booking.hanging import left_hanging
from scheduler.services.comparing import placed
from scheduler.services.planning.changing import plan_anew
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.renegotiating import NewTime, other_times
from tests.office.calendars import DayBuilder
from tests.office.doctors_day import HOME, OUT, book_home, codes, doctors_day, keep
from tests.office.office import Office, office
from tests.office.running_day import moment


def ask_anew(here: Office, hours: Mapping[str, str]) -> Answer:
    """Ask for other hours of what is booked, on its day."""
    spans = {key: [moment(here, hour) for hour in told.split("-")] for key, told in hours.items()}
    times = {
        RequestId(key): NewTime(windows=(TimeWindow(start=start, end=end),)) for key, (start, end) in spans.items()
    }
    with here.store.reading(here.id) as unit:
        requests = other_times(unit, times, here.day)
    return here.desk.ask(here.call, requests, [here.day])


def take(here: Office, answer: Answer) -> tuple[Booking, ...]:
    """Accept the first offer."""
    return here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_an_open_return_that_gets_an_hour_stays_in_every_plan() -> None:
    """She was promised the bus at two; the next change of the plan would leave her out, and nobody be told."""
    here = doctors_day()
    book_home(here)
    take(here, ask_anew(here, {OUT: "11:00-11:30", HOME: "14:00-14:30"}))

    home = here.booking(HOME)
    assert home.promise is not None
    assert (home.open_return, home.awaits_call) == (False, False)
    with here.store.writing(here.id) as unit:
        plan_anew(unit, here.travel, unit.days.lock(here.day), why="rota", at=here.clock.now())
    assert placed(here.plan).keys() == {OUT, HOME}


def test_an_open_return_goes_with_its_ride() -> None:
    """The doctor sees her at eleven instead of nine: she would have to give up her way home, or be fetched at ten."""
    here = doctors_day(kept_free=timedelta(minutes=10), each=timedelta(minutes=40))  # from twelve on for her alone
    before = book_home(here, earliest=moment(here, "10:00"))
    out, home = take(here, ask_anew(here, {OUT: "11:00-11:30"}))

    assert (out.id, home.id, home.awaits_call, home.promise) == (OUT, HOME, True, None)
    assert here.booking(HOME) == home
    there, back = here.booking(OUT).request, home.request
    assert isinstance(there, Ride)
    assert isinstance(back, Ride)
    assert there.journey == back.journey == OUT
    assert back.windows[0].start == moment(here, "12:00")  # half an hour after she is there, as before
    assert back.windows[0].end == before.request.windows[0].end
    assert placed(here.plan).keys() == {OUT}


def test_an_open_return_of_a_ride_that_was_asked_about_before_goes_with_it() -> None:
    """While one desk asks for another day, the other books the way home: it would stay where nobody is taken to."""
    here = doctors_day()
    answer = ask_anew(here, {OUT: "11:00-11:30"})
    book_home(here)
    take(here, answer)

    there = here.booking(OUT).request
    assert isinstance(there, Ride)
    assert there.journey == OUT
    assert here.booking(HOME).request.windows[0].start == moment(here, "11:30")
    with here.store.reading(here.id) as unit:
        assert left_hanging(unit.bookings.between(here.day, here.day).values(), {OUT}) == (HOME,)


def test_a_leg_at_an_hour_that_has_come_to_a_journey_is_not_left_behind() -> None:
    """She would be taken there at eleven, and the bus home come at ten."""
    here = doctors_day()
    answer = ask_anew(here, {OUT: "11:00-11:30"})
    book_home(here)
    take(here, ask_anew(here, {OUT: "09:00-09:30", HOME: "10:00-10:30"}))
    before = here.plan
    with pytest.raises(ConflictError, match="ask for another time of both"):
        take(here, answer)
    assert here.plan == before


def test_a_ride_whose_open_return_finds_no_time_stays_as_it_is() -> None:
    """Somebody would be promised another hour at the doctor's, and hear there that nobody can bring her home."""
    here = doctors_day(kept_free=timedelta(minutes=10), each=timedelta(minutes=30))
    book_home(here)
    before = here.booking(OUT), here.booking(HOME)
    answer = ask_anew(here, {OUT: "14:00-14:30"})
    with pytest.raises(RefusedError) as refused:
        take(here, answer)
    assert codes(refused) == ["open_returns_full"]
    assert (here.booking(OUT), here.booking(HOME)) == before


def test_an_open_return_goes_with_its_ride_to_another_day() -> None:
    """She would be taken to the doctor's on Tuesday, and the office wait for her call on Monday."""
    builder = DayBuilder().add_place("baza", at=(4, 0)).add_bus("07:00-17:00").add_client(at=(0, 0))
    builder.add_entitlement(2, "bus", unit="rides").add_ride("09:00-09:30", to="baza")
    later = builder.day + timedelta(days=1)
    builder.on_day(later).add_bus("07:00-17:00").on_day(later - timedelta(days=1))
    here = office(builder, list(builder.requests))
    ensure_tentative(here.store, here.id, later, here.travel, here.clock.now())
    here.book(OUT)
    keep(here, kept_free=timedelta(minutes=20), each=timedelta(minutes=30))
    book_home(here)
    windows = tuple(shifted(one, timedelta(days=1)) for one in here.booking(OUT).request.windows)
    with here.store.reading(here.id) as unit:
        requests = other_times(unit, {OUT: NewTime(windows=windows)}, later)
    take(here, here.desk.ask(here.call, requests, [later]))

    home = here.booking(HOME)
    assert (home.day, home.former_days, home.awaits_call) == (later, (here.day,), True)
    assert home.request.windows[0].start == windows[0].end
    with here.store.reading(here.id) as unit:
        assert not any(one.held for one in unit.bookings.between(here.day, here.day).values())
        assert {one.day for one in unit.consumptions.all().values() if one.counts} == {later}


def shifted(window: TimeWindow, by: timedelta) -> TimeWindow:
    """Return a window some elapsed time later."""
    return TimeWindow(start=window.start.astimezone(UTC) + by, end=window.end.astimezone(UTC) + by)
