"""An office's days at random, in memory and in both databases: nothing promised is lost, nobody is left out there.

Whatever a step does in a database it does in memory, too: both must come to the same.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from scheduler.services.ports import Store
from scheduler.store.memory import MemoryStore
from scheduler.store.sql import Ring, open_store
from tests.days.day_machine import DayMachine
from tests.postgres import Postgres


def run(stores: Callable[[], list[Store]], examples: int, steps: int) -> None:
    """Run the machine."""
    run_state_machine_as_test(
        lambda: DayMachine(stores),  # type: ignore[arg-type]  # it is called, like a class
        settings=settings(
            settings.default,
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.explicit, Phase.generate],  # a day that fails is told as it was; to shrink it takes minutes
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )


def test_any_day_of_an_office_in_memory() -> None:
    """Some order of calls, reports and plans would lose a promise, or leave somebody in a bus or at a door."""
    run(lambda: [MemoryStore()], examples=12, steps=30)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_any_day_of_an_office_in_a_database_is_as_in_memory(
    kind: str, ring: Ring, sqlite_template: Path, postgres_server: Postgres, postgres_template: str, tmp_path: Path
) -> None:
    """What a database keeps would differ from what the program meant."""
    numbers = count()

    def stores() -> list[Store]:
        if kind == "postgres":
            url = postgres_server.url(postgres_server.make(postgres_template))
        else:
            path = tmp_path / f"{next(numbers)}.sqlite"
            shutil.copy(sqlite_template, path)
            url = f"sqlite:///{path}"
        return [MemoryStore(), opened.enter_context(open_store(url, ring))]

    with ExitStack() as opened:
        run(stores, examples=4, steps=20)
