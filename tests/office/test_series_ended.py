"""Series that somebody has ended with a day to come: until then they are as alive as others, and never afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import AbsenceId, SeriesId
from scheduler.domain.series import ChangedDay, Pause
from scheduler.services.booking.client_absence import suspend
from scheduler.services.hindrances import hindrances
from tests.office.office import ANNA
from tests.office.series_town import CLIENT, MONDAY, SeriesOffice, town
from tests.office.test_series_changed import FRIDAY, KEY, WEDNESDAY, WHY, days

pytestmark = pytest.mark.ordinary_day

LATER = SeriesId("S-2")
NEXT = MONDAY + timedelta(days=7)


def split() -> SeriesOffice:
    """Return an office whose series goes on as another one after its first week, all of it booked."""
    here = SeriesOffice(builder=town())
    here.visits()
    here.clock.moment += timedelta(minutes=5)
    here.series.following(here.call, KEY, replace(here.get(), id=LATER, first=NEXT), WHY)
    here.plan(days=14)
    assert len(here.bookings()) == 6
    return here


def died(here: SeriesOffice) -> None:
    """Report that the client has died."""
    told = ClientAbsence(
        id=AbsenceId("W-1"), client_id=CLIENT, first=MONDAY, why=AwayWhy.DIED, reported_at=here.clock.now(),
        reported_by=ANNA,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        suspend(unit, here.days.travel(unit), told)


def test_the_days_that_an_ended_series_has_left_can_be_paused_changed_and_cancelled() -> None:
    """The daughter takes her mother in this week; the therapist would come, as new hours begin after Christmas."""
    here = split()
    only = ChangedDay(day=WEDNESDAY, cancelled=True)
    assert days(here.series.change_one(here.call, KEY, only, WHY)) == [WEDNESDAY]
    assert days(here.series.pause(here.call, KEY, Pause(first=FRIDAY), WHY)) == [FRIDAY]
    assert days(here.series.resume(here.call, KEY, FRIDAY, WHY)) == []
    assert days(here.series.end(here.call, KEY, MONDAY - timedelta(days=1), WHY)) == [MONDAY]
    assert here.get().until == MONDAY - timedelta(days=1)
    assert here.days_of() == [(NEXT + timedelta(days=k)).isoformat() for k in (0, 2, 4)]


def test_an_ended_series_gets_no_day_more() -> None:
    """Two therapists would come each Monday: by the old series, and by the one that goes on from it."""
    here = split()
    for change in (
        lambda: here.series.end(here.call, KEY, NEXT, WHY),
        lambda: here.series.pause(here.call, KEY, Pause(first=NEXT), WHY),
        lambda: here.series.change(here.call, replace(here.get(), until=None), WHY),
        lambda: here.series.following(here.call, KEY, replace(here.get(), id=SeriesId("S-3"), first=FRIDAY), WHY),
    ):
        with pytest.raises(ConflictError, match="has ended"):
            change()
    assert here.get().until == NEXT - timedelta(days=1)


def test_a_series_never_ends_later_than_it_would_have() -> None:
    """Whoever ends a course of ten visits would order another ten."""
    here = SeriesOffice(builder=town())
    here.visits(until=FRIDAY)
    assert here.series.end(here.call, KEY, NEXT, WHY).series.until == FRIDAY
    here.visits("S-2", until=FRIDAY)
    after = replace(here.get("S-2"), id=SeriesId("S-3"), first=NEXT, until=None)
    assert here.series.following(here.call, LATER, after, WHY)[0].series.until == FRIDAY


def test_no_series_of_somebody_who_has_died_stands_against_erasing_them() -> None:
    """The family asks for it after the funeral, and is told to end a series that has ended and cannot be ended."""
    here = split()
    died(here)
    with here.store.reading(here.id) as unit:
        assert [one.code for one in hindrances(unit, CLIENT, here.clock.now())] == []
    assert here.get().over_by(MONDAY)
    assert here.get(LATER).over_by(MONDAY)


def test_no_series_begins_for_somebody_who_has_died() -> None:
    """A slip in the search for a name: the living one would wait for a therapist who never comes."""
    here = SeriesOffice(builder=town())
    died(here)
    with pytest.raises(ConflictError, match="K-01 is kept as dead"):
        here.visits(clients=("K-02", CLIENT))
    here.visits(clients=("K-02",))
