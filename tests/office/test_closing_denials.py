"""Denials of a closed day: who was turned away, and who was not."""

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.actuals import FinalOutcome, Teller
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.closing import WayHome
from scheduler.services.reporting.figures import By, figure_table
from tests.office.closing_day import actuals, close, reported, state
from tests.office.doctors_day import HOME, OUT, book_home, call, doctors_day
from tests.office.field_day import publish_all
from tests.office.office import Office, office


def figure(here: Office, key: str) -> tuple[int | None, int | None]:
    """Return what a figure of the closed day is divided from."""
    with here.store.reading(here.id) as unit:
        figures = {one.key: one for one in figure_table(unit, here.day, here.day, By.DAY).total.figures}
    return figures[key].numerator, figures[key].denominator


@pytest.mark.parametrize("outcome", [EnquiryOutcome.DECLINED, EnquiryOutcome.REFUSED])
def test_who_keeps_the_time_they_have_was_not_turned_away(outcome: EnquiryOutcome) -> None:
    """Each client who asks whether a later hour would do, and stays with theirs, would be a denial."""
    builder = TownBuilder().add_staff().add_shift("08:00-14:00").add_client().add_visit(
        window="09:00-10:00", length_min=60
    )  # fmt: skip
    here = office(builder, list(builder.requests))
    (key,) = here.wishes
    here.book(key)
    here.desk.end(here.call, here.ask(key).enquiry.id, outcome)
    publish_all(here)
    here.clock.moment = builder.moment("20:00")
    reported(here)
    close(here)

    assert figure(here, "denied") == (0, 1)
    assert figure(here, "served_share") == (1, 1)


def test_a_denial_says_what_stood_in_the_way() -> None:
    """A manager would see that people are turned away, and not whether it is for the seats or for the hours."""
    builder = TownBuilder().add_staff().add_shift("08:00-10:00").add_client()
    builder.add_visit(window="08:30-09:00", length_min=60).add_client().add_visit(window="12:00-13:00", length_min=60)
    here = office(builder, list(builder.requests))
    fits, never = sorted(here.wishes, key=lambda key: here.wishes[key].windows[0].start)
    here.book(fits)
    here.desk.end(here.call, here.ask(never).enquiry.id, EnquiryOutcome.REFUSED)
    publish_all(here)
    here.clock.moment = builder.moment("20:00")
    reported(here)
    close(here)

    assert figure(here, "denied") == (1, 1)
    with here.store.reading(here.id) as unit:
        ((rule, count),) = figure_table(unit, here.day, here.day, By.DAY).denials.items()
    assert (rule, count) == ("shift_span", 1)


def evening(called_at: str | None) -> Office:
    """Return the evening of a day with a ride to the doctor's and an open return; the family brought them home."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    if called_at is not None:
        call(here, called_at)
    here.clock.moment = max(shift.end for shift in here.town.shifts)
    reported(here, but=[f"{HOME}:pickup", f"{HOME}:dropoff"])
    state(here, OUT, WayHome.FAMILY)
    return here


def test_a_way_home_that_nobody_called_for_is_no_denial() -> None:
    """A daughter who drives her mother home would make the town look as if it had refused a ride."""
    here = evening(called_at=None)
    close(here)
    found = actuals(here)[HOME]

    assert (found.outcome, found.told_by) == (FinalOutcome.NOT_CALLED, Teller.BOOKS)
    assert figure(here, "denied") == (0, 1)
    assert figure(here, "served_share") == (1, 1)


def test_a_way_home_that_was_called_for_is_asked_for() -> None:
    """Whoever called and was never fetched would vanish from the figures."""
    here = evening(called_at="11:05")
    state(here, HOME, FinalOutcome.MISSED)
    close(here)

    assert actuals(here)[HOME].outcome is FinalOutcome.MISSED
    assert figure(here, "served_share") == (1, 2)
