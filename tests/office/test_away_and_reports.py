"""Reports of crews beside absences of clients: a late word of a service counts, and nobody is fetched from hospital."""

import pytest

from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.ids import AbsenceId, EventId
from scheduler.domain.notices import NoticeOutcome
from scheduler.services.comparing import placed
from scheduler.services.planning.changing import plan_anew
from tests.office.clients_away import away, party
from tests.office.office import Office
from tests.office.running_day import BACK, FIRST, OUT, SECOND, deliver, moment, running_day, statuses, taken, told

PICKUP, DROPOFF = f"{OUT}:pickup", f"{OUT}:dropoff"


def absence(here: Office) -> ClientAbsence:
    """Return the absence as it is kept."""
    with here.store.reading(here.id) as unit:
        return unit.client_absences.get(AbsenceId("W-1"))


def undone(here: Office, event_id: EventId, task: str, hour: str) -> None:
    """Have a crew take a report back."""
    deliver(here, told(here, task, "undone", hour, undoes=event_id), at=hour)


@pytest.mark.parametrize("why", [AwayWhy.HOSPITAL, AwayWhy.DIED])
def test_a_no_show_that_is_taken_back_brings_no_bus_to_who_is_away(why: AwayWhy) -> None:
    """A driver would ring at the door of a widower, and the office would call him about the ride home."""
    here = running_day()
    report = told(here, PICKUP, "no_show", "09:40")
    deliver(here, report, at="09:41")
    assert statuses(here) == ["no_show", "withdrawn", "held", "held"]
    here.clock.moment = moment(here, "10:00")
    assert away(here, party(here), why=why).absence.lost == ()
    undone(here, report.id, PICKUP, "10:05")

    assert statuses(here) == ["cancelled", "cancelled", "held", "held"]
    assert absence(here).lost == (OUT, BACK)
    assert placed(here.plan).keys() == {FIRST, SECOND}
    assert taken(here) == []
    with here.store.reading(here.id) as unit:
        notices = unit.notices.between(here.day, here.day).values()
        assert NoticeOutcome.TO_DO not in {one.outcome for one in notices if one.client_id == party(here)}


def test_a_no_show_that_is_taken_back_is_put_back_once_the_client_is_there_again() -> None:
    """Somebody whose absence was a mistake would lose the bus by the crew's mistake as well."""
    here = running_day()
    report = told(here, PICKUP, "no_show", "09:10")
    deliver(here, report, at="09:11")
    away(here, party(here), first=here.day.replace(year=here.day.year + 1))
    undone(here, report.id, PICKUP, "09:12")
    assert statuses(here) == ["held"] * 4
    assert taken(here) == [OUT, BACK]


def test_a_service_that_is_reported_after_the_absence_counts() -> None:
    """The morning's ride would be given back for good, as a phone without signal told of it in the evening."""
    here = running_day()
    here.clock.moment = moment(here, "12:00")
    away(here, party(here))
    assert statuses(here) == ["cancelled", "cancelled", "held", "held"]
    aboard, done = told(here, PICKUP, "aboard", "09:05"), told(here, DROPOFF, "done", "09:25")
    deliver(here, aboard, done, at="12:30")

    assert statuses(here) == ["held", "cancelled", "held", "held"]
    assert taken(here) == [OUT]
    assert absence(here).lost == (BACK,)
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        plan_anew(unit, here.travel, state, why="test", at=here.clock.now())
    assert placed(here.plan).keys() == {FIRST, SECOND}  # nobody is sent for who has been brought
    assert here.plan.unassigned == ()


def test_a_service_whose_report_is_taken_back_ends_with_the_absence_again() -> None:
    """Somebody in hospital would be expected at the door, as a driver had pressed the wrong name."""
    here = running_day()
    here.clock.moment = moment(here, "08:00")
    away(here, party(here))
    report = told(here, PICKUP, "aboard", "08:50")
    deliver(here, report, at="08:51")
    assert statuses(here, [OUT]) == ["held"]
    undone(here, report.id, PICKUP, "10:40")
    assert statuses(here, [OUT]) == ["cancelled"]
    assert taken(here) == []
    assert absence(here).lost == (BACK, OUT)
    assert placed(here.plan).keys() == {FIRST, SECOND}
