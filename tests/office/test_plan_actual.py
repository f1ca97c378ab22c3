"""Plan against actual: whatever the rows are, they are the day; late is told as late, and early as early."""

from datetime import timedelta

import pytest

from scheduler.domain.events import EventKind
from scheduler.domain.plan_actual import LATE_EDGES_MIN, PlanActual, PlanActualTable, spread
from scheduler.services.reporting.figures import By, figure_table
from scheduler.services.reporting.plan_actual import PlanActualBy, plan_actual_table
from tests.office.calendars import DayBuilder
from tests.office.closing_day import bus_day, close, published, reopen, reported, tasks_of, told
from tests.office.months_town import DAYS, months_town
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day

SUMS = (
    "served", "planned_s", "worked_s", "planned_m", "driven_m", "doors", "planned_doors_s", "at_doors_s", "arrivals",
    "apart_s", "timed", "on_time", "late_s",
)  # fmt: skip
LATE = timedelta(minutes=20)


@pytest.fixture(scope="module")
def month() -> Office:
    """An office with closed days in October and November."""
    return months_town()


def table(here: Office, by: PlanActualBy = PlanActualBy.DAY) -> PlanActualTable:
    with here.store.reading(here.id) as unit:
        return plan_actual_table(unit, here.day, here.day, by)


def evening(late: timedelta) -> PlanActual:
    """Return the total of a day on which every crew came that much later than planned, and stayed no longer."""
    here = bus_day()
    reported(here, late=late)
    close(here)
    return table(here).total


@pytest.mark.parametrize("by", [*PlanActualBy])
def test_rows_are_the_total(month: Office, by: PlanActualBy) -> None:
    """The services' kilometres together would be more, or fewer, than the buses drove."""
    with month.store.reading(month.id) as unit:
        found = plan_actual_table(unit, DAYS[0], DAYS[-1], by)
        figures = figure_table(unit, DAYS[0], DAYS[-1], By.DAY)
    assert found.closed == figures.closed
    for name in SUMS:
        assert sum(getattr(row, name) for row in found.rows) == getattr(found.total, name), name
    measured = {one.key: one for one in figures.total.figures}
    assert found.total.served == measured["served"].numerator == 12
    assert found.total.driven_m == measured["distance"].numerator
    assert found.total.worked_s == measured["travel_share"].denominator


def test_a_day_as_planned_differs_in_nothing() -> None:
    """A crew that came and left to the minute would be told that it is early, or slow."""
    found = evening(timedelta(0))
    assert (found.served, found.apart_s, found.late_s, found.on_time) == (3, 0, 0, found.timed)
    assert found.planned_s == found.worked_s > 0
    assert found.planned_m == found.driven_m > 0
    assert [band.count for band in found.apart] == [0, 0, found.arrivals, 0, 0, 0]


def test_a_day_that_was_late_says_how_late() -> None:
    """Twenty minutes in the rain would be hidden in a mean, or taken for the time spent at the door."""
    found = evening(LATE)
    assert (found.served, found.arrivals) == (3, 5)
    assert found.apart_s == found.arrivals * LATE.total_seconds()
    assert [(band.above_min, band.count) for band in found.apart if band.count] == [(15, found.arrivals)]
    assert sum(band.count for band in found.late) == found.timed
    assert found.late[0].count == found.on_time < found.timed
    assert found.late_s > 0


def test_a_shift_says_when_its_crew_left_and_was_back() -> None:
    """A manager would learn that a crew was late, and not whether it left late."""
    here = bus_day()
    reported(here, late=LATE)
    close(here)
    rows = {row.key: row for row in table(here, PlanActualBy.SHIFT).rows}
    assert rows.keys() == {route.shift_id for route in here.plan.routes if route.stops}
    for route in here.plan.routes:
        row = rows[route.shift_id]
        assert (row.planned_begin, row.planned_end) == (route.start, route.end)
        assert row.ended is not None
        assert row.ended - route.end == LATE
        assert row.day == here.day


def test_a_day_that_was_opened_again_counts_no_more() -> None:
    """What somebody is about to put right would be told to the council meanwhile."""
    here = bus_day()
    reported(here)
    close(here)
    assert table(here).closed == (here.day,)
    reopen(here)
    again = table(here)
    assert (again.closed, again.rows, again.total.served, again.open_days) == ((), (), 0, (here.day,))


def test_a_band_has_its_upper_end() -> None:
    """Who is on time to the second would be counted as late."""
    counts = [band.count for band in spread([0, 1, 300, 301, 900, 1800, 1801, 90_000], LATE_EDGES_MIN)]
    assert counts == [1, 2, 2, 1, 2]


def test_a_way_for_nothing_is_nobodys_and_still_driven() -> None:
    """A service would look longer, and the town's cars would have driven less, each time a door stays shut."""
    builder = DayBuilder().add_place("baza").add_place("szpital", at=(9, 1)).add_vehicle("auto", cost_gr_per_km=200)
    builder.add_staff().add_shift("08:00-14:00", vehicle="auto")
    builder.add_client().add_visit(window="09:00-09:10", length_min=30)
    here = published(builder.add_visit(window="11:00-11:10", length_min=30, client=None, at="szpital"))
    (vain,) = (task_id for task_id, (stop, _) in tasks_of(here).items() if stop.location_id.startswith("szpital"))
    reported(here, but=[vain])
    told(here, vain, EventKind.NO_SHOW, tasks_of(here)[vain][1].end)
    close(here)
    by_service = table(here, PlanActualBy.SERVICE)
    nobody, service = by_service.rows

    assert (nobody.key, nobody.served, service.served) == ("", 0, 1)
    assert (nobody.planned_s, nobody.planned_m) == (0, 0)
    assert nobody.worked_s > 0 < nobody.driven_m
    assert service.driven_m < service.planned_m
    for name in SUMS:
        assert getattr(nobody, name) + getattr(service, name) == getattr(table(here).total, name), name
    with here.store.reading(here.id) as unit:
        figures = {one.key: one for one in figure_table(unit, here.day, here.day, By.DAY).total.figures}
    assert figures["distance"].numerator == by_service.total.driven_m
