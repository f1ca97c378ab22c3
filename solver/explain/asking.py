"""Why requests are not served, and how little would let them in: verified by timing the plan again, never guessed.

Three questions, the cheapest first: could it be served if nobody else were planned (`alone`)? What is in the
way in this plan, shift by shift (`plan`)? Which smallest change would let it in (`trying`)? Each answer is
found by leaving out rules, or changing facts, of the part of the day that matters, and timing it exactly.
"""

from collections.abc import Callable

from solver.explain.alone import look_alone
from solver.explain.case import Case, Day, unit_of
from solver.explain.facts import Alone, Change, ChangeKind, Explanation, Obstacle, Reason, ShiftVerdict, Verdict
from solver.explain.plan import look_in_plan
from solver.explain.reason import reason
from solver.explain.trying import look_for_changes
from solver.problem import Problem
from solver.solution import Solution

__all__ = [
    "Alone", "Change", "ChangeKind", "Explanation", "Obstacle", "Reason", "ShiftVerdict", "Verdict", "explain",
    "explain_all",
]  # fmt: skip

STAGES: tuple[tuple[str, Callable[[Case], None]], ...] = (
    ("alone", look_alone),
    ("per_shift", look_in_plan),
    ("changes", look_for_changes),
)


class _OutOfTime(Exception):  # noqa: N818  # not an error: the answer so far stands
    pass


def explain(problem: Problem, solution: Solution, request: int) -> Explanation:
    """Return why a request is not served.

    Parameters
    ----------
    request : int
        Its index.

    Raises
    ------
    ValueError
        If the plan serves it.
    """
    day = Day(problem, solution, lambda: None)
    if request in day.served:
        msg = f"{problem.requests[request].id} is served"
        raise ValueError(msg)
    case = Case(day, unit_of(problem, day.served, request))
    _work_on([case])
    return _told(case, request)


def explain_all(
    problem: Problem, solution: Solution, *, deadline: Callable[[], bool] | None = None
) -> tuple[Explanation, ...]:
    """Return an explanation of each request that is not served, once per `source_id`, in the problem's order.

    Parameters
    ----------
    deadline : callable or None
        Asked before every trial; once it says True nothing more is computed. Every request is first looked at alone,
        then all are in the plan, then changes are looked for; what is missing then is said in `not_computed`.
    """
    over = deadline or (lambda: False)

    def tick() -> None:
        if over():
            raise _OutOfTime

    day = Day(problem, solution, tick)
    cases: dict[tuple[int, ...], Case] = {}
    asked: dict[str, tuple[int, Case]] = {}
    for request, facts in enumerate(problem.requests):
        if request not in day.served and facts.source_id not in asked:
            unit = unit_of(problem, day.served, request)
            asked[facts.source_id] = request, cases.setdefault(unit, Case(day, unit))
    _work_on(list(cases.values()))
    return tuple(_told(case, request) for request, case in asked.values())


def _work_on(cases: list[Case]) -> None:
    """Take every case through a stage before any goes on to the next."""
    for _, stage in STAGES:
        for case in cases:
            try:
                stage(case)
            except _OutOfTime:
                return


def _told(case: Case, request: int) -> Explanation:
    verdicts = case.all_verdicts()
    return Explanation(
        request=request,
        requests=case.unit,
        obstacle=case.blocking,
        reason=reason(case.alone, verdicts, case.changes),
        alone=case.alone,
        per_shift=verdicts,
        changes=tuple(case.changes),
        not_computed=tuple(name for name, _ in STAGES if name not in case.done),
        plan_broken=case.plan_broken,
    )
