"""Solving a problem that was kept, without its town."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from scheduler.domain.errors import EngineError, InputError, InputProblem
from solver.budget import Budget
from solver.engine import solve
from solver.kernel import CacheError, warm
from solver.problem import Problem
from solver.problem_json import problem_from_json, problem_to_json
from solver.solution import Solution

__all__ = ["Replay", "get_ready", "problem_to_json", "replay", "signature"]


def get_ready(tell: Callable[[str], None], *, lang: str) -> None:
    """Load the search engine; the first time on a computer it is compiled, which takes about a minute.

    Parameters
    ----------
    tell : callable
        Called with a sentence if something is going to be compiled.

    Raises
    ------
    EngineError
        If the folder for compiled code that was asked for cannot be used.
    """
    try:
        warm(tell, lang=lang)
    except CacheError as error:
        raise EngineError(str(error)) from error


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What solving a kept problem again gave.

    Attributes
    ----------
    signature : str
        Equal for equal routes and times.
    """

    requests: int
    served: int
    must: int
    terms_gr: dict[str, int]
    unassigned: tuple[str, ...]
    status: str
    signature: str


def replay(
    text: str, *, clock: Callable[[], float], seconds: float | None, effort: int | None, seed: int, workers: int
) -> Replay:
    """Solve the problem of a JSON text again.

    Raises
    ------
    InputError
        If the text is no problem.
    """
    problem = _read(text)
    budget = Budget(clock=clock, seconds=seconds, effort=effort)
    result = solve(problem, budget=budget, seed=seed, workers=workers)
    return Replay(
        requests=len(problem.requests),
        served=len(problem.requests) - len(result.unassigned),
        must=result.score.must,
        terms_gr=dict(result.score.terms),
        unassigned=tuple(problem.requests[r].id for r in result.unassigned),
        status=result.status,
        signature=signature(result.solution),
    )


def signature(solution: Solution) -> str:
    """Return sixteen hexadecimal digits that are equal for equal routes and times."""
    routes = json.dumps([asdict(route) for route in solution.routes], sort_keys=True)
    return hashlib.sha256(routes.encode()).hexdigest()[:16]


def _read(text: str) -> Problem:
    try:
        return problem_from_json(text)
    except (ValueError, RecursionError) as error:
        right = "give the problem.json of an output folder"
        raise InputError([InputProblem(file="problem", wrong=f"cannot be read: {error}", right=right)]) from error
