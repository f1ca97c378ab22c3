"""A case that is simple enough for a formula: visits of one length, to one place, in a day of so many such lengths.

Queueing formulas (M/M/c) are not what a booking desk obeys: nobody queues at its door, everybody gets an hour or is
refused. What it does obey is a day with room for K visits, of which the first K callers get one each. With Poisson
calls of mean m, E[(N - K)+] = m P(N >= K) - K P(N > K) of them are refused each day, and the figures of all days are
exact: min(N, K) served, the others refused.
"""

from functools import cache
from math import sqrt
from statistics import mean

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.office import simulate
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel
from tests.simulation.office.talks import ROOM, refused_on_average, talking_town, talks

MEAN, DAYS = 3.0, 12


def _task(calls: float, workers: int = 1) -> Task:
    town = talking_town(DAYS, workers)
    days = tuple(dict.fromkeys(one.day for one in town.shifts))
    return Task(
        scenario="talks", replication=0, seed=4, town=town, demand=talks(town, calls), days=days, effort=1,
        travel="straight",
    )  # fmt: skip


@cache
def _played(calls: float, workers: int = 1) -> tuple[Task, list[Figure]]:
    task = _task(calls, workers)
    return task, simulate(task, StraightTravel(task.town.policy), MemoryStore())


def _by_day(task: Task, figures: list[Figure], kpi: str) -> list[float]:
    known = {one.day: one.value for one in figures if one.kpi == kpi and not one.service and not one.district}
    return [known[day] for day in task.days]


def test_a_day_with_room_for_so_many_visits_serves_the_first_callers_and_refuses_the_rest() -> None:
    """The simulator would refuse people for whom there is time, or find time that nobody has."""
    task, figures = _played(MEAN)
    calls = _by_day(task, figures, "calls")
    assert _by_day(task, figures, "served") == [min(ROOM, one) for one in calls]
    refused = _by_day(task, figures, "refused")
    assert refused == [max(0, one - ROOM) for one in calls]
    expected = refused_on_average(MEAN, ROOM)
    spread = sqrt(mean((one - expected) ** 2 for one in refused) / DAYS)
    assert abs(mean(refused) - expected) < 3 * spread
    assert max(calls) > ROOM > min(calls), "the case is none of those that are asked about"


def test_twice_the_calls_and_twice_the_workers_refuse_no_larger_part() -> None:
    """A town that grows as a whole would look worse off, as if two workers could not do what each does alone."""
    shares = []
    for (task, figures), room in ((_played(MEAN), ROOM), (_played(2 * MEAN, workers=2), 2 * ROOM)):
        calls = _by_day(task, figures, "calls")
        assert _by_day(task, figures, "served") == [min(room, each) for each in calls]
        shares.append(sum(_by_day(task, figures, "refused")) / sum(calls))
    assert 0 < shares[1] <= shares[0]
