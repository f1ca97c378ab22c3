"""Daily and weekly rest are kept, and whoever may not work at night does not."""

from collections.abc import Iterator
from typing import Any, ClassVar

from solver.arrays import FAR, Arrays
from solver.facts.shifts import Member, Shift
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import case, hm, member, shift, tiny, visit
from solver.solution import Route, Solution


class Rest(Rule):
    """A route starts and ends where its crew's rest allows, and has no part in their free nights.

    A night inside the rostered hours ends the day: what lies behind it is not planned, although it would be lawful.
    """

    code = "rest"
    says: ClassVar = {
        "pl": "{shift}, {member}: powrót o {end_s} skraca odpoczynek o {amount}. {article}",
        "en": "{shift}, {member}: coming home at {end_s} cuts the rest short by {amount}. {article}",
        "pl.early": "{shift}, {member}: wyjazd o {start_s} skraca odpoczynek o {amount}. {article}",
        "en.early": "{shift}, {member}: setting off at {start_s} cuts the rest short by {amount}. {article}",
        "pl.night": "{shift}, {member}: praca w godzinach nocnych, {amount} między {from_s} a {until_s}. {article}",
        "en.night": "{shift}, {member}: works at night, {amount} between {from_s} and {until_s}. {article}",
    }
    summary: ClassVar = {
        "pl": "Odpoczynek dobowy i tygodniowy jest zachowany; kto nie może pracować w nocy, nie pracuje.",
        "en": "Daily and weekly rest are kept; whoever may not work at night does not.",
    }
    primitives = (7,)
    leans_on = ("shift_span",)

    def applies(self, problem: Problem) -> bool:
        """Return whether anybody's rest touches the day."""
        workers = (m for s in problem.shifts for m in s.members)
        return any(m.rest_from_s is not None or m.rest_until_s is not None or m.night_s for m in workers)

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every rest cut short and every night worked."""
        for route in solution.routes:
            facts = problem.shifts[route.shift]
            for worker in facts.members:
                for amount, how, times in _broken(route, worker):
                    yield self.violation(
                        problem, (facts.id, worker.id), amount, "s", shift=facts.name or facts.id, member=worker.id,
                        article=worker.rest_article, how=how, **times,
                    )  # fmt: skip

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bound start and end of the routes."""
        for index, facts in enumerate(problem.shifts):
            allowed = self.allowed(problem, facts.id)
            bounds = [_bounds(facts, worker) for worker in facts.members] or [(-FAR, FAR)]
            earliest, latest = max(low for low, _ in bounds), min(high for _, high in bounds)
            arrays.earliest_s[index] = max(int(arrays.earliest_s[index]), earliest - allowed)
            arrays.latest_s[index] = min(int(arrays.latest_s[index]), latest + allowed)

    def examples(self) -> tuple[Example, ...]:
        """Return routes from 08:00 to 08:50 next to rests and nights."""
        return (
            _example("rested until eight", 0, rest_from_s=hm(8)),
            _example("rests a second longer", 1, rest_from_s=hm(8) + 1),
            _example("rests from ten to nine", 0, rest_until_s=hm(8, 50)),
            _example("should rest a second sooner", 1, rest_until_s=hm(8, 50) - 1),
            _example("the night ends at eight", 0, night_s=((hm(0), hm(8)),)),
            _example("the night ends a second later", 1, night_s=((hm(0), hm(8) + 1),)),
            _example("the night begins as she is home", 0, night_s=((hm(8, 50), hm(15)),)),
            _example("the night begins a second sooner", 1, night_s=((hm(8, 50) - 1, hm(15)),)),
        )


def _broken(route: Route, worker: Member) -> Iterator[tuple[int, str, dict[str, int]]]:
    """Yield by how much, how, and when a route breaks the rest of a worker."""
    if worker.rest_from_s is not None and route.start_s < worker.rest_from_s:
        yield worker.rest_from_s - route.start_s, "early", {"start_s": route.start_s}
    if worker.rest_until_s is not None and route.end_s > worker.rest_until_s:
        yield route.end_s - worker.rest_until_s, "late", {"end_s": route.end_s}
    for low, high in worker.night_s:
        inside = min(route.end_s, high) - max(route.start_s, low)
        if inside > 0:
            yield inside, "night", {"from_s": low, "until_s": high}


def _bounds(facts: Shift, worker: Member) -> tuple[int, int]:
    """Return between which instants a worker may be at work in this shift."""
    low = -FAR if worker.rest_from_s is None else worker.rest_from_s
    high = FAR if worker.rest_until_s is None else worker.rest_until_s
    for begins, ends in worker.night_s:
        if begins > facts.start_s:
            high = min(high, begins)
        else:  # also one that is over by the rostered start: an override may let the shift begin sooner
            low = max(low, ends)
    return low, high


def _example(name: str, expected: int, **fields: Any) -> Example:
    crew = (member(**fields), member("jan"))
    return case(name, expected, tiny(requests=[visit("V", "B")], shifts=[shift(members=crew)]), {"bus": "V"})


RULE = Rest()
