"""Where sending a shift costs money, the search closes one and looks for places for those whom it served."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest

from solver import team
from solver.budget import Budget
from solver.engine import solve
from solver.facts.locks import Lock, LockKind
from solver.facts.shifts import Shift, StartFact
from solver.lowering import lowered
from solver.parts import parts_of
from solver.problem import Problem
from solver.result import Result
from solver.rulekit.tiny import aboard, hm, member, shift, tiny, visit
from solver.searcher import Searcher, ground_of
from tests.solver.generate import make_problem

HEAT = 0.3
BOTH = {0: (0,), 1: (1,)}
"""A visit for each of two shifts."""


def _bus(name: str, **facts: Any) -> Shift:
    return shift(name, members=(member(name),), **({"use_gr": 50_000, "km_gr": 300} | facts))


def _two_ends(**facts: Any) -> Problem:
    """Return two visits at the ends of the line and a bus at each: by one of them it is 70 km more, or 21 000 gr."""
    return tiny(
        requests=[visit("V", "A", must=True), visit("W", "H", must=True)],
        shifts=[_bus("near"), _bus("far", start="H", end="H")],
        **facts,
    )


def _with_shifts(problem: Problem, *changes: dict[str, Any]) -> Problem:
    return replace(problem, shifts=tuple(replace(s, **c) for s, c in zip(problem.shifts, changes, strict=True)))


def _begun(problem: Problem, orders: dict[int, tuple[int, ...]] | None = None) -> Searcher:
    searcher = Searcher(ground_of(lowered(problem)), 1)
    assert searcher.begin(orders or BOTH)
    return searcher


def _saved(problem: Problem, orders: dict[int, tuple[int, ...]] | None = None) -> set[int]:
    """Return the shifts in use when no more can be saved, or after many tries."""
    searcher = _begun(problem, orders)
    for _ in range(10):
        if not searcher.save_shifts(100, HEAT):
            break
    return set(searcher.orders)


def test_one_shift_does_what_two_did() -> None:
    """A second driver would come to work for one visit that the first one could have done."""
    assert len(_saved(_two_ends())) == 1


@pytest.mark.parametrize("spared", [0, 1])
def test_the_dearer_shift_is_spared(spared: int) -> None:
    """The hired bus would go out, and the office's own one stay at home."""
    prices: list[dict[str, Any]] = [{"use_gr": 50_000}, {"use_gr": 50_000}]
    prices[spared]["use_gr"] = 150_000
    assert _saved(_with_shifts(_two_ends(), *prices)) == {1 - spared}


def test_a_shift_that_saves_more_than_it_costs_is_not_spared() -> None:
    """A bus would be kept at home for fifty zlotys while the other drives for two hundred more."""
    cheap: dict[str, Any] = {"use_gr": 5000}
    assert _saved(_with_shifts(_two_ends(), cheap, cheap)) == {0, 1}


@pytest.mark.parametrize("needed", [0, 1])
def test_each_shift_is_tried_by_somebody(needed: int) -> None:
    """The only shift that can be spared would never be, because everybody thinks of the other one first."""
    day = _two_ends()
    tasks = list(day.tasks)
    tasks[needed] = replace(tasks[needed], windows_s=((hm(8), hm(8, 30)),))  # the other bus cannot be there so early
    ground = ground_of(lowered(replace(day, tasks=tuple(tasks))))
    searchers = [Searcher(ground, seed) for seed in range(8)]
    for searcher in searchers:
        assert searcher.begin(BOTH)
        assert searcher.save_shifts(100, HEAT)
    assert {needed} in [set(searcher.orders) for searcher in searchers]


def _on_the_road(problem: Problem) -> Problem:
    """Return the day on which the near bus has its first visit frozen."""
    return _with_shifts(problem, {"start": StartFact(free_s=hm(8), prefix=(0,))}, {})


def _aboard() -> Problem:
    """Return the day on which somebody sits in the near bus instead of a visit."""
    made = tiny(requests=[aboard("V", "B", since_s=hm(8)), visit("W", "H", must=True)], shifts=_two_ends().shifts)
    return _with_shifts(made, {"start": StartFact(free_s=hm(8))}, {})


TAKEN: dict[str, Callable[[], Problem]] = {
    "a frozen beginning": lambda: _on_the_road(_two_ends()),
    "a pinned beginning": lambda: _two_ends(locks=(Lock(kind=LockKind.PREFIX, tasks=(0,), shift=0),)),
    "somebody aboard": _aboard,
}


@pytest.mark.parametrize("why", TAKEN)
def test_a_shift_that_cannot_do_without_what_it_has_begun_is_never_closed(why: str) -> None:
    """A bus that is on its way would be left out of the plan while another one is looked for."""
    searcher = _begun(TAKEN[why]())
    assert searcher.save_shifts(0, HEAT)
    assert searcher.state.closed.tolist() == [False, True]
    for _ in range(5):
        searcher.save_shifts(100, HEAT)
        assert not searcher.state.closed[0]
        assert searcher.state.shift_of[0] == 0
    assert set(searcher.orders) == {0}


@pytest.mark.parametrize("why", TAKEN)
def test_where_every_beginning_is_frozen_none_is_saved(why: str) -> None:
    """A third of the night would be spent on sparing a bus that is on the road already."""
    day = TAKEN[why]()
    assert not _begun(_with_shifts(day, {}, {"use_gr": 0})).save_shifts(100, HEAT)


def test_whoever_is_aboard_stays_in_the_plan() -> None:
    """The bus that was spared would have had somebody in it."""
    assert _saved(_aboard()) == {0}
    assert set(_solved(_aboard()).solution.times) == {0, 1}


def test_where_use_costs_nothing_none_is_saved() -> None:
    """A third of the night would be spent on saving what costs nothing."""
    free: dict[str, Any] = {"use_gr": 0}
    searcher = _begun(_with_shifts(_two_ends(), free, free))
    assert not searcher.save_shifts(100, HEAT)
    assert not searcher.state.closed.any()
    assert searcher.effort["iterations"] == 0
    assert searcher.orders == BOTH


def test_an_empty_plan_has_nothing_to_save() -> None:
    """A day without anything to do would crash the planner."""
    searcher = _begun(_two_ends(), {0: ()})
    assert not searcher.save_shifts(100, HEAT)


def test_with_a_new_beginning_all_shifts_are_there_again() -> None:
    """A bus would stay at home for the rest of the night because it was once tried to do without it."""
    searcher = _begun(_two_ends())
    assert searcher.save_shifts(0, HEAT)
    assert searcher.state.closed.sum() == 1
    assert searcher.state.knobs["fewer"].tolist() == [1]
    assert searcher.begin(BOTH)
    assert not searcher.state.closed.any()
    assert searcher.state.knobs["fewer"].tolist() == [0]
    assert searcher.key[0] == 0
    assert searcher.save_shifts(0, HEAT)
    assert searcher.state.closed.sum() == 1


def test_a_closed_shift_stays_closed_until_it_is_saved() -> None:
    """Each short slice of the search would begin anew, and none would ever come far enough."""
    searcher = _begun(_two_ends())
    assert searcher.save_shifts(0, HEAT)
    closed, left_out = searcher.state.closed.tolist(), searcher.state.shift_of.tolist()
    for _ in range(8):
        assert searcher.save_shifts(0, HEAT)
        assert (searcher.state.closed.tolist(), searcher.state.shift_of.tolist()) == (closed, left_out)


def test_while_a_shift_is_closed_nobody_is_put_in_it() -> None:
    """What is found to do with one bus would use two, and be thrown away each time."""
    searcher = _begun(_two_ends())
    assert searcher.save_shifts(0, HEAT)
    closed = searcher.state.closed.copy()
    for _ in range(50):
        searcher.run(1, 1000.0, 1000.0)
        assert not (closed & (searcher.state.rows.n[: len(closed)] > 0)).any()


def test_idle_shifts_that_cost_no_less_stay_idle() -> None:
    """Of ten equal buses one would be spared by sending another."""
    day = _two_ends()
    idle, cheap = _bus("idle", use_gr=60_000), _bus("cheap", use_gr=10_000)
    searcher = _begun(replace(day, shifts=(*day.shifts, idle, cheap)))
    assert searcher.save_shifts(0, HEAT)
    assert searcher.state.closed.tolist()[2:] == [True, False]


def test_the_best_plan_is_kept_while_a_shift_is_closed() -> None:
    """A plan that leaves a promise unkept would be handed out because it needs a bus less."""
    narrow: dict[str, Any] = {"windows_s": ((hm(8), hm(8, 30)),)}
    day = _two_ends()
    searcher = _begun(replace(day, tasks=tuple(replace(one, **narrow) for one in day.tasks)))
    before = searcher.key
    assert searcher.save_shifts(200, HEAT)
    assert (searcher.key, searcher.orders) == (before, BOTH)


def _solved(problem: Problem, effort: int = 1) -> Result:
    return solve(problem, budget=Budget(clock=monotonic, effort=effort), seed=1, workers=0, warm=BOTH)


def test_in_the_shortest_night_a_shift_is_saved() -> None:
    """Only a long night would find out that one driver will do."""
    assert len(_solved(_two_ends()).solution.routes) == 1


def _town() -> Problem:
    """Return a generated day of two dozen requests and six shifts that cost 300 zlotys each."""
    made = make_problem(0, requests=24, shifts=6, features=("rides", "two_windows", "prices"))
    shifts = tuple(replace(one, use_gr=30_000) for one in made.shifts)
    return replace(made, shifts=shifts, requests=tuple(replace(one, unassigned_gr=200_000) for one in made.requests))


def test_thrift_spares_a_shift_that_the_search_alone_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three drivers would be paid for a day that two can do."""
    problem, budget = _town(), Budget(clock=monotonic, effort=3)
    thrifty = [solve(problem, budget=budget, seed=seed, workers=0) for seed in (2, 5, 6)]
    monkeypatch.setattr(team, "THRIFT", 0.0)
    plain = [solve(problem, budget=budget, seed=seed, workers=0) for seed in (2, 5, 6)]
    assert [len(result.solution.routes) for result in thrifty] == [2, 2, 2]
    assert max(len(result.solution.routes) for result in plain) == 3
    assert all(a.score.key <= b.score.key for a, b in zip(thrifty, plain, strict=True))


def test_a_team_saves_shifts_before_it_searches() -> None:
    """The time that is set apart for it would be spent on nothing."""
    (part,) = parts_of(lowered(_town()))
    crew = team.Team(part, 1, 1)
    crew.begin({})
    before = len(crew.orders)
    crew.save_shifts(crew.searchers[0], 2000, lambda: False)
    crew.meet()
    assert len(crew.orders) < before
