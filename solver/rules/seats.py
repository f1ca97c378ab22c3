"""Everybody and everything on board fits one of the vehicle's seat layouts, at every stop."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.carrying import carried_on
from solver.rulekit.tiny import case, ride, shift, tiny, visit
from solver.solution import Route, Solution, TaskTime

type Load = tuple[int, ...]


class Seats(Rule):
    """The layout may change from stop to stop: seats fold. A shift without a vehicle carries nothing.

    A request takes its places while it is aboard; where it says so (`Request.carried`), from the start of the route
    until it is done, or from then on until the route's end. A visit takes places only then.
    """

    code = "seats"
    says: ClassVar = {
        "pl": "{shift}: po przystanku {request} nie wszyscy mają miejsce (brakuje: {missing}).",
        "en": "{shift}: after the stop for {request} there is not a place for everybody (missing: {missing}).",
        "pl.start": "{shift}: już na początku trasy nie wszystko ma miejsce (brakuje: {missing}).",
        "en.start": "{shift}: at the very start there is not a place for everything (missing: {missing}).",
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
            for gap, carried in enumerate(carried_on(problem, route)):
                missing = _missing(_load(problem, carried), _layouts(problem, route.shift))
                if missing:
                    task = problem.tasks[_stop(problem, route, gap, carried).task]
                    said = {"shift": facts.name or facts.id, "request": problem.requests[task.request].source_id}
                    said |= {} if gap else {"how": "start"}
                    yield self.violation(problem, (facts.id, task.id), missing, "places", **said, missing=missing)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the layouts; what the past has made unavoidable is added to each in every possible way.

        Loads, and where on a route they are carried, stand in the arrays from the beginning.
        """
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
        """Return a bus of 2+0 or 0+1 places, just full and overfull, also by what is carried for the whole route."""
        folding = shift(layouts=((2, 0), (0, 1)))
        walk, wheel = [ride(name, "BC") for name in "PQR"], ride("W", "BC", load=(0, 1))
        bus = tiny(requests=[*walk, wheel, visit("V", "B")], shifts=[folding])
        parcels = [visit(name, "BC"[k % 2], load=(1, 0), carried="from_start") for k, name in enumerate("KLM")]
        linen = [visit(name, "B", load=(1, 0), carried="to_end") for name in "XYZ"]
        meal = ride("D", "AC", load=(2, 0), carried="from_start")
        bag = ride("E", "BC", carried="to_end")
        van = tiny(requests=[*parcels, *linen, walk[0], meal, bag], shifts=[folding])
        none = tiny(requests=[walk[0], visit("V", "B")], shifts=[shift(layouts=(), vehicle=None)])
        return (
            case("both seats taken", 0, bus, {"bus": "P+ Q+ P- Q- R+ R-"}),
            case("three on two seats", 1, bus, {"bus": "P+ Q+ R+ P- Q- R-"}),
            case("seats fold for a wheelchair", 0, bus, {"bus": "P+ P- W+ W- V"}),
            case("a seat and a wheelchair", 1, bus, {"bus": "P+ W+ P- W-"}),
            case("two parcels loaded at the base", 0, van, {"bus": "K L"}),
            case("three parcels loaded at the base", 1, van, {"bus": "K L M"}),
            case("the linen of two", 0, van, {"bus": "X Y"}),
            case("the linen of three", 1, van, {"bus": "X Y Z"}),
            case("linen takes the place of parcels delivered", 0, van, {"bus": "K X L Y"}),
            case("linen before the parcels are delivered", 2, van, {"bus": "X K Y L"}),
            case("a ride after the parcel", 0, van, {"bus": "K L P+ P-"}),
            case("a ride before the parcels", 1, van, {"bus": "P+ P- K L"}),
            case("a load from the start fills the bus before it is signed for", 1, van, {"bus": "K D+ D-"}),
            case("luggage that stays aboard to the end", 0, van, {"bus": "P+ E+ P- E- X"}),
            case("luggage to the end and more linen", 1, van, {"bus": "E+ E- X Y"}),
            case("a ride without a vehicle", 1, none, {"bus": "P+ P-"}),
            case("a visit without a vehicle", 0, none, {"bus": "V"}),
        )


def _layouts(problem: Problem, shift: int) -> tuple[Load, ...]:
    """Return the layouts of a shift: without a vehicle one without any place."""
    return problem.shifts[shift].layouts or ((0,) * len(problem.load_kinds),)


def _stop(problem: Problem, route: Route, gap: int, carried: frozenset[int]) -> TaskTime:
    """Return the stop before a gap; at the start the first one for something carried."""
    if gap:
        return route.stops[gap - 1]
    return next((stop for stop in route.stops if problem.tasks[stop.task].request in carried), route.stops[0])


def _load(problem: Problem, carried: frozenset[int]) -> Load:
    """Return the places that some requests take, by load kind."""
    loads = [problem.requests[request].load for request in carried if problem.requests[request].load]
    return tuple(sum(places) for places in zip(*loads, strict=True)) or (0,) * len(problem.load_kinds)


def _missing(load: Load, layouts: tuple[Load, ...]) -> int:
    """Return how many places are missing in the layout that suits best."""
    return min(sum(max(0, n - places) for n, places in zip(load, row, strict=True)) for row in layouts)


RULE = Seats()
