"""Hours that a crew was ready in and nobody was served: they stand apart, and nobody else's line pays for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.actuals import FinalOutcome, ShiftActual
from scheduler.domain.events import EventKind
from scheduler.domain.ids import RequestId, ServiceId
from scheduler.domain.months import Month, Settlement, SettlementLine, StatisticsRow
from scheduler.services.closing.idleness import Work, idle
from scheduler.services.reporting.months import settlements, statistics
from scheduler.services.reporting.printing import Printer
from tests.office.calendars import DayBuilder, utc
from tests.office.closing_day import close, done, published, state, tasks_of, told
from tests.office.office import Office

HELP, THERAPY = ServiceId("asystent"), ServiceId("fizjoterapia")
HOUR = 3600
A_SECOND_GR = 2
"""Of a worker, begun grosze counted: idle seconds are rounded up."""
NAMES = st.sampled_from([RequestId("a"), RequestId("b"), RequestId("c")])
DOORS = st.dictionaries(NAMES, st.integers(0, 3 * HOUR))


@pytest.fixture
def here() -> Office:
    """The evening of a day of one worker: two visits of an hour, of two services, with a while between them."""
    builder = DayBuilder()
    builder.add_staff(cost_gr_per_h=6000).add_shift("08:00-16:00")
    builder.add_client().add_visit(THERAPY, window="09:00-09:10", length_min=60)
    return published(builder.add_visit(HELP, window="12:00-12:10", length_min=60, client=None))


def came(here: Office, *, but: ServiceId | None = None, longer: timedelta = timedelta(0)) -> RequestId | None:
    """Report each visit as planned or some time longer, but that of a service; return that one."""
    missed = None
    for task_id, (stop, task) in tasks_of(here).items():
        if here.town.requests[task.request_id].service_id == but:
            missed = task.request_id
            continue
        told(here, task_id, EventKind.ARRIVED, stop.arrival)
        told(here, task_id, done(task), utc(task.end) + longer)
    return missed


def closed(here: Office) -> tuple[ShiftActual, Mapping[ServiceId | None, SettlementLine], Settlement]:
    """Close the day; return its shift, and the month's lines."""
    (shift,) = close(here).shifts
    with here.store.reading(here.id) as unit:
        (found,) = settlements(unit, here.day).items
    return shift, {line.service_id: line for line in found.lines}, found


def statistics_of(here: Office) -> Month[StatisticsRow]:
    with here.store.reading(here.id) as unit:
        return statistics(unit, here.day)


def test_a_missed_visit_is_paid_on_nobody_elses_line(here: Office) -> None:
    """Physiotherapy would cost more than was ordered of it, because somebody else's assistant was forgotten."""
    missed = came(here, but=THERAPY)
    state(here, str(missed), FinalOutcome.MISSED, "nikt nie pojechał")
    shift, lines, found = closed(here)
    therapy, helped, ready = lines[THERAPY].sums, lines[HELP].sums, lines[None].sums

    assert (therapy.delivered, therapy.delivered_gr) == (0, 0)
    assert 0 < helped.delivered_gr <= helped.ordered_gr
    assert ready.delivered_gr == shift.unshared.cost_gr > 0
    assert helped.delivered_gr + ready.delivered_gr == shift.cost_gr == found.total.delivered_gr
    assert ready.delivered_gr <= therapy.ordered_gr + A_SECOND_GR
    month = statistics_of(here)
    (everything,) = (row.month.cost_gr for row in month.items if row.by == "all")
    assert everything == found.total.delivered_gr - ready.delivered_gr
    (sheet,) = Printer(here.town, here.clock.now()).statistics(month).sheets
    assert any("bez godzin bez wykonanych usług" in note["pl"] for note in sheet.notes)


def test_whoever_goes_home_early_is_not_paid_for_being_ready(here: Office) -> None:
    """The afternoon's visit was called off, the worker went home, and the town would pay for hours nobody worked."""
    gone = came(here, but=HELP)
    told(here, f"{gone}:visit", EventKind.CANCELLED_LATE, tasks_of(here)[f"{gone}:visit"][0].arrival)
    shift, lines, _ = closed(here)

    assert shift.cost_gr < lines[THERAPY].sums.ordered_gr + lines[HELP].sums.ordered_gr
    assert lines[THERAPY].sums.delivered_gr == min(shift.cost_gr, lines[THERAPY].sums.ordered_gr)


def test_a_day_that_takes_longer_belongs_to_whom_it_was_for(here: Office) -> None:
    """Half an hour longer with somebody would be told as idleness, and the delivered work as less than it was."""
    came(here, longer=timedelta(minutes=30))
    shift, lines, _ = closed(here)

    assert shift.unshared.cost_gr == 0
    assert set(lines) == {THERAPY, HELP}
    assert sum(line.sums.delivered_gr for line in lines.values()) == shift.cost_gr
    assert shift.cost_gr > shift.ordered_gr


@given(was=st.integers(0, 12 * HOUR), planned=st.integers(0, 12 * HOUR), before=DOORS, after=DOORS)
def test_what_is_idle_is_a_part_of_the_shift(
    was: int, planned: int, before: dict[RequestId, int], after: dict[RequestId, int]
) -> None:
    """A line of a settlement would be less than nothing, or hours be idle that were planned for nobody."""
    found = idle(was, planned, Work(planned=before, served=after))
    assert 0 <= found <= was
    if after and before.keys() <= after.keys():
        assert found == 0
    if not after:
        assert found == was


@pytest.mark.parametrize(
    ("was", "served", "found"),
    [
        pytest.param(6, {"a": 4}, 1.2, id="waited through it"),
        pytest.param(5, {"a": 4}, 0.2, id="home early, all ways driven"),
        pytest.param(4, {"a": 4}, 0, id="home early, fewer ways"),
        pytest.param(7, {"a": 4}, 1.2, id="waited, and was held up an hour"),
        pytest.param(6, {"a": 5}, 0, id="stayed an hour longer with the other one"),
        pytest.param(6, {"c": 1}, 4.8, id="served somebody else instead"),
        pytest.param(6, {"a": 4, "b": 1}, 0, id="all as planned"),
        pytest.param(6, {}, 6, id="nobody was served"),
    ],
)
def test_what_is_idle_of_six_hours_with_an_hour_of_ways(was: float, served: dict[str, int], found: float) -> None:
    """Four hours at one door and one at another, by the plan: each case is one that a crew lives through."""
    doors = {RequestId(key): hours * HOUR for key, hours in served.items()}
    work = Work(planned={RequestId("a"): 4 * HOUR, RequestId("b"): HOUR}, served=doors)
    assert idle(round(was * HOUR), 6 * HOUR, work) == round(found * HOUR)


def test_visits_that_take_no_time_share_alike() -> None:
    """Two parcels handed over in no time, one of them not: there would be a division by nothing."""
    key, other = RequestId("a"), RequestId("b")
    work = Work(planned={key: 0, other: 0}, served={key: 0})
    assert idle(HOUR, HOUR, work) == HOUR // 2
    assert idle(HOUR, HOUR, replace(work, served={key: 0, other: 0})) == 0
