"""Studies as an office keeps them: the question, what it was played to, and the replications behind that."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.capacity.answers import Answer
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.ids import StudyRunId, UserId
from scheduler.domain.long_work import LongWork
from scheduler.domain.time import Instants

USUAL_EFFORT = 1
"""Of the planner, each simulated evening, if nobody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class KeptStudy(Instants):
    """A question that somebody has put."""

    question: Study
    changed_at: datetime
    changed_by: UserId = UserId("")

    @property
    def id(self) -> str:
        """The question's."""
        return self.question.id


class Part(StrEnum):
    """What of a study is being played: its closed days, its scenarios, or fleets of several sizes."""

    BACK_TEST = "back_test"
    SCENARIOS = "scenarios"
    FLEET = "fleet"


@dataclass(frozen=True, kw_only=True)
class StudyRun(LongWork):
    """A study that is played, or was.

    Attributes
    ----------
    study_id : str
        Which one.
    question : Study
        As it was when somebody asked for the run.
    replications : int or None
        Of each scenario; None: as many as the question wants.
    effort : int
        Of the planner, each simulated evening.
    part : Part or None
        What is being played; None: nothing yet.
    done, total : int
        Replications of all scenarios; the total grows where the figures are not yet sure enough.
    resumed : int
        Of `done`: found finished, and not played again.
    left_s : float or None
        To be expected at the pace so far; None: nothing has been played yet that could tell.
    town_stamp : int
        The town's when the run was asked for: what has a later one has changed since; 0: it is not known.
    """

    id: StudyRunId
    study_id: str
    question: Study
    replications: int | None = None
    effort: int = USUAL_EFFORT
    part: Part | None = None
    done: int = 0
    total: int = 0
    resumed: int = 0
    left_s: float | None = None
    town_stamp: int = 0


@dataclass(frozen=True, kw_only=True)
class StudyAnswer:
    """What a run came to.

    Attributes
    ----------
    id : StudyRunId
        The run's.
    figures : bytes
        All figures of the scenarios that it tells of, packed.
    """

    id: StudyRunId
    study_id: str
    answer: Answer
    figures: bytes


@dataclass(frozen=True, kw_only=True)
class PlayedReplication:
    """A finished replication of a study.

    Attributes
    ----------
    id : str
        The key of all that it was played from.
    study_id : str
        Whose run used it last.
    used_on : date
        When that was.
    figures : bytes
        Packed.
    """

    id: str
    study_id: str
    used_on: date
    figures: bytes
