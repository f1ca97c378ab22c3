"""A first assignment, one series after the other: with one worker where that can be, else day by day."""

from collections.abc import Iterator
from itertools import product

from solver.series.checking import cost_gr
from solver.series.ledger import Ledger
from solver.series.problem import Problem
from solver.series.result import Choice
from solver.series.steady import Steady, days_apart, most_apart, own_gr

_MOST_TRIED = 200
"""Ways to seat the parts of one occurrence on one day that are looked at."""
type Turn = tuple[bool, int, int]


def begin(problem: Problem) -> tuple[Choice, ...]:
    """Return the cheaper of two beginnings: the largest series first, and whoever has the fewest places first."""
    found = (Greedy(problem, by_size=by_size).run() for by_size in (True, False))
    return min(found, key=lambda choices: cost_gr(problem, choices))


class Greedy:
    """What is given away so far.

    Parameters
    ----------
    by_size : bool
        Whether the largest series come first, so that the small ones even the loads out; else those with few places.
    """

    def __init__(self, problem: Problem, *, by_size: bool) -> None:
        self.problem, self.by_size = problem, by_size
        self.ledger = Ledger(problem)
        self.steady = Steady(self.ledger)

    def run(self) -> tuple[Choice, ...]:
        """Give every series what it can get."""
        for s in sorted(range(len(self.problem.series)), key=self._turn):
            whole = self._with_one(s)
            if whole is None:
                self._serve(s)
            else:
                for one in whole:
                    self.ledger.take(one)
        return self.ledger.choices

    def _turn(self, s: int) -> Turn:
        """Return when it is a series' turn; whose days are told always goes before who may choose."""
        series = self.problem.series[s]
        may_choose = any(len(quota.days) > quota.times for quota in series.quotas)
        size = sum(part.need_min for part in series.parts) * sum(quota.times for quota in series.quotas)
        return may_choose, -size if self.by_size else sum(len(part.slots) for part in series.parts), s

    def _with_one(self, s: int) -> list[Choice] | None:
        """Return a series with one worker, at no price if it may be, and the least busy; None: nobody has it all."""
        found = []
        for worker in self.steady.workers(s):
            choices = self.steady.with_one(s, worker)
            if choices:
                more = sum(part.need_min for part in self.problem.series[s].parts) * len(choices)
                busy = (self.ledger.load[worker] + more) / (self.problem.fair_min[worker] + 1)
                found.append((own_gr(self.problem, s, choices), busy, worker, choices))
        return min(found, key=lambda one: one[:3])[3] if found else None

    def _serve(self, s: int) -> None:
        series = self.problem.series[s]
        faces = self._one_face(s) if series.same_staff else set(series.known)
        taken = list(series.held_days)
        for q, quota in enumerate(series.quotas):
            for left in range(quota.times, 0, -1):
                choice = self._best_of_days(s, q, days_apart(quota.days, taken, series.gap_days), left, faces)
                if choice is None:
                    break
                self.ledger.take(choice)
                taken.append(choice.day)
                faces.update(choice.staff)

    def _best_of_days(self, s: int, q: int, days: list[int], left: int, faces: set[int]) -> Choice | None:
        """Return the cheapest choice among some days, such that as many more can still be had as without it."""
        gap = self.problem.series[s].gap_days
        most = min(left, most_apart(days, gap))
        found = [
            choice
            for day in days
            if 1 + most_apart(days_apart(days, [day], gap), gap) >= most
            if (choice := self._best(s, q, day, faces)) is not None
        ]
        return min(found, key=lambda one: self._price(one, faces), default=None)

    def _one_face(self, s: int) -> set[int]:
        """Return the worker with whom a series can have the most of its days; nobody if there is none."""
        series = self.problem.series[s]
        days: dict[int, set[int]] = {}
        for part in series.parts:
            for slot in part.slots:
                if self.ledger.free[slot] >= part.need_min:
                    for member in self.problem.may_work(s, slot):
                        days.setdefault(member, set()).add(self.problem.slots[slot].day)
        ranked = sorted(days, key=lambda m: (m not in series.preferred, -len(days[m]), self.ledger.load[m], m))
        return set(ranked[:1])

    def _best(self, s: int, q: int, day: int, faces: set[int]) -> Choice | None:
        if not self.ledger.entitled(s, [day]):
            return None
        found = [Choice(series=s, quota=q, day=day, slots=slots, staff=staff) for slots, staff in self._ways(s, day)]
        same = self.problem.series[s].same_staff
        fit = [one for one in found if self.ledger.fits(s, one.slots) and not (same and len(faces | {*one.staff}) > 1)]
        return min(fit, key=lambda one: self._price(one, faces), default=None)

    def _ways(self, s: int, day: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        seats: list[list[tuple[int, int]]] = []
        for part in self.problem.series[s].parts:
            slots = [
                one
                for one in part.slots
                if self.problem.slots[one].day == day and self.ledger.free[one] >= part.need_min
            ]
            seats.append([(slot, member) for slot in slots for member in self.problem.may_work(s, slot)])
        for number, way in enumerate(product(*seats)):
            if number >= _MOST_TRIED:
                return
            yield tuple(slot for slot, _ in way), tuple(member for _, member in way)

    def _price(self, choice: Choice, faces: set[int]) -> tuple[int, int, int]:
        series = self.problem.series[choice.series]
        strangers = sum(self.problem.other_gr(choice.series, slot) for slot in choice.slots)
        changes = series.change_gr * len({*choice.staff} - faces) if faces else 0
        load = max(
            (self.ledger.load[one] * 1000 // (self.problem.fair_min[one] + 1) for one in choice.staff), default=0
        )
        return strangers + changes, load, -min(self.ledger.free[slot] for slot in choice.slots)
