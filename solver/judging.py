"""What counts: orders timed, made comfortable, verified and priced by the problem's facts alone; the best is kept."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import RLock

from solver.arrays import Arrays
from solver.budget import Budget
from solver.lowering import lowered
from solver.objective import charges, score, unassigned
from solver.polish import timed_and_polished
from solver.problem import Problem
from solver.result import Progress, Result, Score, Status
from solver.rulekit.legs import legs, metres
from solver.search.drafting import Workshop
from solver.search.repair import without_named
from solver.solution import Solution
from solver.verify import unaccepted, verify

ROUNDS = 6
"""How often requests are left out of a plan that does not verify before it is given up."""

type Orders = Mapping[int, Sequence[int]]


class Judge:
    """The best verified plan so far.

    Parameters
    ----------
    problem : Problem
        With its inherited violations accepted.
    on_progress : callable or None
        Called with every better plan.
    """

    def __init__(self, problem: Problem, budget: Budget, on_progress: Callable[[Progress], None] | None) -> None:
        self.problem = problem
        self.budget = budget
        self.on_progress = on_progress
        self.arrays: Arrays = lowered(problem)
        self.began_s = budget.clock()
        self._found: tuple[Solution, Score | None] = Solution(), None
        self.effort = {"plans": 0, "refused": 0}
        self.pace = 0
        self._closed = False
        self._lock = RLock()

    @cached_property
    def shop(self) -> Workshop:
        """What repairs need; made when the first one is."""
        return Workshop(self.arrays)

    @property
    def best(self) -> Solution:
        """The best plan so far."""
        return self._found[0]

    @property
    def score(self) -> Score | None:
        """Its score, None as long as no plan is verified."""
        return self._found[1]

    def elapsed_s(self) -> float:
        """Return for how long the search has been going on."""
        return self.budget.clock() - self.began_s

    def over(self) -> bool:
        """Return whether the budget is used up."""
        seconds = self.budget.seconds
        return (seconds is not None and self.elapsed_s() >= seconds) or self.budget.cancelled()

    def consider(self, orders: Orders) -> bool:
        """Time, polish, price and verify orders; keep and report the plan if it is the best so far.

        Should the rules find what the primitives let through, what they name is left out, so that one mistake in a
        rule does not cost a town its day. Return whether the plan so far has become better.
        """
        for _ in range(ROUNDS):
            self.effort["plans"] += 1
            solution = timed_and_polished(self.arrays, orders)
            if solution is None:
                break
            found = score(self.problem, solution)
            if not self._is_better(found):
                return False
            broken = unaccepted(verify(self.problem, solution))
            if not broken:
                return self._keep(solution, found)
            less = without_named(self.problem, self.shop, orders, broken)
            if less is None:
                break
            orders = less
        self.effort["refused"] += 1
        return False

    def close(self) -> None:
        """Take no more plans: the answer is about to be given, and somebody may still be at work."""
        with self._lock:
            self._closed = True

    def _is_better(self, found: Score) -> bool:
        return not self._closed and (self.score is None or found.key < self.score.key)

    def _keep(self, solution: Solution, found: Score) -> bool:
        """Keep and report a verified plan if it is still better than the one so far."""
        with self._lock:
            if not self._is_better(found):
                return False
            self._found = solution, found
            if self.on_progress:
                self.on_progress(self._progress(found))
        return True

    def _progress(self, found: Score) -> Progress:
        problem, plan = self.problem, self.best
        left_out = unassigned(problem, plan)
        return Progress(
            elapsed_s=self.elapsed_s(),
            served=len(problem.requests) - len(left_out),
            requests=len(problem.requests),
            calls=len(charges(problem, plan).get("stability", ())),
            metres=sum(
                metres(problem, r.shift, leg.origin, leg.target) for r in plan.routes for leg in legs(problem, r)
            ),
            score=found,
            unassigned=left_out,
            iterations_per_s=self.pace,
        )

    def result(self) -> Result:
        """Return the best plan with everything that is to be said about it."""
        best, found = self._found  # at once: whoever was called off may still be at work
        return Result(
            status=Status.CANCELLED if self.budget.cancelled() else Status.FEASIBLE,
            solution=best,
            score=found or score(self.problem, best),
            unassigned=unassigned(self.problem, best),
            findings=verify(self.problem, best),
            effort=dict(self.effort),
        )
