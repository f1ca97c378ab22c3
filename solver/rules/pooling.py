"""Who may be aboard together, by the town's policy for each service."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays
from solver.facts.requests import Request, Task, TaskKind
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.onboard import on_board
from solver.rulekit.tiny import aboard, ride, timed_solution, tiny
from solver.solution import Solution

NEVER, COMMON, FREE = "never", "common_destination", "free"


class Pooling(Rule):
    """Both policies must allow it: alone, only with a pickup or a dropoff place in common, or with anybody.

    Two who are aboard already when planning begins cannot be parted and are let be.
    """

    code: ClassVar[str] = "pooling"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} i {other} nie mogą jechać razem: tak stanowią zasady przejazdów.",
        "en": "{request} and {other} may not ride together under the rules for shared rides.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Razem jadą tylko osoby, którym pozwalają na to zasady: nigdy, przy wspólnym miejscu albo zawsze.",
        "en": "People ride together only as the policy allows: never, with a place in common, or freely.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (12,)
    leans_on: ClassVar[tuple[str, ...]] = ("ride_order",)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody does not ride with just anybody."""
        return any(request.pooling != FREE for request in problem.requests if _carried(request))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per two who meet on board and may not."""
        for route in solution.routes:
            met = {pair for riding in on_board(problem, route) for pair in combinations(sorted(riding), 2)}
            for a, b in sorted(met):
                if not _together(problem, a, b):
                    one, other = problem.requests[a], problem.requests[b]
                    facts = {"request": one.source_id, "other": other.source_id}
                    yield self.violation(problem, self.led(problem, one.id, other.id), 1, "times", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the matrix of who may meet; at once, as a city's has millions of entries."""
        requests = problem.requests
        carried = np.asarray([_carried(request) for request in requests], dtype=np.bool_)
        limited = carried & np.asarray([request.pooling != FREE for request in requests], dtype=np.bool_)
        apart = np.logical_and.outer(carried, carried) & np.logical_or.outer(limited, limited)
        for group in (*_by_place(problem), [r for r, request in enumerate(requests) if request.aboard]):
            apart[np.ix_(group, group)] = False
        eased = [r for r, request in enumerate(requests) if self.allowed(problem, request.id)]
        apart[eased, :] = apart[:, eased] = False
        np.fill_diagonal(apart, val=False)
        arrays.together &= ~apart

    def examples(self) -> tuple[Example, ...]:
        """Each policy with and without a place in common; one after the other is not together."""
        shared, after = "R1+ R2+ R1- R2-", "R1+ R1- R2+ R2-"
        return (
            _example("never, and together", 1, NEVER, "CD", shared),
            _example("never, one after the other", 0, NEVER, "CD", after),
            _example("common pickup", 0, COMMON, "BD", shared),
            _example("common dropoff", 0, COMMON, "AC", shared),
            _example("nothing in common", 1, COMMON, "AD", shared),
            _example("one gets in where the other gets out", 1, COMMON, "CD", shared),
            _example("free", 0, FREE, "CD", shared),
            *_somebody_aboard(),
        )


def _together(problem: Problem, a: int, b: int) -> bool:
    one, other = problem.requests[a], problem.requests[b]
    if not (_carried(one) and _carried(other)) or one.pooling == other.pooling == FREE:
        return True
    if one.aboard and other.aboard:
        return True
    return NEVER not in (one.pooling, other.pooling) and not _places(problem, one).isdisjoint(_places(problem, other))


def _carried(request: Request) -> bool:
    return len(request.tasks) > 1 or request.aboard is not None


def _places(problem: Problem, request: Request) -> set[tuple[bool, int]]:
    """Return where the party gets in and out; where it got in is forgotten once it is aboard."""
    return {(_is_up(problem.tasks[task]), problem.tasks[task].location) for task in request.tasks}


def _by_place(problem: Problem) -> list[list[int]]:
    """Return the groups of requests that a place in common allows to meet."""
    groups: dict[tuple[bool, int], list[int]] = {}
    for r, request in enumerate(problem.requests):
        if _carried(request) and request.pooling != NEVER:
            for place in _places(problem, request):
                groups.setdefault(place, []).append(r)
    return list(groups.values())


def _is_up(task: Task) -> bool:
    return task.kind in (TaskKind.PICKUP, TaskKind.LOAD)


def _example(name: str, expected: int, policy: str, places: str, order: str) -> Example:
    facts = tiny(requests=[ride("R1", "BC", pooling=policy), ride("R2", places)])
    return Example(name=name, problem=facts, solution=timed_solution(facts, {"bus": order}), expected=expected)


def _somebody_aboard() -> tuple[Example, ...]:
    """R1 and R2 sit in the bus since eight; nobody else may join R1."""
    facts = tiny(requests=[aboard("R1", "C", since_s=0, pooling=NEVER), aboard("R2", "D", since_s=0), ride("R3", "BC")])
    return (
        Example(
            name="two aboard already", problem=facts, solution=timed_solution(facts, {"bus": "R1- R2-"}), expected=0
        ),
        Example(
            name="somebody joins",
            problem=facts,
            solution=timed_solution(facts, {"bus": "R3+ R1- R3- R2-"}),
            expected=1,
        ),
    )


RULE = Pooling()
