"""Which days a sum of closed days lacks."""

from dataclasses import replace
from datetime import date

from fixtures.builder import TownBuilder
from scheduler.domain.events import EventKind
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.ending import Ending
from scheduler.services.live.reported import follow_reported
from scheduler.services.reporting.figures import open_days
from scheduler.services.reporting.months import settlements
from tests.office.closing_day import close, published, tasks_of, told
from tests.office.office import ANNA, Office, office
from tests.office.test_closed_records import settle_checks


def one_visit() -> TownBuilder:
    builder = TownBuilder().add_staff().add_shift("08:00-14:00").add_client()
    return builder.add_visit(window="09:00-10:00", length_min=60)


def left_open(here: Office) -> tuple[date, ...]:
    with here.store.reading(here.id) as unit:
        assert settlements(unit, here.day).open_days == open_days(unit, here.day, here.day)
        return open_days(unit, here.day, here.day)


def test_a_day_of_which_every_booking_has_ended_is_open_until_it_is_closed() -> None:
    """A crew stood before a locked door, and the month would be settled without its hours, with no word of it."""
    here = published(one_visit())
    ((task_id, (stop, task)),) = tasks_of(here).items()
    told(here, task_id, EventKind.ARRIVED, stop.arrival)
    told(here, task_id, EventKind.NO_SHOW, task.end)
    follow_reported(here.store, here.id, here.day, lambda: here.travel, here.clock.now())
    settle_checks(here)

    assert not here.booking(task_id.partition(":")[0]).held
    assert left_open(here) == (here.day,)
    assert close(here).shifts[0].cost_gr > 0
    assert left_open(here) == ()


def test_a_day_of_which_only_reports_are_left_is_open() -> None:
    """A day whose bookings have gone elsewhere would be paid to nobody, although a crew has worked on it."""
    here = published(one_visit())
    ((task_id, (stop, _)),) = tasks_of(here).items()
    told(here, task_id, EventKind.ARRIVED, stop.arrival)
    with here.store.writing(here.id) as unit:
        unit.days.put(replace(unit.days.lock(here.day), version=here.state.version + 1, published=None))
        for key in tuple(unit.bookings.between(here.day, here.day)):
            unit.bookings.remove(key)

    assert left_open(here) == (here.day,)


def test_a_day_of_which_nothing_was_ever_published_or_held_is_not_open() -> None:
    """Every Sunday with a visit that was called off in time would stand on the sheet as missing."""
    here = office(one_visit())
    assert left_open(here) == (here.day,)
    call_off(here)
    assert left_open(here) == ()


def test_a_published_day_is_open_when_everything_on_it_was_called_off() -> None:
    """A crew that had set out by the sheet would have driven for nothing, and for no pay."""
    here = published(one_visit())
    call_off(here)
    assert left_open(here) == (here.day,)


def call_off(here: Office) -> None:
    """Let everybody cancel."""
    with here.store.writing(here.id) as unit:
        keys = [*unit.bookings.between(here.day, here.day)]
        end_bookings(unit, here.travel, keys, Ending(by=ANNA, at=here.clock.now()))
