"""Everybody and everything on board fits one of the vehicle's seat layouts, at every stop."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.onboard import on_board
from solver.rulekit.tiny import case, ride, shift, tiny, visit
from solver.solution import Route, Solution

type Load = tuple[int, ...]


class Seats(Rule):
    """The layout may change from stop to stop: seats fold. A shift without a vehicle carries nothing."""

    code = "seats"
    says: ClassVar = {
        "pl": "{shift}: po postoju {request} nie wszyscy mają miejsce (brakuje: {missing}).",
        "en": "{shift}: after the stop for {request} there is not a place for everybody (missing: {missing}).",
    }
    summary: ClassVar = {
        "pl": "Na każdym odcinku wszyscy mieszczą się w jednym z układów miejsc pojazdu.",
        "en": "At every stop everybody aboard fits one of the vehicle's seat layouts.",
    }
    primitives = (3,)

    def applies(self, problem: Problem) -> bool:
        """Return whether anything takes a place."""
        return any(any(request.load) for request in problem.requests)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every stop after which some are without a place, and every route that begins so."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            for gap, load in enumerate(_loads(problem, route)):
                missing = _missing(load, _layouts(problem, route.shift))
                if missing:
                    task = problem.tasks[route.stops[max(gap - 1, 0)].task]
                    said = {"shift": facts.name or facts.id, "request": problem.requests[task.request].source_id}
                    yield self.violation(problem, (facts.id, task.id), missing, "places", **said, missing=missing)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the layouts; what the past has made unavoidable is added to each in every possible way."""
        for index, facts in enumerate(problem.shifts):
            extra = self.allowed(problem, facts.id)
            kinds = range(len(problem.load_kinds))
            rows = [
                [places + more.count(kind) for kind, places in enumerate(layout)]
                for layout in _layouts(problem, index)
                for more in combinations_with_replacement(kinds, extra)
            ]
            arrays.layouts[index] = np.asarray(rows, dtype=np.int64).reshape(len(rows), len(kinds))

    def examples(self) -> tuple[Example, ...]:
        """Return a bus of 2+0 or 0+1 places, just full and overfull."""
        folding = shift(layouts=((2, 0), (0, 1)))
        walk, wheel = [ride(name, "BC") for name in "PQR"], ride("W", "BC", load=(0, 1))
        bus = tiny(requests=[*walk, wheel, visit("V", "B")], shifts=[folding])
        none = tiny(requests=[walk[0], visit("V", "B")], shifts=[shift(layouts=(), vehicle=None)])
        return (
            case("both seats taken", 0, bus, {"bus": "P+ Q+ P- Q- R+ R-"}),
            case("three on two seats", 1, bus, {"bus": "P+ Q+ R+ P- Q- R-"}),
            case("seats fold for a wheelchair", 0, bus, {"bus": "P+ P- W+ W- V"}),
            case("a seat and a wheelchair", 1, bus, {"bus": "P+ W+ P- W-"}),
            case("a ride without a vehicle", 1, none, {"bus": "P+ P-"}),
            case("a visit without a vehicle", 0, none, {"bus": "V"}),
        )


def _layouts(problem: Problem, shift: int) -> tuple[Load, ...]:
    """Return the layouts of a shift: without a vehicle one without any place."""
    return problem.shifts[shift].layouts or ((0,) * len(problem.load_kinds),)


def _loads(problem: Problem, route: Route) -> Iterator[Load]:
    """Yield what is taken in each gap of a route, by load kind."""
    for riding in on_board(problem, route):
        loads = [problem.requests[request].load for request in riding if problem.requests[request].load]
        yield tuple(sum(places) for places in zip(*loads, strict=True)) or (0,) * len(problem.load_kinds)


def _missing(load: Load, layouts: tuple[Load, ...]) -> int:
    """Return how many places are missing in the layout that suits best."""
    return min(sum(max(0, n - places) for n, places in zip(load, row, strict=True)) for row in layouts)


RULE = Seats()
