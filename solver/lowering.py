"""From rules to primitives."""

from collections.abc import Iterable

from solver.arrays import Arrays, blank
from solver.once_per import OncePer
from solver.problem import Problem
from solver.rule import Rule
from solver.rules import all_rules


def lowered(problem: Problem, rules: Iterable[Rule] | None = None) -> Arrays:
    """Return the arrays of `problem` with the given rules (all, by default) written into them."""
    arrays = blank(problem)
    for rule in all_rules() if rules is None else rules:
        if rule.applies(problem):
            rule.lower(problem, arrays)
    return arrays


lowered_once: OncePer[Problem, Arrays] = OncePer(lowered)
"""The same with all rules, remembered as long as the problem lives; nobody may change these arrays."""
