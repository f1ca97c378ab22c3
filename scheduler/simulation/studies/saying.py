"""What a study found, in sentences: the answer first, then how surely the level is met, the fleet, the districts."""

from collections.abc import Iterator

from scheduler.domain.capacity.kpis import KPIS
from scheduler.domain.report import Texts
from scheduler.simulation.scenarios import expiring_said
from scheduler.simulation.statistics.answers import equity_said, fleet_said, level_said, played_said
from scheduler.simulation.statistics.columns import ALL, Played
from scheduler.simulation.statistics.comparing import Compared, compare
from scheduler.simulation.statistics.equity import SERVED, equity
from scheduler.simulation.statistics.sentences import change_said, headline
from scheduler.simulation.statistics.shares import share_at_least
from scheduler.simulation.statistics.stopping import Stop
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.estimating import asked_of, each_share
from scheduler.simulation.studies.finished import Finished

FIRST = "refused_share"
"""What a manager asks for, whatever figure decided how many replications there are."""
COST = "cost_gr"
"""Of the whole town, whatever the study asks of: crews are paid for more than one service."""
AS_IT_IS = {"pl": "Jak jest", "en": "As it is"}


def sentences_of(done: Finished, played: Played) -> tuple[Texts, ...]:
    """Return the sentences of a study."""
    return tuple(sentence for sentence in _all(done, played) if sentence)


def _all(done: Finished, played: Played) -> Iterator[Texts]:
    study = done.study
    by_kpi = {name: _compared(done, played, name) for name in dict.fromkeys((FIRST, study.repetition.kpi, COST))}
    for scenario in done.scenarios:
        found = {name: one for name, all_of in by_kpi.items() if (one := all_of.get(scenario.id)) is not None}
        cost = found.pop(COST, None)
        for place, one in enumerate(found.values()):
            if place == 0 and cost is not None:
                yield headline(scenario.name, one, cost, study.run, done.service)
            else:
                yield change_said(scenario.name, one, done.service)
    yield from _levels(done, played)
    if done.fleet is not None:
        yield fleet_said(done.fleet, done.service)
    alike = equity(played, study.reference, level=study.repetition.level)
    if alike is not None:
        yield equity_said(alike, done.districts)
    yield expiring_said(done.setting.town, max(study.run))
    yield played_said(len(played.common(*done.names)), len(study.run), _why(done))


def _why(done: Finished) -> Stop | None:
    """Return why no more was played; None: the number was given, and nobody has asked for any exactness."""
    if done.study.repetition.half_width is None:
        return None
    return Stop.REACHED if Enough(done.study, done.names).reached(done.figures) else Stop.CAP


def _compared(done: Finished, played: Played, kpi: str) -> dict[str, Compared]:
    of = ALL if kpi == COST else asked_of(done.study)
    level = done.study.repetition.level
    found = compare(played, KPIS[kpi], done.names, done.study.reference, of=of, level=level)
    return {one.scenario: one for one in found if one.change is not None}


def _levels(done: Finished, played: Played) -> Iterator[Texts]:
    """Yield how probable it is that a run of days meets the service level, of each scenario."""
    wanted, of = done.study.service_level.share, asked_of(done.study)
    for scenario in done.scenarios:
        values = each_share(played, scenario.id, SERVED, tuple(played.replications.get(scenario.id, ())), of)
        if values:
            met = share_at_least(values, wanted, done.study.repetition.level)
            said = {
                lang: level_said(scenario.name or AS_IT_IS[lang], met, wanted, done.service)[lang] for lang in AS_IT_IS
            }
            yield said
