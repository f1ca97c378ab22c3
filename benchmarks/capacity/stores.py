"""The same days on databases: every figure has to be the same."""

import tempfile
from pathlib import Path

from scheduler.bootstrap import travel_for
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.settings import load_settings
from scheduler.simulation.office import simulate
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of


def alike(task: Task, figures: list[Figure]) -> bool:
    """Play days on SQLite, and on the PostgreSQL that is set; say of each whether its figures are those given.

    It has to be empty: tables and a town are made there, and stay.
    """
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'days.sqlite'}"}
        if named := load_settings().database_url.get_secret_value():
            urls["postgres"] = named
        same = {kind: played_on(url, task) == figures for kind, url in urls.items()}
    print({kind: "alike" if one else "OTHER FIGURES" for kind, one in same.items()})
    return all(same.values())


def played_on(url: str, task: Task) -> list[Figure]:
    """Return the figures of days that are played on a database."""
    with open_store(url, ring_of(MasterKey.fresh())) as store:
        return simulate(task, travel_for(task.town), store)
