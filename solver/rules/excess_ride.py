"""Time aboard beyond the direct ride costs, by the second."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Charge, Example, Level, Rule
from solver.rulekit.legs import free_flow_s
from solver.rulekit.onboard import ride_s
from solver.rulekit.planned import served_by
from solver.rulekit.tiny import aboard, hm, ride, timed_solution, tiny
from solver.solution import Solution


class ExcessRide(Rule):
    """Direct is the way on empty roads by the mode of the shift, and the set-up at the dropoff."""

    code: ClassVar[str] = "excess_ride"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{subject}: przejazd jest dłuższy niż droga prosto do celu.",
        "en": "{subject}: the ride is longer than the direct way.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Każda minuta w pojeździe ponad drogę prosto do celu kosztuje.",
        "en": "Each minute aboard beyond the direct ride has a price.",
    }
    level: ClassVar[Level] = Level.PRICED
    primitives: ClassVar[tuple[int, ...]] = (6,)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody's detour has a price."""
        return any(request.excess_ride_gr_per_min for request in problem.requests)

    def charge(self, problem: Problem, solution: Solution) -> Iterator[Charge]:
        """Yield the price of every detour, rounded up to a whole grosz."""
        for r, s in served_by(problem, solution).items():
            request, ridden = problem.requests[r], ride_s(problem, solution, r)
            excess = max(0, (ridden or 0) - _direct_s(problem, r, s))
            if excess and request.excess_ride_gr_per_min:
                yield Charge(subject=request.id, amount_gr=-(-excess * request.excess_ride_gr_per_min // 60))

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the prices; the direct rides are geometry."""
        for r, request in enumerate(problem.requests):
            if len(request.tasks) > 1 or request.aboard:
                arrays.excess_gr_per_min[r] = request.excess_ride_gr_per_min

    def examples(self) -> tuple[Example, ...]:
        """Twenty minutes and a minute of set-up from B to D, at 30 gr a minute."""
        return (
            _example("direct", 0, hm(9, 22)),
            _example("a second more", 1, hm(9, 22) + 1),
            _example("two minutes and a second more", 61, hm(9, 24) + 1),
            _aboard("aboard, direct", 0, hm(9, 22)),
            _aboard("aboard, a minute more", 30, hm(9, 23)),
        )


def _direct_s(problem: Problem, request: int, shift: int) -> int:
    facts = problem.requests[request]
    first, last = problem.tasks[facts.tasks[0]], problem.tasks[facts.tasks[-1]]
    way = facts.aboard.direct_s if facts.aboard else free_flow_s(problem, shift, first.location, last.location)
    return way + last.setup_s


def _example(name: str, expected: int, start_s: int) -> Example:
    """The pickup ends at 09:01."""
    facts = tiny(requests=[ride("R1", "BD", dropoff={"setup_s": 60}, excess_ride_gr_per_min=30)])
    starts = {"R1+": hm(9), "R1-": start_s}
    solution = timed_solution(facts, {"bus": "R1+ R1-"}, starts=starts)
    return Example(name=name, problem=facts, solution=solution, expected=expected)


def _aboard(name: str, expected: int, start_s: int) -> Example:
    asked = aboard("R1", "D", since_s=hm(9, 1), direct_s=1200, dropoff={"setup_s": 60}, excess_ride_gr_per_min=30)
    facts = tiny(requests=[asked])
    solution = timed_solution(facts, {"bus": "R1-"}, starts={"R1-": start_s})
    return Example(name=name, problem=facts, solution=solution, expected=expected)


RULE = ExcessRide()
