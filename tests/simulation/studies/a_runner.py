"""A runner in a process of its own, to be killed: `python -m tests.simulation.studies.a_runner URL FOLDER KEY`."""

import sys
from pathlib import Path

from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
from tests.simulation.studies.an_office import StudyOffice, slow

if __name__ == "__main__":
    url, folder, key = sys.argv[1:]
    with open_store(url, ring_of(MasterKey.from_text(key))) as store:
        StudyOffice(store, Path(folder)).runner(slow).work()
