"""Runs of studies: asked for, taken up by one runner at a time, cancelled, handed back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.capacity.kept import USUAL_EFFORT, StudyRun
from scheduler.domain.ids import StudyRunId, TownId
from scheduler.domain.long_work import WorkState
from scheduler.services import long_work
from scheduler.services.capacity.studies import Asker, note
from scheduler.services.not_now import not_now
from scheduler.services.ports import Store, StudyRecords, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class WantedRun:
    """How a study is to be played.

    Attributes
    ----------
    replications : int or None
        Of each scenario; None: as many as the question wants.
    effort : int
        Of the planner, each simulated evening.
    """

    study_id: str
    replications: int | None = None
    effort: int = USUAL_EFFORT


def ask_for_run(unit: UnitOfWork, wanted: WantedRun, asker: Asker) -> StudyRun:
    """Put a run on the list; of a study there is one at a time.

    Raises
    ------
    NotFoundError
        If there is no such study.
    ConflictError
        If one is waiting or running.
    StaleError
        At the end of the unit, if somebody else has asked at the same time: both runs have the same number.
    """
    question = unit.studies.get(wanted.study_id).question
    before = unit.study_runs.of_study(wanted.study_id)
    if going_on := [one for one in before.values() if one.open]:
        raise not_now("study_running", f"a run of the study {wanted.study_id} goes on ({going_on[0].id})")
    run = StudyRun(
        id=_next_id(wanted.study_id, before),
        study_id=wanted.study_id,
        question=question,
        replications=wanted.replications,
        effort=wanted.effort,
        asked_at=asker.at,
        asked_by=asker.by,
        town_stamp=unit.stamp,
    )
    unit.study_runs.put(run, seen=0)
    note(unit, "study.run", wanted.study_id, asker)
    return run


def _next_id(study_id: str, before: Iterable[str]) -> StudyRunId:
    numbers = (one.rpartition(".")[2] for one in before)
    return StudyRunId(f"{study_id}.{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1}")


def cancel_run(unit: UnitOfWork, run_id: StudyRunId, asker: Asker) -> StudyRun:
    """Ask a run to end; one that nobody has taken up ends at once. Its finished replications are kept.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    ConflictError
        If it has ended.
    """
    seen = unit.study_runs.stamp_of(run_id)
    run = unit.study_runs.get(run_id)
    if not run.open:
        raise not_now("study_over", f"the run {run_id} has ended ({run.state})")
    after = long_work.cancelled(run, asker.at)
    unit.study_runs.put(after, seen=seen)
    note(unit, "study.cancelled", run.study_id, asker)
    return after


def take_up_run(store: Store, town_id: TownId, owner: str, now: datetime) -> StudyRun | None:
    """Return a run that is this owner's from now on; None: there is none to be played."""
    return long_work.take_up(store, town_id, runs_of, owner, now)


def handed_back(run: StudyRun, *, blameless: bool = True) -> StudyRun:
    """Return a run that waits again; if it is blameless, as if its owner had never taken it up."""
    attempt = run.attempt - blameless
    return replace(run, state=WorkState.WAITING, owner="", lease_until=None, attempt=attempt, left_s=None)


def runs_of(unit: UnitOfWork) -> StudyRecords[StudyRunId, StudyRun]:
    """Return the runs of a town."""
    return unit.study_runs
