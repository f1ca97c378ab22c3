"""Problems in VROOM's format, solved and explained like any other."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scheduler.domain.errors import DojazdError, InputError, InputProblem
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelPoint, TravelTimes
from solver.budget import Budget
from solver.engine import solve
from solver.explain.asking import Explanation, Verdict, explain_all
from solver.explain.words import render
from solver.inherited import with_inherited
from solver.sentences import Names
from solver.sentences import clock as clock_text
from solver.solution import Solution
from solver.vroom import (
    INPUT,
    INTERNAL,
    Document,
    Matrices,
    Model,
    VroomError,
    model_of,
    read_document,
    with_travel,
    write_error,
    write_solution,
)
from solver.vroom.shapes import problem_schema, solution_schema

MODES: Mapping[str, TravelMode] = {
    "car": TravelMode.CAR, "driving-car": TravelMode.CAR, "auto": TravelMode.CAR,
    "van": TravelMode.VAN, "truck": TravelMode.VAN, "driving-hgv": TravelMode.VAN,
    "bike": TravelMode.BICYCLE, "bicycle": TravelMode.BICYCLE, "cycling-regular": TravelMode.BICYCLE,
    "foot": TravelMode.FOOT, "pedestrian": TravelMode.FOOT, "foot-walking": TravelMode.FOOT,
}  # fmt: skip
"""Names that routing servers give their profiles."""

ESTIMATED = "no matrices were given: durations and distances are estimated from straight lines, not from roads"
LEAVE_OUT = "leave it out"
SEE = "see docs/API.md of VROOM"
ROUNDED = "costs are so large that they were rounded in the search"


@dataclass(frozen=True, kw_only=True)
class Search:
    """How to solve.

    Attributes
    ----------
    clock : callable
        Monotonic, in seconds.
    seconds, effort : float or None, int or None
        Limits of the search by the clock and by effort.
    threads : int
    cancelled : callable
        Asked often; True ends the search with the best plan so far.
    enough : callable
        Asked while reasons are looked for; True: tell no more.
    ready : callable
        Called before the search, once the problem is known to be in order.
    """

    clock: Callable[[], float]
    seconds: float | None = None
    effort: int | None = None
    seed: int = 1
    threads: int = 1
    cancelled: Callable[[], bool] = lambda: False
    enough: Callable[[], bool] = lambda: False
    ready: Callable[[], None] = lambda: None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A solution in VROOM's format, and what its reader should know."""

    solution: Mapping[str, Any]
    notes: tuple[str, ...] = field(default=())


def error_answer(error: DojazdError) -> dict[str, Any]:
    """Return VROOM's answer to input that is refused, or to anything else that went wrong."""
    if not isinstance(error, InputError):
        return write_error(str(error), code=INTERNAL)
    told = (f"{one.column or one.file} {one.wrong}; {one.right}" for one in error.problems)
    return write_error(" | ".join(told), code=INPUT)


def shapes() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the JSON schemas of problems and of solutions, as far as they are read and written here."""
    return problem_schema(), solution_schema()


def solve_vroom(text: str, *, name: str, travel: TravelTimes, search: Search) -> Answer:
    """Solve a VROOM problem.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    travel : TravelTimes
        Asked where the problem has coordinates and no matrices.

    Raises
    ------
    InputError
        With every key or value that is wrong or not supported.
    """
    begun_s = search.clock()
    notes: list[str] = []
    try:
        document = read_document(_parsed(text, name))
        if not document.matrices:
            notes.append(ESTIMATED)
            document = with_travel(document, _travelled(document, travel))
        model = model_of(document)
    except VroomError as error:
        raise _refusal(error.problems, name) from error
    notes += [] if model.exact else [ROUNDED]
    search.ready()
    loaded_s = search.clock()
    solution = _searched(model, search)
    solved_s = search.clock()
    reasons = _reasons(model, solution, search.enough)
    times_ms = {"loading": _ms(loaded_s - begun_s), "solving": _ms(solved_s - loaded_s), "routing": 0}
    told = write_solution(model, solution, reasons=reasons, computing_ms=times_ms)
    return Answer(solution=told | ({"notes": notes} if notes else {}), notes=tuple(notes))


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = InputProblem(file=name, wrong=f"is not JSON: {error}", right="give a VROOM problem")
        raise InputError([problem]) from error


def _refusal(problems: Sequence[str], name: str) -> InputError:
    found = []
    for problem in problems:
        path, _, rest = problem.partition(" ")
        wrong, _, right = rest.partition("; ")
        right = right or (LEAVE_OUT if "not supported" in wrong else SEE)
        found.append(InputProblem(file=name, column=path, wrong=wrong, right=right))
    return InputError(found)


def _travelled(document: Document, travel: TravelTimes) -> dict[str, Matrices]:
    """Return the matrices between a document's coordinates by profile."""
    for vehicle in document.vehicles:
        if vehicle.profile not in MODES:
            known = ", ".join(MODES)
            raise VroomError([f"{vehicle.path}.profile is {vehicle.profile!r}, without matrices; one of {known} is"])
    points = [TravelPoint(point=GeoPoint(lat=lat, lon=lon)) for lon, lat in document.coordinates]
    found = {name: travel.matrix(points, MODES[name]) for name in document.profiles}
    return {
        name: Matrices(durations=made.seconds.astype(np.int64), distances=made.metres.astype(np.int64))
        for name, made in found.items()
    }


def _searched(model: Model, search: Search) -> Solution:
    """Return the best plan found: the one place that calls the engine."""
    budget = Budget(clock=search.clock, seconds=search.seconds, effort=search.effort, cancelled=search.cancelled)
    workers = search.threads if search.threads > 1 else 0
    return solve(model.problem, budget=budget, seed=search.seed, workers=workers).solution


def _reasons(model: Model, solution: Solution, enough: Callable[[], bool]) -> dict[int, str]:
    """Return why each work that is left out is, by work."""
    problem = with_inherited(model.problem)
    found = explain_all(problem, solution, deadline=enough)
    return {model.work_of[one.request]: _told(model, one) for one in found}


def _told(model: Model, found: Explanation) -> str:
    """Return an explanation as a sentence; prices, which only rank what is left out, are not spoken of."""
    reason = found.reason
    if reason.verdict is Verdict.FITS and reason.shift is not None:
        shift = model.problem.shifts[reason.shift]
        start_s = next((v.start_s for v in found.per_shift if v.shift == reason.shift), None)
        at = "" if start_s is None else f" at {clock_text(start_s)}"
        return f"There is room ({shift.name}{at}); a longer search may find it."
    return render(found, model.problem, "en", names=Names(called=model.names)).summary
