"""The whole solve: always a verified plan, the same one for the same seed, at once when asked to stop."""

from collections.abc import Iterator
from itertools import count, pairwise
from time import monotonic

import pytest

from solver import judging
from solver.arrays import FAR, Arrays
from solver.budget import Budget
from solver.engine import solve
from solver.facts.shifts import StartFact
from solver.facts.ties import Gap
from solver.facts.travel import SpeedBandFact
from solver.inherited import with_inherited
from solver.lowering import lowered
from solver.objective import score
from solver.problem import Problem
from solver.result import Progress, Result, Status
from solver.rulekit.tiny import aboard, hm, member, ride, shift, tiny, visit
from solver.verify import unaccepted, verify
from tests.solver.generate import FEATURES, make_problem

TOWN = ("rides", "deliveries", "two_windows", "breaks", "seats", "relations", "bands", "prices", "people")


def _effort(steps: int = 6) -> Budget:
    return Budget(clock=monotonic, effort=steps)


def _assert_honest(problem: Problem, result: Result) -> None:
    """What a result says of its plan is what the plan amounts to."""
    problem = with_inherited(problem)
    found = verify(problem, result.solution)
    assert unaccepted(found) == ()
    assert result.findings == found
    assert result.score == score(problem, result.solution)
    planned = {problem.tasks[task].request for task in result.solution.times}
    assert set(result.unassigned) == set(range(len(problem.requests))) - planned


@pytest.mark.parametrize("seed", range(6))
def test_a_result_is_verified_and_counts_right(seed: int) -> None:
    """A plan that breaks a rule or hides its cost would be published."""
    problem = make_problem(seed, requests=9, shifts=3, features=sorted(FEATURES - {"start"}))
    _assert_honest(problem, solve(problem, budget=_effort(), seed=seed, workers=0))


def test_with_an_effort_threads_change_nothing() -> None:
    """A complaint about a plan could only be replayed on the machine that made it."""
    problem = make_problem(2, requests=16, shifts=4, features=TOWN)
    alone = solve(problem, budget=_effort(8), seed=3, workers=0)
    again = solve(problem, budget=_effort(8), seed=3, workers=0)
    team = solve(problem, budget=_effort(8), seed=3, workers=2)
    assert alone.solution == again.solution == team.solution


def test_search_betters_the_first_plan() -> None:
    """Ten seconds of waiting would buy nothing."""
    problem = make_problem(4, requests=24, shifts=4, features=TOWN)
    seen: list[Progress] = []
    result = solve(problem, budget=_effort(30), seed=1, workers=0, on_progress=seen.append)
    assert len(seen) > 1
    assert seen[-1].score == result.score
    assert all(later.score.key < sooner.score.key for sooner, later in pairwise(seen))
    assert seen[-1].served == len(problem.requests) - len(result.unassigned)


def test_the_budget_in_seconds_is_kept() -> None:
    """Ten seconds asked for would mean half a minute on the phone with a waiting dispatcher."""
    problem = make_problem(4, requests=24, shifts=4, features=TOWN)
    began = monotonic()
    result = solve(problem, budget=Budget(clock=monotonic, seconds=1.0), seed=1, workers=0)
    assert monotonic() - began < 2.5
    assert result.status is Status.FEASIBLE
    _assert_honest(problem, result)


def test_calling_off_gives_the_plan_so_far() -> None:
    """Ctrl-C would throw the morning's plan away, or not be heard at all."""
    problem = make_problem(4, requests=24, shifts=4, features=TOWN)
    plans: list[Progress] = []
    budget = Budget(clock=monotonic, seconds=60, cancelled=lambda: bool(plans))
    began = monotonic()
    result = solve(problem, budget=budget, seed=1, workers=2, on_progress=plans.append)
    assert monotonic() - began < 5
    assert result.status is Status.CANCELLED
    assert result.solution.routes
    _assert_honest(problem, result)


def test_called_off_before_it_began_there_is_still_a_plan() -> None:
    """An impatient dispatcher would get a stack trace."""
    problem = make_problem(4, requests=12, shifts=3, features=TOWN)
    result = solve(problem, budget=Budget(clock=monotonic, seconds=9, cancelled=lambda: True), seed=1, workers=2)
    assert result.status is Status.CANCELLED
    _assert_honest(problem, result)


@pytest.mark.parametrize("problem", [tiny(), tiny(requests=[visit("V", "B")])], ids=["nobody asks", "not worth it"])
def test_a_day_with_nothing_to_do_is_planned(problem: Problem) -> None:
    """An empty Sunday would crash the planner."""
    result = solve(problem, budget=_effort(), seed=1, workers=0)
    _assert_honest(problem, result)


def test_what_no_shift_can_do_is_left_out() -> None:
    """One impossible wish would spoil the day for everybody."""
    never = visit("V1", "H", task={"windows_s": ((hm(8), hm(8, 5)),)}, unassigned_gr=9000, must=True)
    problem = tiny(requests=[never, visit("V2", "B", unassigned_gr=9000)])
    result = solve(problem, budget=_effort(), seed=1, workers=0)
    assert result.unassigned == (0,)
    assert result.score.key == (0, 1, 9000)


def test_a_must_comes_before_any_money() -> None:
    """A promise would be broken because two cheaper visits pay better."""
    narrow = {"windows_s": ((hm(9), hm(9)),)}
    problem = tiny(
        requests=[
            visit("must", "G", task=narrow, unassigned_gr=1, must=True),
            visit("V1", "B", task=narrow, unassigned_gr=100_000),
            visit("V2", "B", task={"windows_s": ((hm(9, 30), hm(9, 30)),)}, unassigned_gr=100_000),
        ],
        shifts=[shift(km_gr=100)],
    )
    assert 0 not in solve(problem, budget=_effort(), seed=1, workers=0).unassigned


def test_a_bus_that_starts_late_with_three_aboard_gets_a_sensible_plan() -> None:
    """The passengers of a late bus would stay aboard, or come home in an order that makes all of them later."""
    problem = tiny(
        requests=[
            aboard("far", "F", since_s=hm(7), longest_ride_s=hm(1)),
            aboard("near", "C", since_s=hm(7), longest_ride_s=hm(1)),
            aboard("middle", "D", since_s=hm(7), longest_ride_s=hm(1)),
            ride("new", "EG", unassigned_gr=9000, pickup={"windows_s": ((hm(9), hm(11)),)}),
        ],
        shifts=[shift(begun=StartFact(free_s=hm(8, 20)), start="B", km_gr=100)],
    )
    result = solve(problem, budget=_effort(), seed=1, workers=0)
    _assert_honest(problem, result)
    assert result.unassigned == ()
    order = [problem.tasks[stop.task].id for stop in result.solution.routes[0].stops]
    assert order[:3] == ["near-", "middle-", "far-"]
    assert result.score.inherited > 0


def test_two_workers_and_a_repair_after_its_inspection() -> None:
    """Relations between routes would be planned by luck."""
    problem = tiny(
        requests=[
            visit("lift#1", "C", unassigned_gr=50_000),
            visit("lift#2", "C", unassigned_gr=50_000),
            visit("look", "B", unassigned_gr=50_000),
            visit("mend", "B", unassigned_gr=50_000),
        ],
        shifts=[shift("s1"), shift("s2", members=(member("jan"),))],
        groups=((0, 1),),
        same_starts=((0, 1),),
        gaps=(Gap(before=2, after=3, min_s=hm(2)),),
        speed_bands=(SpeedBandFact(start_s=hm(8), end_s=hm(9), permille=600),),
    )
    result = solve(problem, budget=_effort(), seed=1, workers=0)
    _assert_honest(problem, result)
    assert result.unassigned == ()


def test_a_rule_the_primitives_do_not_say_costs_only_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """One slip in a new rule would leave a town without any plan for the day."""

    def forgetful(problem: Problem) -> Arrays:
        arrays = lowered(problem)
        arrays.latest_s[:] = FAR
        arrays.windows[0] = ()
        return arrays

    monkeypatch.setattr(judging, "lowered", forgetful)
    problem = tiny(
        requests=[
            visit("V1", "H", task={"windows_s": ((hm(8), hm(8, 5)),)}, unassigned_gr=9000),
            visit("V2", "B", unassigned_gr=9000),
        ]
    )
    result = solve(problem, budget=_effort(), seed=1, workers=0)
    assert result.unassigned == (0,)
    _assert_honest(problem, result)


def test_a_clock_that_runs_out_at_once_still_gives_a_plan() -> None:
    """A machine that slept through its budget would have nothing to show."""
    ticks: Iterator[float] = (float(1000 * tick) for tick in count())
    problem = make_problem(4, requests=12, shifts=3, features=TOWN)
    result = solve(problem, budget=Budget(clock=lambda: next(ticks), seconds=1), seed=1, workers=2)
    _assert_honest(problem, result)
