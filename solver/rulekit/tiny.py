"""A handful of facts: problems and solutions of a few lines, for the rules' boundary examples and for tests.

Places are letters on a line, ten minutes and five kilometres by car from one to the next (half an hour on foot); the
shifts start and end at A. The tasks of a ride or a delivery `R1` are `R1+` and `R1-`; a visit's task has its own name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from solver.facts.requests import AboardFact, Request, Task, TaskKind
from solver.facts.shifts import Member, Shift
from solver.facts.travel import TravelTable
from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.legs import arrives_s
from solver.solution import BreakTime, Route, Solution, TaskTime

PLACES = "ABCDEFGH"
CAR, FOOT = 0, 1
STEP_S, STEP_M = 600, 5000
LOAD_KINDS = ("seat", "wheelchair")

type Times = Mapping[str, int]
type Breaks = Mapping[str, Sequence[BreakTime]]


def hm(hours: int, minutes: int = 0) -> int:
    """Return a clock time in seconds since midnight."""
    return hours * 3600 + minutes * 60


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A request and its tasks before they have indices: fields of `Request`, and of `Task` with a place's letter."""

    id: str
    fields: Mapping[str, Any]
    tasks: tuple[Mapping[str, Any], ...]


def _draft(name: str, kind: str, tasks: tuple[Mapping[str, Any], ...], fields: Mapping[str, Any]) -> Draft:
    given = {"source_id": name, "timed_task": 0, "kind": kind, "load": (0,) * len(LOAD_KINDS)} | dict(fields)
    return Draft(id=name, fields=given, tasks=tasks)


def visit(name: str, place: str, *, task: Mapping[str, Any] | None = None, **fields: Any) -> Draft:
    """Return a visit of 30 min; `task` overrides fields of its task, `fields` those of the request."""
    done = {"kind": TaskKind.VISIT, "place": place, "service_s": 1800} | dict(task or {})
    return _draft(name, "visit", (done,), fields)


def ride(
    name: str,
    places: str,
    *,
    pickup: Mapping[str, Any] | None = None,
    dropoff: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Draft:
    """Return a ride of one seat between two places (`"BC"`), a minute at each door; one letter: already aboard."""
    up = {"kind": TaskKind.PICKUP, "place": places[0], "service_s": 60} | dict(pickup or {})
    down = {"kind": TaskKind.DROPOFF, "place": places[-1], "service_s": 60} | dict(dropoff or {})
    return _draft(name, "ride", (up, down) if len(places) == 2 else (down,), {"load": (1, 0)} | fields)


def aboard(name: str, place: str, *, since_s: int, shift: int = 0, direct_s: int = STEP_S, **fields: Any) -> Draft:
    """Return a ride whose pickup is done."""
    return ride(name, place, aboard=AboardFact(shift=shift, since_s=since_s, direct_s=direct_s), **fields)


def delivery(
    name: str,
    places: str,
    *,
    load: Mapping[str, Any] | None = None,
    drop: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Draft:
    """Return a delivery from a kitchen to a door (`"AB"`), a minute at each."""
    up = {"kind": TaskKind.LOAD, "place": places[0], "service_s": 60} | dict(load or {})
    down = {"kind": TaskKind.DROP, "place": places[-1], "service_s": 60} | dict(drop or {})
    return _draft(name, "delivery", (up, down), fields)


def member(name: str = "anna", **fields: Any) -> Member:
    """Return a worker."""
    return Member(id=name, **fields)


def shift(name: str = "bus", **fields: Any) -> Shift:
    """Return a shift of Anna from 08:00 to 16:00 with a vehicle of four seats and a wheelchair place."""
    letters = {f"{end}_location": PLACES.index(fields.pop(end, "A")) for end in ("start", "end")}
    given: dict[str, Any] = {
        "members": (member(),), "vehicle": f"{name}-vehicle", "mode": CAR, "start_s": hm(8), "end_s": hm(16),
        "layouts": ((4, 1),), "lift_kg": 300,
    }  # fmt: skip
    if "begun" in fields:
        given["start"] = fields.pop("begun")
    return Shift(id=name, **(given | letters | fields))


def line_table(mode: str, seconds: int, **fields: Any) -> TravelTable:
    """Return travel along the line of places, `seconds` from one to the next."""
    steps = np.abs(np.subtract.outer(np.arange(len(PLACES)), np.arange(len(PLACES)))).astype(np.int32)
    return TravelTable(mode=mode, seconds=steps * np.int32(seconds), metres=steps * np.int32(STEP_M), **fields)


def _task(name: str, request: int, fields: Mapping[str, Any]) -> Task:
    sign = {TaskKind.VISIT: "", TaskKind.PICKUP: "+", TaskKind.LOAD: "+"}.get(fields["kind"], "-")
    rest = {key: value for key, value in fields.items() if key != "place"}
    return Task(id=name + sign, request=request, location=PLACES.index(fields["place"]), **rest)


def tiny(*, requests: Sequence[Draft] = (), shifts: Sequence[Shift] = (), **fields: Any) -> Problem:
    """Return a problem of these requests and shifts (one bus by default); `fields` are those of `Problem`.

    A draft's `timed_task` counts within the request: 0 is its first task.
    """
    tasks: list[Task] = []
    made: list[Request] = []
    for number, draft in enumerate(requests):
        own = tuple(range(len(tasks), len(tasks) + len(draft.tasks)))
        tasks += [_task(draft.id, number, task) for task in draft.tasks]
        timed = own[draft.fields["timed_task"]]
        made.append(Request(**{**draft.fields, "id": draft.id, "tasks": own, "timed_task": timed}))
    given: dict[str, Any] = {
        "locations": tuple(PLACES), "load_kinds": LOAD_KINDS, "end_s": hm(28),
        "travel": (line_table("car", STEP_S), line_table("foot", 3 * STEP_S, driving=False, banded=False)),
    }  # fmt: skip
    return Problem(**(given | fields), tasks=tuple(tasks), requests=tuple(made), shifts=tuple(shifts) or (shift(),))


def pause(gap: int, start_s: int, duration_s: int, *, paid: bool = True) -> BreakTime:
    """Return a break."""
    return BreakTime(gap=gap, start_s=start_s, end_s=start_s + duration_s, paid=paid)


def timed_route(
    problem: Problem,
    shift: int,
    tasks: Sequence[int],
    *,
    leave_s: int | None = None,
    starts: Mapping[int, int] | None = None,
    breaks: Sequence[BreakTime] = (),
) -> Route:
    """Return a route that does everything as soon as it can, but for what is prescribed.

    Parameters
    ----------
    leave_s : int or None
        When it leaves its start place; None: at the rostered start, or when free.
    starts : mapping of task to int
        Starts of service, taken as they are even if that is too early or too late.
    breaks : sequence of BreakTime
        Taken before leaving for the next place; whoever was ready earlier waits for their end.
    """
    facts = problem.shifts[shift]
    here, started = facts.start_location, False
    begin = leave_s if leave_s is not None else facts.start.free_s if facts.start else facts.start_s
    ready, stops = begin, []
    for gap, index in enumerate(tasks):
        task = problem.tasks[index]
        left = max([ready, *(b.end_s for b in breaks if b.gap == gap)])
        arrival = arrives_s(problem, shift, left, here, task.location)
        earliest = arrival + (task.setup_s if task.location != here or not started else 0)
        start = (starts or {}).get(index, _next_opening(task, earliest))
        stops.append(TaskTime(task=index, left_s=left, arrival_s=arrival, start_s=start, end_s=start + task.service_s))
        here, started, ready = task.location, True, start + task.service_s
    left = max([ready, *(b.end_s for b in breaks if b.gap == len(tasks))])
    end = arrives_s(problem, shift, left, here, facts.end_location)
    return Route(
        shift=shift, start_s=stops[0].left_s if stops else begin, left_s=left, end_s=end, stops=tuple(stops),
        breaks=tuple(breaks),
    )  # fmt: skip


def _next_opening(task: Task, earliest_s: int) -> int:
    """Return the first start in a window, or as soon as possible where there is none left."""
    return min((max(opens, earliest_s) for opens, closes in task.windows_s if closes >= earliest_s), default=earliest_s)


def timed_solution(
    problem: Problem,
    routes: Mapping[str, str],
    *,
    leave: Times | None = None,
    starts: Times | None = None,
    breaks: Breaks | None = None,
) -> Solution:
    """Return routes written by hand: `{"bus": "R1+ R2+ R1- R2-"}`.

    Parameters
    ----------
    leave : mapping of shift id to int
    starts : mapping of task id to int
        See `timed_route`.
    breaks : mapping of shift id to sequence of BreakTime
        See `pause`.
    """
    task = {t.id: number for number, t in enumerate(problem.tasks)}
    number = {s.id: index for index, s in enumerate(problem.shifts)}
    return Solution(
        routes=tuple(
            timed_route(
                problem,
                number[name],
                [task[one] for one in order.split()],
                leave_s=(leave or {}).get(name),
                starts={task[one]: start for one, start in (starts or {}).items()},
                breaks=(breaks or {}).get(name, ()),
            )
            for name, order in routes.items()
        )
    )


def case(name: str, expected: int, problem: Problem, routes: Mapping[str, str], **times: Any) -> Example:
    """Return a boundary case of routes written by hand; `times` as for `timed_solution`."""
    return Example(name=name, problem=problem, solution=timed_solution(problem, routes, **times), expected=expected)


def with_route(solution: Solution, at: int = 0, **changes: Any) -> Solution:
    """Return the solution with fields of one route changed."""
    routes = list(solution.routes)
    routes[at] = replace(routes[at], **changes)
    return Solution(routes=tuple(routes))


def with_stop(solution: Solution, position: int, at: int = 0, **changes: Any) -> Solution:
    """Return the solution with fields of one stop changed."""
    stops = list(solution.routes[at].stops)
    stops[position] = replace(stops[position], **changes)
    return with_route(solution, at, stops=tuple(stops))
