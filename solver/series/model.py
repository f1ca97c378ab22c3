"""The assignment as a model of CP-SAT."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from solver.series.areas import Area
from solver.series.ledger import Ledger
from solver.series.problem import Problem, Quota
from solver.series.result import Choice

type Place = tuple[int, int, int]
"""A series, one of its quotas, and a day."""
type Seat = tuple[int, int, int, int]
"""A series, one of its parts, a slot, and a worker of its crew."""
type Weighed = tuple[cp_model.IntVar, int]


class Model:
    """Variables: which days each quota has (`on`), who does each part where (`seat`), whom a series sees (`face`).

    Parameters
    ----------
    choices : sequence of Choice
        What is given away so far; it is the hint.
    area : Area, optional
        What may change; everything may if there is none.
    """

    def __init__(self, problem: Problem, choices: Sequence[Choice], area: Area | None = None) -> None:
        self.problem, self.area = problem, area or Area.whole(problem)
        self.model = cp_model.CpModel()
        self.fixed = [one for one in choices if one.series not in self.area.series]
        self.ledger = Ledger(problem, self.fixed)
        self._now = {(one.series, part, slot) for one in choices for part, slot in enumerate(one.slots)}
        self.on: dict[Place, cp_model.IntVar] = {}
        self.seat: dict[Seat, cp_model.IntVar] = {}
        self.face: dict[tuple[int, int], cp_model.IntVar] = {}
        self._seats: dict[int, list[tuple[int, int, int, cp_model.IntVar]]] = defaultdict(list)
        self._costs: list[Weighed] = []
        self._excesses: list[tuple[cp_model.IntVar, list[Weighed], int]] = []
        self._constant = 0
        for s in sorted(self.area.series):
            self._add_days(s)
            self._add_seats(s)
            self._add_faces(s)
        self._add_capacities()
        self._add_caps()
        self._add_spread()
        self.model.minimize(_sum(self._costs) + self._constant)
        self._hint(choices)

    def _hint(self, choices: Sequence[Choice]) -> None:
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
        """Return what values of all variables say, and what is fixed."""
        taken: dict[tuple[int, int], dict[int, tuple[int, int]]] = defaultdict(dict)
        for (s, part, slot, member), seat in self.seat.items():
            if values[seat.index]:
                taken[s, self.problem.slots[slot].day][part] = slot, member
        found = list(self.fixed)
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
                fits = self.ledger.free[slot] >= part.need_min and self._may_change(s, number, slot)
                for member in self.problem.may_work(s, slot) if fits else ():
                    if self.problem.slots[slot].day in by_day:
                        seat = self.seat[s, number, slot, member] = self._bool()
                        seats[self.problem.slots[slot].day].append(seat)
                        self._seats[s].append((member, number, slot, seat))
                        self._pay(seat, self.problem.other_gr(s, slot))
            for day, on in by_day.items():
                self.model.add(sum(seats[day]) == sum(on))

    def _may_change(self, s: int, part: int, slot: int) -> bool:
        team = self.area.staff
        return (s, part, slot) in self._now or any(member in team for member in self.problem.slots[slot].crew)

    def _add_faces(self, s: int) -> None:
        """Whom a series sees: one alone, or each further one at a price.

        A quota counts a face once for all its days: that bounds fractions of workers better than seat by seat.
        """
        series = self.problem.series[s]
        seats = {member for member, _, _, _ in self._seats[s]}
        if not series.same_staff and not series.change_gr:
            return
        faces = {member: self._bool() for member in sorted(seats)}
        self.face.update({(s, member): face for member, face in faces.items()})
        for (member, _, _), own in self._by_face(s).items():
            self.model.add(_sum([(one, 1) for one in own]) <= faces[member])
        for quota in series.quotas if len(series.quotas[0].days) > 1 else ():
            self._add_quota_faces(s, quota, faces)
        if series.same_staff:
            self.model.add_at_most_one(faces.values())
        elif series.known:
            for member in faces.keys() - series.known:
                self._pay(faces[member], series.change_gr)
        elif len(faces) > 1:
            self._pay(self._above([(face, 1) for face in faces.values()], 1), series.change_gr)

    def _by_face(self, s: int) -> Mapping[tuple[int, int, int], list[cp_model.IntVar]]:
        """Return the seats of a series by worker, part and day: one of each at most."""
        found: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for member, part, slot, seat in self._seats[s]:
            found[member, part, self.problem.slots[slot].day].append(seat)
        return found

    def _add_quota_faces(self, s: int, quota: Quota, faces: Mapping[int, cp_model.IntVar]) -> None:
        whole: dict[tuple[int, int], list[Weighed]] = defaultdict(list)
        for member, part, slot, seat in self._seats[s]:
            if self.problem.slots[slot].day in quota.days:
                whole[member, part].append((seat, 1))
        for (member, _), own in whole.items():
            self.model.add(_sum([*own, (faces[member], -quota.times)]) <= 0)

    def _above(self, terms: list[Weighed], limit: int) -> cp_model.IntVar:
        """Return how far a weighed sum is above a limit."""
        above = self.model.new_int_var(0, max(0, sum(weight for _, weight in terms) - limit), "")
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
            self.model.add(sum(terms) <= self.ledger.free[slot])

    def _add_caps(self) -> None:
        for number, cap in enumerate(self.problem.caps):
            weights = dict(cap.weights)
            terms = [
                weights[s] * on for (s, _, day), on in self.on.items() if s in weights and cap.first <= day <= cap.last
            ]
            if terms:
                self.model.add(sum(terms) <= self.ledger.left[number])

    def _add_spread(self) -> None:
        """Pay for what somebody works above their fair part."""
        if not self.problem.spread_gr_per_min:
            return
        loads: dict[int, list[Weighed]] = defaultdict(list)
        for (s, part, slot, _), seat in self.seat.items():
            for member in self.problem.slots[slot].crew:
                loads[member].append((seat, self.problem.series[s].parts[part].need_min))
        for member, terms in loads.items():
            room = -self.ledger.above_min(member)
            if sum(need for _, need in terms) > room:
                self._pay(self._above(terms, room), self.problem.spread_gr_per_min)


def _sum(terms: list[Weighed]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([one for one, _ in terms], [weight for _, weight in terms])


def _near(day: int, held: Sequence[int], gap: int) -> bool:
    return any(abs(day - other) < gap for other in held)
