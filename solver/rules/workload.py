"""Shifts of one kind share the work fairly: each hour of service away from the fair part costs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays, Total
from solver.facts.shifts import Shift
from solver.once_per import OncePer
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import served_by
from solver.rulekit.tiny import hm, member, shift, timed_solution, tiny, visit
from solver.solution import Solution


class Workload(Rule):
    """The fair part is fixed by the problem, so the price is linear in what a shift serves.

    The service time of every request is divided among all shifts that could do it (by skill, and with a vehicle if it
    has to be carried), in proportion to their rostered length. What falls to all shifts of one kind together is divided
    again among them, by length: that is the fair part of each, the mean of its kind for a shift of its length. Kinds of
    one shift have nobody to share with. A shift that does nothing is away from it as well.
    """

    code: ClassVar[str] = "workload"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject}: praca jest podzielona nierówno.",
        "en": "{subject}: the work is shared unevenly.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Odchylenie czasu obsługi dyżuru od sprawiedliwej części pracy jego rodzaju kosztuje.",
        "en": "Service time away from a shift's fair part of the work of its kind has a price.",
    }
    level: ClassVar[Level] = Level.PRICED
    primitives: ClassVar[tuple[int, ...]] = (11,)

    def applies(self, problem: Problem) -> bool:
        """Return whether fairness has a price and anybody to be fair to."""
        return problem.workload_gr_per_h > 0 and bool(_colleagues(problem))

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of each shift's distance from its fair part."""
        done: dict[int, int] = defaultdict(int)
        for r, s in served_by(problem, solution).items():
            done[s] += _service_s(problem, r)
        for s, fair in fair_parts(problem).items():
            if away := abs(done[s] - fair) * problem.workload_gr_per_h:
                yield Charge(subject=problem.shifts[s].id, amount_gr=-(-away // 3600))

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """State a total per shift."""
        service = np.asarray([_service_s(problem, r) for r in range(len(problem.requests))], dtype=np.int64)
        price = problem.workload_gr_per_h
        for s, fair in fair_parts(problem).items():
            arrays.totals.append(Total(self.code, service[:, np.newaxis], -fair, 3600, price, price, shift=s))

    def examples(self) -> tuple[Example, ...]:
        """Four visits of half an hour: one hour for each of two equal shifts, 1 h 20 and 40 min by length."""
        half = hm(12)
        return (
            _example("even", 0, {"s1": "V1 V2", "s2": "V3 V4"}),
            _example("half an hour off on both", 600, {"s1": "V1 V2 V3", "s2": "V4"}),
            _example("one does nothing", 1200, {"s1": "V1 V2 V3 V4"}),
            _example("half a shift has half the work", 400, {"s1": "V1 V2", "s2": "V3 V4"}, end_s=half),
            _example("kinds of one shift", 0, {"s1": "V1 V2 V3 V4"}, kind="other"),
        )


@OncePer
def fair_parts(problem: Problem) -> Mapping[int, int]:
    """Return the fair part of every shift that has colleagues, in seconds of service."""
    colleagues = _colleagues(problem)
    work = _work_by_kind(problem)
    length = {kind: sum(_length_s(problem.shifts[s]) for s in group) for kind, group in colleagues.items()}
    return {
        s: work[kind] * _length_s(problem.shifts[s]) // length[kind]
        for kind, group in colleagues.items()
        for s in group
    }


def _work_by_kind(problem: Problem) -> dict[str, int]:
    work: dict[str, int] = defaultdict(int)
    parts: dict[tuple[frozenset[str], bool], list[tuple[str, int, int]]] = {}
    codes = [_codes(one) for one in problem.shifts]
    for r, request in enumerate(problem.requests):
        asks = frozenset(request.skills), any(request.load)
        if asks not in parts:
            parts[asks] = _parts(problem, codes, *asks)
        for kind, own, length in parts[asks]:
            work[kind] += _service_s(problem, r) * own // length
    return work


def _parts(
    problem: Problem, codes: Sequence[frozenset[str]], skills: frozenset[str], carried: bool
) -> list[tuple[str, int, int]]:
    """Return by kind its shifts' length and that of all shifts that could do such a request; `codes` as `_codes`."""
    shifts = zip(problem.shifts, codes, strict=True)
    able = [one for one, has in shifts if skills <= has and (one.layouts or not carried)]
    length = sum(map(_length_s, able))
    per_kind: dict[str, int] = defaultdict(int)
    for one in able:
        per_kind[one.kind] += _length_s(one)
    return [(kind, own, length) for kind, own in per_kind.items()]


def _colleagues(problem: Problem) -> dict[str, list[int]]:
    """Return the shifts of every kind that has at least two."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for s, one in enumerate(problem.shifts):
        if one.kind:
            kinds[one.kind].append(s)
    return {kind: group for kind, group in kinds.items() if len(group) > 1}


def _codes(shift: Shift) -> frozenset[str]:
    """Return the skills of a shift's crew."""
    return frozenset(skill.code for member in shift.members for skill in member.skills)


def _length_s(shift: Shift) -> int:
    return max(1, shift.end_s - shift.start_s)


def _service_s(problem: Problem, request: int) -> int:
    return sum(problem.tasks[task].service_s for task in problem.requests[request].tasks)


def _example(
    name: str, expected: int, routes: Mapping[str, str], *, end_s: int = hm(16), kind: str = "nurse"
) -> Example:
    facts = tiny(
        requests=[visit(f"V{n}", "B") for n in range(1, 5)],
        shifts=[shift("s1", kind="nurse"), shift("s2", kind=kind, end_s=end_s, members=(member("ewa"),))],
        workload_gr_per_h=600,
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = Workload()
