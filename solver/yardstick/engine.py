"""Solving a problem: construct, search as long as the budget lasts, and never let go of the best verified plan.

Search works on orders; a plan that counts is timed, made comfortable, verified and priced here, by the problem's facts
alone, and compared level by level: inherited violations, musts, money.
"""

from collections.abc import Callable, Sequence
from itertools import cycle

from solver.budget import Budget
from solver.inherited import with_inherited
from solver.judging import Judge, Orders
from solver.problem import Problem
from solver.result import Progress, Result
from solver.search.drafting import Draft
from solver.search.insertion import begun, construct
from solver.search.repair import followed
from solver.search.strategies import STRATEGIES, Plan, steps
from solver.yardstick.workers import Team, cores

ASK_S = 0.1
"""How often the budget is looked at while others work."""
SHOW_S = 1.0
"""How often the calling process looks up from its own search to verify what it has."""
SLICE_S = 0.4
"""Longest time in which the calling process cannot look at the budget, where it searches itself."""
ROUNDS = 6
"""How often requests are left out of a plan that does not verify before it is given up."""
SILENCE_S = 900
"""Where only an effort ends the search, workers of whom nothing is heard for so long are given up."""

OWN = 1000
"""Number of the calling process's own search."""


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
) -> Result:
    """Return the best verified plan that the budget allows.

    Parameters
    ----------
    budget : Budget
        With an effort and no seconds, the same problem and seed give the same plan on any machine.
    seed : int
        Drives every random choice.
    on_progress : callable or None
        Called with every better plan.
    workers : int or None
        Processes that search beside this one; 0: everything happens in the calling process; None: one per core. Where
        only an effort ends the search they have no influence on the plan.

    Notes
    -----
    `budget.cancelled` is answered within a second.
    """
    search = Search(with_inherited(problem), budget, on_progress)
    draft = search.begin(seed)
    if budget.effort is not None:
        plans = [Plan(number=n, seed=seed, effort=budget.effort) for n in range(STRATEGIES)]
    else:
        team = cores() if workers is None else workers
        plans = [Plan(number=n, seed=seed, round_s=2.0 if team else SLICE_S) for n in range(max(STRATEGIES, team))]
    if problem.requests and not search.over():
        left = plans if workers == 0 else search.in_team(draft, plans)
        search.alone(draft, left)
    return search.result()


class Search(Judge):
    """One solve: the problem, the budget and the best plan so far."""

    def __init__(self, problem: Problem, budget: Budget, on_progress: Callable[[Progress], None] | None) -> None:
        super().__init__(problem, budget, on_progress)
        self.effort["lost_workers"] = 0

    def begin(self, seed: int) -> Draft:
        """Return a first draft; its plan is kept, or a poorer one that verifies."""
        draft = construct(self.shop, seed, over=self.over)
        self.consider(draft.orders)
        if self.score is None:
            self.consider(begun(self.shop).orders)
        if self.score is None:
            self.consider({})
        return followed(self.shop, draft.orders)[0]

    def in_team(self, draft: Draft, plans: Sequence[Plan]) -> list[Plan]:
        """Search with other processes until the budget is over; return the plans that nobody has carried out."""
        with Team(self.shop.arrays, draft.orders, plans) as team:
            if self.budget.effort is None:
                self._lead(team, draft)
            else:
                self._collect(team)
            self.effort["lost_workers"] += team.lost
            done = team.done
        if self.budget.effort is not None:
            return [plan for number, plan in enumerate(plans) if number not in done]
        return [] if self.over() else list(plans)

    def _lead(self, team: Team, draft: Draft) -> None:
        """Keep what is better at once and let everybody go on from it; search here until the others are at work."""
        known, shown_s = draft, self.elapsed_s()
        own = steps(draft, Plan(number=OWN, seed=0))
        while team.working and not team.has_begun() and not self.over():
            best = next(own)
            self._hear(team, 0)
            if best.key < known.key and (team.has_begun() or self.elapsed_s() > shown_s + SHOW_S):
                known, shown_s = best, self.elapsed_s()
                if self.consider(best.orders):
                    team.tell(best.orders, but=OWN)
        while team.working and not self.over():
            self._hear(team, ASK_S)

    def _hear(self, team: Team, timeout_s: float) -> None:
        for number, orders in sorted(team.news(timeout_s).items()):
            if self.consider(orders):
                team.tell(orders, but=number)

    def _collect(self, team: Team) -> None:
        """Wait for everybody's best and merge them in the order of the plans, whoever was first."""
        latest: dict[int, Orders] = {}
        heard = self.elapsed_s()
        while team.working and not self.over() and self.elapsed_s() - heard < SILENCE_S:
            if news := team.news(ASK_S):
                latest |= news
                heard = self.elapsed_s()
        for _, orders in sorted(latest.items()):
            self.consider(orders)

    def alone(self, draft: Draft, plans: Sequence[Plan]) -> None:
        """Carry out plans in this process: one after the other with an effort, else in turns."""
        if self.budget.effort is not None:
            for plan in plans:
                self._carry_out(draft, plan)
        elif plans:
            self._take_turns(draft, plans)

    def _carry_out(self, draft: Draft, plan: Plan) -> None:
        best = draft
        for step in steps(draft, plan):
            best = step
            if self.over():
                break
        if best.key < draft.key:
            self.consider(best.orders)

    def _take_turns(self, draft: Draft, plans: Sequence[Plan]) -> None:
        best, begun_with = draft, set[int]()
        for number, search in cycle(list(enumerate(steps(draft, plan) for plan in plans))):
            if self.over():
                return
            found = search.send(best if number in begun_with else None)  # a generator takes nothing at its first step
            begun_with.add(number)
            if found.key < best.key:
                best = found
                self.consider(best.orders)
