"""A plan that was published changes as little as it can: everybody whose stop moves has to be called."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.requests import PublishedFact
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.planned import served_by
from solver.rulekit.tiny import hm, member, shift, timed_solution, tiny, visit
from solver.solution import Solution


class Stability(Rule):
    """One call per request that moves by more than the tolerance, is served by other people, or is left out.

    Another bus with the same driver is nothing to call about.
    """

    code: ClassVar[str] = "stability"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject}: trzeba zadzwonić, bo opublikowany termin się zmienia.",
        "en": "{subject}: a call is due because what was published changes.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Każdy telefon z powodu zmiany opublikowanego planu (godziny, załogi, odwołania) kosztuje.",
        "en": "Each call about a change of what was published (time, crew, or left out) has a price.",
    }
    level: ClassVar[Level] = Level.PRICED

    def applies(self, problem: Problem) -> bool:
        """Return whether anything was published."""
        return any(request.published and request.call_gr for request in problem.requests)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every call."""
        by = served_by(problem, solution)
        for r, request in enumerate(problem.requests):
            if request.published and request.call_gr:
                start = solution.times[request.timed_task].start_s if r in by else None
                if _is_call(problem, request.published, by.get(r), start):
                    yield Charge(subject=request.id, amount_gr=request.call_gr)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write what was published, and which shifts are the same people."""
        arrays.call_tolerance_s = problem.call_tolerance_s
        for r, request in enumerate(problem.requests):
            if request.published:
                arrays.published_shift[r] = request.published.shift
                arrays.published_s[r] = request.published.start_s
                arrays.call_gr[r] = request.call_gr
        for s, one in enumerate(problem.shifts):
            for t, other in enumerate(problem.shifts):
                arrays.same_crew[s, t] = _crew(one) == _crew(other)

    def examples(self) -> tuple[Example, ...]:
        """Anna was announced for 10:00; she has a second shift, Piotr his own."""
        return (
            _example("as published", 0, "s1", hm(10)),
            _example("moved by the tolerance", 0, "s1", hm(10, 5)),
            _example("a second more", 300, "s1", hm(10, 5) + 1),
            _example("earlier", 300, "s1", hm(9, 55) - 1),
            _example("another shift of hers", 0, "s2", hm(10)),
            _example("somebody else, later: one call", 300, "piotr", hm(12)),
            _example("left out", 300, "", 0),
        )


def _is_call(problem: Problem, published: PublishedFact, shift: int | None, start_s: int | None) -> bool:
    if shift is None or start_s is None:
        return True
    moved = abs(start_s - published.start_s) > problem.call_tolerance_s
    return moved or _crew(problem.shifts[shift]) != _crew(problem.shifts[published.shift])


def _crew(shift: Shift) -> frozenset[str]:
    return frozenset(member.id for member in shift.members)


def _example(name: str, expected: int, by: str, start_s: int) -> Example:
    facts = tiny(
        requests=[visit("V1", "B", published=PublishedFact(shift=0, start_s=hm(10)), call_gr=300)],
        shifts=[shift("s1"), shift("s2"), shift("piotr", members=(member("piotr"),))],
        call_tolerance_s=300,
    )
    solution = timed_solution(facts, {by: "V1"} if by else {}, starts={"V1": start_s})
    return Example(name=name, problem=facts, solution=solution, expected=expected)


RULE = Stability()
