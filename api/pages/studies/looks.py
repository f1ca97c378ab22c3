"""What pages show of a question that is kept: where its latest run is, and what the first sentence of its answer is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from scheduler.domain.capacity.kept import KeptStudy, StudyRun
from scheduler.domain.capacity.scenarios import BASE, Study
from scheduler.domain.long_work import WorkState
from scheduler.domain.report import Texts
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Look:
    """A question in the list.

    Attributes
    ----------
    run : StudyRun or None
        The latest; None: it was never computed.
    answered : StudyRun or None
        The latest that came to an answer.
    sentence : mapping of str to str, or None
        The first of the answer, by language.
    """

    study: KeptStudy
    run: StudyRun | None
    answered: StudyRun | None
    sentence: Texts | None


def runs_of(unit: UnitOfWork, study_id: str) -> Sequence[StudyRun]:
    """Return all runs of a question, the newest first."""
    oldest_first = sorted(unit.study_runs.of_study(study_id).values(), key=lambda one: one.asked_at.timestamp())
    return oldest_first[::-1]


def looks(unit: UnitOfWork) -> Sequence[Look]:
    """Return all questions, the one that was changed or computed last first."""
    found = [_look(unit, one) for one in unit.studies.all().values()]
    return sorted(found, key=_last_touched, reverse=True)


def percent(run: StudyRun) -> int:
    """Return how much of a run is done, in whole per cent; as long as it goes on, never all of it."""
    if run.state is WorkState.DONE:
        return 100
    return min(99, 100 * run.done // run.total) if run.total else 0


def scenario_count(study: Study) -> int:
    """Return how many scenarios a question plays: those that are written, combinations, and the town as it is."""
    combined = prod(factor.count for factor in study.factors) if study.factors else 0
    sampled = combined if study.design.samples is None else min(combined, study.design.samples)
    as_it_is = study.reference == BASE and all(one.id != BASE for one in study.scenarios)
    # One combination may be the town as it is, which is played once.
    unchanged = bool(study.factors) and all(factor.keeps for factor in study.factors)
    return len(study.scenarios) + sampled + as_it_is - (unchanged and study.reference == BASE)


def _look(unit: UnitOfWork, study: KeptStudy) -> Look:
    runs = runs_of(unit, study.id)
    answered = next((one for one in runs if one.state is WorkState.DONE), None)
    answer = unit.study_answers.find(answered.id) if answered else None
    told = answer.answer.sentences if answer else ()
    return Look(
        study=study, run=runs[0] if runs else None, answered=answered,
        sentence=told[0] if told else None,
    )  # fmt: skip


def _last_touched(one: Look) -> str:
    asked = one.run.asked_at if one.run else one.study.changed_at
    return max(asked, one.study.changed_at).isoformat()
