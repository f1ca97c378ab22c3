"""An office's days at random, longer than the test suite runs them, and never the same ones."""

import traceback

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from scheduler.store.memory import MemoryStore
from tests.days.day_machine import DayMachine

DAYS, STEPS = 6, 50


def days(number: int) -> list[str]:
    """Return what went wrong on one of a few random days of an office."""
    run = seed(number)(lambda: DayMachine(lambda: [MemoryStore()]))
    told = settings(
        max_examples=DAYS,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
        derandomize=False,
    )
    try:
        run_state_machine_as_test(run, settings=told)  # type: ignore[arg-type]  # it is called, like a class
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
        return [f"seed {number}: {''.join(traceback.format_exception(error))}"]
    return []
