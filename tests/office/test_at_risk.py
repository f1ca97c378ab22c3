"""Which promises a disruption puts at risk, and what a dispatcher could give up so that they are kept."""

from typing import Any

import pytest

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.live_day import Snow
from scheduler.domain.plan import LockKind, Pin
from scheduler.services.dispatching.at_risk import AtRisk, GivenUp, at_risk
from scheduler.services.planning.open_day import open_day
from tests.office.calendars import DayBuilder
from tests.office.field_day import publish_all
from tests.office.office import Office, office
from tests.office.test_disruptions import BUS, HELPER, breakdown, go, report, riding, told

A, B, C = (RequestId(key) for key in "ABC")


def found(here: Office) -> AtRisk:
    """Return what is at risk now."""
    with here.store.reading(here.id) as unit:
        return at_risk(open_day(unit, here.day, here.travel))


def two_workers(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> Office:
    """Return an office with B and C at one worker, who has no time left, and A at another one."""
    builder = DayBuilder()
    builder.add_staff().add_shift("08:00-10:00").add_staff().add_shift("08:00-10:00")
    for key, facts, shift in ((A, a, HELPER), (B, b, BUS), (C, c, BUS)):
        promise = facts.pop("promise", None)
        builder.add_client(at=(1.0, 1.0)).add_visit(window="08:00-09:30", length_min=45, id=key, **facts)
        builder.add_pin(Pin(kind=LockKind.SHIFT, request_ids=(key,), shift_id=ShiftId(shift)))
        if promise:
            builder.promise(promise)
    here = office(builder)
    publish_all(here)
    assert {key: len(order) for key, order in here.plan.orders.items()} == {BUS: 2, HELPER: 1}
    go(here, "07:00")
    return here


def test_on_a_clear_day_nothing_is_at_risk() -> None:
    """Dispatchers would learn to look past the list."""
    promised = {"promise": "08:00-09:30"}
    assert found(two_workers(promised, {}, {})) == AtRisk(late_s={}, lost=(), give_up=(), unhelped=())


def test_snow_shows_whom_it_makes_late_and_by_how_much() -> None:
    """Nobody would phone the resident who waits at the door in the snow."""
    here = two_workers({"promise": "08:00-08:10"}, {}, {})
    report(here, told(here, snow=Snow(permille=200)))
    late = found(here)
    assert late.late_s.keys() == {A}
    with here.store.reading(here.id) as unit:
        problem = open_day(unit, here.day, here.travel).problem
    (task,) = (one for one in problem.tasks if one.id == "A:visit")
    drive_s = int(problem.travel[0].seconds[problem.shifts[1].start_location, task.location])
    assert late.late_s[A] == 5 * drive_s + task.setup_s - 600
    assert (late.lost, late.unhelped, late.give_up) == ((), (A,), ()), "no cancellation clears a road"


@pytest.mark.parametrize(
    ("b", "c", "given_up"),
    [
        ({"priority": 5}, {"priority": 4}, GivenUp(request_id=B, promised=False, priority=5, helps=(A,))),
        ({"priority": 3}, {"priority": 4}, GivenUp(request_id=C, promised=False, priority=4, helps=(A,))),
        (
            {"priority": 5, "promise": "08:00-09:30"}, {"priority": 3},
            GivenUp(request_id=C, promised=False, priority=3, helps=(A,)),
        ),
        (
            {"priority": 4, "promise": "08:00-09:30"}, {"priority": 5, "promise": "08:00-09:30"},
            GivenUp(request_id=C, promised=True, priority=5, helps=(A,)),
        ),
        ({"priority": 2, "promise": "08:00-09:30"}, {"must": True}, None),
        ({"priority": 1, "promise": "08:00-09:30"}, {"priority": 2, "promise": "08:00-09:30"}, None),
    ],
)  # fmt: skip
def test_the_least_urgent_is_given_up_first(b: dict[str, Any], c: dict[str, Any], given_up: GivenUp | None) -> None:
    """Somebody's dialysis would be cancelled so that a window can be repaired."""
    here = two_workers({"priority": 2, "promise": "08:00-09:30"}, dict(b), dict(c))
    report(here, breakdown(here, shift=HELPER))
    risk = found(here)
    assert risk.lost == (A,)
    assert risk.give_up == (() if given_up is None else (given_up,))
    assert risk.unhelped == (() if given_up else (A,))
    with here.store.reading(here.id) as unit:
        assert all(one.held for one in unit.bookings.all().values()), "it is a proposal"


def test_a_broken_bus_loses_its_promises_until_somebody_replans() -> None:
    """The list would say that nobody is at risk because nobody drives."""
    here = riding()
    go(here, "09:20")
    report(here, breakdown(here))
    risk = found(here)
    later = {C} if "C:pickup" in here.plan.orders.get(BUS, ()) else set()
    assert set(risk.lost) == {A, B} | later
    assert risk.unhelped == ()
