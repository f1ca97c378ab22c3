"""Open returns whose ride there gets another time, or that get an hour themselves: nobody is forgotten over it."""

from collections.abc import Mapping

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer
from scheduler.services.comparing import placed
from scheduler.services.planning.changing import plan_anew
from scheduler.services.renegotiating import NewTime, other_times
from tests.office.office import Office
from tests.office.running_day import moment
from tests.office.test_open_returns import HOME, OUT, book_home, doctors_day


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
