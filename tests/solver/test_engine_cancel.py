"""Calling a search off is answered at once, and nothing goes on or is kept behind the answer."""

from gc import collect
from threading import Event, Thread
from threading import enumerate as living
from time import monotonic
from types import SimpleNamespace
from weakref import ReferenceType, ref

import pytest

from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.domain.time import ServiceDay
from scheduler.services.horizon import build_problem
from solver import judging, master
from solver.arrays import Arrays
from solver.budget import Budget
from solver.crew import MASTER_FROM
from solver.engine import solve
from solver.judging import Judge
from solver.lowering import lowered
from solver.mastering.stopping import Stop
from solver.objective import score
from solver.problem import Problem
from solver.result import Result, Status
from solver.rulekit.tiny import tiny, visit
from solver.verify import unaccepted, verify

AT_ONCE_S = 1.0
"""Generous: a tenth of a second is promised, on a machine that has nothing else to do."""
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def city_day() -> Problem:
    """Give a day of sixty requests."""
    city = metropolis(60)
    day = min(request.day for request in city.requests.values())
    return build_problem(city, ServiceDay(date=day, zone=city.zone), travel_for(city))


class _Search:
    """A search in a thread of its own, which can be called off."""

    def __init__(self, problem: Problem, workers: int, seconds: float | None, effort: int | None) -> None:
        self.first, self.called_off, self.answered = Event(), Event(), Event()
        self.results: list[Result] = []
        budget = Budget(clock=monotonic, seconds=seconds, effort=effort, cancelled=self.called_off.is_set)

        def work() -> None:
            self.results.append(
                solve(problem, budget=budget, seed=1, workers=workers, on_progress=lambda _: self.first.set())
            )
            self.answered.set()

        Thread(target=work, daemon=True).start()


@pytest.mark.parametrize("workers", [0, 1, 2])
@pytest.mark.parametrize(("seconds", "effort"), [(30.0, None), (None, 10**6)], ids=["by the clock", "by effort"])
def test_calling_off_is_answered_at_once(
    city_day: Problem, workers: int, seconds: float | None, effort: int | None
) -> None:
    """A dispatcher who has somebody on the phone would have to wait for the end of half a minute."""
    search = _Search(city_day, workers, seconds, effort)
    assert search.first.wait(PATIENCE_S)
    search.called_off.set()
    assert search.answered.wait(AT_ONCE_S)
    (result,) = search.results
    assert result.status is Status.CANCELLED
    assert result.solution.routes
    assert unaccepted(verify(city_day, result.solution)) == ()


def _assert_all_gone() -> None:
    """Nobody searches any more, soon."""
    began = monotonic()
    while any(thread.name == "solve" for thread in living()):
        assert monotonic() - began < 10 * AT_ONCE_S
        Event().wait(0.02)


def test_nobody_goes_on_working_after_the_answer(city_day: Problem) -> None:
    """Each search called off would leave a thread behind, until the office's server does nothing else."""
    search = _Search(city_day, 2, 30.0, None)
    assert search.first.wait(PATIENCE_S)
    search.called_off.set()
    assert search.answered.wait(PATIENCE_S)
    _assert_all_gone()


def test_a_master_deep_in_thought_is_called_off_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C would be heard only when the integer program has been solved."""
    thinking = Event()

    def choose(*_: object, stop: Stop, **__: object) -> SimpleNamespace:
        thinking.set()
        while not stop.asked:
            Event().wait(0.01)
        return SimpleNamespace(orders=None)

    monkeypatch.setattr(master, "choose", choose)
    problem = tiny(requests=[visit("V1", "B", unassigned_gr=9000)])
    search = _Search(problem, 2, None, MASTER_FROM)
    assert thinking.wait(PATIENCE_S)
    search.called_off.set()
    assert search.answered.wait(AT_ONCE_S)
    _assert_all_gone()


class _Interrupted(Judge):
    """Asked for its result whenever anything about it has changed."""

    asked = 0

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if "pace" in vars(self):
            type(self).asked += 1
            result = self.result()
            assert result.score == score(self.problem, result.solution)


def test_a_plan_found_while_the_answer_is_given_does_not_mix_with_it() -> None:
    """The answer would be one plan at the price of another, and the check at its publication would refuse it."""
    problem = tiny(requests=[visit("V1", "B", unassigned_gr=9000), visit("V2", "C", unassigned_gr=9000)])
    judge = _Interrupted(problem, Budget(clock=monotonic, effort=1), None)
    assert [judge.consider(orders) for orders in ({}, {0: (0,)}, {0: (0, 1)})] == [True] * 3
    assert judge.asked > 2


def test_a_day_that_was_planned_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's server would grow by a town's tables with every day that it plans, until it is killed."""
    made: list[ReferenceType[Arrays]] = []

    def remembered(problem: Problem) -> Arrays:
        arrays = lowered(problem)
        made.append(ref(arrays))
        return arrays

    monkeypatch.setattr(judging, "lowered", remembered)
    problem = tiny(requests=[visit("V1", "B", unassigned_gr=9000), visit("V2", "C", unassigned_gr=9000)])
    solve(problem, budget=Budget(clock=monotonic, effort=2), seed=1, workers=2)
    collect()
    assert [arrays() for arrays in made] == [None]
