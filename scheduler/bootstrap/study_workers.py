"""The process beside a server, or beside `dojazd work`, that plays studies: who books or plans never waits for it.

There is none until somebody asks, and none afterwards: what a study has taken of memory goes back to the system.
"""

import os
import time
from collections.abc import Callable

from scheduler.bootstrap.clock import clock_of
from scheduler.bootstrap.store import open_office
from scheduler.bootstrap.workers import Job, Workers, is_ending
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.domain.time import Clock
from scheduler.services.capacity.runs import runs_of
from scheduler.services.long_work import Watch, is_free
from scheduler.services.ports import Store
from scheduler.settings import Settings

YIELDS = 15
"""More than the worker that searches for plans does: somebody waits for those before the screen."""


def study_workers(settings: Settings, store: Store, *, begin: Callable[[], None] | None = None) -> Workers | None:
    """Return what plays studies; None: the settings want none.

    Parameters
    ----------
    store : Store
        Where it is looked whether anybody asks.
    begin : callable, optional
        As `Workers` takes it.
    """
    if settings.study_processes == 0:
        return None
    wanted = StudiesWanted(store, clock_of(settings))
    return Workers(settings, begin=begin, job=Job(once=play_once, wanted=wanted, yields=YIELDS, lasts=False))


class StudiesWanted:
    """Says whether a run waits for somebody to play it; a town in which nothing has changed is not read again."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._quiet: dict[TownId, int] = {}

    def __call__(self) -> bool:
        """Return whether one waits, or is left by an owner that is dead."""
        try:
            return any(self._waits(town_id) for town_id in self._store.towns())
        except StoreError:
            return False

    def _waits(self, town_id: TownId) -> bool:
        stamp = self._store.stamp(town_id)
        if self._quiet.get(town_id) == stamp:
            return False
        with self._store.reading(town_id) as unit:
            going_on = [one for one in runs_of(unit).all().values() if one.open]
        if not going_on:
            self._quiet[town_id] = stamp
        return any(is_free(one, self._clock.now()) for one in going_on)


# In the runner's own process


def play_once(settings: Settings, owner: str) -> bool:
    """Play a run, if there is one; False: there is none, or the database does not answer."""
    from scheduler.bootstrap.study_runner import StudyRunner, workforce  # brings the simulation and the solver

    towns = settings.data / "towns"
    watch = Watch(clock=clock_of(settings), monotonic=time.monotonic, stopping=is_ending)
    try:
        with open_office(settings) as store:
            own = f"{owner}-{os.getpid()}"
            return StudyRunner(store, lambda town_id: towns / town_id, watch, own, workforce(settings)).work()
    except StoreError:
        return False
