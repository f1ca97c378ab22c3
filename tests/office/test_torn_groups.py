"""What is served all or none stays so when the day's facts change under the plan."""

from dataclasses import replace

import pytest

from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.request import Visit
from scheduler.domain.rota import Absence
from scheduler.services.booking.absent import absent
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.refitting import sound_orders
from solver.board import Board
from tests.office.calendars import DayBuilder
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day

REQUESTS = ("R-001", "R-002", "R-003", "R-004")
FIRST, ILL = RequestId("R-001"), AbsenceId("A-1")


def test_one_of_two_crews_does_not_come_alone() -> None:
    """The illness could not be written down at all: the plan with half a visit in it would be refused."""
    builder = DayBuilder()
    for _ in range(2):
        builder.add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=50)
    town = builder.build()
    request = town.requests[FIRST]
    assert isinstance(request, Visit)
    here = Office(town=replace(town, requests={FIRST: replace(request, workers=2)}), day=builder.day, wishes={})
    assert len([r for r in here.plan.routes if r.stops]) == 2
    shift = town.shifts[0]
    one = Absence(id=ILL, staff_id=shift.staff_ids[0], start=shift.start, end=shift.end)
    with here.store.writing(here.id) as unit:
        done = absent(unit, here.travel, one, replace(here.hand, seen=None))
    assert [one.touched.booking.id for one in done.repairs] == [FIRST]
    assert not [r for r in here.plan.routes if r.stops]


def test_there_and_back_by_two_buses_outlasts_trouble_elsewhere() -> None:
    """A worker's impossible morning would throw everybody off every bus whose riders come back with another one."""
    builder = DayBuilder()
    builder.add_bus("08:00-16:00").add_bus("08:00-16:00").add_staff().add_shift("08:00-16:00").base()
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="baza")
    builder.add_visit(window="08:30-09:00").add_visit(window="14:00-14:30")
    here = Office(town=builder.build(), day=builder.day, wishes={})
    with here.store.reading(here.id) as unit:
        opened = open_day(unit, here.day, here.travel)
    tasks = {task.id: k for k, task in enumerate(opened.problem.tasks)}
    there, back, first, second = (tuple(t for name, t in tasks.items() if name.startswith(one)) for one in REQUESTS)
    for buses in ((there, back), (back, there)):
        orders = {0: buses[0], 1: buses[1], 2: (*second, *first)}
        day = replace(opened, board=Board(opened.problem, orders))
        assert sound_orders(day) == {0: buses[0], 1: buses[1]}
    lonely = replace(opened, board=Board(opened.problem, {0: back, 2: (*first, *second)}))
    left = {s: order for s, order in sound_orders(lonely).items() if order}
    assert left == {2: (*first, *second)}, "nobody is fetched from where nobody was taken"
