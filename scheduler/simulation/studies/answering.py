"""From the figures of a study to its answer: estimates, differences, equity, and how all of it was made."""

from collections.abc import Iterator, Sequence

from scheduler.domain.capacity.answers import Answer, Cell, Made, Unlike
from scheduler.domain.capacity.kpis import KPIS, Kpi
from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.statistics.columns import ALL, Of, Played
from scheduler.simulation.statistics.comparing import Compared, compare
from scheduler.simulation.statistics.equity import equity
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.estimating import asked_of, bounds
from scheduler.simulation.studies.finished import Finished
from scheduler.simulation.studies.fleet import fleet_of
from scheduler.simulation.studies.saying import sentences_of

BY_GROUP = ("served_share", "refused_share", "asked", "served")
"""Told of each district and each service, too."""


def answer_of(done: Finished) -> Answer:
    """Return what a study says."""
    played, names, town = Played.of(done.figures), done.names, done.setting.town
    return Answer(
        study=done.study.id,
        title=done.study.name,
        note=done.study.note,
        town=town.name,
        zone=town.zone.key,
        made_at=done.sight.made_at,
        reference=done.study.reference,
        scenarios={one.id: one.name for one in done.scenarios},
        districts=done.districts,
        services={str(one.id): one.name for one in town.services.values()},
        sentences=sentences_of(done, played),
        cells=tuple(_cells(played, names, done.study)),
        unlike=tuple(_unlike(played, names, done.study.repetition.level)),
        fleet=fleet_of(done.study, town, done.fleet),
        ground=done.sight.ground,
        made=_made(done, played, names),
    )


def _cells(played: Played, names: Sequence[str], study: Study) -> Iterator[Cell]:
    groups = [Of(district=name) for name in played.districts] + [Of(service=name) for name in played.services]
    every: list[tuple[Kpi, Of]] = [(kpi, ALL) for kpi in KPIS.values()]
    every += [(KPIS[name], of) for of in groups for name in BY_GROUP]
    if asked_of(study) != ALL and study.repetition.kpi not in BY_GROUP:
        every.append((KPIS[study.repetition.kpi], asked_of(study)))
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
        service=asked_of(done.study).service,
        wanted=wish.half_width,
        reached=wish.half_width is None or Enough(done.study, names).reached(done.figures),
        seed=done.study.seed,
        effort=done.setting.effort,
        travel=done.sight.engines,
        program=done.sight.program,
    )
