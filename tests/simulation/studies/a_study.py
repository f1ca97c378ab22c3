"""A study in a process of its own, to be killed: `python -m tests.simulation.studies.a_study NOTES KEPT`."""

import sys
import time
from pathlib import Path

from scheduler.formats.capacity.kept import KeptInFiles
from scheduler.simulation.studies import Stage, Watch
from scheduler.simulation.studies.processes import Processes
from tests.simulation.studies import plays

if __name__ == "__main__":
    notes, kept = map(Path, sys.argv[1:])
    stage = Stage(
        play=plays.count_slowly, hands=Processes(2), kept=KeptInFiles(kept), watch=Watch(clock=time.monotonic)
    )
    stage.figures(plays.tasks(40, notes))
