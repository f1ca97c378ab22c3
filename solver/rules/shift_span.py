"""A shift leaves no sooner than rostered and is back by its rostered end, or by the end of the overtime allowed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from solver.arrays import Arrays
from solver.facts.locks import Allowance
from solver.facts.shifts import Shift
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import case, hm, member, shift, tiny, visit
from solver.solution import Solution


class ShiftSpan(Rule):
    """No overtime where one member of the crew may not work any."""

    code = "shift_span"
    says: ClassVar = {
        "pl": "{shift}: powrót o {end_s}, to {amount} po czasie; najpóźniej można wrócić o {latest_s}.",
        "en": "{shift}: back at {end_s}, {amount} too late; it has to be back by {latest_s}.",
        "pl.early": "{shift}: wyjazd o {start_s}, to {amount} przed rozpoczęciem dyżuru o {earliest_s}.",
        "en.early": "{shift}: sets off at {start_s}, {amount} before the shift begins at {earliest_s}.",
    }
    summary: ClassVar = {
        "pl": "Trasa mieści się w godzinach dyżuru i dozwolonych nadgodzinach.",
        "en": "A route stays within the rostered hours and the overtime allowed.",
    }
    overridable = True
    primitives = (7,)

    def applies(self, problem: Problem) -> bool:
        """Return whether there is any shift."""
        return bool(problem.shifts)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every route that starts too early or ends too late."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            name = facts.name or facts.id
            early, late = facts.start_s - route.start_s, route.end_s - latest_end_s(facts)
            if early > 0:
                said = {"start_s": route.start_s, "earliest_s": facts.start_s}
                yield self.violation(problem, (facts.id,), early, "s", shift=name, how="early", **said)
            if late > 0:
                said = {"end_s": route.end_s, "latest_s": latest_end_s(facts)}
                yield self.violation(problem, (facts.id,), late, "s", shift=name, how="late", **said)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bound start and end of the routes."""
        for index, facts in enumerate(problem.shifts):
            allowed = self.allowed(problem, facts.id)
            arrays.earliest_s[index] = max(int(arrays.earliest_s[index]), facts.start_s - allowed)
            arrays.latest_s[index] = min(int(arrays.latest_s[index]), latest_end_s(facts) + allowed)

    def examples(self) -> tuple[Example, ...]:
        """Return routes at both ends of a shift, with and without overtime."""
        late = {"starts": {"V": hm(16, 5) - 1800}}
        crew = (member(), member("jan", overtime_allowed=False))
        plain, overtime, disabled = (
            tiny(requests=[visit("V", "B")], shifts=[shift(**fields)])
            for fields in ({}, {"overtime_s": 900}, {"overtime_s": 900, "members": crew})
        )
        accepted = replace(plain, allowances=(Allowance(rule=self.code, subject="bus", amount=900, reason="agreed"),))
        route = {"bus": "V"}
        return (
            case("leaves as the shift begins", 0, plain, route, leave={"bus": hm(8)}),
            case("leaves a second too early", 1, plain, route, leave={"bus": hm(8) - 1}),
            case("back as the shift ends", 0, plain, route, starts={"V": hm(15, 20)}),
            case("back a second late", 1, plain, route, starts={"V": hm(15, 20) + 1}),
            case("back as the overtime ends", 0, overtime, route, **late),
            case("no overtime with Jan aboard", 1, disabled, route, **late),
            case("late, and accepted", 1, accepted, route, **late),
        )


def latest_end_s(shift: Shift) -> int:
    """Return when a route has to be back."""
    overtime = all(member.overtime_allowed for member in shift.members)
    return shift.end_s + (shift.overtime_s if overtime else 0)


RULE = ShiftSpan()
