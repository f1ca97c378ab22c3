"""A day on which nothing is otherwise than the planner believes."""

from datetime import datetime, timedelta

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.ids import TownId
from scheduler.domain.plan import Plan
from scheduler.services.closing import view_of
from scheduler.services.shown import shown_plan
from scheduler.store.memory import MemoryStore
from tests.simulation.office.callers import Callers, counts


def _busy() -> Callers:
    callers = Callers().visit("08:30-09:30").visit("09:00-10:00").visit("10:00-12:00").visit("08:00-11:00")
    callers.visit("12:00-13:00").visit("12:30-14:00").ride("09:00-09:30", back="10:30-11:30").ride("09:10-09:40")
    return callers.ride("12:00-12:30", back="13:30-14:30")


def _played(callers: Callers) -> tuple[list[Figure], MemoryStore, Plan]:
    store = MemoryStore()
    figures = callers.play(store)
    with store.reading(TownId(callers.town.id)) as unit:
        plan = shown_plan(unit, callers.day)
    assert plan is not None
    return figures, store, plan


def test_without_chance_every_stop_is_at_its_planned_time() -> None:
    """A simulator with times of its own would say of every scenario what no planner has planned."""
    callers = _busy()
    figures, store, plan = _played(callers)
    with store.reading(TownId(callers.town.id)) as unit:
        told = view_of(unit, callers.day).book.progress.tasks
    planned = {task.task_id: (stop, task) for route in plan.routes for stop in route.stops for task in stop.tasks}
    assert len(planned) == 6 + 2 * 5
    off: dict[str, tuple[datetime | None, datetime | None]] = {}
    for key, (stop, task) in planned.items():
        known = told[key]
        if (known.arrived_at, known.ended_at) != (stop.arrival, task.end):
            off[key] = known.arrived_at, known.ended_at
    assert off == {}
    assert plan.version == max(one.version for one in _heads(store, callers)), "nothing had to be planned anew"
    assert counts(figures).keys() & {"late", "not_served", "no_shows", "replans"} == set()


def _heads(store: MemoryStore, callers: Callers) -> list[Plan]:
    with store.reading(TownId(callers.town.id)) as unit:
        return [unit.plans.get(callers.day, one.version) for one in unit.plans.heads(callers.day)]


def test_an_hour_longer_at_a_door_makes_the_next_ones_late() -> None:
    """What the planner does not know would make nobody late, and every promise would look kept."""
    callers = Callers(workers=1)
    for hour in range(8, 14):
        callers.visit(f"{hour:02}:00-{hour:02}:30", service_time=timedelta(minutes=100))
    assert counts(callers.play()).get("late", 0) >= 2
