"""What a study has played: the tasks of each replication, all scenarios with the same chance."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.scenarios import Scenario, Study
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.town import Town
from scheduler.simulation.scenarios import apply


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The town as it is, and how its days are played.

    Attributes
    ----------
    effort : int
        Of the planner, each evening.
    travel : str
        The mark of where travel times come from.
    """

    town: Town
    demand: Demand
    effort: int
    travel: str


class Tasks:
    """Makes the tasks of a study; each scenario's town is made once, before anything is played.

    Parameters
    ----------
    scenarios : sequence of Scenario
        In the order in which they are played.

    Raises
    ------
    InputError
        If a scenario's changes cannot be made.
    """

    def __init__(self, study: Study, scenarios: Sequence[Scenario], setting: Setting) -> None:
        self._study, self._setting = study, setting
        self._made = [(one.id, *apply(one, setting.town, setting.demand)) for one in scenarios]

    def __call__(self, number: int) -> list[Task]:
        """Return one task a scenario for a replication."""
        return [
            Task(
                scenario=name,
                replication=number,
                seed=seed_of(self._study.seed, number),
                town=town,
                demand=demand,
                days=self._study.run,
                effort=self._setting.effort,
                travel=self._setting.travel,
            )
            for name, town, demand in self._made
        ]


def seed_of(seed: int, replication: int) -> int:
    """Return the seed of a replication, of 48 bits.

    Hashed, so that the replications of study 1 are not those of study 2 moved by one.
    """
    return int.from_bytes(hashlib.sha256(f"{seed} replication {replication}".encode()).digest()[:6])
