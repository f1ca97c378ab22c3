"""A first assignment, one occurrence after the other, whoever has the fewest places first: where CP-SAT begins."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from solver.series.problem import Problem
from solver.series.result import Choice

_MOST_TRIED = 200
"""Ways to seat the parts of one occurrence on one day that are looked at."""


class Greedy:
    """What is given away so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.free = [slot.free_min for slot in problem.slots]
        self.left = [cap.left for cap in problem.caps]
        self.load: Counter[int] = Counter()
        self.choices: list[Choice] = []
        self._caps: dict[int, list[tuple[int, int]]] = {}
        for number, cap in enumerate(problem.caps):
            for s, weight in cap.weights:
                self._caps.setdefault(s, []).append((number, weight))

    def run(self) -> tuple[Choice, ...]:
        """Give every series what it can get."""
        for s in sorted(range(len(self.problem.series)), key=self._turn):
            self._serve(s)
        return tuple(self.choices)

    def _turn(self, s: int) -> tuple[bool, int, int]:
        """Return when it is a series' turn: whose days are told first, then whoever has the fewest places."""
        series = self.problem.series[s]
        may_choose = any(len(quota.days) > quota.times for quota in series.quotas)
        return may_choose, sum(len(part.slots) for part in series.parts), s

    def _serve(self, s: int) -> None:
        series = self.problem.series[s]
        faces = self._one_face(s) if series.same_staff else set(series.known)
        taken = list(series.held_days)
        for q, quota in enumerate(series.quotas):
            for left in range(quota.times, 0, -1):
                choice = self._best_of_days(s, q, _open(quota.days, taken, series.gap_days), left, faces)
                if choice is None:
                    break
                self._take(choice)
                taken.append(choice.day)
                faces.update(choice.staff)

    def _best_of_days(self, s: int, q: int, days: list[int], left: int, faces: set[int]) -> Choice | None:
        """Return the cheapest choice among some days, such that as many more can still be had as without it."""
        gap = self.problem.series[s].gap_days
        most = min(left, _most_apart(days, gap))
        found = [
            choice
            for day in days
            if 1 + _most_apart(_open(days, [day], gap), gap) >= most
            if (choice := self._best(s, q, day, faces)) is not None
        ]
        return min(found, key=lambda one: self._price(one, faces), default=None)

    def _one_face(self, s: int) -> set[int]:
        """Return the worker with whom a series can have the most of its days; nobody if there is none."""
        series = self.problem.series[s]
        days: dict[int, set[int]] = {}
        for part in series.parts:
            for slot in part.slots:
                if self.free[slot] >= part.need_min:
                    for member in self.problem.may_work(s, slot):
                        days.setdefault(member, set()).add(self.problem.slots[slot].day)
        ranked = sorted(days, key=lambda m: (m not in series.preferred, -len(days[m]), self.load[m], m))
        return set(ranked[:1])

    def _best(self, s: int, q: int, day: int, faces: set[int]) -> Choice | None:
        if any(self.left[number] < weight for number, weight in self._weights(s, day)):
            return None
        found = [Choice(series=s, quota=q, day=day, slots=slots, staff=staff) for slots, staff in self._ways(s, day)]
        same = self.problem.series[s].same_staff
        fit = [one for one in found if self._fits(one) and not (same and len(faces | {*one.staff}) > 1)]
        return min(fit, key=lambda one: self._price(one, faces), default=None)

    def _ways(self, s: int, day: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        seats: list[list[tuple[int, int]]] = []
        for part in self.problem.series[s].parts:
            slots = [
                one for one in part.slots if self.problem.slots[one].day == day and self.free[one] >= part.need_min
            ]
            seats.append([(slot, member) for slot in slots for member in self.problem.may_work(s, slot)])
        for number, way in enumerate(product(*seats)):
            if number >= _MOST_TRIED:
                return
            yield tuple(slot for slot, _ in way), tuple(member for _, member in way)

    def _fits(self, choice: Choice) -> bool:
        need: Counter[int] = Counter()
        for part, slot in zip(self.problem.series[choice.series].parts, choice.slots, strict=True):
            need[slot] += part.need_min
        return all(self.free[slot] >= minutes for slot, minutes in need.items())

    def _price(self, choice: Choice, faces: set[int]) -> tuple[int, int, int]:
        series = self.problem.series[choice.series]
        strangers = sum(self.problem.other_gr(choice.series, slot) for slot in choice.slots)
        changes = series.change_gr * len({*choice.staff} - faces) if faces else 0
        load = max((self.load[one] * 1000 // (self.problem.fair_min[one] + 1) for one in choice.staff), default=0)
        return strangers + changes, load, -min(self.free[slot] for slot in choice.slots)

    def _weights(self, s: int, day: int) -> list[tuple[int, int]]:
        caps = self.problem.caps
        return [(n, weight) for n, weight in self._caps.get(s, ()) if caps[n].first <= day <= caps[n].last]

    def _take(self, choice: Choice) -> None:
        for part, slot in zip(self.problem.series[choice.series].parts, choice.slots, strict=True):
            self.free[slot] -= part.need_min
            for member in self.problem.slots[slot].crew:
                self.load[member] += part.need_min
        for number, weight in self._weights(choice.series, choice.day):
            self.left[number] -= weight
        self.choices.append(choice)


def _open(days: Iterable[int], taken: Sequence[int], gap: int) -> list[int]:
    """Return the days that are far enough from those that are taken."""
    return [day for day in sorted(days) if all(abs(day - other) >= gap for other in taken)]


def _most_apart(days: Sequence[int], gap: int) -> int:
    """Return how many of some days, in their order, are so far from each other."""
    count, last = 0, -gap
    for day in days:
        if count == 0 or day - last >= gap:
            count, last = count + 1, day
    return count
