"""Being earlier or later than the client wished costs, by the second."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import hm, ride, timed_solution, tiny
from solver.solution import Solution


class Deviation(Rule):
    """Between the start of the timed task and the wish, either way."""

    code: ClassVar[str] = "deviation"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject}: inna godzina, niż chciał klient.",
        "en": "{subject}: not at the time the client wished for.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Każda minuta odchylenia od godziny, o którą prosił klient, kosztuje.",
        "en": "Each minute away from the time that the client asked for has a price.",
    }
    level: ClassVar[Level] = Level.PRICED

    def applies(self, problem: Problem) -> bool:
        """Return whether any wish has a price."""
        return any(request.wish_s is not None and request.deviation_gr_per_min for request in problem.requests)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every deviation, rounded up to a whole grosz."""
        for r, request in enumerate(problem.requests):
            if request.wish_s is None or not is_served(problem, solution, r):
                continue
            away = abs(solution.times[request.timed_task].start_s - request.wish_s)
            if price := -(-away * request.deviation_gr_per_min // 60):
                yield Charge(subject=request.id, amount_gr=price)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write wishes and prices."""
        for r, request in enumerate(problem.requests):
            if request.wish_s is not None:
                arrays.wish_task[r] = request.timed_task
                arrays.wish_s[r] = request.wish_s
                arrays.deviation_gr_per_min[r] = request.deviation_gr_per_min

    def examples(self) -> tuple[Example, ...]:
        """To be set down at 10:00, at 10 gr a minute."""
        return (
            _example("as wished", 0, hm(10)),
            _example("seven seconds late", 2, hm(10) + 7),
            _example("ten minutes late", 100, hm(10, 10)),
            _example("ten minutes early", 100, hm(9, 50)),
        )


def _example(name: str, expected: int, start_s: int) -> Example:
    facts = tiny(requests=[ride("R1", "BC", timed_task=1, wish_s=hm(10), deviation_gr_per_min=10)])
    solution = timed_solution(facts, {"bus": "R1+ R1-"}, starts={"R1-": start_s})
    return Example(name=name, problem=facts, solution=solution, expected=expected)


RULE = Deviation()
