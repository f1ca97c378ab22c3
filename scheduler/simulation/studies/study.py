"""A whole study: its scenarios played until their figures are sure enough, and what that answers."""

from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.scenarios import check, expand
from scheduler.simulation.studies.asking import Setting, Tasks
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.finished import Finished, Sight
from scheduler.simulation.studies.fleet import smallest_fleet
from scheduler.simulation.studies.playing import Stage
from scheduler.simulation.studies.sequence import play_in_rounds


def play_study(study: Study, setting: Setting, stage: Stage, sight: Sight) -> Finished:
    """Play a study.

    Raises
    ------
    InputError
        If a scenario cannot be made of the town.
    StudyError
        As `Stage.figures`.
    """
    check(study, setting.town)
    scenarios = expand(study)
    enough = Enough(study, [one.id for one in scenarios])
    figures = play_in_rounds(stage, Tasks(study, scenarios, setting), study.repetition.least, enough)
    fleet = smallest_fleet(study, setting, stage)
    return Finished(study=study, scenarios=scenarios, setting=setting, figures=figures, sight=sight, fleet=fleet)
