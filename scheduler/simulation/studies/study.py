"""A whole study: its scenarios played until their figures are sure enough, and what that answers."""

from collections.abc import Callable
from dataclasses import replace

from scheduler.domain.capacity.kept import Part
from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.scenarios import check, expand
from scheduler.simulation.studies.asking import Setting, Tasks
from scheduler.simulation.studies.back_test import back_test
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.finished import Finished, Sight
from scheduler.simulation.studies.fleet import smallest_fleet
from scheduler.simulation.studies.past import Past
from scheduler.simulation.studies.playing import Stage
from scheduler.simulation.studies.sequence import play_in_rounds

type Began = Callable[[Part], None]
"""Told what of a study is played from now on."""


def play_study(
    study: Study,
    setting: Setting,
    stage: Stage,
    sight: Sight,
    *,
    past: Past | None = None,
    began: Began = lambda _: None,
) -> Finished:
    """Play a study, after the closed days that it is held against.

    Parameters
    ----------
    past : Past, optional
        Closed days of the town; None: there is no back-test.

    Raises
    ------
    InputError
        If a scenario cannot be made of the town.
    StudyError
        As `Stage.figures`.
    """
    check(study, setting.town)
    scenarios = expand(study)
    tasks = Tasks(study, scenarios, setting)  # whatever cannot be made is told before anything is played
    if past is not None:
        began(Part.BACK_TEST)
        sight = replace(sight, ground=back_test(past, sight.ground, setting, stage, study.seed))
    began(Part.SCENARIOS)
    enough = Enough(study, [one.id for one in scenarios])
    figures = play_in_rounds(stage, tasks, study.repetition.least, enough)
    if study.fleet is not None:
        began(Part.FLEET)
    fleet = smallest_fleet(study, setting, stage)
    return Finished(study=study, scenarios=scenarios, setting=setting, figures=figures, sight=sight, fleet=fleet)
