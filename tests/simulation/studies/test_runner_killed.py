"""A runner that is killed, as a process over a real database."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from scheduler.domain.long_work import WorkState
from scheduler.services.long_work import LEASE
from scheduler.store.memory import MemoryStore
from scheduler.store.sql import open_store, ring_of
from tests.simulation.studies.an_office import study_office
from tests.simulation.studies.test_crash import ROOT, until
from tests.store.conftest import MASTER_KEY

REPLICATIONS = 8


def test_the_run_of_a_killed_process_goes_on_from_what_it_had_finished(tmp_path: Path) -> None:
    """A power cut would cost the night, or leave an answer that no uninterrupted night gives."""
    url = f"sqlite:///{tmp_path / 'office.sqlite'}"
    with open_store(url, ring_of(MASTER_KEY)) as store:
        office = study_office(store, tmp_path)
        run = office.ask(replications=REPLICATIONS)
        command = [sys.executable, "-m", "tests.simulation.studies.a_runner", url, str(tmp_path), MASTER_KEY.text]
        with subprocess.Popen(command, cwd=ROOT) as process:
            until(lambda: office.kept() >= 3)
            process.kill()
        assert office.run_of(run.id).state is WorkState.RUNNING
        finished = office.kept()
        office.clock.at += LEASE + timedelta(seconds=1)
        assert office.runner(owner="heir").work()
        ended, found = office.run_of(run.id), office.answer_of(run.id)
    assert (ended.state, ended.owner, ended.attempt) == (WorkState.DONE, "heir", 2)
    assert (ended.done, ended.resumed) == (2 * REPLICATIONS, finished)

    calm = study_office(MemoryStore(), tmp_path)
    whole = calm.ask(replications=REPLICATIONS)
    calm.runner().work()
    assert found.figures == calm.answer_of(whole.id).figures
    assert found.answer.cells == calm.answer_of(whole.id).answer.cells
