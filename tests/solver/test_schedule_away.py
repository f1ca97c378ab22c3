"""Who comes home on another bus is not away for ever."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from solver.arrays import Arrays
from solver.facts.shifts import BreakFact
from solver.facts.ties import Engagement
from solver.kernel.timing.schedule import kernel_schedule
from solver.lowering import lowered
from solver.problem import Problem
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.schedule import schedule
from solver.solution import Solution
from solver.verify import verify

type Timing = Callable[[Arrays, dict[int, list[int]]], Solution | None]

REST = BreakFact(from_work_s=hm(6), duration_s=900)


def _day() -> Problem:
    """Maria goes out and is visited by the crew of one bus and comes home on another; both crews rest."""
    crews = [member(name, breaks=(REST,)) for name in ("anna", "jan")]
    problem = tiny(
        requests=[ride("out", "BC"), ride("back", "CB"), visit("home", "B")],
        shifts=[shift("one", members=crews[:1]), shift("two", members=crews[1:])],
    )
    engagements = (Engagement(client="maria", requests=(0, 1)), Engagement(client="maria", requests=(2,)))
    return replace(problem, engagements=engagements)


@pytest.mark.parametrize("timing", [schedule, kernel_schedule])
def test_a_return_on_another_bus_ends_being_away(timing: Timing) -> None:
    """No visit after the doctor's could be planned on the bus that took her there, though another brings her home."""
    problem = _day()

    timed = timing(lowered(problem), {0: [0, 1, 4], 1: [2, 3]})

    assert timed is not None
    assert timed.times[4].start_s >= timed.times[3].end_s
    assert verify(problem, timed) == ()


@pytest.mark.parametrize("timing", [schedule, kernel_schedule])
def test_without_a_return_she_is_away_until_the_end(timing: Timing) -> None:
    """A nurse would stand before an empty house."""
    assert timing(lowered(_day()), {0: [0, 1, 4]}) is None
