"""Nobody gets more in a period than they are entitled to."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays, CapRow
from solver.facts.ties import Cap
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import timed_solution, tiny, visit
from solver.solution import Solution


class Entitlement(Rule):
    """Caps without a price: what is left of the entitlement bounds the weighted sum of what is served.

    An override names any request of the cap and accepts so much above its limit.
    """

    code: ClassVar[str] = "entitlement"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{client}: to o {amount} więcej, niż zostało z przyznanego limitu ({cap}).",
        "en": "{client}: {amount} more than is left of the entitlement ({cap}).",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Nikt nie dostaje w okresie więcej, niż mu przyznano.",
        "en": "Nobody gets more in a period than they are entitled to.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (10,)

    def applies(self, problem: Problem) -> bool:
        """Return whether there are hard caps."""
        return any(cap.price_gr_per_unit is None for cap in problem.caps)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per cap that is exceeded."""
        for cap in _hard(problem):
            used = sum(weight for r, weight in cap.weights if is_served(problem, solution, r))
            if used > cap.limit:
                subjects = (*self._ids(problem, cap), cap.id)
                facts = {"client": cap.client or cap.id, "cap": cap.id}
                yield self.violation(problem, subjects, used - cap.limit, cap.unit or "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the caps."""
        for cap in _hard(problem):
            requests, weights = (tuple(column) for column in zip(*cap.weights, strict=True))
            limit = cap.limit + self.allowed(problem, self._ids(problem, cap)[0])
            arrays.caps.append(CapRow(requests, weights, limit, -1))

    def _ids(self, problem: Problem, cap: Cap) -> tuple[str, ...]:
        return self.led(problem, *(problem.requests[r].id for r, _ in cap.weights))

    def examples(self) -> tuple[Example, ...]:
        """Five hours are left."""
        return (
            _example("all that is left", 0, "V1 V3"),
            _example("an hour more", 1, "V1 V2 V3"),
            _example("nothing served", 0, "V4"),
        )


def _hard(problem: Problem) -> Iterator[Cap]:
    return (cap for cap in problem.caps if cap.price_gr_per_unit is None and cap.weights)


def _example(name: str, expected: int, order: str) -> Example:
    facts = tiny(
        requests=[visit(f"V{n}", "B") for n in range(1, 5)],
        caps=(Cap(id="care", client="maria", weights=((0, 1), (1, 1), (2, 4)), limit=5, unit="h"),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)


RULE = Entitlement()
