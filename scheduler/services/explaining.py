"""Why a request is not in a plan, in words people can act on."""

from collections.abc import Callable

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import UnassignedReason
from solver.explain.asking import explain, explain_all
from solver.explain.facts import Explanation
from solver.explain.words import render
from solver.inherited import with_inherited
from solver.problem import Problem
from solver.sentences import LANGUAGES, Names
from solver.solution import Solution


def reasons(
    problem: Problem, solution: Solution, names: Names, enough: Callable[[], bool] | None = None
) -> tuple[UnassignedReason, ...]:
    """Return a verified reason for every request that is not served.

    Parameters
    ----------
    names : Names
        What people call shifts, workers and clients, and what their clocks show.
    enough : callable, optional
        Asked between the parts; True: the rest is said to be not computed.
    """
    told = with_inherited(problem)
    return tuple(_reason(told, found, names) for found in explain_all(told, solution, deadline=enough))


def reason_for(problem: Problem, solution: Solution, request: int, names: Names) -> UnassignedReason:
    """Return why one request (by index) is not served."""
    told = with_inherited(problem)
    return _reason(told, explain(told, solution, request), names)


def _reason(problem: Problem, found: Explanation, names: Names) -> UnassignedReason:
    told = {lang: render(found, problem, lang, names=names) for lang in LANGUAGES}
    shifts = {verdict.shift for verdict in found.per_shift}
    return UnassignedReason(
        request_id=RequestId(problem.requests[found.request].source_id),
        rule=found.reason.rule,
        summary={lang: text.summary for lang, text in told.items()},
        alone={lang: text.alone for lang, text in told.items() if text.alone},
        per_shift={
            ShiftId(problem.shifts[shift].id): {lang: text.per_shift[shift] for lang, text in told.items()}
            for shift in sorted(shifts)
        },
        change={lang: text.change for lang, text in told.items() if text.change},
    )
