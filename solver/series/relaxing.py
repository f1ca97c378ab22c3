"""What no assignment can cost less than: the linear relaxation of days, seats, capacities and fair parts.

CP-SAT's own relaxation of the whole takes too long on weeks of hundreds of series. Of the faces that a series sees it
knows what is unavoidable even if the series had all crews for itself: fractions of workers would see nobody twice.
"""

from collections import defaultdict
from math import ceil
from typing import Any

from ortools.linear_solver.python import model_builder as linear

from solver.mastering.stopping import Limit
from solver.series.faces import fewest_further, most_with_one
from solver.series.problem import Problem

_LONGEST_S = 5.0
_ROUNDING = 1e-7
"""Part of all prices that a float's error may come to; more than GLOP's tolerance."""


def least_gr(problem: Problem, limit: Limit) -> int:
    """Return a cost that no assignment is below; 0 if the relaxation takes too long to tell."""
    relaxation = _Relaxation(problem)
    return relaxation.solved(min(_LONGEST_S, limit.seconds if limit.seconds is not None else _LONGEST_S))


class _Relaxation:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model: Any = linear.Model()  # type: ignore[no-untyped-call]  # as all of the library but for its facade
        self._costs: list[tuple[Any, int]] = []
        self._constant = 0
        self._used: dict[int, list[tuple[Any, int]]] = defaultdict(list)
        self._weighed: dict[int, list[tuple[Any, int]]] = defaultdict(list)
        caps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, cap in enumerate(problem.caps):
            for s, weight in cap.weights:
                caps[s].append((number, weight))
        for s in range(len(problem.series)):
            by_day = self._add_days(s, caps[s])
            self._add_seats(s, by_day)
            self._add_faces(s, [one for own in by_day.values() for one in own])
        for slot, terms in self._used.items():
            self.model.add(_sum(terms) <= problem.slots[slot].free_min)
        for number, terms in self._weighed.items():
            self.model.add(_sum(terms) <= problem.caps[number].left)
        self._add_spread()

    def solved(self, seconds: float) -> int:
        self.model.minimize(_sum(self._costs) + self._constant)
        solver: Any = linear.Solver("GLOP")
        solver.set_time_limit_in_seconds(seconds)
        if solver.solve(self.model) != linear.SolveStatus.OPTIMAL:
            return 0
        value: float = solver.objective_value
        return max(0, ceil(value - 1 - _ROUNDING * self._constant))

    def _add_days(self, s: int, caps: list[tuple[int, int]]) -> dict[int, list[Any]]:
        series = self.problem.series[s]
        by_day: dict[int, list[Any]] = defaultdict(list)
        for quota in series.quotas:
            days = [d for d in quota.days if all(abs(d - held) >= series.gap_days for held in series.held_days)]
            mine = [self.model.new_num_var(0, 1, "") for _ in days]
            if mine:
                self.model.add(_sum([(one, 1) for one in mine]) <= quota.times)
            self._constant += series.missing_gr * quota.times
            for day, one in zip(days, mine, strict=True):
                by_day[day].append(one)
                self._costs.append((one, -series.missing_gr))
                for number, weight in caps:
                    if self.problem.caps[number].first <= day <= self.problem.caps[number].last:
                        self._weighed[number].append((one, weight))
        for first in by_day:
            near = [(one, 1) for day in range(first, first + series.gap_days) for one in by_day.get(day, ())]
            if len(near) > 1:
                self.model.add(_sum(near) <= 1)
        return by_day

    def _add_seats(self, s: int, by_day: dict[int, list[Any]]) -> None:
        for part in self.problem.series[s].parts:
            seats: dict[int, list[tuple[Any, int]]] = defaultdict(list)
            for slot in part.slots:
                day, free = self.problem.slots[slot].day, self.problem.slots[slot].free_min
                if day in by_day and free >= part.need_min and self.problem.may_work(s, slot):
                    seat = self.model.new_num_var(0, 1, "")
                    seats[day].append((seat, 1))
                    self._used[slot].append((seat, part.need_min))
                    self._costs.append((seat, self.problem.other_gr(s, slot)))
            for day, on in by_day.items():
                self.model.add(_sum([*seats[day], *((one, -1) for one in on)]) == 0)

    def _add_faces(self, s: int, on: list[Any]) -> None:
        """Pay for faces that are unavoidable if nothing is missing; one worker alone has only so many days."""
        series, times = self.problem.series[s], sum(quota.times for quota in self.problem.series[s].quotas)
        if series.same_staff and on:
            self.model.add(_sum([(one, 1) for one in on]) <= most_with_one(self.problem, s))
        elif series.change_gr and on and (further := fewest_further(self.problem, s)):
            changes = self.model.new_num_var(0, further, "")
            self.model.add(_sum([(changes, 1), *((one, -further) for one in on)]) >= further * (1 - times))
            self._costs.append((changes, series.change_gr))

    def _add_spread(self) -> None:
        loads: dict[int, list[tuple[Any, int]]] = defaultdict(list)
        for slot, terms in self._used.items():
            for member in self.problem.slots[slot].crew:
                loads[member] += terms
        for member, terms in loads.items() if self.problem.spread_gr_per_min else ():
            above = self.model.new_num_var(0, sum(need for _, need in terms), "")
            self.model.add(_sum([*terms, (above, -1)]) <= self.problem.fair_min[member])
            self._costs.append((above, self.problem.spread_gr_per_min))


def _sum(terms: list[tuple[Any, int]]) -> Any:
    return linear.LinearExpr.weighted_sum([one for one, _ in terms], [weight for _, weight in terms])
