"""A request is done whole, once, by one shift, the pickup before the dropoff."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import case, delivery, ride, shift, tiny, visit
from solver.solution import Solution


class RideOrder(Rule):
    """Engines keep pairs together by construction, so there is nothing to lower."""

    code = "ride_order"
    says: ClassVar = {
        "pl": "{request}: zaplanowano nie po kolei, najpierw odbiór, potem przyjazd na miejsce.",
        "en": "{request}: planned the wrong way round, the pickup comes before the arrival.",
        "pl.twice": "{request}: ta sama czynność jest w planie więcej niż raz.",
        "en.twice": "{request}: the same task is planned more than once.",
        "pl.half": "{request}: w planie jest tylko część tego zlecenia.",
        "en.half": "{request}: only a part of this request is planned.",
        "pl.split": "{request}: odbiór i przyjazd na miejsce są na dwóch różnych dyżurach.",
        "en.split": "{request}: its pickup and its arrival are on two different shifts.",
    }
    summary: ClassVar = {
        "pl": "Zlecenie jest wykonane w całości, raz, na jednym dyżurze, odbiór przed przyjazdem na miejsce.",
        "en": "A request is done whole, once, by one shift, its pickup before its arrival.",
    }
    primitives = (6,)

    def applies(self, problem: Problem) -> bool:
        """Return whether there is anything to plan."""
        return bool(problem.requests)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every request that is doubled, half, split or the wrong way round."""
        count = Counter(stop.task for _, stop in solution.stops())
        place = {stop.task: (r, s) for r, route in enumerate(solution.routes) for s, stop in enumerate(route.stops)}
        for request in problem.requests:
            how = _wrong([count[task] for task in request.tasks], [place.get(task, (-1, -1)) for task in request.tasks])
            if how:
                yield self.violation(problem, (request.id,), 1, "times", request=request.source_id, how=how)

    def examples(self) -> tuple[Example, ...]:
        """Return pairs in and out of order."""
        problem = tiny(requests=[ride("R", "BC"), delivery("M", "AB"), visit("V", "B")], shifts=[shift(), shift("van")])
        plans = {
            "two pairs, nested": ({"bus": "R+ M+ M- R-"}, 0),
            "nothing planned": ({}, 0),
            "dropped before it is loaded": ({"bus": "R+ M- M+ R-"}, 1),
            "a visit twice": ({"bus": "V V"}, 1),
            "a pickup alone": ({"bus": "R+"}, 1),
            "picked up by one, brought by the other": ({"bus": "R+", "van": "R-"}, 1),
        }
        return tuple(case(name, expected, problem, routes) for name, (routes, expected) in plans.items())


def _wrong(counts: list[int], places: list[tuple[int, int]]) -> str:
    """Return what is wrong with one request, given how often and where (route, position) its tasks are planned."""
    if max(counts) > 1:
        return "twice"
    if 0 < sum(counts) < len(counts):
        return "half"
    if len({route for route, _ in places}) > 1:
        return "split"
    return "order" if places != sorted(places) else ""


RULE = RideOrder()
