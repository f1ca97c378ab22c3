"""The bus does not stand about with people aboard."""

from collections.abc import Iterator
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.legs import legs, setup_paid_s
from solver.rulekit.onboard import people_on_board
from solver.rulekit.tiny import STEP_S, case, delivery, hm, ride, tiny
from solver.solution import Solution


class WaitAboard(Rule):
    """Standing before leaving for a stop and before starting there, set-up not counted. Meals may wait."""

    code = "wait_aboard"
    says: ClassVar = {
        "pl": "{shift}: {wait_s} postoju z pasażerami przed {request}, o {amount} za długo (najwyżej {limit_s}).",
        "en": "{shift}: stands {wait_s} with people aboard before {request}, {amount} too long ({limit_s} at most).",
    }
    summary: ClassVar = {
        "pl": "Pojazd z pasażerami nie stoi dłużej, niż wolno.",
        "en": "A vehicle with people aboard does not stand about longer than allowed.",
    }
    overridable = True
    primitives = (6,)
    leans_on = ("start_state", "time_window")

    def applies(self, problem: Problem) -> bool:
        """Return whether there is a limit and anybody to keep waiting."""
        return problem.longest_wait_aboard_s is not None and any(q.kind == "ride" for q in problem.requests)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every stop before which people wait aboard for too long."""
        limit = problem.longest_wait_aboard_s
        if limit is None:
            return
        for route in solution.routes:
            facts, people = problem.shifts[route.shift], people_on_board(problem, route)
            for leg, stop in zip(legs(problem, route), route.stops, strict=False):
                setup = setup_paid_s(problem, route, leg.position)
                wait = leg.left_s - leg.ready_s + stop.start_s - leg.arrival_s - setup
                if people[leg.position] and wait > limit:
                    task = problem.tasks[stop.task]
                    said = {"shift": facts.name or facts.id, "request": problem.requests[task.request].source_id}
                    subjects = (task.id, facts.id)
                    yield self.violation(problem, subjects, wait - limit, "s", **said, wait_s=wait, limit_s=limit)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Limit the standing, a little less strictly at the stops with an allowance."""
        if problem.longest_wait_aboard_s is not None:
            arrays.wait_max_s = min(arrays.wait_max_s, problem.longest_wait_aboard_s)
            arrays.wait_allowed_s[:] = [self.allowed(problem, task.id) for task in problem.tasks]

    def examples(self) -> tuple[Example, ...]:
        """Return people and meals kept waiting for five minutes and a second longer."""
        requests = [ride("R", "BC", dropoff={"setup_s": 60}), delivery("M", "AB")]
        problem = tiny(requests=requests, longest_wait_aboard_s=300)
        there = hm(8, 11) + STEP_S + 60
        return (
            case("five minutes", 0, problem, {"bus": "R+ R-"}, starts={"R-": there + 300}),
            case("a second longer", 1, problem, {"bus": "R+ R-"}, starts={"R-": there + 301}),
            case("nobody aboard yet", 0, problem, {"bus": "R+ R-"}, starts={"R+": hm(10)}),
            case("a meal waits", 0, problem, {"bus": "M+ M-"}, starts={"M-": hm(9)}),
        )


RULE = WaitAboard()
