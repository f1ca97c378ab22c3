"""The smallest fleet that serves enough, asked of the same stage as everything else of a study."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.domain.capacity.answers import Fleet, Size
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.town import Town
from scheduler.simulation.scenarios import with_fleet
from scheduler.simulation.statistics.columns import Played
from scheduler.simulation.statistics.equity import SERVED
from scheduler.simulation.statistics.fleets import Answer, Question, smallest
from scheduler.simulation.studies.asking import Setting, Tasks
from scheduler.simulation.studies.estimating import asked_of, bounds, each_share
from scheduler.simulation.studies.playing import Stage


def smallest_fleet(study: Study, setting: Setting, stage: Stage) -> Answer | None:
    """Return the smallest fleet that serves as much as the study wants, found by search; None: it does not ask.

    Raises
    ------
    StudyError
        As `Stage.figures`.
    InputError
        If the town has no such vehicle.
    """
    if study.fleet is None:
        return None

    def run(size: int, numbers: Sequence[int]) -> list[float]:
        """Play replications with so many more vehicles; return the share served in each."""
        scenario = with_fleet(study, size)
        if size == 0:
            scenario = replace(scenario, id=study.reference)  # by that name it has been played already
        tasks = Tasks(study, [scenario], setting)
        played = Played.of(stage.figures([task for number in numbers for task in tasks(number)]))
        return each_share(played, scenario.id, SERVED, numbers, asked_of(study))

    wish, level = study.repetition, study.service_level
    first = max(2, wish.least)
    question = Question(
        target=level.share, confidence=level.confidence, most=study.fleet.most, first=first, cap=max(first, wish.most)
    )
    return smallest(run, question)


def fleet_of(study: Study, town: Town, found: Answer | None) -> Fleet | None:
    """Return what the search found, with the name of the vehicle."""
    if found is None or study.fleet is None:
        return None
    return Fleet(
        like=town.vehicles[study.fleet.like].name,
        target=found.question.target,
        confidence=found.question.confidence,
        size=found.size,
        looked=tuple(
            Size(more=more, verdict=one.verdict.value, served=bounds(one.estimate))
            for more, one in found.looked.items()
        ),
    )
