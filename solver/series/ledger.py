"""What is given away while series are put in and taken out: free minutes, entitlements, and each worker's load."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from solver.series.problem import Problem
from solver.series.result import Choice


class Ledger:
    """An assignment that changes.

    Attributes
    ----------
    free : list of int, by slot
    left : list of int, by cap
    load : list of int, by worker
        Minutes.
    own : mapping of series to list of Choice
    """

    def __init__(self, problem: Problem, choices: Iterable[Choice] = ()) -> None:
        self.problem = problem
        self.free = [slot.free_min for slot in problem.slots]
        self.left = [cap.left for cap in problem.caps]
        self.load = [0] * len(problem.staff)
        self.own: dict[int, list[Choice]] = defaultdict(list)
        self._caps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, cap in enumerate(problem.caps):
            for s, weight in cap.weights:
                self._caps[s].append((number, weight))
        for one in choices:
            self.take(one)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Everything that is given away."""
        return tuple(one for own in self.own.values() for one in own)

    def take(self, choice: Choice) -> None:
        """Put an occurrence in."""
        self._book(choice, 1)
        self.own[choice.series].append(choice)

    def drop(self, s: int) -> list[Choice]:
        """Take all of a series out; return what it had."""
        gone = self.own.pop(s, [])
        for one in gone:
            self._book(one, -1)
        return gone

    def fits(self, s: int, slots: Sequence[int]) -> bool:
        """Return whether the parts of an occurrence still fit into some slots."""
        need: Counter[int] = Counter()
        for part, slot in zip(self.problem.series[s].parts, slots, strict=True):
            need[slot] += part.need_min
        return all(self.free[slot] >= minutes for slot, minutes in need.items())

    def entitled(self, s: int, days: Sequence[int]) -> bool:
        """Return whether what is left of entitlements allows a series these days."""
        taken: Counter[int] = Counter()
        for day in days:
            for number, weight in self._weights(s, day):
                taken[number] += weight
        return all(self.left[number] >= weight for number, weight in taken.items())

    def faces(self, s: int) -> frozenset[int]:
        """Return whom a series sees."""
        return frozenset(face for one in self.own.get(s, ()) for face in one.staff)

    def above_min(self, worker: int) -> int:
        """Return the minutes that a worker has above the fair part; negative: below it."""
        return self.load[worker] - self.problem.fair_min[worker]

    def _book(self, choice: Choice, sign: int) -> None:
        for part, slot in zip(self.problem.series[choice.series].parts, choice.slots, strict=True):
            self.free[slot] -= sign * part.need_min
            for member in self.problem.slots[slot].crew:
                self.load[member] += sign * part.need_min
        for number, weight in self._weights(choice.series, choice.day):
            self.left[number] -= sign * weight

    def _weights(self, s: int, day: int) -> list[tuple[int, int]]:
        caps = self.problem.caps
        return [(n, weight) for n, weight in self._caps.get(s, ()) if caps[n].first <= day <= caps[n].last]
