"""One replication to play: all of it, so that it can be played in any process, on any machine, in any order."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.capacity.demand import Demand
from scheduler.domain.town import Town


@dataclass(frozen=True, kw_only=True)
class Task:
    """What one replication of one scenario is played from; it can be pickled.

    Attributes
    ----------
    scenario : str
        The scenario's id.
    replication : int
        Counted from 0.
    seed : int
        Of this replication, made of the study's seed and `replication`, and the same in every scenario: with it alone
        every stream of chance is named, so that all scenarios meet the same callers on the same streets.
    town : Town
        With the scenario's changes made.
    demand : Demand
        With the scenario's changes made.
    days : tuple of date
        Played in this order.
    effort : int
        Of the planner, each evening.
    travel : str
        The mark of where travel times come from; whoever plays the task knows how to make them of it.
    """

    scenario: str
    replication: int
    seed: int
    town: Town
    demand: Demand
    days: tuple[date, ...]
    effort: int
    travel: str
