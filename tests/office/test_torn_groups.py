"""What is served all or none stays so when the day's facts change under the plan."""

from dataclasses import replace

from fixtures.builder import TownBuilder
from scheduler.domain.ids import AbsenceId, RequestId
from scheduler.domain.request import Visit
from scheduler.domain.rota import Absence
from scheduler.services.booking.absent import absent
from tests.office.office import Office

FIRST, ILL = RequestId("R-001"), AbsenceId("A-1")


def test_one_of_two_crews_does_not_come_alone() -> None:
    """The illness could not be written down at all: the plan with half a visit in it would be refused."""
    builder = TownBuilder()
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
