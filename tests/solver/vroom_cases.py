"""Tiny problems in VROOM's format: places on a line, and solving them in the test's own process."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from solver.budget import Budget
from solver.engine import solve
from solver.vroom import Model, model_of, read_document, write_solution
from solver.vroom.shapes import problem_schema, solution_schema
from tests.solver.vroom_law import Json, broken

STEP_S, STEP_M = 100, 1000
PROBLEM, SOLUTION = (jsonschema_rs.Draft202012Validator(shape()) for shape in (problem_schema, solution_schema))


def line(places: int = 5, **more: list[list[int]]) -> Json:
    """Return matrices of places on a line, 100 s and 1 km from one to the next."""
    durations = [[STEP_S * abs(a - b) for b in range(places)] for a in range(places)]
    distances = [[STEP_M * abs(a - b) for b in range(places)] for a in range(places)]
    return {"car": {"durations": durations, "distances": distances, **more}}


def vehicle(number: int = 1, **fields: Any) -> Json:
    """Return a vehicle that starts and ends at place 0, unless the fields say where."""
    ends = {} if {"start_index", "end_index"} & set(fields) else {"start_index": 0, "end_index": 0}
    return {"id": number, **ends, **fields}


def job(number: int, place: int, **fields: Any) -> Json:
    """Return a job."""
    return {"id": number, "location_index": place, **fields}


def shipment(number: int, places: tuple[int, int], *, pickup: Json | None = None, **fields: Any) -> Json:
    """Return a shipment; its pickup has the given number, its delivery the next one."""
    first = {"id": number, "location_index": places[0], **(pickup or {})}
    return {"pickup": first, "delivery": {"id": number + 1, "location_index": places[1]}, **fields}


def problem(*works: Json, vehicles: list[Json] | None = None, matrices: Json | None = None) -> Json:
    """Return a problem of jobs and shipments."""
    return {
        "jobs": [work for work in works if "pickup" not in work or isinstance(work["pickup"], list)],
        "shipments": [work for work in works if isinstance(work.get("pickup"), dict)],
        "vehicles": vehicles or [vehicle()],
        "matrices": matrices or line(),
    }


def model(data: Json) -> Model:
    """Return our model of a problem."""
    return model_of(read_document(data))


def solved(data: Json, *, effort: int = 4) -> Json:
    """Return a solution, after VROOM's law has found nothing wrong with it."""
    made = model(data)
    result = solve(made.problem, budget=Budget(clock=_stopped, effort=effort), seed=1, workers=0)
    told = write_solution(made, result.solution, reasons={}, computing_ms={})
    assert broken(data, told) == []
    assert [one.message for one in PROBLEM.iter_errors(data)] == []
    assert [one.message for one in SOLUTION.iter_errors(told)] == []
    return told


_stopped: Callable[[], float] = lambda: 0.0  # noqa: E731  # with an effort no clock matters


def order(solution: Json, route: int = 0) -> list[int]:
    """Return the ids of a route's tasks."""
    return [step["id"] for step in solution["routes"][route]["steps"] if "job" in step]


def left(solution: Json) -> list[int]:
    """Return the ids of what is left out."""
    return [one["id"] for one in solution["unassigned"]]


def step(solution: Json, number: int) -> Json:
    """Return the step of a task."""
    steps = [s for route in solution["routes"] for s in route["steps"] if s.get("job") == number]
    found: Json = steps[0]
    return found
