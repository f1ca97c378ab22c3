"""What a solution is worth, counted from the solution alone: three levels, and money by the rule that asks for it."""

from solver.problem import Problem
from solver.result import Score
from solver.rule import Charge, Level
from solver.rulekit.planned import is_served
from solver.rules import all_rules
from solver.solution import Solution


def score(problem: Problem, solution: Solution) -> Score:
    """Return the objective of a sound solution (see `solver.structure`)."""
    sums = {term: sum(charge.amount_gr for charge in found) for term, found in charges(problem, solution).items()}
    return Score(
        inherited=inherited(problem, solution),
        must=len([r for r in unassigned(problem, solution) if problem.requests[r].is_must]),
        terms={term: amount for term, amount in sums.items() if amount},
    )


def charges(problem: Problem, solution: Solution) -> dict[str, tuple[Charge, ...]]:
    """Return every price that a solution has to pay, by the code of the rule that asks for it."""
    priced = (rule for rule in all_rules() if rule.level is Level.PRICED and rule.applies(problem))
    found = {rule.code: tuple(rule.charge(problem, solution)) for rule in priced}
    return {code: prices for code, prices in found.items() if prices}


def inherited(problem: Problem, solution: Solution) -> int:
    """Return the sum of the violations that the past has made unavoidable."""
    touched = {allowance.rule for allowance in problem.allowances if allowance.inherited}
    rules = (rule for rule in all_rules() if rule.code in touched and rule.applies(problem))
    return sum(found.amount for rule in rules for found in rule.check(problem, solution) if found.inherited)


def unassigned(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Return the requests that are not served as a whole."""
    return tuple(r for r in range(len(problem.requests)) if not is_served(problem, solution, r))
