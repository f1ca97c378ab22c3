"""A shift that has begun goes on from where it is: its next tasks stand, and whoever is aboard stays until set down."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.shifts import StartFact
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.narrowing import begin_with, bind
from solver.rulekit.tiny import aboard, hm, shift, timed_solution, tiny, visit
from solver.solution import Solution


class StartState(Rule):
    """People on board are set down by their own shift, and a begun shift first does the tasks of its prefix."""

    code: ClassVar[str] = "start_state"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} jest już w pojeździe ({shift}) i ten pojazd musi dowieźć pasażera na miejsce.",
        "en": "{request} is already on board ({shift}) and has to be taken there by that vehicle.",
        "pl.prefix": "{shift} jest już w trasie i musi najpierw wykonać to, co zaczęto.",
        "en.prefix": "{shift} is already on its way and has to finish first what was begun.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Załoga w trasie kończy to, co zaczęła, i dowozi wszystkich, którzy już jadą.",
        "en": "A shift on its way finishes what it has begun and sets down everybody already aboard.",
    }
    primitives: ClassVar[tuple[int, ...]] = (9,)
    leans_on: ClassVar[tuple[str, ...]] = ("ride_order",)

    def applies(self, problem: Problem) -> bool:
        """Return whether anything has begun."""
        return any(q.aboard for q in problem.requests) or any(s.start and s.start.prefix for s in problem.shifts)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per party not set down by its shift, and per route that does not begin as it has to."""
        for request in problem.requests:
            if request.aboard and solution.shift_of.get(request.tasks[-1]) != request.aboard.shift:
                shift_id = problem.shifts[request.aboard.shift].id
                facts = {"request": request.source_id, "shift": shift_id}
                yield self.violation(problem, (request.id, shift_id), 1, "times", how="aboard", **facts)
        orders = {route.shift: tuple(stop.task for stop in route.stops) for route in solution.routes}
        for s, begun in enumerate(problem.shifts):
            prefix = begun.start.prefix if begun.start else ()
            if orders.get(s, ())[: len(prefix)] != prefix:
                yield self.violation(problem, (begun.id,), 1, "times", how="prefix", shift=begun.id)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bind whoever is aboard to the shift, and the shift to its prefix."""
        for r, request in enumerate(problem.requests):
            if request.aboard and not self.allowed(problem, request.id):
                bind(arrays, r, request.aboard.shift)
                arrays.must_serve[r] = True
        for s, begun in enumerate(problem.shifts):
            if begun.start and not self.allowed(problem, begun.id):
                begin_with(arrays, s, begun.start.prefix)

    def examples(self) -> tuple[Example, ...]:
        """R1 is aboard the bus, which is on its way to V1."""
        return (
            _example("as begun", 0, {"bus": "V1 R1- V2"}),
            _example("something else first", 1, {"bus": "R1- V1 V2"}),
            _example("set down by another shift", 1, {"bus": "V1", "s2": "R1-"}),
            _example("never set down", 1, {"bus": "V1 V2"}),
            _example("nothing at all", 2, {}),
        )


def _example(name: str, expected: int, routes: Mapping[str, str]) -> Example:
    facts = tiny(
        requests=[aboard("R1", "C", since_s=hm(8)), visit("V1", "B"), visit("V2", "C")],
        shifts=[shift(begun=StartFact(free_s=hm(9), prefix=(1,))), shift("s2")],
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = StartState()
