"""Nobody works in two shifts at once, and a vehicle changes hands at the agreed place, in time and empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np

from solver.arrays import Arrays
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.onboard import on_board
from solver.rulekit.tiny import aboard, case, hm, member, shift, tiny, visit
from solver.solution import Route, Solution


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """Two shifts that share somebody or the vehicle; `back_by_s`: when the earlier one has to be back."""

    first: int
    second: int
    back_by_s: int
    same_vehicle: bool


class OneShiftAtATime(Rule):
    """A route is back by the rostered start of the next shift of the same people or vehicle.

    A vehicle that changes hands needs the later shift's hand-over time as well, and has to be where that shift begins:
    a shift whose vehicle ends its shift before elsewhere serves nobody.
    """

    code = "one_shift_at_a_time"
    says: ClassVar = {
        "pl": "{shift}: powrót o {end_s}, a na dyżur {next} trzeba wrócić najpóźniej o {latest_s}.",
        "en": "{shift}: back at {end_s}, but for {next} it has to be back by {latest_s}.",
        "pl.place": "{next} zaczyna w {start_place}, a jego pojazd zostaje po dyżurze {shift} w {end_place}.",
        "en.place": "{next} begins at {start_place}, but {shift} leaves its vehicle at {end_place}.",
        "pl.aboard": "{shift}: {request} jest jeszcze w pojeździe, gdy przejmuje go {next}.",
        "en.aboard": "{shift}: {request} is still aboard when {next} takes over the vehicle.",
    }
    summary: ClassVar = {
        "pl": "Nikt nie pracuje na dwóch dyżurach naraz; pojazd przekazuje się na miejscu, na czas i bez pasażerów.",
        "en": "Nobody works in two shifts at once; a vehicle is handed over at the place agreed, in time and empty.",
    }
    primitives = (4, 7, 9)
    leans_on = ("ride_order",)

    def applies(self, problem: Problem) -> bool:
        """Return whether any two shifts share somebody or a vehicle."""
        return next(_pairs(problem), None) is not None

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every late return, wrong place and forgotten passenger."""
        routes = {route.shift: route for route in solution.routes}
        for pair in _pairs(problem):
            if pair.first in routes:
                yield from self._returned(problem, pair, routes[pair.first])
            if pair.second in routes and _elsewhere(problem, pair):
                first, second = problem.shifts[pair.first], problem.shifts[pair.second]
                places = {
                    "start_place": problem.locations[second.start_location],
                    "end_place": problem.locations[first.end_location],
                }
                names = _names(problem, pair)
                yield self.violation(problem, (second.id, first.id), 1, "times", how="place", **names, **places)

    def _returned(self, problem: Problem, pair: _Pair, route: Route) -> Iterator[Violation]:
        subjects = (problem.shifts[pair.first].id, problem.shifts[pair.second].id)
        names = _names(problem, pair)
        late = route.end_s - pair.back_by_s
        if late > 0:
            times = {"end_s": route.end_s, "latest_s": pair.back_by_s}
            yield self.violation(problem, subjects, late, "s", **names, **times)
        *_, left = on_board(problem, route)
        for index in sorted(left) if pair.same_vehicle else ():
            request = problem.requests[index]
            ids = (request.id, *subjects)
            yield self.violation(problem, ids, 1, "requests", how="aboard", request=request.source_id, **names)

    def lower(self, problem: Problem, arrays: Arrays) -> None:
        """Bound the ends of routes, forbid shifts without their vehicle, and bring everybody home first."""
        for pair in _pairs(problem):
            latest = pair.back_by_s + self.allowed(problem, problem.shifts[pair.first].id)
            arrays.latest_s[pair.first] = min(latest, int(arrays.latest_s[pair.first]))
            for r in np.flatnonzero(arrays.aboard_shift == pair.first) if pair.same_vehicle else ():
                arrays.must_serve[r] |= not self.allowed(problem, problem.requests[r].id)
            if _elsewhere(problem, pair) and not self.allowed(problem, problem.shifts[pair.second].id):
                arrays.compatible[:, pair.second] = False

    def examples(self) -> tuple[Example, ...]:
        """Return hand-overs of a bus at noon: ten minutes before, a second less, elsewhere, with somebody aboard."""
        early = shift("early", vehicle="V1", end_s=hm(12))
        late = shift("late", vehicle="V1", members=(member("jan"),), start_s=hm(12), hand_over_s=600)
        anna = shift("late", start_s=hm(12))
        visits = [visit("V", "B"), visit("W", "B")]
        bus, person, moved = (
            tiny(requests=visits, shifts=[early, later])
            for later in (late, anna, shift("late", vehicle="V1", members=late.members, start="B", start_s=hm(12)))
        )
        begun = tiny(requests=[aboard("R", "B", since_s=hm(8)), *visits], shifts=[early, late])
        both, back = {"early": "V", "late": "W"}, hm(11, 50) - 2400
        return (
            case("ten minutes for the keys", 0, bus, both, starts={"V": back}),
            case("a second less", 1, bus, both, starts={"V": back + 1}),
            case("Anna works on", 0, person, both, starts={"V": back + 600}),
            case("Anna in two shifts at once", 1, person, both, starts={"V": back + 601}),
            case("the bus is elsewhere", 1, moved, both),
            case("somebody is still aboard", 1, begun, both),
        )


def _pairs(problem: Problem) -> Iterator[_Pair]:
    """Yield shifts that share somebody or a vehicle, the one that begins earlier first."""
    order = sorted(range(len(problem.shifts)), key=lambda index: (problem.shifts[index].start_s, index))
    for first, second in _sharing(problem, order):
        one, other = problem.shifts[first], problem.shifts[second]
        same_vehicle = one.vehicle is not None and one.vehicle == other.vehicle
        back_by = other.start_s - (other.hand_over_s if same_vehicle else 0)
        yield _Pair(first=first, second=second, back_by_s=back_by, same_vehicle=same_vehicle)


def _sharing(problem: Problem, order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a worker or a vehicle, in the order of all pairs: of hundreds of shifts, few do."""
    taken: dict[tuple[str, str], list[int]] = {}
    for place, index in enumerate(order):
        shift = problem.shifts[index]
        for resource in {("member", m.id) for m in shift.members} | {("vehicle", v) for v in (shift.vehicle,) if v}:
            taken.setdefault(resource, []).append(place)
    pairs = {pair for places in taken.values() for pair in combinations(places, 2)}
    return ((order[first], order[second]) for first, second in sorted(pairs))


def _elsewhere(problem: Problem, pair: _Pair) -> bool:
    """Return whether the later shift would not find its vehicle: one that has begun has found it."""
    if not pair.same_vehicle or problem.shifts[pair.second].start is not None:
        return False
    between = (p for p in _pairs(problem) if p.second == pair.second and p.same_vehicle)
    last = max(between, key=lambda p: (problem.shifts[p.first].start_s, p.first))
    return last == pair and problem.shifts[pair.first].end_location != problem.shifts[pair.second].start_location


def _names(problem: Problem, pair: _Pair) -> dict[str, str]:
    first, second = problem.shifts[pair.first], problem.shifts[pair.second]
    return {"shift": first.name or first.id, "next": second.name or second.id}


RULE = OneShiftAtATime()
