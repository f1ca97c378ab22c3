"""Events of crews that have changed since: who was there may say what they did, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.ids import AbsenceId, ShiftId
from scheduler.domain.roster import Shift
from scheduler.domain.rota import Absence
from scheduler.services.access import Principal
from scheduler.services.booking.absent import absent
from scheduler.services.field.sentences import Reason
from tests.office.calendars import utc
from tests.office.field_day import MINUTE, publish_all, reasons, report, route, sent, two_workers, worker
from tests.office.office import Office

HOUR = timedelta(hours=1)
DELIVERED_FOR = timedelta(hours=72)


@pytest.fixture
def here() -> Office:
    """The two workers' office on the published day."""
    found = two_workers()
    publish_all(found)
    return found


def shift_of(here: Office, shift_id: ShiftId) -> Shift:
    """Return a shift as the town's files have it."""
    return next(one for one in here.town.shifts if one.id == shift_id)


def go_home(here: Office, shift: Shift, start: datetime, end: datetime | None = None) -> None:
    """Report the first of a crew ill from an instant until the end of the shift."""
    ill = Absence(id=AbsenceId("N-1"), staff_id=shift.staff_ids[0], start=start, end=end or shift.end)
    here.clock.moment = start
    with here.store.writing(here.id) as unit:
        absent(unit, here.travel, ill, replace(here.hand, at=start))


def replaced(here: Office, shift: Shift) -> tuple[Shift, Principal]:
    """Give a shift to the other worker, without another plan; return it and them."""
    other = next(one for one in here.town.shifts if one.id != shift.id)
    after = replace(shift, staff_ids=other.staff_ids)
    with here.store.writing(here.id) as unit:
        unit.shifts.put(after)
    return after, worker(here, other.id)


def told_at(here: Office, who: Principal, shift_id: ShiftId, task: str, moments: list[datetime]) -> list[Reason | None]:
    """Send events of one task at several instants; return why each is refused."""
    return reasons(sent(here, who, *(report(here, shift_id=shift_id, task_id=task, at=one) for one in moments)))


def test_who_went_home_ill_may_still_say_what_they_did(here: Office) -> None:
    """The first client would count as never served, because their driver was ill afterwards and had no signal."""
    who, shift_id, task = route(here)
    shift = shift_of(here, shift_id)
    go_home(here, shift, shift.start + 50 * MINUTE)
    with here.store.reading(here.id) as unit:
        assert unit.shifts.get(shift_id).end == shift.start + 50 * MINUTE
    assert told_at(here, who, shift_id, task, [shift.start + 30 * MINUTE]) == [None]
    publish_all(here)
    here.clock.moment = shift.end + DELIVERED_FOR
    assert told_at(here, who, shift_id, task, [shift.start + 30 * MINUTE]) == [None]
    here.clock.moment += timedelta(seconds=1)
    assert told_at(here, who, shift_id, task, [shift.start + 30 * MINUTE]) == [Reason.TOO_LATE]


def test_who_was_replaced_and_who_replaces_them_may_report_and_nobody_else(here: Office) -> None:
    """What the first crew did until the change would be lost; or anybody could report of anybody's shift."""
    who, shift_id, task = route(here)
    shift = shift_of(here, shift_id)
    now = [here.clock.now()]
    stranger = worker(here, next(one.id for one in here.town.shifts if one.id != shift_id))
    assert told_at(here, stranger, shift_id, task, now) == [Reason.NO_SHIFT]
    _, substitute = replaced(here, shift)

    assert told_at(here, who, shift_id, task, now) == [None]
    assert told_at(here, substitute, shift_id, task, now) == [None]
    assert told_at(here, replace(who, staff_id=None), shift_id, task, now) == [Reason.NO_SHIFT]


def test_a_substitute_whom_no_plan_has_named_reports_of_the_time_they_were_there(here: Office) -> None:
    """Who stood in and fell ill, too, would be told they had no shift; or report of hours they lay in bed."""
    _, shift_id, task = route(here)
    after, substitute = replaced(here, shift_of(here, shift_id))
    ill_from = after.start + 50 * MINUTE
    go_home(here, after, ill_from)
    here.clock.moment = after.end

    there = [after.start + 30 * MINUTE, ill_from - MINUTE, ill_from, ill_from + MINUTE]
    assert told_at(here, substitute, shift_id, task, there) == [None, None, Reason.NO_SHIFT, Reason.NO_SHIFT]


def test_a_shift_that_was_cut_counts_to_its_first_end(here: Office) -> None:
    """A phone would have three days from the hour its owner went home, while the shift's others have longer."""
    who, shift_id, task = route(here)
    shift = shift_of(here, shift_id)
    go_home(here, shift, shift.end - HOUR)
    with here.store.reading(here.id) as unit:
        assert unit.shifts.get(shift_id).end == shift.end - HOUR
    at = [shift.start + 30 * MINUTE]
    here.clock.moment = shift.end + DELIVERED_FOR
    assert told_at(here, who, shift_id, task, at) == [None]
    here.clock.moment += timedelta(seconds=1)
    assert told_at(here, who, shift_id, task, at) == [Reason.TOO_LATE]


def test_a_shift_that_the_rota_has_lost_is_reported_of_as_it_was_planned(here: Office) -> None:
    """Somebody tidies the rota, and what the crew did that morning has nowhere to go."""
    who, shift_id, task = route(here)
    came_home = next(utc(one.end) for one in here.plan.routes if one.shift_id == shift_id)
    at = [here.clock.now()]
    with here.store.writing(here.id) as unit:
        unit.shifts.remove(shift_id)
    here.clock.moment = came_home + DELIVERED_FOR
    assert told_at(here, who, shift_id, task, at) == [None]
    here.clock.moment += timedelta(seconds=1)
    assert told_at(here, who, shift_id, task, at) == [Reason.TOO_LATE]


@pytest.mark.parametrize("friday", [date(2027, 3, 26), date(2026, 10, 23)])
def test_three_days_are_72_hours_when_the_clocks_change_too(friday: date) -> None:
    """On two weekends of the year a phone's hour of events would be turned away, or one be taken too late."""
    here = two_workers(friday)
    publish_all(here)
    who, shift_id, task = route(here)
    late = shift_of(here, shift_id).end.astimezone(UTC) + DELIVERED_FOR
    at = [here.clock.now()]
    here.clock.moment = late
    assert told_at(here, who, shift_id, task, at) == [None]
    here.clock.moment = late + timedelta(seconds=1)
    assert told_at(here, who, shift_id, task, at) == [Reason.TOO_LATE]
