"""An office with a small town that nobody has called yet, its demand in a file, and a study played in no time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from scheduler.bootstrap.capacity import Workforce
from scheduler.bootstrap.study_checks import check_question
from scheduler.bootstrap.study_runner import StudyRunner
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kept import StudyAnswer, StudyRun
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.ids import StudyRunId, TownId, UserId
from scheduler.formats.capacity.study_reader import parse_study
from scheduler.services.capacity.desk import StudyDesk
from scheduler.services.capacity.runs import WantedRun
from scheduler.services.keeping import keep_town
from scheduler.services.long_work import Watch
from scheduler.services.ports import Store
from scheduler.simulation.studies import Hands, Kept, Play, Stage
from scheduler.simulation.studies import Watch as StageWatch
from tests.simulation.studies.small import DEMAND, STUDY, small_town

TOWN, MARIA = TownId("starachowice"), UserId("maria")
BEGIN = datetime(2026, 11, 20, 9, tzinfo=UTC)
STUDY_ID = "small"


@dataclass
class Clock:
    """Stands still until it is moved."""

    at: datetime = BEGIN

    def now(self) -> datetime:
        return self.at


def quick(task: Task) -> Sequence[Figure]:
    """Say that of ten callers some are refused, more of them without the second physiotherapist."""
    chance = Random(f"{task.seed}")
    refused = float(chance.randint(0, 2) + (3 if task.scenario == "one" else 0))
    values = {"asked": 10.0, "refused": refused, "booked": 10 - refused, "served": 10 - refused, "cost_gr": 90_000.0}
    return [
        Figure(scenario=task.scenario, replication=task.replication, day=day, kpi=kpi, value=value)
        for day in task.days
        for kpi, value in values.items()
    ]


def slow(task: Task) -> Sequence[Figure]:
    """Take a while over it."""
    time.sleep(0.02)
    return quick(task)


@dataclass
class StudyOffice:
    """An office whose manager asks one study.

    Attributes
    ----------
    folder : Path
        Of the town.
    """

    store: Store
    folder: Path
    clock: Clock = field(default_factory=Clock)

    @property
    def desk(self) -> StudyDesk:
        return StudyDesk(self.store, self.clock, check_question)

    def ask(self, replications: int | None = None) -> StudyRun:
        """Ask for a run."""
        wanted = WantedRun(study_id=STUDY_ID, replications=replications)
        return self.desk.run(TOWN, wanted, MARIA)

    def runner(
        self, play: Play = quick, owner: str = "first", stopping: Callable[[], bool] = lambda: False
    ) -> StudyRunner:
        """Return a runner whose replications are this quick."""

        def make(hands: Hands, kept: Kept, watch: StageWatch) -> Stage:
            return Stage(play=play, hands=hands, kept=kept, watch=watch)

        watch = Watch(clock=self.clock, monotonic=time.monotonic, stopping=stopping)
        return StudyRunner(self.store, lambda _: self.folder, watch, owner, Workforce(), make=make)

    def run_of(self, run_id: StudyRunId) -> StudyRun:
        """Return a run as it is kept."""
        with self.store.reading(TOWN) as unit:
            return unit.study_runs.get(run_id)

    def answer_of(self, run_id: StudyRunId) -> StudyAnswer:
        """Return what a run came to."""
        return self.desk.answer(TOWN, run_id)

    def kept(self) -> int:
        """Return how many replications are kept."""
        with self.store.reading(TOWN) as unit:
            return len(unit.replications.all())


def study_office(store: Store, folder: Path) -> StudyOffice:
    """Keep the town and its study."""
    with store.writing(TOWN) as unit:
        keep_town(unit, small_town(), BEGIN - timedelta(days=1))
    (folder / "demand.toml").write_text(DEMAND, encoding="utf-8")
    office = StudyOffice(store, folder)
    office.desk.put(TOWN, parse_study(STUDY), MARIA)
    return office
