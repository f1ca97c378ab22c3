"""Where studies are asked: each of its questions is checked against the town before it is kept or played."""

from collections.abc import Callable

from scheduler.domain.capacity.kept import KeptStudy, StudyAnswer, StudyRun
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import StudyRunId, TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.capacity.runs import WantedRun, ask_for_run, cancel_run
from scheduler.services.capacity.studies import Asker, change_study, delete_study, put_study
from scheduler.services.not_now import not_now
from scheduler.services.ports import Store, UnitOfWork

type Check = Callable[[UnitOfWork, Study], None]
"""Refuses a question, by an `InputError`, that cannot be asked of a town."""


class StudyDesk:
    """Where studies are asked.

    Parameters
    ----------
    check : Check
        What a question has to stand.
    """

    def __init__(self, store: Store, clock: Clock, check: Check) -> None:
        self._store, self._clock, self._check = store, clock, check

    def check(self, town_id: TownId, question: Study) -> None:
        """Refuse a question that cannot be asked of a town.

        Raises
        ------
        InputError
            With every reason.
        """
        with self._store.reading(town_id) as unit:
            self._check(unit, question)

    def put(self, town_id: TownId, question: Study, by: UserId) -> KeptStudy:
        """Keep a new question, as `put_study`; checked before."""
        self.check(town_id, question)
        with self._store.writing(town_id) as unit:
            return put_study(unit, question, self._asker(by))

    def change(self, town_id: TownId, question: Study, by: UserId, seen: int) -> KeptStudy:
        """Keep another state of a question, as `change_study`; checked before."""
        with self._store.reading(town_id) as unit:
            unit.studies.get(question.id)
            self._check(unit, question)
        with self._store.writing(town_id) as unit:
            return change_study(unit, question, self._asker(by), seen)

    def delete(self, town_id: TownId, study_id: str, by: UserId) -> None:
        """Remove a question, as `delete_study`."""
        with self._store.writing(town_id) as unit:
            delete_study(unit, study_id, self._asker(by))

    def run(self, town_id: TownId, wanted: WantedRun, by: UserId) -> StudyRun:
        """Ask for a run, as `ask_for_run`; the town may have changed since the question was kept."""
        with self._store.reading(town_id) as unit:
            self._check(unit, unit.studies.get(wanted.study_id).question)
        try:
            with self._store.writing(town_id) as unit:
                return ask_for_run(unit, wanted, self._asker(by))
        except StaleError as error:
            raise not_now("study_running", f"somebody else has just asked for a run of {wanted.study_id}") from error

    def cancel(self, town_id: TownId, run_id: StudyRunId, by: UserId) -> StudyRun:
        """Ask a run to end, as `cancel_run`."""
        with self._store.writing(town_id) as unit:
            return cancel_run(unit, run_id, self._asker(by))

    def answer(self, town_id: TownId, run_id: StudyRunId) -> StudyAnswer:
        """Return what a run came to.

        Raises
        ------
        NotFoundError
            If there is no such run.
        ConflictError
            If it has no answer.
        """
        with self._store.reading(town_id) as unit:
            run, found = unit.study_runs.get(run_id), unit.study_answers.find(run_id)
        if found is None:
            raise not_now("study_unanswered", f"the run {run.id} has no answer ({run.state})")
        return found

    def _asker(self, by: UserId) -> Asker:
        return Asker(by=by, at=self._clock.now())
