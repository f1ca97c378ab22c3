"""Whether a plan keeps the law, recomputed from the problem's facts and the solution alone.

Nothing here knows an engine, its arrays or its search. A plan that is not clean is not published.
"""

from collections.abc import Iterable, Iterator

from solver.objective import score
from solver.problem import Problem
from solver.result import Score
from solver.rule import Rule, Violation
from solver.rules import all_rules
from solver.solution import Solution
from solver.structure import structure


def verify(problem: Problem, solution: Solution, rules: Iterable[Rule] | None = None) -> tuple[Violation, ...]:
    """Return every violation, accepted ones included; never raise, however damaged the solution is.

    Parameters
    ----------
    rules : iterable of Rule or None
        All by default.

    Returns
    -------
    tuple of Violation
        What is wrong with the structure, if anything (the rules are not asked then: there is no plan to speak of);
        else what the rules find, by their code.
    """
    damaged = tuple(structure(problem, solution))
    if damaged:
        return damaged
    asked = [rule for rule in (all_rules() if rules is None else rules) if rule.applies(problem)]
    return tuple(found for rule in asked for found in rule.check(problem, solution))


def unaccepted(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Return the violations that nobody has accepted; a plan may have no other."""
    return tuple(found for found in violations if not found.accepted)


def verify_claim(problem: Problem, solution: Solution, claimed: Score) -> tuple[Violation, ...]:
    """Return a violation for each figure of a claimed score that the solution does not amount to."""
    damaged = tuple(structure(problem, solution))
    return damaged or tuple(_mismatches(claimed, score(problem, solution)))


def _mismatches(claimed: Score, counted: Score) -> Iterator[Violation]:
    said, found = _figures(claimed), _figures(counted)
    for name in sorted(said.keys() | found.keys()):
        figures = said.get(name, 0), found.get(name, 0)
        if figures[0] != figures[1]:
            yield Violation(
                rule="claim",
                subjects=(name,),
                amount=abs(figures[0] - figures[1]),
                unit="",
                facts={"term": name, "claimed": figures[0], "counted": figures[1]},
            )


def _figures(one: Score) -> dict[str, int]:
    return {**one.terms, "inherited": one.inherited, "must": one.must}
