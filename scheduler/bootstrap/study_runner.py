"""Plays the studies that managers ask for: one at a time, by all the workers that the settings give it."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from scheduler.bootstrap.capacity import Workforce, stage_of
from scheduler.bootstrap.study_home import kept_home
from scheduler.bootstrap.study_playing import HowPlayed, MakeStage, played
from scheduler.domain.capacity.answers import Answer
from scheduler.domain.capacity.kept import StudyRun
from scheduler.domain.capacity.packing import pack
from scheduler.domain.errors import DojazdError, StoreError, StudyStoppedError
from scheduler.domain.ids import TownId
from scheduler.services.capacity.holding import RunHolding
from scheduler.services.capacity.replications import KeptInStore
from scheduler.services.capacity.runs import take_up_run
from scheduler.services.facts import town_head
from scheduler.services.long_work import Watch, is_free
from scheduler.services.ports import Store
from scheduler.settings import Settings
from scheduler.simulation.studies import Watch as StageWatch
from scheduler.simulation.studies.answering import answer_of
from scheduler.simulation.studies.enough import exactly

_LOG = logging.getLogger(__name__)
BROKEN = "something went wrong in the program; its log says what"


def workforce(settings: Settings) -> Workforce:
    """Return who plays studies: the cluster of the settings, else as many processes as they say.

    By default one core is left to whoever books and plans meanwhile.
    """
    cores = (os.cpu_count() or 2) - 1
    wanted = settings.study_processes if settings.study_processes is not None else cores
    return Workforce(workers=max(1, wanted), cluster=settings.cluster)


class StudyRunner:
    """Takes up runs of studies, and plays them to their end.

    Parameters
    ----------
    home_of : callable
        Gives the folder of a town.
    owner : str
        What the runner is called in the runs that it holds.
    make : callable
        Makes the stage where replications are played.
    """

    def __init__(
        self,
        store: Store,
        home_of: Callable[[TownId], Path],
        watch: Watch,
        owner: str,
        force: Workforce,
        *,
        make: MakeStage = stage_of,
    ) -> None:
        self.store, self.home_of, self.watch, self.owner = store, home_of, watch, owner
        self._force, self._make = force, make

    def work(self) -> bool:
        """Play a run, if there is one; False: there is none.

        Raises
        ------
        StoreError
            If the database does not answer; the run is taken up again, but not for ever: a run whose own figures break
            the database would keep all others waiting.
        """
        for town_id in self._in_turn():
            if self.watch.stopping():
                return False
            run = take_up_run(self.store, town_id, self.owner, self.watch.clock.now())
            if run is not None:
                self._play(town_id, run)
                return True
        return False

    def _in_turn(self) -> list[TownId]:
        """Return the towns in which a run waits, first where somebody has waited longest: one asks for many studies."""
        now, since = self.watch.clock.now(), {}
        for town_id in self.store.towns():
            with self.store.reading(town_id) as unit:
                waiting = [run.asked_at for run in unit.study_runs.all().values() if is_free(run, now)]
            if waiting:
                since[town_id] = min(waiting)
        return sorted(since, key=since.__getitem__)

    def _play(self, town_id: TownId, run: StudyRun) -> None:
        holding = RunHolding(self.store, town_id, run, self.watch)
        try:
            with holding.beating():
                end = self._end_of(town_id, run, holding)
        except StoreError:
            with suppress(StoreError):
                holding.stopped(blameless=False)
            raise
        end()

    def _end_of(self, town_id: TownId, run: StudyRun, holding: RunHolding) -> Callable[[], StudyRun | None]:
        """Play a run, and return how its end is written down, once nobody beats any more."""
        try:
            answer, figures = self._answered(town_id, run, holding)
        except StoreError:
            raise
        except StudyStoppedError:
            return holding.stopped
        except DojazdError as error:
            why = str(error)
            return lambda: holding.failed(why)
        except Exception:  # noqa: BLE001  # whatever one study does to the program, others are played
            _LOG.exception("a study has failed")
            return lambda: holding.failed(BROKEN)
        return lambda: holding.answered(answer, figures)

    def _answered(self, town_id: TownId, run: StudyRun, holding: RunHolding) -> tuple[Answer, bytes]:
        study, now = run.question, self.watch.clock.now()
        if run.replications is not None:
            study = replace(study, repetition=exactly(study.repetition, run.replications))
        with self.store.reading(town_id) as unit:
            today = now.astimezone(town_head(unit).zone).date()
            home = kept_home(unit, study, self.home_of(town_id), today)
        how = HowPlayed(
            force=self._force,
            kept=KeptInStore(self.store, town_id, run.study_id, today),
            watch=StageWatch(clock=self.watch.monotonic, on_progress=holding.note, stopped=holding.has_to_end),
            effort=run.effort,
            began=holding.begin,
            make=self._make,
        )
        done = played(study, home, how, now)
        return answer_of(done), pack(done.figures)
