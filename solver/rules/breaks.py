"""Everybody gets the breaks that law and contract give them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from solver.arrays import Arrays, BreakSlot
from solver.facts.shifts import BreakFact, Member, Shift
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.crew_breaks import together
from solver.rulekit.resting import breaks_ahead, slot, unmatched, usable
from solver.rulekit.tiny import case, hm, member, pause, ride, shift, tiny, visit
from solver.solution import BreakTime, Route, Solution


class Breaks(Rule):
    """Each member of a crew needs own breaks, the crew takes them together; see `solver.rulekit.resting` for where.

    A break said to be unpaid has to be owed as such to everybody on board: the others would work for nothing.
    """

    code = "breaks"
    says: ClassVar = {
        "pl": "{shift}, {member}: brakuje przerwy {duration_s}, która należy się od {earliest_s}. {article}",
        "en": "{shift}, {member}: a break of {duration_s} is missing, due from {earliest_s}. {article}",
        "pl.unpaid": "{shift}, {member}: przerwa od {start_s} nie może być niepłatna.",
        "en.unpaid": "{shift}, {member}: the break from {start_s} cannot be unpaid.",
    }
    summary: ClassVar = {
        "pl": "Każdy ma przerwy należne według prawa i umowy, gdy nikogo nie wiezie.",
        "en": "Everybody gets the breaks due by law and contract, with nobody aboard.",
    }
    overridable = True
    primitives = (7,)
    leans_on = ("start_state",)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody is owed a break."""
        return any(worker.breaks for facts in problem.shifts for worker in facts.members)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every break that somebody misses, and every one that is wrongly unpaid."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            taken = usable(problem, route)
            for worker in facts.members:
                name = {"shift": facts.name or facts.id, "member": worker.id}
                for amount, said in _wrong(facts, worker, route, taken):
                    yield self.violation(problem, (facts.id, worker.id), amount, "s", **name, **said)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Write the breaks of each crew, without those that may be missed."""
        for index, facts in enumerate(problem.shifts):
            missable = self.allowed(problem, facts.id)
            crew = [
                [slot(facts, one) for one in breaks_ahead(facts, worker) if one.duration_s > missable]
                for worker in facts.members
            ]
            arrays.breaks[index] = together(crew)

    def examples(self) -> tuple[Example, ...]:
        """Return breaks of a quarter of an hour: taken, missed, too short, too late, with people, by two, unpaid."""
        owed = BreakFact(from_work_s=hm(8), duration_s=900, earliest_s=hm(0, 40), latest_start_s=hm(4))
        jan = member("jan", breaks=(replace(owed, duration_s=1200),))
        requests = [visit("V", "B"), ride("R", "BC")]
        alone, above, crew, unpaid = (
            tiny(requests=requests, shifts=[shift(members=members)])
            for members in (
                (member(breaks=(owed,)),),
                (member(breaks=(replace(owed, strictly_above=True),)),),
                (member(breaks=(owed,)), jan),
                (member(breaks=(replace(owed, paid=False),)), jan),
            )
        )
        at, order, ride_too = hm(8, 40), {"bus": "V"}, {"bus": "V R+ R-"}
        return (
            case("taken after the visit", 0, alone, order, breaks={"bus": (pause(1, at, 900),)}),
            case("missed", 1, alone, order),
            case("not owed for eight hours", 0, above, order),
            case("a second too short", 1, alone, order, breaks={"bus": (pause(1, at, 899),)}),
            case("starts as late as it may", 0, alone, order, breaks={"bus": (pause(1, hm(12), 900),)}),
            case("starts a second too late", 1, alone, order, breaks={"bus": (pause(1, hm(12) + 1, 900),)}),
            case("with nobody aboard yet", 0, alone, ride_too, breaks={"bus": (pause(1, at, 900),)}),
            case("with somebody aboard", 1, alone, ride_too, breaks={"bus": (pause(2, at, 900),)}),
            case("long enough for one of two", 1, crew, order, breaks={"bus": (pause(1, at, 900),)}),
            case("long enough for both", 0, crew, order, breaks={"bus": (pause(1, at, 1200),)}),
            case("Jan is paid", 2, unpaid, order, breaks={"bus": (pause(1, at, 900, paid=False),)}),
        )


def _wrong(
    facts: Shift, worker: Member, route: Route, taken: list[BreakTime]
) -> Iterator[tuple[int, dict[str, str | int]]]:
    """Yield each break that a worker misses or is wrongly not paid for, by its length and what there is to say."""
    due = [(slot(facts, one), one.article) for one in breaks_ahead(facts, worker)]
    due = sorted((pair for pair in due if route.end_s > pair[0].only_if_after_s), key=_longest_first)
    for one, article in unmatched(due, taken, lambda pair, rest: _suffices(pair[0], rest)):
        yield one.duration_s, {"duration_s": one.duration_s, "earliest_s": one.earliest_s, "article": article}
    unpaid = [rest for rest in route.breaks if not rest.paid]
    rightly = [one for one, _ in due if not one.paid]
    for rest in unmatched(unpaid, rightly, lambda rest, one: rest in taken and _is_exactly(one, rest)):
        yield rest.end_s - rest.start_s, {"how": "unpaid", "start_s": rest.start_s}


def _longest_first(pair: tuple[BreakSlot, str]) -> int:
    """Sort so that of two breaks of which one is missed it is the shorter."""
    return -pair[0].duration_s


def _suffices(owed: BreakSlot, rest: BreakTime) -> bool:
    """Return whether this break gives a worker what is owed; one that is owed as work has to be paid."""
    in_time = owed.earliest_s <= rest.start_s <= owed.latest_start_s
    return in_time and rest.end_s - rest.start_s >= owed.duration_s and (rest.paid or not owed.paid)


def _is_exactly(owed: BreakSlot, rest: BreakTime) -> bool:
    return _suffices(owed, rest) and rest.end_s - rest.start_s == owed.duration_s


RULE = Breaks()
