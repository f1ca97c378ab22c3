"""Teams and the crew that serves them: nothing that one has found is lost on the way to the judge."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest

from solver import master as master_module
from solver.budget import Budget
from solver.crew import MASTER_FROM, Crew
from solver.engine import solve
from solver.judging import Judge
from solver.lowering import lowered
from solver.mastering.stopping import Limit, Stop
from solver.parts import parts_of
from solver.problem import Problem
from solver.result import Progress
from solver.rulekit.tiny import member, shift, tiny, visit
from solver.searcher import Searcher, ground_of
from solver.team import Team
from tests.solver.generate import make_problem
from tests.solver.side_by_side import side_by_side

TOWN = ("rides", "deliveries", "two_windows", "breaks", "seats", "relations", "bands", "people")


def _two_parts() -> Problem:
    alone = tiny(requests=[visit("V", "B", must=True), visit("W", "C", must=True)], shifts=[shift("bus")])
    return side_by_side(alone, alone)[0]


def _team(problem: Problem) -> Team:
    (part,) = parts_of(lowered(problem))
    found = Team(part, 1, 1)
    found.begin({})
    return found


def _choices(monkeypatch: pytest.MonkeyPatch, orders: Mapping[int, Sequence[int]] | None) -> list[int]:
    """Have the master find these orders; return the list to which its seeds are added."""
    seeds: list[int] = []

    def choose(*_: object, seed: int, **__: object) -> SimpleNamespace:
        seeds.append(seed)
        return SimpleNamespace(orders=orders)

    monkeypatch.setattr(master_module, "choose", choose)
    monkeypatch.setattr(master_module, "recombine", choose)
    return seeds


def test_the_master_looks_somewhere_else_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a city most shifts would never take part in a recombination, however long the night."""
    seeds = _choices(monkeypatch, None)
    team = _team(tiny(requests=[visit("V", "B", must=True)]))
    for _ in range(3):
        team.choose(Limit(seconds=1.0), Stop(), lambda: False)
    assert len(set(seeds)) == len(seeds) == 6


def test_a_choice_that_comes_too_late_sends_nobody_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searchers would drop what they are at for a plan that is worse than the best they know."""
    _choices(monkeypatch, {})
    team = _team(tiny(requests=[visit("V", "B", must=True)]))
    team.choose(Limit(seconds=1.0), Stop(), lambda: False)
    assert team.chosen == 0
    assert team.orders == {0: (0,)}


def test_what_one_part_gains_is_kept_when_another_is_mistaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nurse's better round would be thrown away because the bus was thought to be cheaper than it is."""
    judge = Judge(_two_parts(), Budget(clock=monotonic, seconds=60.0), None)
    crew = Crew(judge, {}, 1, 0)
    crew._begin()
    old = [dict(team.orders) for team in crew.teams]
    new = [{0: tuple(reversed(orders[0]))} for orders in old]
    for team, orders in zip(crew.teams, new, strict=True):
        team._best = (0, -1), orders
    wanted = crew.teams[0].part.outward(old[0]) | crew.teams[1].part.outward(new[1])
    monkeypatch.setattr(judge, "consider", lambda orders: orders == wanted)
    crew.showing.best()
    assert crew.showing.sound[1] == new[1]
    assert crew.showing.sound[0] == old[0]


def test_a_plan_that_the_judge_finds_better_than_it_seems_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest of all plans would be passed over because the search guesses what its breaks cost."""
    judge = Judge(_two_parts(), Budget(clock=monotonic, seconds=60.0), None)
    crew = Crew(judge, {}, 1, 0)
    crew._begin()
    rival = {0: tuple(reversed(crew.teams[1].orders[0]))}
    crew.teams[1]._rivals[crew.teams[1].searchers[0]] = [((0, 10**6), crew.teams[1].orders), ((0, 10**7), rival)]
    shown: list[Any] = []

    def consider(orders: Any) -> bool:
        shown.append(orders)
        return True

    monkeypatch.setattr(judge, "consider", consider)
    assert crew.showing.rival()
    assert shown == [crew.teams[0].part.outward(crew.teams[0].orders) | crew.teams[1].part.outward(rival)]
    assert not crew.showing.rival()
    assert crew.showing.best_of(1) == rival
    crew.teams[1]._best = (0, -1), crew.teams[1].part.inward({})
    assert crew.showing.best_of(1) == {}


def test_a_plan_found_while_the_judge_looks_at_a_rival_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found in the last second would be hidden behind something that is dearer."""
    judge = Judge(_two_parts(), Budget(clock=monotonic, seconds=60.0), None)
    crew = Crew(judge, {}, 1, 0)
    crew._begin()
    rival = {0: tuple(reversed(crew.teams[1].orders[0]))}
    crew.teams[1]._rivals[crew.teams[1].searchers[0]] = [((0, 10**7), rival)]

    def consider(_: Any) -> bool:
        crew.teams[1]._best = (0, -1), {0: (0,)}
        return True

    monkeypatch.setattr(judge, "consider", consider)
    assert crew.showing.rival()
    assert crew.showing.best_of(1) == {0: (0,)}
    assert crew.showing.best()


def test_rivals_of_every_part_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the largest part of the town would be planned as well as it can be."""
    judge = Judge(_two_parts(), Budget(clock=monotonic, seconds=60.0), None)
    crew = Crew(judge, {}, 1, 0)
    crew._begin()
    for team in crew.teams:
        team._rivals[team.searchers[0]] = [((0, 1), {0: (0,)}), ((0, 2), {0: (1,)})]
    shown: list[Any] = []
    monkeypatch.setattr(judge, "consider", shown.append)
    assert crew.showing.rival()
    assert crew.showing.rival()
    parts = [team.part for team in crew.teams]
    base = [team.orders for team in crew.teams]
    assert shown == [
        parts[0].outward({0: (0,)}) | parts[1].outward(base[1]),
        parts[0].outward(base[0]) | parts[1].outward({0: (0,)}),
    ]


def test_a_plan_that_was_given_has_rivals_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was planned well in the evening would not become better in the night."""
    judge = Judge(_two_parts(), Budget(clock=monotonic, seconds=60.0), None)
    first = Crew(judge, {}, 1, 0)
    first._begin()
    given: dict[int, Sequence[int]] = {}
    for team in first.teams:
        given |= team.part.outward(team.orders)
    crew = Crew(judge, given, 1, 0)
    crew._begin()
    assert crew.showing.sound == []
    crew.teams[0]._rivals[crew.teams[0].searchers[0]] = [((0, 10**7), {0: (0,)})]
    monkeypatch.setattr(judge, "consider", lambda _: True)
    assert crew.showing.rival()
    assert crew.showing.best_of(0) == {0: (0,)}


@pytest.mark.parametrize(("at", "looked"), [(0.3, 0), (0.8, 1), (0.99, 0)])
def test_rivals_are_looked_at_towards_the_end(at: float, looked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searchers would wait for the judge while all still becomes better by itself, or the answer would be late."""
    now = [0.0]
    crew = Crew(Judge(_two_parts(), Budget(clock=lambda: now[0], seconds=10.0), None), {}, 1, 2)
    crew._begin()
    crew.showing.took_s, now[0] = 0.08, 10.0 * at
    looks: list[int] = []

    def look() -> bool:
        looks.append(1)
        crew.stop()
        return True

    monkeypatch.setattr(crew.showing, "rival", look)
    monkeypatch.setattr(crew._halt, "wait", lambda _: crew.stop())
    crew._oversee()
    assert len(looks) == looked


def test_plans_that_cost_little_more_are_remembered_where_times_cost_money() -> None:
    """The judge would have nothing to choose from."""
    problem = make_problem(4, requests=6, shifts=2, features=("prices", "breaks"))
    searcher = Searcher(ground_of(lowered(problem)), 1)
    assert searcher.begin({})
    searcher.fill()
    searcher.run(2000, 1.0, 0.1)
    best, rivals = searcher.key, searcher.rivals
    assert (best, searcher.orders) in rivals
    assert len({tuple(sorted(orders.items())) for _, orders in rivals}) == len(rivals) > 2
    for key, orders in rivals:
        assert best <= key
        assert Searcher(ground_of(lowered(problem)), 1).begin(orders)


def test_where_only_kilometres_cost_nothing_is_guessed() -> None:
    """The judge would look at plans of which everybody knows what they cost."""
    searcher = Searcher(ground_of(lowered(make_problem(4, requests=6, shifts=2, features=("rides",)))), 1)
    assert searcher.begin({})
    searcher.fill()
    searcher.run(2000, 1.0, 0.1)
    assert searcher.rivals == []


def test_an_end_within_the_first_cycle_keeps_what_it_has_found() -> None:
    """Somebody who asks for a thorough plan and has enough of waiting would get the very first one."""
    problem = make_problem(4, requests=24, shifts=4, features=TOWN)
    seen: list[Progress] = []
    ticks = count()

    def clock() -> float:  # fifty looks at it are over long before the first cycle is
        return next(ticks) / 1000

    result = solve(problem, budget=Budget(clock=clock, effort=10**5, seconds=0.05), seed=1, workers=0,
                   on_progress=seen.append)  # fmt: skip
    assert result.effort["iterations"] > 0
    assert result.score.key < seen[0].score.key


def test_nothing_is_searched_less_where_no_shift_can_be_spared() -> None:
    """A third of the effort would go into nothing where a town prices its vans and all of them are needed."""
    free = tiny(requests=[visit("V", "B", must=True)], shifts=[shift("bus")])
    priced = tiny(requests=[visit("V", "B", must=True)], shifts=[shift("bus", use_gr=100)])
    budget = Budget(clock=monotonic, effort=20)
    done = [solve(problem, budget=budget, seed=1, workers=0).effort["iterations"] for problem in (free, priced)]
    assert done[0] == pytest.approx(done[1], abs=5)


def test_an_empty_van_stays_in_use_beside_a_closed_one_like_it() -> None:
    """The fewer shifts are tried, the more vans that are allowed to go out would not be sent."""
    far: dict[str, Any] = {"task": {"windows_s": ((36000, 36000),)}}  # two doors at ten sharp
    requests = [visit("V", "B", must=True, **far), visit("W", "H", must=True, **far)]
    vans = [shift(f"van {k}", members=(member(f"driver {k}"),), vehicle=f"van {k}") for k in range(3)]
    searcher = Searcher(ground_of(lowered(tiny(requests=requests, shifts=vans))), 1)
    assert searcher.begin({2: (0,)})
    searcher.state.closed[0] = True
    searcher.fill()
    assert searcher.state.shift_of.tolist() == [2, 1]


def test_a_small_part_takes_little_memory() -> None:
    """Two hundred volunteers with an own round each would need gigabytes."""
    searcher = Searcher(ground_of(lowered(tiny(requests=[visit("V", "B")]))), 1)
    assert searcher.state.known.nbytes < 2**20


def test_a_day_without_shifts_is_answered() -> None:
    """On a holiday the office would see a crash instead of a list of whom to call."""
    holiday = replace(tiny(requests=[visit("V", "B")]), shifts=())
    result = solve(holiday, budget=Budget(clock=monotonic, seconds=1.0), seed=1)
    assert result.unassigned == (0,)


def test_after_the_answer_no_better_plan_is_told() -> None:
    """The screen would show a price that the saved plan does not have."""
    seen: list[Progress] = []
    judge = Judge(tiny(requests=[visit("V", "B", must=True)]), Budget(clock=monotonic, seconds=60.0), seen.append)
    assert judge.consider({})
    judge.close()
    assert not judge.consider({0: (0,)})
    assert len(seen) == 1
    assert judge.result().unassigned == (0,)


@pytest.mark.parametrize("asked", [True, False])
def test_a_master_is_asked_only_where_the_effort_is_worth_his(asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick look at a plan would take as long as a thorough one; or a thorough one would not be one."""
    asks: list[Limit] = []
    monkeypatch.setattr(Team, "choose", lambda *given: asks.append(given[1]))
    budget = Budget(clock=monotonic, effort=MASTER_FROM - (not asked))
    solve(make_problem(4, requests=6, shifts=2), budget=budget, seed=1, workers=0)
    assert bool(asks) is asked


def test_who_asks_no_master_has_no_room_for_him() -> None:
    """Each worker of a study would need seventy megabytes for a program that nobody asks."""
    code = """
import sys
from solver.budget import Budget
from solver.engine import solve
from solver.rulekit.tiny import tiny, visit
solve(tiny(requests=[visit("V", "B")]), budget=Budget(clock=lambda: 0.0, effort=1), seed=1, workers=0)
print(sorted({"pandas", "ortools.sat.python.cp_model"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
