"""The back-test: closed days played again, with callers made up by chance, and held against what really happened.

Each replication plays all of the days, with the shifts that they had. What really happened is one more such run, so it
is held against the interval in which one more replication is to be expected: wider than that of the mean, by the spread
of a single run (prediction interval by Student's t; Hahn & Meeker, Statistical Intervals, 1991, 4.7).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt
from statistics import fmean, stdev

from scheduler.domain.capacity.answers import Bounds, Ground, Tested
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import KPIS, Kpi
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.statistics.columns import ALL, Played
from scheduler.simulation.statistics.comparing import shared_level
from scheduler.simulation.statistics.quantiles import student_quantile
from scheduler.simulation.studies.asking import Setting, seed_of
from scheduler.simulation.studies.past import REAL, Past
from scheduler.simulation.studies.playing import Stage

AGAIN = "back-test"
"""Stands where figures name their scenario."""
REPLICATIONS = 10
TESTED = ("served", "refused", "on_time_share", "cancelled", "cancelled_late", "no_shows", "km", "vehicle_hours")


def back_test(past: Past, ground: Ground, setting: Setting, stage: Stage, seed: int) -> Ground:
    """Return what a study rests on, with its back-test.

    Parameters
    ----------
    seed : int
        The study's.

    Raises
    ------
    StudyError
        As `Stage.figures`.
    """
    town = replace(setting.town, shifts=past.shifts, patterns={})  # these days' shifts are made already
    tasks = [
        Task(
            scenario=AGAIN,
            replication=number,
            seed=seed_of(seed, number),
            town=town,
            demand=setting.demand,
            days=past.days,
            effort=setting.effort,
            travel=setting.travel,
        )
        for number in range(REPLICATIONS)
    ]
    tested = tuple(held_against([*past.figures, *stage.figures(tasks)]))
    return replace(ground, tested=tested, tested_days=(past.days[0], past.days[-1]))


def held_against(figures: Sequence[Figure], level: float = 0.95) -> Iterator[Tested]:
    """Yield each figure of the real days beside what was played of them.

    Parameters
    ----------
    level : float
        With which probability all intervals at once hold a run like those that were played.
    """
    played = Played.of(figures)
    known = {kpi for scenario, kpi, _, _ in played.days if scenario == REAL}
    kpis = [KPIS[name] for name in TESTED if known.intersection(KPIS[name].above)]
    for kpi in kpis:
        real, again = _values(played, REAL, kpi), _values(played, AGAIN, kpi)
        if real and len(again) > 1:
            bounds = _predicted(again, shared_level(level, len(kpis)))
            yield Tested(kpi=kpi.name, unit=kpi.unit.value, real=real[0], played=bounds)


def _values(played: Played, scenario: str, kpi: Kpi) -> list[float]:
    """Return one value a replication, each by itself."""
    sums = played.sums(scenario, kpi, ALL, tuple(played.replications.get(scenario, ())))
    return [above / below for above, below in sums if below]


def _predicted(values: Sequence[float], level: float) -> Bounds:
    count, mean = len(values), fmean(values)
    reach = student_quantile((1 + level) / 2, count - 1) * stdev(values) * sqrt(1 + 1 / count)
    return Bounds(mean=mean, low=mean - reach, high=mean + reach)
