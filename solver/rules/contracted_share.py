"""So much of the work goes to contracted providers over the grant period; what is short of it costs."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays, Total
from solver.facts.ties import Share
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import served_by
from solver.rulekit.tiny import shift, timed_solution, tiny, visit
from solver.solution import Solution


class ContractedShare(Rule):
    """`target_permille` of everything (balance and this day) is to be contracted; a surplus costs nothing.

    Both sides are counted in thousandths of a weight, so that nothing is rounded before the price.
    """

    code: ClassVar[str] = "contracted_share"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "Udział zadań zleconych jest za niski.",
        "en": "The contracted share of the work is too low.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Brak do wymaganego udziału zadań zleconych (w okresie dotacji) kosztuje.",
        "en": "What the contracted part of the work lacks to its target share over the grant period has a price.",
    }
    level: ClassVar[Level] = Level.PRICED
    primitives: ClassVar[tuple[int, ...]] = (11,)

    def applies(self, problem: Problem) -> bool:
        """Return whether a share is asked for."""
        return problem.share is not None and problem.share.price_gr > 0

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of the shortfall."""
        share = problem.share
        if share is None:
            return
        by = served_by(problem, solution)
        everything = share.all_balance + sum(share.weights[r] for r in by)
        part = share.part_balance + sum(share.weights[r] for r, s in by.items() if share.counts[s])
        short = share.target_permille * everything - 1000 * part
        if short > 0 and share.price_gr:
            yield Charge(subject=self.code, amount_gr=-(-short * share.price_gr // (1000 * share.price_unit)))

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """State the total, which is below zero by the shortfall."""
        share = problem.share
        if share is None:
            return
        weights = np.asarray(share.weights, dtype=np.int64)[:, np.newaxis]
        per_shift = 1000 * np.asarray(share.counts, dtype=np.int64) - share.target_permille
        arrays.totals.append(
            Total(
                name=self.code,
                coefficients=weights * per_shift,
                base=1000 * share.part_balance - share.target_permille * share.all_balance,
                unit=1000 * share.price_unit,
                under_gr=share.price_gr,
                over_gr=0,
            )
        )

    def examples(self) -> tuple[Example, ...]:
        """A third of all; so far 20 of 80, today 10 for each of two visits."""
        return (
            _example("short by 13.3", 1330, {"own": "V1 V2"}),
            _example("short by 3.3", 330, {"own": "V1", "hired": "V2"}),
            _example("reached", 0, {"hired": "V1 V2"}, target_permille=400),
            _example("nothing served", 664, {}),
        )


def _example(name: str, expected: int, routes: Mapping[str, str], *, target_permille: int = 1000 // 3) -> Example:
    share = Share(
        target_permille=target_permille, weights=(10, 10), counts=(False, True), part_balance=20, all_balance=80,
        price_gr=1000, price_unit=10,
    )  # fmt: skip
    facts = tiny(
        requests=[visit("V1", "B"), visit("V2", "B")], shifts=[shift("own"), shift("hired", contracted=True)],
        share=share,
    )  # fmt: skip
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = ContractedShare()
