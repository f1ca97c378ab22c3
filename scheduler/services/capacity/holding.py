"""A run in the hands of its runner: how far it is, whether it has to end, what it came to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import Any, Protocol

from scheduler.domain.capacity.answers import Answer
from scheduler.domain.capacity.kept import Part, StudyAnswer, StudyRun
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import TownId
from scheduler.domain.long_work import WorkState
from scheduler.services.capacity.runs import handed_back, runs_of
from scheduler.services.long_work import BEAT_S, LEASE, MOST_TRIES, Holding, Watch
from scheduler.services.ports import Store


class Step(Protocol):
    """How far a study is, as the simulation tells it."""

    @property
    def done(self) -> int:
        """Replications."""
        ...

    @property
    def total(self) -> int:
        """Replications."""
        ...

    @property
    def resumed(self) -> int:
        """Of `done`."""
        ...

    @property
    def left_s(self) -> float | None:
        """To be expected."""
        ...


class RunHolding(Holding[StudyRun]):
    """A run in the hands of its runner; a thread beats while the runner plays, whatever that is at."""

    def __init__(self, store: Store, town_id: TownId, run: StudyRun, watch: Watch) -> None:
        super().__init__(store, town_id, runs_of, run, watch)
        self._told: dict[str, Any] = {}
        self._written: dict[str, Any] = {}
        self._ends = Event()

    def begin(self, part: Part) -> None:
        """Remember what is being played."""
        self._told = {**self._told, "part": part}

    def note(self, step: Step) -> None:
        """Remember how far the run is."""
        known = {"done": step.done, "total": step.total, "resumed": step.resumed, "left_s": step.left_s}
        self._told = {**self._told, **known}

    def present(self) -> StudyRun:
        """Return the run as far as it is."""
        return replace(self.work, **self._told)

    def has_to_end(self) -> bool:
        """Return whether somebody has cancelled the run, or the process ends."""
        return self._ends.is_set() or self.watch.stopping()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat in a thread of its own."""
        over = Event()

        def beat() -> None:
            while not over.wait(BEAT_S / 2):
                if self.beat():
                    self._ends.set()

        thread = Thread(target=beat, name="study-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def answered(self, answer: Answer, figures: bytes) -> StudyRun | None:
        """Keep an answer and the end of its run together; None: the run is somebody else's by now."""
        for _ in range(MOST_TRIES):
            with suppress(StaleError):  # somebody cancels at the very end: the answer is there, and stays
                return self._answered(answer, figures)
        return self._answered(answer, figures)

    def _answered(self, answer: Answer, figures: bytes) -> StudyRun | None:
        found = StudyAnswer(id=self.work.id, study_id=self.work.study_id, answer=answer, figures=figures)
        with self.store.writing(self.town_id) as unit:
            done = replace(self.present(), state=WorkState.DONE, cancel_asked=False, left_s=0.0)
            ended = self.ended(unit, done)
            if ended is not None:
                unit.study_answers.put(found)
        return ended

    def failed(self, why: str) -> StudyRun | None:
        """Write down why the run has failed."""
        return self.end(replace(self.present(), state=WorkState.FAILED, why=why, left_s=None))

    def stopped(self, *, blameless: bool = True) -> StudyRun | None:
        """Write down that the run was stopped: it was cancelled, or it waits for another runner.

        Parameters
        ----------
        blameless : bool
            The process ends for reasons of its own; otherwise the attempt counts.
        """
        for _ in range(MOST_TRIES):
            with suppress(StaleError):  # somebody cancels in between
                return self._stopped(blameless=blameless)
        return self._stopped(blameless=blameless)

    def _stopped(self, *, blameless: bool) -> StudyRun | None:
        with self.store.writing(self.town_id) as unit:
            seen, known = unit.study_runs.stamp_of(self.work.id), self.mine(unit)
            if known is None:
                return None
            run = replace(self.present(), cancel_asked=known.cancel_asked, left_s=None)
            if known.cancel_asked:
                return self.ended(unit, replace(run, state=WorkState.CANCELLED))
            waiting = replace(handed_back(run, blameless=blameless), elapsed_s=self.elapsed_s)
            unit.study_runs.put(waiting, seen=seen)
        return waiting

    def _renew(self) -> None:
        """Look whether the run was cancelled; write only what pages would show, or for the lease's sake.

        A run of hours would otherwise have every page of the town look anew twice a second.
        """
        with self.store.reading(self.town_id) as unit:
            known = self.mine(unit)
        self._stop = known is None or known.cancel_asked
        if known is None or self._stop:
            return
        lease, told = known.lease_until, self._told
        if told != self._written or lease is None or lease - self.watch.clock.now() < LEASE * 2 / 3:
            super()._renew()
            self._written = told
