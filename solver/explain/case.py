"""Requests that can only be served together, and what has been found out so far about why they are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from solver.explain.arrays import close
from solver.explain.bench import Bench
from solver.explain.facts import Alone, Change, ShiftVerdict, Verdict
from solver.explain.part import Orders, Part
from solver.explain.place import WIDTH, Tick, timed_draft, together
from solver.lowering import lowered
from solver.problem import Problem
from solver.search.drafting import Draft, Workshop
from solver.solution import Solution


@dataclass
class Day:
    """A problem and its plan, with what all explanations share."""

    problem: Problem
    solution: Solution
    tick: Tick

    @cached_property
    def orders(self) -> Orders:
        """The plan's tasks by shift."""
        return {route.shift: tuple(stop.task for stop in route.stops) for route in self.solution.routes}

    @cached_property
    def served(self) -> frozenset[int]:
        """Requests of which anything is planned."""
        return frozenset(self.problem.tasks[t].request for order in self.orders.values() for t in order)

    @cached_property
    def draft(self) -> Draft | None:
        """The whole plan timed anew under all rules; None: it has no such times."""
        return timed_draft(Workshop(lowered(self.problem)), self.orders)

    def draft_for(self, unit: tuple[int, ...]) -> Draft | None:
        """Return the whole plan, ready to take in all of a unit."""
        if len(unit) == 1 or self.draft is None:
            return self.draft
        arrays = lowered(self.problem)
        close(arrays, frozenset(unit))
        return timed_draft(Workshop(arrays), self.orders)

    def bench(self, part: Part, unit: Iterable[int], bases: Iterable[Orders] | None = None) -> Bench:
        """Return a bench for a part of the day.

        Parameters
        ----------
        unit : iterable of int
            Requests that will all be in.
        bases : iterable of Orders or None
            Instead of what is planned, in the numbers of the whole problem.
        """
        plans = (part.orders,) if bases is None else tuple(part.inside(orders) for orders in bases)
        numbers = frozenset(part.request(r) for r in unit)
        return Bench(problem=part.problem, bases=plans, tick=self.tick, unit=numbers)


@dataclass
class Case:
    """One unit; each stage fills in more.

    Attributes
    ----------
    unit : tuple of int
        Unserved requests that only come together, ascending.
    blocking : int
        The one that is in the way.
    by_itself : dict of request to shift to ShiftVerdict
        Where each could be served by itself on an empty day (FITS), and what is in the way elsewhere (NOT_ALONE).
    verdicts : dict of shift to ShiftVerdict
        Of the blocking request.
    done : set of str
        Stages that are complete.
    """

    day: Day
    unit: tuple[int, ...]
    blocking: int = -1
    alone: Alone = field(default=Alone(possible=None))
    by_itself: dict[int, dict[int, ShiftVerdict]] = field(default_factory=dict)
    verdicts: dict[int, ShiftVerdict] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    plan_broken: bool = False

    def __post_init__(self) -> None:
        self.blocking = self.unit[0]

    def blame(self, request: int) -> None:
        """Speak of `request` from now on, on the shifts on which it is impossible anyway."""
        self.blocking = request
        known = self.by_itself.get(request, {})
        self.verdicts = {s: verdict for s, verdict in known.items() if verdict.verdict is Verdict.NOT_ALONE}

    def alone_shifts(self, request: int) -> list[int]:
        """Return where a request could be served by itself on an empty day."""
        known = self.by_itself.get(request, {})
        return [s for s, verdict in known.items() if verdict.verdict is Verdict.FITS]

    def all_verdicts(self) -> tuple[ShiftVerdict, ...]:
        """Return a verdict for each shift."""
        shifts = shifts_of(self.day.problem, self.blocking)
        return tuple(self.verdicts.get(s, ShiftVerdict(shift=s, verdict=Verdict.UNKNOWN)) for s in shifts)


def shifts_of(problem: Problem, request: int) -> Sequence[int]:
    """Return the shifts that a request may be tried on."""
    aboard = problem.requests[request].aboard
    return (aboard.shift,) if aboard else range(len(problem.shifts))


def unit_of(problem: Problem, served: frozenset[int], request: int) -> tuple[int, ...]:
    """Return the unserved requests that have to come with `request`, itself included, ascending.

    Crews of one visit, members of a group, and whatever it needs before it.
    """
    found, waiting = set[int](), [request]
    while waiting:
        one = waiting.pop()
        if one not in found and one not in served:
            found.add(one)
            source = problem.requests[one].source_id
            waiting += [r for r, other in enumerate(problem.requests) if other.source_id == source]
            waiting += [r for group in problem.groups if one in group for r in group]
            waiting += [gap.before for gap in problem.gaps if gap.needs and gap.after == one]
    return tuple(sorted(found))


def ways_in(draft: Draft, requests: Sequence[int], tick: Tick) -> list[Draft]:
    """Return some plans with all the requests in; empty if there is none."""
    return list(islice(together(draft, requests, tick), WIDTH))


def fitting_start(draft: Draft, requests: Sequence[int], tick: Tick) -> tuple[int, list[Draft]]:
    """Return how many of the requests, from the first on, fit together, and plans with these in."""
    ways = [draft]
    for count in range(len(requests)):
        more = ways_in(draft, requests[: count + 1], tick)
        if not more:
            return count, ways
        ways = more
    return len(requests), ways
