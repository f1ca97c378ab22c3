"""A client is never in two places at once, whichever services are due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from solver.arrays import FAR, Arrays, NeverAtOnce
from solver.facts.requests import TaskKind
from solver.facts.ties import Engagement
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.tiny import FOOT, aboard, delivery, hm, ride, shift, timed_solution, tiny, visit
from solver.solution import Solution


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One engagement of a client.

    Attributes
    ----------
    tasks : tuple of int
        Those at which the client is present, in order; loading a meal is not one.
    first, last : int
        Locations. They are those of the whole engagement also where a leg of it is not planned: whoever goes without
        us needs no less time.
    is_open : bool
        The last leg may stay unplanned; the client is then *away* until the end of the day. Not so where the legs are
        served all or none.
    begun : bool
        Already aboard: nothing can come before.
    """

    subject: str
    name: str
    client: str
    tasks: tuple[int, ...]
    first: int
    last: int
    is_open: bool
    begun: bool
    delivered: bool


class ClientInOnePlace(Rule):
    """Between two engagements of one client lies at least the way from the end of one to the start of the other.

    *Away* lasts from the outbound pickup to the return dropoff. Things may be delivered to a door while somebody visits
    the client there: that is one place.
    """

    code: ClassVar[str] = "client_in_one_place"
    says: ClassVar[Mapping[str, str]] = {
        "pl": "{client} nie może być w dwóch miejscach naraz: {request} i {other}. Brakuje {amount}.",
        "en": "{client} cannot be in two places at once: {request} and {other}. It is {amount} short.",
    }
    summary: ClassVar[Mapping[str, str]] = {
        "pl": "Klient nie jest w dwóch miejscach naraz, także w czasie wyjazdu, i ma czas na drogę.",
        "en": "A client is never in two places at once, also while away, and has time for the way between.",
    }
    primitives: ClassVar[tuple[int, ...]] = (8,)

    def applies(self, problem: Problem) -> bool:
        """Return whether any client has two engagements."""
        return any(True for _ in _pairs(problem))

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield a violation per two engagements that overlap, way between included."""
        for a, b in _pairs(problem):
            one, other = _span(problem, solution, a), _span(problem, solution, b)
            if one and other:
                short_s = min(one[1] + _way_s(problem, a, b) - other[0], other[1] + _way_s(problem, b, a) - one[0])
                if short_s > 0:
                    facts = {"client": a.client, "request": a.name, "other": b.name}
                    yield self.violation(problem, self.led(problem, a.subject, b.subject), short_s, "s", **facts)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Forbid each two stretches at once."""
        rows = {}  # two sisters who travel together have the same two stretches
        for a, b in _pairs(problem):
            ease = self.allowed(problem, self.led(problem, a.subject, b.subject)[0])
            ab = FAR if b.begun else _way_s(problem, a, b) - ease
            ba = FAR if a.begun else _way_s(problem, b, a) - ease
            rows[a.tasks, b.tasks] = NeverAtOnce(a.tasks, b.tasks, ab, ba, a.is_open, b.is_open)
        arrays.never_at_once += rows.values()

    def examples(self) -> tuple[Example, ...]:
        """The way between two doors, *away*, an open return, somebody aboard, and a meal brought during a visit."""
        return (
            *_two_visits(),
            *_away(),
            *_aboard(),
            _meal("a meal at the door during a visit", 0, "B"),
            _meal("a meal at another door during a visit", 1, "C"),
        )


def _pairs(problem: Problem) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield each two engagements of one client that may not overlap."""
    by_client: dict[str, list[Engagement]] = {}
    for engagement in problem.engagements:
        by_client.setdefault(engagement.client, []).append(engagement)
    for engagements in by_client.values():
        stretches = [_stretch(problem, one) for one in engagements] if len(engagements) > 1 else []
        for a, b in combinations(stretches, 2):
            at_one_door = len({a.first, a.last, b.first, b.last}) == 1 and (a.delivered or b.delivered)
            if not at_one_door and not (a.begun and b.begun):
                yield a, b


def _stretch(problem: Problem, engagement: Engagement) -> Stretch:
    requests = [problem.requests[r] for r in engagement.requests]
    tasks = tuple(t for request in requests for t in request.tasks if problem.tasks[t].kind is not TaskKind.LOAD)
    return Stretch(
        subject=requests[0].id,
        name=requests[0].source_id,
        client=engagement.client,
        tasks=tasks,
        first=problem.tasks[tasks[0]].location,
        last=problem.tasks[tasks[-1]].location,
        is_open=len(requests) > 1 and requests[-1].kind == "ride" and not _stands_together(problem, engagement),
        begun=requests[0].aboard is not None,
        delivered=all(request.kind == "delivery" for request in requests),
    )


def _stands_together(problem: Problem, engagement: Engagement) -> bool:
    """Return whether the legs are served all or none: then a missing return is that rule's business, not *away*.

    A search that puts in one leg after the other would else find a later visit at home in the way of the first.
    """
    return any(set(engagement.requests) <= set(group) for group in problem.groups)


def _span(problem: Problem, solution: Solution, stretch: Stretch) -> tuple[int, int] | None:
    """Return from when to when the client is taken up, or None if nothing of it is planned."""
    planned = [solution.times[task] for task in stretch.tasks if task in solution.times]
    if not planned:
        return None
    left_open = stretch.is_open and stretch.tasks[0] in solution.times and stretch.tasks[-1] not in solution.times
    end = problem.end_s if left_open else planned[-1].end_s
    return -FAR if stretch.begun else planned[0].start_s, end


def _way_s(problem: Problem, a: Stretch, b: Stretch) -> int:
    return 0 if a.last == b.first else int(problem.travel[problem.person_mode].seconds[a.last, b.first])


def _engaged(*requests: tuple[int, ...]) -> tuple[Engagement, ...]:
    return tuple(Engagement(client="maria", requests=legs) for legs in requests)


def _two_visits() -> tuple[Example, ...]:
    """Half an hour on foot from B to C; either visit takes half an hour."""
    facts = tiny(
        requests=[visit("V1", "B"), visit("V2", "C")],
        shifts=[shift("s1"), shift("s2")],
        engagements=_engaged((0,), (1,)),
        person_mode=FOOT,
    )
    return tuple(
        Example(
            name=name,
            problem=facts,
            solution=timed_solution(facts, {"s1": "V1", "s2": "V2"}, starts={"V1": first, "V2": second}),
            expected=expected,
        )
        for name, expected, first, second in [
            ("just time for the way", 0, hm(9), hm(10)),
            ("a second short", 1, hm(9), hm(10) - 1),
            ("just time in the other order", 0, hm(10), hm(9)),
            ("a second short in the other order", 1, hm(10) - 1, hm(9)),
        ]
    )


def _away() -> tuple[Example, ...]:
    """B to C and back; the visit is at home in B."""
    facts = tiny(
        requests=[ride("R1", "BC"), ride("R2", "CB"), visit("V1", "B")],
        shifts=[shift("bus"), shift("s2")],
        engagements=_engaged((0, 1), (2,)),
    )
    out = {"R1+": hm(9), "R1-": hm(9, 30)}
    back = {"R2+": hm(11), "R2-": hm(11, 30)}
    both, one_way = "R1+ R1- R2+ R2-", "R1+ R1-"
    cases = [
        ("at home again", 0, both, out | back | {"V1": hm(11, 31)}),
        ("not yet out of the bus", 1, both, out | back | {"V1": hm(11, 31) - 1}),
        ("at the doctor's", 1, both, out | back | {"V1": hm(10)}),
        ("before leaving", 0, both, out | back | {"V1": hm(8, 30)}),
        ("no return planned: away until the end", 1, one_way, out | {"V1": hm(15)}),
        ("no outbound either", 0, "", {"V1": hm(10)}),
    ]
    return tuple(
        Example(
            name=name,
            problem=facts,
            solution=timed_solution(facts, ({"bus": order} if order else {}) | {"s2": "V1"}, starts=starts),
            expected=expected,
        )
        for name, expected, order, starts in cases
    )


def _aboard() -> tuple[Example, ...]:
    """Maria is on her way to C; a visit there has to wait for her."""
    facts = tiny(
        requests=[aboard("R1", "C", since_s=hm(8)), visit("V1", "C")],
        shifts=[shift("bus"), shift("s2")],
        engagements=_engaged((0,), (1,)),
    )
    return tuple(
        Example(
            name=name,
            problem=facts,
            solution=timed_solution(facts, {"bus": "R1-", "s2": "V1"}, starts={"R1-": hm(9), "V1": start}),
            expected=expected,
        )
        for name, expected, start in [("after arrival", 0, hm(9, 1)), ("while still aboard", 1, hm(8, 20))]
    )


def _meal(name: str, expected: int, door: str) -> Example:
    facts = tiny(
        requests=[visit("V1", "B"), delivery("M1", "A" + door)],
        shifts=[shift("s1"), shift("car")],
        engagements=_engaged((0,), (1,)),
    )
    solution = timed_solution(facts, {"s1": "V1", "car": "M1+ M1-"}, starts={"V1": hm(9), "M1-": hm(9, 10)})
    return Example(name=name, problem=facts, solution=solution, expected=expected)


RULE = ClientInOnePlace()
