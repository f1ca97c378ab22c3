"""One worker for all of a series: what most residents want, and what a search over single visits seldom finds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from solver.series.ledger import Ledger
from solver.series.problem import Problem, Quota
from solver.series.result import Choice

type Places = Mapping[tuple[int, int], Sequence[int]]
"""The slots of one worker in which a series may be put, by day and part."""


class Steady:
    """Looks for all occurrences of a series with one worker, on what a ledger has left."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.problem = ledger, ledger.problem
        self._places = cache(lambda s: _places(self.problem, s))

    def workers(self, s: int) -> Iterable[int]:
        """Return who may serve anything of a series."""
        places: Mapping[int, Places] = self._places(s)
        return places.keys()

    def with_one(self, s: int, worker: int) -> list[Choice] | None:
        """Return all that a series wants with one worker; None: not all of it fits."""
        series = self.problem.series[s]
        taken, found = list(series.held_days), list[Choice]()
        for q, quota in enumerate(series.quotas):
            for left in range(quota.times, 0, -1):
                choice = self._next(s, q, quota, worker, taken, left)
                if choice is None:
                    return None
                found.append(choice)
                taken.append(choice.day)
        return found if self.ledger.entitled(s, [one.day for one in found]) else None

    def _next(  # noqa: PLR0917
        self, s: int, q: int, quota: Quota, worker: int, taken: Sequence[int], left: int
    ) -> Choice | None:
        """Return the roomiest occurrence such that as many more can still be had as are wanted."""
        gap, places = self.problem.series[s].gap_days, self._places(s).get(worker, {})
        open_days = days_apart(quota.days, taken, gap)
        best: tuple[int, int, tuple[int, ...]] | None = None
        for day in open_days:
            if 1 + most_apart(days_apart(open_days, [day], gap), gap) < left:
                continue
            slots = self._seats(s, day, places)
            if slots is not None:
                room = min(self.ledger.free[slot] for slot in slots)
                best = max(best or (room, -day, slots), (room, -day, slots))
        if best is None:
            return None
        return Choice(series=s, quota=q, day=-best[1], slots=best[2], staff=(worker,) * len(best[2]))

    def _seats(self, s: int, day: int, places: Places) -> tuple[int, ...] | None:
        slots: list[int] = []
        used: dict[int, int] = {}
        for number, part in enumerate(self.problem.series[s].parts):
            room = {slot: self.ledger.free[slot] - used.get(slot, 0) for slot in places.get((day, number), ())}
            slot = max(room, key=lambda one: (room[one], -one), default=None)
            if slot is None or room[slot] < part.need_min:
                return None
            used[slot] = used.get(slot, 0) + part.need_min
            slots.append(slot)
        return tuple(slots)


def days_apart(days: Iterable[int], taken: Sequence[int], gap: int) -> list[int]:
    """Return the days that are far enough from those that are taken."""
    return [day for day in sorted(days) if all(abs(day - other) >= gap for other in taken)]


def most_apart(days: Sequence[int], gap: int) -> int:
    """Return how many of some days, in their order, are so far from each other."""
    count, last = 0, -gap
    for day in days:
        if count == 0 or day - last >= gap:
            count, last = count + 1, day
    return count


def own_gr(problem: Problem, s: int, choices: Sequence[Choice]) -> int:
    """Return what choices of one series cost by themselves: strangers, and changes of worker."""
    series = problem.series[s]
    strangers = sum(problem.other_gr(s, slot) for one in choices for slot in one.slots)
    faces = {face for one in choices for face in one.staff}
    further = len(faces - series.known) if series.known else max(0, len(faces) - 1)
    return strangers + series.change_gr * further


def _places(problem: Problem, s: int) -> Mapping[int, Places]:
    found: dict[int, dict[tuple[int, int], list[int]]] = {}
    for number, part in enumerate(problem.series[s].parts):
        for slot in part.slots:
            if problem.slots[slot].free_min >= part.need_min:
                for member in problem.may_work(s, slot):
                    found.setdefault(member, {}).setdefault((problem.slots[slot].day, number), []).append(slot)
    return found
