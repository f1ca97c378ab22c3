"""The same staff for two requests, or staff who are not the same people."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.shifts import Shift
from solver.facts.ties import StaffLink
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.planned import served_by
from solver.rulekit.tiny import member, shift, timed_solution, tiny, visit
from solver.solution import Solution


class StaffLinkRule(Rule):
    """Same: one shift serves both. Different: two shifts do that have no worker in common (a second opinion)."""

    code: ClassVar[str] = "staff_link"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{request} i {other} powinna obsłużyć ta sama załoga.",
        "en": "{request} and {other} should be served by the same crew.",
        "pl.different": "{request} i {other} powinny obsłużyć dwie różne osoby.",
        "en.different": "{request} and {other} should be served by different people.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Dwa zgłoszenia obsługuje ta sama załoga albo zupełnie inne osoby, jak ustalono.",
        "en": "Two requests are served by the same crew, or by altogether different people, as agreed.",
    }
    overridable: ClassVar[bool] = True
    primitives: ClassVar[tuple[int, ...]] = (14,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any two requests are linked."""
        return bool(problem.staff_links)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per link that does not hold."""
        by = served_by(problem, solution)
        for link in problem.staff_links:
            if link.a in by and link.b in by and not _holds(problem, link, by[link.a], by[link.b]):
                ids = self._ids(problem, link)
                facts = {"request": problem.requests[link.a].id, "other": problem.requests[link.b].id}
                yield self.violation(problem, ids, 1, "times", how="same" if link.same else "different", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Name the pairs, and the shifts that share a worker."""
        for link in problem.staff_links:
            if not self.allowed(problem, self._ids(problem, link)[0]):
                (arrays.same_shift if link.same else arrays.different_shift).append((link.a, link.b))
        for s, one in enumerate(problem.shifts):
            for t, other in enumerate(problem.shifts):
                arrays.shared_staff[s, t] |= _share_a_worker(one, other)

    def _ids(self, problem: Problem, link: StaffLink) -> tuple[str, ...]:
        return self.led(problem, problem.requests[link.a].id, problem.requests[link.b].id)

    def examples(self) -> tuple[Example, ...]:
        """Anna's morning and afternoon are two shifts of one worker; Piotr has one of his own."""
        one, apart = {"s1": "V1 V2"}, {"s1": "V1", "piotr": "V2"}
        halves = {"s1": "V1", "s2": "V2"}
        return (
            _example("same: one shift", 0, one, same=True),
            _example("same: two shifts", 1, apart, same=True),
            _example("same: the second is left out", 0, {"s1": "V1"}, same=True),
            _example("different: two people", 0, apart, same=False),
            _example("different: one shift", 1, one, same=False),
            _example("different: two shifts of one worker", 1, halves, same=False),
        )


def _holds(problem: Problem, link: StaffLink, s: int, t: int) -> bool:
    if link.same:
        return s == t
    return s != t and not _share_a_worker(problem.shifts[s], problem.shifts[t])


def _share_a_worker(one: Shift, other: Shift) -> bool:
    return not {member.id for member in one.members}.isdisjoint(member.id for member in other.members)


def _example(name: str, expected: int, routes: Mapping[str, str], *, same: bool) -> Example:
    facts = tiny(
        requests=[visit("V1", "B"), visit("V2", "B")],
        shifts=[shift("s1"), shift("s2"), shift("piotr", members=(member("piotr"),))],
        staff_links=(StaffLink(a=0, b=1, same=same),),
    )
    return Example(name=name, problem=facts, solution=timed_solution(facts, routes), expected=expected)


RULE = StaffLinkRule()
