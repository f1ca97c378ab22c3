"""The assignment as a model of CP-SAT."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from solver.series.problem import Problem
from solver.series.result import Choice

type Place = tuple[int, int, int]
"""A series, one of its quotas, and a day."""
type Seat = tuple[int, int, int, int]
"""A series, one of its parts, a slot, and a worker of its crew."""
type Weighed = tuple[cp_model.IntVar, int]


class Model:
    """Variables: which days each quota has (`on`), who does each part where (`seat`), whom a series sees (`face`)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.on: dict[Place, cp_model.IntVar] = {}
        self.seat: dict[Seat, cp_model.IntVar] = {}
        self.face: dict[tuple[int, int], cp_model.IntVar] = {}
        self._of: dict[int, dict[int, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
        self._costs: list[Weighed] = []
        self._excesses: list[tuple[cp_model.IntVar, list[Weighed], int]] = []
        self._constant = 0
        for s in range(len(problem.series)):
            self._add_days(s)
            self._add_seats(s)
            self._add_faces(s)
        self._add_capacities()
        self._add_caps()
        self._add_spread()
        self.model.minimize(_sum(self._costs) + self._constant)

    def hint(self, choices: Sequence[Choice]) -> None:
        """Say where to begin: values of all variables, or CP-SAT does not take it for an assignment."""
        given = {(one.series, one.quota, one.day) for one in choices}
        seats = {(one.series, part, slot, one.staff[part]) for one in choices for part, slot in enumerate(one.slots)}
        faces = {(one.series, member) for one in choices for member in one.staff}
        values = {on.index: int(place in given) for place, on in self.on.items()}
        values |= {taken.index: int(seat in seats) for seat, taken in self.seat.items()}
        values |= {seen.index: int(face in faces) for face, seen in self.face.items()}
        for above, terms, limit in self._excesses:
            values[above.index] = max(0, sum(values[one.index] * weight for one, weight in terms) - limit)
        hint = self.model.proto.solution_hint
        hint.vars.extend(values.keys())
        hint.values.extend(values.values())

    def choices(self, values: Sequence[int]) -> tuple[Choice, ...]:
        """Return what values of all variables say."""
        taken: dict[tuple[int, int], dict[int, tuple[int, int]]] = defaultdict(dict)
        for (s, part, slot, member), seat in self.seat.items():
            if values[seat.index]:
                taken[s, self.problem.slots[slot].day][part] = slot, member
        found = []
        for (s, q, day), on in self.on.items():
            if values[on.index]:
                seats = [taken[s, day][part] for part in range(len(self.problem.series[s].parts))]
                slots, staff = zip(*seats, strict=True)
                found.append(Choice(series=s, quota=q, day=day, slots=slots, staff=staff))
        return tuple(found)

    def _bool(self) -> cp_model.IntVar:
        return self.model.new_bool_var("")

    def _add_days(self, s: int) -> None:
        """Each quota has its days, none of them too near to another one."""
        series = self.problem.series[s]
        for q, quota in enumerate(series.quotas):
            days = [day for day in quota.days if not _near(day, series.held_days, series.gap_days)]
            for day in days:
                self.on[s, q, day] = self._bool()
            mine = [self.on[s, q, day] for day in days]
            self.model.add(sum(mine) <= quota.times)
            self._constant += series.missing_gr * quota.times
            self._costs += [(one, -series.missing_gr) for one in mine]
        by_day = self._by_day(s)
        for first in by_day:
            near = [one for day in range(first, first + series.gap_days) for one in by_day.get(day, ())]
            if len(near) > 1:
                self.model.add_at_most_one(near)

    def _by_day(self, s: int) -> Mapping[int, list[cp_model.IntVar]]:
        by_day: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for q, quota in enumerate(self.problem.series[s].quotas):
            for day in quota.days:
                if (s, q, day) in self.on:
                    by_day[day].append(self.on[s, q, day])
        return by_day

    def _add_seats(self, s: int) -> None:
        """On each of its days every part has one seat, and on others none."""
        by_day = self._by_day(s)
        for number, part in enumerate(self.problem.series[s].parts):
            seats: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for slot in part.slots:
                fits = self.problem.slots[slot].free_min >= part.need_min
                for member in self.problem.may_work(s, slot) if fits else ():
                    if self.problem.slots[slot].day in by_day:
                        seat = self.seat[s, number, slot, member] = self._bool()
                        seats[self.problem.slots[slot].day].append(seat)
                        self._of[s][member].append(seat)
                        self._pay(seat, self.problem.other_gr(s, slot))
            for day, on in by_day.items():
                self.model.add(sum(seats[day]) == sum(on))

    def _add_faces(self, s: int) -> None:
        """Whom a series sees: one alone, or each further one at a price."""
        series = self.problem.series[s]
        seats = self._of[s]
        if not series.same_staff and not series.change_gr:
            return
        for member, own in seats.items():
            self.face[s, member] = self._bool()
            self.model.add_max_equality(self.face[s, member], own)
        faces = {member: self.face[s, member] for member in seats}
        if series.same_staff:
            self.model.add_at_most_one(faces.values())
        elif series.known:
            for member in faces.keys() - series.known:
                self._pay(faces[member], series.change_gr)
        elif len(faces) > 1:
            self._pay(self._above([(face, 1) for face in faces.values()], 1), series.change_gr)

    def _above(self, terms: list[Weighed], limit: int) -> cp_model.IntVar:
        """Return how far a weighed sum is above a limit."""
        above = self.model.new_int_var(0, sum(weight for _, weight in terms), "")
        self.model.add(above >= _sum(terms) - limit)
        self._excesses.append((above, terms, limit))
        return above

    def _pay(self, one: cp_model.IntVar, price: int) -> None:
        if price:
            self._costs.append((one, price))

    def _add_capacities(self) -> None:
        used: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
        for (s, part, slot, _), seat in self.seat.items():
            used[slot].append(self.problem.series[s].parts[part].need_min * seat)
        for slot, terms in used.items():
            self.model.add(sum(terms) <= self.problem.slots[slot].free_min)

    def _add_caps(self) -> None:
        for cap in self.problem.caps:
            weights = dict(cap.weights)
            terms = [
                weights[s] * on for (s, _, day), on in self.on.items() if s in weights and cap.first <= day <= cap.last
            ]
            if terms:
                self.model.add(sum(terms) <= cap.left)

    def _add_spread(self) -> None:
        """Pay for what somebody works above their fair part."""
        if not self.problem.spread_gr_per_min:
            return
        loads: dict[int, list[Weighed]] = defaultdict(list)
        for (s, part, slot, _), seat in self.seat.items():
            for member in self.problem.slots[slot].crew:
                loads[member].append((seat, self.problem.series[s].parts[part].need_min))
        for member, terms in loads.items():
            fair = self.problem.fair_min[member]
            if sum(need for _, need in terms) > fair:
                self._pay(self._above(terms, fair), self.problem.spread_gr_per_min)


def _sum(terms: list[Weighed]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([one for one, _ in terms], [weight for _, weight in terms])


def _near(day: int, held: Sequence[int], gap: int) -> bool:
    return any(abs(day - other) < gap for other in held)
