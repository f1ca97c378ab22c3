"""A study played by the real program: for whoever types a command, and for the runner beside a server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.bootstrap.capacity import Workforce, engines_of, program_mark, stage_of, travel_mark
from scheduler.bootstrap.study_home import StudyHome
from scheduler.domain.capacity.kept import Part
from scheduler.domain.capacity.scenarios import Study
from scheduler.simulation.studies import Hands, Kept, Stage, Watch
from scheduler.simulation.studies.asking import Setting
from scheduler.simulation.studies.finished import Finished, Sight
from scheduler.simulation.studies.kept_town import ground_of
from scheduler.simulation.studies.study import play_study

type MakeStage = Callable[[Hands, Kept, Watch], Stage]


@dataclass(frozen=True, kw_only=True)
class HowPlayed:
    """Who plays a study, where finished replications are kept, and who looks on.

    Attributes
    ----------
    effort : int
        Of the planner, each simulated evening.
    began : callable
        Told what is played from now on.
    make : callable
        Makes the stage; by default the real program's.
    """

    force: Workforce
    kept: Kept
    watch: Watch
    effort: int
    began: Callable[[Part], None] = lambda _: None
    make: MakeStage = stage_of


def played(study: Study, home: StudyHome, how: HowPlayed, made_at: datetime) -> Finished:
    """Play a study, and the town's closed days before it.

    Raises
    ------
    InputError
        If a scenario cannot be made of the town.
    StudyStoppedError
        If somebody wanted it to end.
    StudyError
        If workers die again and again, or cannot be reached.
    """
    mark = travel_mark(home.town, home.folder)
    setting = Setting(town=home.town, demand=home.demand, effort=how.effort, travel=mark)
    sight = Sight(ground=ground_of(home.demand), program=program_mark(), engines=engines_of(mark), made_at=made_at)
    hands = how.force.hands()
    try:
        stage = how.make(hands, how.kept, how.watch)
        return play_study(study, setting, stage, sight, past=home.past, began=how.began)
    finally:
        hands.close()
