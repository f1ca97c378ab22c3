"""What the office says became of a request is in its booking once the day is closed, until it is opened again."""

from datetime import timedelta

import pytest

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.booking import BookingStatus
from scheduler.domain.booking_policy import BookingPolicy, ServiceBooking
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.events import EventKind
from scheduler.services.entitling import left
from tests.office.calendars import DayBuilder, utc
from tests.office.closing_day import (
    actuals,
    close,
    published,
    reopen,
    reported,
    state,
    tasks_of,
    told,
    visit,
    withdraw,
)
from tests.office.office import Office

H = BookingStatus


def rationed(*, gives_back: bool) -> Office:
    """Return the evening of a day with one visit, which takes one of its client's five hours."""
    rule = ServiceBooking(no_show_gives_back=gives_back)
    builder = DayBuilder().with_policy(booking=BookingPolicy(horizon_days=4, default=rule))
    builder.add_staff().add_shift("08:00-14:00").add_client().add_entitlement(5, "fizjoterapia")
    return published(builder.add_visit(window="09:00-10:00", length_min=60))


def hours_left(here: Office) -> float:
    """Return what is left of the client's hours."""
    client = here.booking(visit(here)).request.party.client_ids[0]
    with here.store.reading(here.id) as unit:
        return float(left(unit, client, here.day)[0].left)


@pytest.mark.parametrize(
    ("said", "gives_back", "status", "hours"),
    [
        (FinalOutcome.SERVED, True, H.HELD, 4),
        (FinalOutcome.NO_SHOW, True, H.NO_SHOW, 5),
        (FinalOutcome.NO_SHOW, False, H.NO_SHOW, 4),
        (FinalOutcome.REFUSED, False, H.REFUSED, 4),
        (FinalOutcome.MISSED, False, H.WITHDRAWN, 5),
    ],
)
def test_what_is_said_of_a_visit_follows_into_its_booking(
    said: FinalOutcome, gives_back: bool, status: BookingStatus, hours: float
) -> None:
    """A resident to whom nobody came would pay with an hour, or one who was not there get it for nothing."""
    here = rationed(gives_back=gives_back)
    state(here, visit(here), said)
    close(here)
    assert (here.booking(visit(here)).status, hours_left(here)) == (status, hours)
    assert actuals(here)[visit(here)].outcome is said

    reopen(here)
    assert (here.booking(visit(here)).status, hours_left(here)) == (H.HELD, 4)
    close(here)
    assert (here.booking(visit(here)).status, hours_left(here)) == (status, hours)


@pytest.mark.parametrize(
    ("said", "status"),
    [(FinalOutcome.NO_SHOW, H.NO_SHOW), (FinalOutcome.MISSED, H.WITHDRAWN)],
)
def test_what_followed_from_a_mistake_is_put_back_once(said: FinalOutcome, status: BookingStatus) -> None:
    """A resident who was served would have been absent for ever, or be charged for the visit twice."""
    here = rationed(gives_back=True)
    mistake = state(here, visit(here), said)
    close(here)
    with pytest.raises(ConflictError, match="is closed; a manager may open it again"):
        withdraw(here, mistake)
    assert (here.booking(visit(here)).status, hours_left(here)) == (status, 5)

    reopen(here)
    withdraw(here, mistake)
    assert (here.booking(visit(here)).status, hours_left(here)) == (H.HELD, 4)
    with pytest.raises(ConflictError, match="withdrawn already"):
        withdraw(here, mistake)
    with pytest.raises(RefusedError, match="stops"):
        close(here)
    state(here, visit(here), FinalOutcome.SERVED)
    close(here)
    assert (here.booking(visit(here)).status, hours_left(here)) == (H.HELD, 4)


def test_what_the_crew_reported_stays_when_the_day_is_opened_again() -> None:
    """A no-show that the crew has seen would hold again, and be charged as a visit."""
    here = rationed(gives_back=True)
    _, task = tasks_of(here)[f"{visit(here)}:visit"]
    reported(here, but=[task.task_id])
    told(here, task.task_id, EventKind.ARRIVED, utc(task.start))
    told(here, task.task_id, EventKind.NO_SHOW, utc(task.start) + timedelta(minutes=30))
    close(here)
    reopen(here)
    assert (here.booking(visit(here)).status, hours_left(here)) == (H.NO_SHOW, 5)
