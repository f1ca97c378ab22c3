"""From the figures of a study to its answer: estimates, differences, equity, and how all of it was made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.capacity.answers import Answer, Bounds, Cell, Fleet, Ground, Made, Unlike
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import KPIS, Kpi
from scheduler.domain.capacity.scenarios import Scenario, Study
from scheduler.domain.report import Texts
from scheduler.simulation.statistics.columns import ALL, Of, Played
from scheduler.simulation.statistics.comparing import Compared, compare
from scheduler.simulation.statistics.equity import equity
from scheduler.simulation.statistics.estimates import Estimate
from scheduler.simulation.studies.asking import Setting
from scheduler.simulation.studies.enough import Enough

BY_GROUP = ("served_share", "refused_share", "asked", "served")
"""Told of each district and each service, too."""


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A study that has been played.

    Attributes
    ----------
    figures : tuple of Figure
        Of all scenarios that are told.
    ground : Ground
        What its demand rests on.
    program : str
        The mark of the program.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    setting: Setting
    figures: tuple[Figure, ...]
    ground: Ground
    fleet: Fleet | None = None
    program: str
    made_at: datetime


def answer_of(done: Finished, sentences: tuple[Texts, ...] = ()) -> Answer:
    """Return what a study says."""
    played, names = Played.of(done.figures), [one.id for one in done.scenarios]
    town = done.setting.town
    return Answer(
        study=done.study.id,
        title=done.study.name,
        note=done.study.note,
        town=town.name,
        zone=town.zone.key,
        made_at=done.made_at,
        reference=done.study.reference,
        scenarios={one.id: one.name for one in done.scenarios},
        districts={str(one.id): one.name for one in town.districts.values()},
        services={str(one.id): one.name for one in town.services.values()},
        sentences=sentences,
        cells=tuple(_cells(played, names, done.study)),
        unlike=tuple(_unlike(played, names, done.study.repetition.level)),
        fleet=done.fleet,
        ground=done.ground,
        made=_made(done, played, names),
    )


def _cells(played: Played, names: Sequence[str], study: Study) -> Iterator[Cell]:
    groups = [Of(district=name) for name in played.districts] + [Of(service=name) for name in played.services]
    every: list[tuple[Kpi, Of]] = [(kpi, ALL) for kpi in KPIS.values()]
    every += [(KPIS[name], of) for of in groups for name in BY_GROUP]
    known = {kpi for _, kpi, _, _ in played.days}
    for kpi, of in every:
        if known.intersection(kpi.above):
            for one in compare(played, kpi, names, study.reference, of=of, level=study.repetition.level):
                yield _cell(one)


def _cell(one: Compared) -> Cell:
    return Cell(
        scenario=one.scenario,
        kpi=one.kpi.name,
        unit=one.kpi.unit.value,
        better=one.kpi.better.value,
        district=one.of.district,
        service=one.of.service,
        own=bounds(one.own),
        change=None if one.change is None else bounds(one.change),
    )


def bounds(found: Estimate) -> Bounds:
    """Return an estimate without what it was made of."""
    interval = found.interval
    return (
        Bounds(mean=found.mean) if interval is None else Bounds(mean=found.mean, low=interval.low, high=interval.high)
    )


def _unlike(played: Played, names: Sequence[str], level: float) -> Iterator[Unlike]:
    for name in names:
        found = equity(played, name, level=level)
        if found is not None:
            gap = None if found.gap is None else bounds(found.gap)
            yield Unlike(scenario=name, best=found.best, worst=found.worst, gap=gap, gini=bounds(found.gini))


def _made(done: Finished, played: Played, names: Sequence[str]) -> Made:
    wish = done.study.repetition
    return Made(
        replications={name: len(played.replications.get(name, {})) for name in names},
        days=done.study.run,
        level=wish.level,
        deciding=wish.kpi,
        wanted=wish.half_width,
        reached=wish.half_width is None or Enough(done.study, names).reached(done.figures),
        seed=done.study.seed,
        effort=done.setting.effort,
        travel=done.setting.travel,
        program=done.program,
    )
