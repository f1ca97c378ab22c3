"""A first assignment, one occurrence after the other, whoever has the fewest places first: where CP-SAT begins."""

from collections import Counter
from collections.abc import Iterator
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
        numbers = range(len(self.problem.series))
        for s in sorted(numbers, key=lambda k: (sum(len(one.slots) for one in self.problem.series[k].parts), k)):
            self._serve(s)
        return tuple(self.choices)

    def _serve(self, s: int) -> None:
        series = self.problem.series[s]
        faces, taken = set(series.known), list(series.held_days)
        if series.same_staff:
            faces = self._one_face(s)
        for q, quota in enumerate(series.quotas):
            times = 0
            for day in sorted(quota.days):
                if times == quota.times or any(abs(day - other) < series.gap_days for other in taken):
                    continue
                choice = self._best(s, q, day, faces)
                if choice is not None:
                    self._take(choice)
                    taken.append(day)
                    faces.update(choice.staff)
                    times += 1

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
