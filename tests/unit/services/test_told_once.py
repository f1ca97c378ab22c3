"""Routes that are told once: the same words for the same facts, and never those of other facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.time import ServiceDay
from scheduler.services.horizon import stops_of
from solver.problem import Problem
from solver.rulekit.tiny import shift, timed_solution, tiny, visit
from solver.solution import Solution

DAY = ServiceDay(date=date(2026, 11, 23), zone=ZoneInfo("Europe/Warsaw"))
NEXT = replace(DAY, date=date(2026, 11, 24))


def _town() -> Problem:
    problem = tiny(requests=[visit("V", "B"), visit("W", "C")], shifts=[shift()])
    return replace(problem, travel=tuple(replace(table, lineage=object()) for table in problem.travel))


def _renamed(problem: Problem) -> Problem:
    first, *rest = problem.tasks
    return replace(problem, tasks=(replace(first, id="other"), *rest))


def _of_another(problem: Problem) -> Problem:
    first, *rest = problem.requests
    return replace(problem, requests=(replace(first, source_id="other"), *rest))


def _elsewhere(problem: Problem) -> Problem:
    return replace(problem, locations=tuple(f"new {name}" if k else name for k, name in enumerate(problem.locations)))


def _other_crew(problem: Problem) -> Problem:
    return replace(problem, shifts=tuple(replace(one, id="other") for one in problem.shifts))


def _other_roads(problem: Problem) -> Problem:
    longer = (replace(table, metres=table.metres * 2, lineage=object()) for table in problem.travel)
    return replace(problem, travel=tuple(longer))


def _unknown_roads(problem: Problem) -> Problem:
    longer = (replace(table, metres=table.metres * 3, lineage=None) for table in problem.travel)
    return replace(problem, travel=tuple(longer))


CHANGES = [_renamed, _of_another, _elsewhere, _other_crew, _other_roads, _unknown_roads]


def test_a_route_that_stays_is_told_once() -> None:
    """Each call would write all routes of a town's day down anew."""
    problem = _town()
    solution = timed_solution(problem, {"bus": "V W"})
    more = replace(problem, tasks=(*problem.tasks,), requests=(*problem.requests,))

    assert stops_of(problem, DAY, solution)[0] is stops_of(more, DAY, solution)[0]


@pytest.mark.parametrize("change", CHANGES)
def test_a_route_of_other_facts_is_told_anew(change: Callable[[Problem], Problem]) -> None:
    """The driver's sheet would name the door, the client or the crew of before the change."""
    problem = _town()
    solution = timed_solution(problem, {"bus": "V W"})
    before = stops_of(problem, DAY, solution)

    changed = change(problem)

    fresh = Solution(routes=tuple(replace(route) for route in solution.routes))
    assert stops_of(changed, DAY, solution) == stops_of(changed, DAY, fresh) != before


def test_a_route_of_another_day_is_told_anew() -> None:
    """The sheet would show the hours of the day before."""
    problem = _town()
    solution = timed_solution(problem, {"bus": "V W"})
    before = stops_of(problem, DAY, solution)

    assert stops_of(problem, NEXT, solution)[0].start.date() == NEXT.date
    assert stops_of(problem, DAY, solution) == before
