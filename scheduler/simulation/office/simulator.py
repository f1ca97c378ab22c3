"""One replication: a town's calls are drawn, answered, planned, driven and counted by the real services."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.time import clock_instant
from scheduler.domain.town import Town
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store, TravelTimes
from scheduler.simulation.demand import draw, occurrences
from scheduler.simulation.office.chances import Streets
from scheduler.simulation.office.clockwork import SimulatedClock
from scheduler.simulation.office.counting import figures_of
from scheduler.simulation.office.office import SimulatedOffice
from scheduler.simulation.office.spent import Spent
from scheduler.simulation.office.sweeping import sweeping_by_night
from scheduler.simulation.office.truth import Truth
from scheduler.simulation.office.world import World

_BEFORE, _EVE = timedelta(minutes=10), timedelta(days=1)
_ROLLED = time(0, 10)


def simulate(task: Task, travel: TravelTimes, store: Store, *, spent: Spent | None = None) -> list[Figure]:
    """Play one replication: draw its calls, and let them ring.

    Parameters
    ----------
    store : Store
        Empty. Which one it is changes nothing of what comes out.
    spent : Spent, optional
        Where it is added up what that has taken.
    """
    return play(task, calls_of(task), travel, store, spent=spent)


def calls_of(task: Task) -> list[Call]:
    """Return all calls of a replication; a series is one for each of its days.

    The office books series when their days become bookable, in the night, before anybody else calls for these days.
    """
    town, days = task.town, frozenset(task.days)
    ahead = timedelta(days=town.policy.booking.horizon_days)
    found = []
    for call in draw(task.demand, town, task.days, task.seed):
        for one in occurrences(call, task.demand, town, days, task.seed):
            bookable = clock_instant(one.day - ahead, _ROLLED, town.zone)
            found.append(one if call.weekly is None else replace(one, at=max(one.at, bookable, key=datetime.timestamp)))
    return found


def play(
    task: Task, calls: Sequence[Call], travel: TravelTimes, store: Store, *,
    streets: Streets | None = None, spent: Spent | None = None, before_search: Callable[[date], None] | None = None,
) -> list[Figure]:  # fmt: skip
    """Play the days of a task on which these calls ring.

    Parameters
    ----------
    store : Store
        Empty. Which one it is changes nothing of what comes out.
    streets : Streets, optional
        How drives really are; by the task's seed if not given.
    spent : Spent, optional
        Where it is added up what that has taken.
    before_search : callable, optional
        As `World` has it.
    """
    town = with_callers(task.town, calls)
    clock = SimulatedClock(_begins(task, calls))
    world = World(
        task=task, town=town, store=store, travel=travel, clock=clock, streets=streets or Streets(seed=task.seed),
        truth=Truth(town), spent=spent or Spent(), before_search=before_search or (lambda _day: None),
    )  # fmt: skip
    world.write(lambda unit: keep_town(unit, town, clock.now()))
    office = SimulatedOffice(world, task.days)
    with sweeping_by_night():
        office.play(calls)
    with world.spent.on("closing"):
        return [one for day in office.days for one in figures_of(world, day, office.replans.get(day, 0))]


def with_callers(town: Town, calls: Sequence[Call]) -> Town:
    """Return a town in which everybody lives who calls, and in which nothing is booked yet."""
    return replace(
        town,
        places={**town.places, **{one.home.id: one.home for one in calls}},
        clients={**town.clients, **{one.client.id: one.client for one in calls}},
        requests={}, promises={}, published={}, pins=(), overrides=(), disruptions=(), stranded={},
        shifts=tuple(replace(one, start_state=None) for one in town.shifts),
    )  # fmt: skip


def _begins(task: Task, calls: Sequence[Call]) -> datetime:
    """Return when the office opens: before the first call, and before the first day's evening."""
    eve = datetime.combine(min(task.days) - _EVE, time(0), task.town.zone)
    return min(chain([eve], (one.at for one in calls)), key=datetime.timestamp).astimezone(UTC) - _BEFORE
