"""One replication: a town's calls are drawn, answered, planned, driven and counted by the real services."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.town import Town
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store, TravelTimes
from scheduler.simulation.office.chances import Streets
from scheduler.simulation.office.clockwork import SimulatedClock
from scheduler.simulation.office.counting import figures_of
from scheduler.simulation.office.office import SimulatedOffice
from scheduler.simulation.office.spent import Spent
from scheduler.simulation.office.truth import Truth
from scheduler.simulation.office.world import World

_BEFORE, _EVE = timedelta(minutes=10), timedelta(days=1)


def play(
    task: Task, calls: Sequence[Call], travel: TravelTimes, store: Store, *,
    streets: Streets | None = None, spent: Spent | None = None,
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
    """
    town = with_callers(task.town, calls)
    clock = SimulatedClock(_begins(task, calls))
    world = World(
        task=task, town=town, store=store, travel=travel, clock=clock, streets=streets or Streets(seed=task.seed),
        truth=Truth(town), spent=spent or Spent(),
    )  # fmt: skip
    world.write(lambda unit: keep_town(unit, town, clock.now()))
    office = SimulatedOffice(world, task.days)
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
    eve = datetime.combine(min(task.days) - _EVE, datetime.min.time(), task.town.zone)
    return min(chain([eve], (one.at for one in calls)), key=datetime.timestamp).astimezone(UTC) - _BEFORE
