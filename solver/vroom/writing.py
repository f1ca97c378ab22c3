"""From a solution of ours to VROOM's: its units, its times, its sums, and why what is left out is left out."""

from collections.abc import Mapping
from typing import Any

from solver.solution import Solution
from solver.vroom.eta import PARTS, Line, Moment, timed
from solver.vroom.facts import Amount, Document, Place, TaskType
from solver.vroom.lines import line_of
from solver.vroom.modelling import Model
from solver.vroom.money import cost_of

OK, INTERNAL, INPUT = 0, 1, 2
"""VROOM's codes."""

type Json = dict[str, Any]


def write_error(message: str, *, code: int) -> Json:
    """Return VROOM's answer where there is no solution."""
    return {"code": code, "error": message}


def write_solution(
    model: Model, solution: Solution, *, reasons: Mapping[int, str], computing_ms: Mapping[str, int]
) -> Json:
    """Return a solution in VROOM's format.

    Parameters
    ----------
    reasons : mapping of work to str
        Why it is left out; nothing is said of those that are missing.
    computing_ms : mapping of str to int
        `loading`, `solving`, `routing`.

    Raises
    ------
    ValueError
        If a route has no times by VROOM's law, which the model excludes.
    """
    routes = [_route(line_of(model, route)) for route in solution.routes if route.stops]
    left = _left_out(model, solution, reasons)
    summary = {
        "cost": sum(route["cost"] for route in routes),
        "routes": len(routes),
        "unassigned": len(left),
        **_total(model.document, routes),
        "violations": [],
        "computing_times": dict(computing_ms),
    }
    return {"code": OK, "summary": summary, "unassigned": left, "routes": routes}


def _total(document: Document, routes: list[Json]) -> Json:
    size = len(document.vehicles[0].capacity)
    total: Json = {}
    for key in ("delivery", "amount", "pickup")[: 3 if size else 0]:
        total[key] = [sum(route[key][k] for route in routes) for k in range(size)]
    for key in ("setup", "service", "duration", "waiting_time", "priority", "distance")[
        : 6 if document.measured else 5
    ]:
        total[key] = sum(route[key] for route in routes)
    return total


def _left_out(model: Model, solution: Solution, reasons: Mapping[int, str]) -> list[Json]:
    document = model.document
    served = {model.task_of[task] for task in solution.times}
    return [
        {"id": task.id, **_placed(task.place), "type": str(task.type), **_described(task.description)}
        | ({"reason": reasons[work]} if work in reasons else {})
        for number, (task, work) in enumerate(zip(document.tasks, document.work_of, strict=True))
        if number not in served
    ]


def _route(line: Line) -> Json:
    moments = timed(line)
    if moments is None:
        msg = f"{line.vehicle.path} has no times"
        raise ValueError(msg)
    document, steps = line.document, _steps(line, moments)
    setup, service, waiting = (sum(step[key] for step in steps) for key in ("setup", "service", "waiting_time"))
    amounts = [_carried(document, number) for number in line.numbers]
    told: Json = {
        "vehicle": line.vehicle.id,
        "cost": cost_of(line, duration_s=steps[-1]["duration"], at_work_s=setup + service),
        **_described(line.vehicle.description),
    }
    if size := len(line.vehicle.capacity):
        brought, taken = ([sum(pair[way][k] for pair in amounts) for k in range(size)] for way in (0, 1))
        told |= {"delivery": brought, "amount": brought, "pickup": taken}
    told |= {"setup": setup, "service": service, "duration": steps[-1]["duration"], "waiting_time": waiting}
    told["priority"] = sum(document.works[document.work_of[number]].priority for number in line.numbers)
    if document.measured:
        told["distance"] = steps[-1]["distance"]
    return told | {"steps": steps, "violations": []}


def _carried(document: Document, number: int) -> tuple[Amount, Amount]:
    """Return what a task takes off the vehicle, and what it puts on."""
    work, task = document.works[document.work_of[number]], document.tasks[number]
    nothing = (0,) * len(work.delivery or work.amount)
    if task.type is TaskType.JOB:
        return work.delivery, work.pickup
    return (work.amount, nothing) if task.type is TaskType.DELIVERY else (nothing, work.amount)


def _steps(line: Line, moments: list[Moment]) -> list[Json]:
    """Return the steps of a route; seconds cut as VROOM cuts them: travel is what lies between two halts."""
    document, size = line.document, range(len(line.vehicle.capacity))
    jobs = [number for number in line.numbers if document.tasks[number].type is TaskType.JOB]
    load = [sum(_carried(document, number)[0][k] for number in jobs) for k in size]
    steps: list[Json] = []
    gone_s, behind_m, position = 0, 0, 0
    ready_s = moments[0].arrival // PARTS
    for moment in moments:
        arrival_s = moment.arrival // PARTS
        gone_s += arrival_s - ready_s
        if moment.task is not None:
            off, on = _carried(document, moment.task)
            load = [load[k] - off[k] + on[k] for k in size]
        step = _step(line, moment, at_end=len(steps) == len(moments) - 1)
        step |= {"load": load} if size else {}
        step |= {"arrival": arrival_s, "duration": gone_s, "violations": []}
        if moment.rest is None and steps:
            behind_m += line.metres(position)
            position += 1
        if document.measured:
            step["distance"] = behind_m + (_on_the_way_m(line, position, arrival_s - ready_s) if moment.rest else 0)
        steps.append(step)
        ready_s = arrival_s + step["waiting_time"] + step["setup"] + step["service"]
    return steps


def _on_the_way_m(line: Line, position: int, gone_s: int) -> int:
    """Return the metres behind a break on the way into a position, in proportion to the time."""
    whole_s = line.travel(position) // PARTS
    return round(line.metres(position) * gone_s / whole_s) if whole_s else 0


def _step(line: Line, moment: Moment, *, at_end: bool) -> Json:
    waiting_s = -(-moment.start // PARTS) - moment.arrival // PARTS if moment.start > moment.arrival else 0
    times = {"setup": moment.setup_s, "service": 0, "waiting_time": waiting_s}
    if moment.rest:
        rest = moment.rest
        return {"type": "break", **_described(rest.description), "id": rest.id, **times, "service": rest.service_s}
    if moment.task is not None:
        task = line.document.tasks[moment.task]
        times["service"] = task.service_by(line.vehicle.type)
        named = {"type": str(task.type), **_described(task.description), **_placed(task.place)}
        return named | {"id": task.id, **times, "job": task.id}
    place = line.vehicle.end or line.tasks[-1].place if at_end else line.vehicle.start or line.tasks[0].place
    return {"type": "end" if at_end else "start", **_placed(place), **times}


def _placed(place: Place) -> Json:
    told: Json = {} if place.coordinates is None else {"location": list(place.coordinates)}
    return told if place.index is None else told | {"location_index": place.index}


def _described(text: str) -> Json:
    return {"description": text} if text else {}
