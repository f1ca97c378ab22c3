"""Cards of a closed day: what a client signs for."""

from datetime import timedelta

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId
from scheduler.domain.months import CardEntry
from scheduler.services.reporting.months import service_cards
from tests.office.calendars import utc
from tests.office.closing_day import bus_day, close, reported, rides, state, tasks_of, told, visit
from tests.office.office import Office

MINUTE = timedelta(minutes=1)
LENGTH = 100 * MINUTE
"""Of the visit, as planned."""


@pytest.fixture
def here() -> Office:
    """The office in the evening; of the visit alone nobody has reported anything yet."""
    office = bus_day()
    reported(office, but=[f"{visit(office)}:visit"])
    return office


def line_of(here: Office, key: RequestId) -> CardEntry:
    """Close the day; return the first line of a request's client on their card."""
    close(here)
    (client_id,) = here.town.requests[key].party.client_ids
    with here.store.reading(here.id) as unit:
        (card,) = (one for one in service_cards(unit, here.day).items if one.client_id == client_id)
    return card.entries[0]


@pytest.mark.parametrize("late_min", [-20, 0, 150])
def test_a_visit_of_which_only_the_arrival_is_known_lasts_as_planned(here: Office, late_min: int) -> None:
    """A crew two hours late that says no more would be signed for with less than no time, or half of it."""
    key = visit(here)
    stop, task = tasks_of(here)[f"{key}:visit"]
    at = stop.arrival + late_min * MINUTE
    told(here, f"{key}:visit", EventKind.ARRIVED, at)
    state(here, key, FinalOutcome.SERVED)
    line = line_of(here, key)

    assert line.start is not None
    assert line.end is not None
    assert line.end - line.start == LENGTH
    assert line.start == max(at, task.start) if late_min <= 0 else at
    assert not line.reported


def test_a_visit_of_which_only_the_end_is_known_has_lasted_as_planned(here: Office) -> None:
    """Who forgot the first button would be signed for with no minute at all."""
    key = visit(here)
    _, task = tasks_of(here)[f"{key}:visit"]
    over = utc(task.start) - 5 * MINUTE
    told(here, f"{key}:visit", EventKind.DONE, over)
    line = line_of(here, key)

    assert line.start is not None
    assert line.end is not None
    assert (utc(line.start), utc(line.end)) == (over - LENGTH, over)


def test_a_boarding_that_was_typed_in_after_the_end_takes_nothing_from_the_card() -> None:
    """A slip of one digit would take an hour from the month that somebody signs for."""
    here = bus_day()
    there, _ = rides(here)
    reported(here, but=[f"{there}:pickup"])
    _, task = tasks_of(here)[f"{there}:dropoff"]
    for kind in (EventKind.ARRIVED, EventKind.ABOARD):
        told(here, f"{there}:pickup", kind, utc(task.end) + 60 * MINUTE)
    line = line_of(here, there)

    assert line.reported
    assert line.start is not None
    assert line.end is not None
    assert utc(line.start) == utc(line.end) == utc(task.end) + 60 * MINUTE
