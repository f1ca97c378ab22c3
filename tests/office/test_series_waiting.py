"""What waits for a place of a series leaves the waiting list with the state of the series that wanted it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.ids import EnquiryId, SeriesId
from scheduler.domain.series import Pause
from scheduler.services.series.desk import Why
from tests.office.series_town import MONDAY, SeriesOffice, spans, town

pytestmark = pytest.mark.ordinary_day

KEY = SeriesId("S-1")
WHY = Why(reason="przeprowadzka")


def waiting(here: SeriesOffice) -> set[EnquiryId]:
    """Return who is on the waiting list."""
    with here.store.reading(here.id) as unit:
        return set(unit.waiting.all())


def one_that_waits() -> tuple[SeriesOffice, EnquiryId]:
    """Return an office in which nobody works, and what waits for a place on Monday."""
    here = SeriesOffice(builder=town(), patterns=())
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO")
    (left,) = here.plan(days=7).impossible
    assert left.enquiry_id is not None
    assert waiting(here) == {left.enquiry_id}
    here.clock.moment += timedelta(minutes=5)
    return here, left.enquiry_id


@pytest.mark.parametrize("way", ["end", "pause"])
def test_what_an_ended_or_paused_series_waits_for_is_wanted_no_more(way: str) -> None:
    """A family would be called about a free place for somebody who has moved away."""
    here, key = one_that_waits()
    if way == "end":
        here.series.end(here.call, KEY, MONDAY - timedelta(days=1), WHY)
    else:
        here.series.pause(here.call, KEY, Pause(first=MONDAY), WHY)
    assert waiting(here) == set()
    with here.store.reading(here.id) as unit:
        assert unit.enquiries.get(key).outcome is EnquiryOutcome.GONE


def test_a_changed_series_waits_for_a_place_once() -> None:
    """Two places would be given to one patient, one of them at the hour that does not suit any more."""
    here, key = one_that_waits()
    leg = here.get().legs[0]
    here.series.change(here.call, replace(here.get(), legs=(replace(leg, windows=spans((13, 15))),)), WHY)
    (left,) = here.plan(days=7).impossible
    assert waiting(here) == {left.enquiry_id}
    assert left.enquiry_id != key


def test_a_series_that_ends_while_it_is_planned_is_not_booked() -> None:
    """Choosing takes minutes; who is told meanwhile that nobody comes any more would be visited for four weeks."""
    here = SeriesOffice(builder=town())
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO")

    def ended_meanwhile() -> bool:
        if here.get().until is None:
            here.series.end(here.call, KEY, MONDAY - timedelta(days=1), WHY)
        return False

    plan = here.plan(days=14, stopping=ended_meanwhile)
    assert plan.assigned == ()
    assert [why.code for one in plan.impossible for why in one.reasons] == ["taken", "taken"]
    assert here.bookings() == []
    assert waiting(here) == set()
