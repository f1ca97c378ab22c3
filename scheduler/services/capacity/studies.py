"""Questions that are kept."""

from dataclasses import dataclass, fields
from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.capacity.kept import KeptStudy
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.ids import UserId
from scheduler.services.not_now import not_now
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Whose hand it is, and when."""

    by: UserId
    at: datetime


def put_study(unit: UnitOfWork, question: Study, asker: Asker) -> KeptStudy:
    """Keep a new question; the same one again changes nothing.

    Raises
    ------
    ConflictError
        If there is another one of its id.
    """
    known = unit.studies.find(question.id)
    if known is not None and known.question == question:
        return known
    if known is not None:
        raise not_now("study_known", f"there is a study {question.id} already")
    study = KeptStudy(question=question, changed_at=asker.at, changed_by=asker.by)
    unit.studies.put(study, seen=0)
    note(unit, "study.added", study.id, asker)
    return study


def change_study(unit: UnitOfWork, question: Study, asker: Asker, seen: int) -> KeptStudy:
    """Keep another state of a question; a run that goes on plays the one before.

    Parameters
    ----------
    seen : int
        Its stamp when it was read.

    Raises
    ------
    NotFoundError
        If there is none of its id.
    StaleError
        Here or at the end of the unit, if it was changed since.
    """
    before = unit.studies.get(question.id)
    study = KeptStudy(question=question, changed_at=asker.at, changed_by=asker.by)
    unit.studies.put(study, seen=seen)
    told = tuple(
        one.name for one in fields(question) if getattr(before.question, one.name) != getattr(question, one.name)
    )
    if told:
        note(unit, "study.changed", study.id, asker, told)
    return study


def delete_study(unit: UnitOfWork, study_id: str, asker: Asker) -> None:
    """Remove a question with its runs, their answers, and the replications that it used last.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    ConflictError
        If it is being played.
    """
    unit.studies.get(study_id)
    runs = unit.study_runs.of_study(study_id)
    if any(one.open for one in runs.values()):
        raise not_now("study_running", f"a run of the study {study_id} goes on; cancel it first")
    for run_id in runs:
        unit.study_runs.remove(run_id)
    for answer_id in unit.study_answers.of_study(study_id):
        unit.study_answers.remove(answer_id)
    for key in unit.replications.of_study(study_id):
        unit.replications.remove(key)
    unit.studies.remove(study_id)
    note(unit, "study.removed", study_id, asker)


def note(unit: UnitOfWork, action: str, study_id: str, asker: Asker, told: tuple[str, ...] = ()) -> None:
    """Write down who did what to a study."""
    unit.audit.append(AuditEvent(at=asker.at, by=asker.by, action=action, subject=f"study:{study_id}", fields=told))
