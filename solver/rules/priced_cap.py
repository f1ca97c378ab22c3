"""Limits that may be exceeded at a price: each unit above one costs."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays, CapRow
from solver.facts.ties import Cap
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import is_served
from solver.rulekit.tiny import timed_solution, tiny, visit
from solver.solution import Solution


class PricedCap(Rule):
    """Caps with a price; those without one are `entitlement`."""

    code: ClassVar[str] = "priced_cap"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject}: ponad limit dzienny.",
        "en": "{subject}: above the daily limit.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Przekroczenie miękkiego limitu (na przykład dziennego) kosztuje od jednostki.",
        "en": "Each unit above a soft limit (a daily one, say) has a price.",
    }
    level: ClassVar[Level] = Level.PRICED
    primitives: ClassVar[tuple[int, ...]] = (10,)

    def applies(self, problem: Problem) -> bool:
        """Return whether there are priced caps."""
        return any(True for _ in _priced(problem))

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of what is above each limit."""
        for cap, price in _priced(problem):
            used = sum(weight for r, weight in cap.weights if is_served(problem, solution, r))
            if used > cap.limit:
                yield Charge(subject=cap.id, amount_gr=(used - cap.limit) * price)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the caps."""
        for cap, price in _priced(problem):
            requests, weights = (tuple(column) for column in zip(*cap.weights, strict=True))
            arrays.caps.append(CapRow(requests, weights, cap.limit, price))

    def examples(self) -> tuple[Example, ...]:
        """Two units are free."""
        return (
            _example("at the limit", 0, "V1 V2"),
            _example("two units above it", 1800, "V1 V2 V3"),
        )


def _priced(problem: Problem) -> Iterator[tuple[Cap, int]]:
    return ((cap, cap.price_gr_per_unit) for cap in problem.caps if cap.price_gr_per_unit and cap.weights)


def _example(name: str, expected: int, order: str) -> Example:
    facts = tiny(
        requests=[visit(f"V{n}", "B") for n in range(1, 4)],
        caps=(Cap(id="daily", weights=((0, 1), (1, 1), (2, 2)), limit=2, unit="visits", price_gr_per_unit=900),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)


RULE = PricedCap()
