"""A whole study: its scenarios played until their figures are sure enough, and what that answers."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.capacity.answers import Answer, Ground
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.scenarios import expand
from scheduler.simulation.studies.answering import Finished, answer_of
from scheduler.simulation.studies.asking import Setting, Tasks
from scheduler.simulation.studies.enough import Enough
from scheduler.simulation.studies.fleet import smallest_fleet
from scheduler.simulation.studies.playing import Stage
from scheduler.simulation.studies.sequence import play_in_rounds


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What an answer says beside the figures.

    Attributes
    ----------
    ground : Ground
        What the demand rests on.
    program : str
        The mark of the program.
    """

    ground: Ground
    program: str
    made_at: datetime


def play_study(study: Study, setting: Setting, stage: Stage, sight: Sight) -> tuple[Answer, tuple[Figure, ...]]:
    """Return what a study says, and the figures behind it.

    Raises
    ------
    InputError
        If a scenario cannot be made of the town.
    StudyError
        As `Stage.figures`.
    """
    scenarios = expand(study)
    enough = Enough(study, [one.id for one in scenarios])
    figures = play_in_rounds(stage, Tasks(study, scenarios, setting), study.repetition.least, enough)
    done = Finished(
        study=study,
        scenarios=scenarios,
        setting=setting,
        figures=figures,
        fleet=smallest_fleet(study, setting, stage),
        ground=sight.ground,
        program=sight.program,
        made_at=sight.made_at,
    )
    return answer_of(done), figures
