"""Times of given orders as a CP-SAT model, written from the rules of the day and not from `solver.schedule`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from solver.arrays import FAR, Arrays, BreakSlot
from solver.solution import Solution
from solver.travel_time import arrival_s

LOW, HIGH = -200, 1500


@dataclass(kw_only=True)
class ExactTimes:
    """The model of one set of orders; one variable for each time a `Solution` names.

    Attributes
    ----------
    rests : by shift
        Start, whether it is taken, and duration of each break.
    """

    arrays: Arrays
    orders: Mapping[int, Sequence[int]]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    start: dict[int, cp_model.IntVar] = field(default_factory=dict)
    left: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    arrive: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    begin: dict[int, cp_model.IntVar] = field(default_factory=dict)
    rests: dict[int, list[tuple[cp_model.IntVar, cp_model.IntVar, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for shift, order in self.orders.items():
            self._route(shift, order)
        self._relations()

    def least_sum(self) -> int | None:
        """Return the least sum of all starts and arrivals home; None: no feasible times."""
        homes = [self.arrive[shift, len(order)] for shift, order in self.orders.items()]
        self.model.minimize(sum(self.start.values()) + sum(homes))
        solver, found = self._solve()
        return round(solver.objective_value) if found else None

    def objective(self) -> int:
        """Return the least value of the objective given to the model; there must be feasible times."""
        solver, found = self._solve()
        assert found
        return round(solver.objective_value)

    def feasible(self) -> bool:
        """Return whether there are times at all."""
        return self._solve()[1]

    def accepts(self, solution: Solution) -> bool:
        """Return whether exactly these times are feasible."""
        for route in solution.routes:
            self.model.add(self.begin[route.shift] == route.start_s)
            n = len(route.stops)
            for k, stop in enumerate(route.stops):
                self.model.add(self.start[stop.task] == stop.start_s)
                self.model.add(self.left[route.shift, k] == stop.left_s)
                self.model.add(self.arrive[route.shift, k] == stop.arrival_s)
            self.model.add(self.left[route.shift, n] == route.left_s)
            self.model.add(self.arrive[route.shift, n] == route.end_s)
            self.model.add(sum(taken for _, taken, _ in self.rests.get(route.shift, [])) == len(route.breaks))
            for at, taken, lasts in self.rests.get(route.shift, []):
                starts = [b.start_s for b in route.breaks if b.end_s - b.start_s == lasts]
                domain = cp_model.Domain.from_values(starts)
                self.model.add_linear_expression_in_domain(at, domain).only_enforce_if(taken)
        return self.feasible()

    def _solve(self) -> tuple[cp_model.CpSolver, bool]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 60
        status = solver.solve(self.model)
        assert status in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}, solver.status_name(status)
        return solver, status != cp_model.INFEASIBLE

    def _var(self, name: str) -> cp_model.IntVar:
        return self.model.new_int_var(LOW, HIGH, name)

    def _route(self, shift: int, order: Sequence[int]) -> None:
        a, m = self.arrays, self.model
        self.begin[shift] = begin = self._var("begin")
        place = int(a.start_location[shift])
        ready: cp_model.LinearExpr = begin
        aboard = {int(a.request[t]) for t in order if a.aboard_shift[a.request[t]] == shift}
        calm = []
        for k, task in enumerate(order):
            target = int(a.location[task])
            halt = k > 0 and target == place
            left, arrive = self._leg(shift, k, 0 if halt else int(a.seconds[0][place, target]))
            setup = 0 if halt else int(a.setup_s[task])
            start = self.start[task] = self._var(f"start{task}")
            m.add(left >= ready)
            m.add(start >= arrive + setup)
            if a.windows[task]:
                m.add_linear_expression_in_domain(
                    start, cp_model.Domain.from_intervals([list(w) for w in a.windows[task]])
                )
            people = [r for r in aboard if a.people[r]]
            calm.append(not people)
            if people and a.wait_max_s < FAR:
                m.add(start - arrive - setup <= a.wait_max_s + int(a.wait_allowed_s[task]))
            if people and k:
                m.add(left == ready)
            self._board(task, aboard, order)
            place, ready = target, start + int(a.service_s[task])
        left, home = self._leg(shift, len(order), int(a.seconds[0][place, a.end_location[shift]]))
        m.add(left >= ready)
        calm.append(True)
        self._day(shift, order, calm, home)

    def _leg(self, shift: int, k: int, base: int) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        left = self.left[shift, k] = self._var(f"left{k}")
        arrive = self.arrive[shift, k] = self._var(f"arrive{k}")
        if self.arrays.bands:
            table = [arrival_s(self.arrays.bands, t, base) for t in range(LOW, 1000)]
            self.model.add_element(left - LOW, table, arrive)
        else:
            self.model.add(arrive == left + base)
        return left, arrive

    def _board(self, task: int, aboard: set[int], order: Sequence[int]) -> None:
        """Let somebody in or out, and bound the ride."""
        a, request = self.arrays, int(self.arrays.request[task])
        tasks = a.request_tasks[request]
        longest = int(a.ride_max_s[request, 0])
        if a.aboard_shift[request] >= 0:
            self.model.add(self.start[task] <= min(HIGH, int(a.aboard_since_s[request]) + longest))
            aboard.discard(request)
        elif len(tasks) > 1 and task == tasks[0]:
            aboard.add(request)
        elif len(tasks) > 1:
            aboard.discard(request)
            if tasks[0] in self.start:
                self.model.add(self.start[task] - self.start[tasks[0]] - int(a.service_s[tasks[0]]) <= longest)

    def _day(self, shift: int, order: Sequence[int], calm: list[bool], home: cp_model.IntVar) -> None:
        a, m, begin = self.arrays, self.model, self.begin[shift]
        m.add(begin == self.left[shift, 0])
        m.add(begin >= max(int(a.free_s[shift]), int(a.earliest_s[shift])))
        m.add(home <= min(HIGH, int(a.latest_s[shift])))
        unpaid = sum(self._break(shift, order, calm, slot) for slot in a.breaks[shift])
        self._no_overlap(shift)
        if a.work_max_s[shift] < FAR:
            m.add(home - begin <= int(a.work_max_s[shift]) + unpaid)
        if a.driving_max_s[shift] < FAR:
            legs = [(shift, k) for k in range(len(order) + 1)]
            driving = cp_model.LinearExpr.sum([self.arrive[leg] - self.left[leg] for leg in legs])
            m.add(driving <= int(a.driving_max_s[shift]))

    def _no_overlap(self, shift: int) -> None:
        self.model.add_no_overlap(
            self.model.new_optional_interval_var(at, lasts, at + lasts, taken, "rest")
            for at, taken, lasts in self.rests.get(shift, [])
        )

    def _break(self, shift: int, order: Sequence[int], calm: list[bool], slot: BreakSlot) -> cp_model.LinearExprT:
        """Place one break, unless it is not owed; return how much of it is unpaid inside the route."""
        a, m, n = self.arrays, self.model, len(order)
        home = self.arrive[shift, n]
        at = self._var("break")
        over = at + slot.duration_s
        taken = m.new_bool_var("taken")
        bound = max(LOW, slot.only_if_after_s)
        m.add(home <= bound).only_enforce_if(~taken)
        if not slot.paid:  # whoever takes an unpaid break must be owed one
            m.add(home > bound).only_enforce_if(taken)
        self.rests.setdefault(shift, []).append((at, taken, slot.duration_s))
        m.add(at >= slot.earliest_s)
        m.add(at <= min(HIGH, slot.latest_start_s))
        inside: list[cp_model.IntVar] = []
        outside: list[cp_model.IntVar] = []
        for k in range(n + 1):
            if not calm[k]:
                continue
            before, after = m.new_bool_var("before"), m.new_bool_var("after")
            if k:
                ended = self.start[order[k - 1]] + int(a.service_s[order[k - 1]])
                m.add(at >= ended).only_enforce_if(before)
            else:
                m.add(at >= max(int(a.roster_start_s[shift]), int(a.free_s[shift]))).only_enforce_if(before)
            m.add(over <= self.left[shift, k]).only_enforce_if(before)
            m.add(at >= self.arrive[shift, k]).only_enforce_if(after)
            if k < n:
                halt = k > 0 and a.location[order[k]] == a.location[order[k - 1]]
                setup = 0 if halt else int(a.setup_s[order[k]])
                m.add(over + setup <= self.start[order[k]]).only_enforce_if(after)
            else:
                m.add(over <= int(a.roster_end_s[shift])).only_enforce_if(after)
            (inside if k else outside).append(before)
            (inside if k < n else outside).append(after)
        m.add(sum(inside) + sum(outside) == taken)
        return 0 if slot.paid else slot.duration_s * sum(inside)

    def _relations(self) -> None:
        a, m = self.arrays, self.model
        for first, second, low, high in a.differences:
            if first in self.start and second in self.start:
                gap = self.start[second] - self.start[first]
                m.add_linear_constraint(gap, max(low, -5000), min(high, 5000))
        for pair in a.never_at_once:
            one, two = [[t for t in stretch if t in self.start] for stretch in (pair.a, pair.b)]
            if one and two:
                ab = self._after(one, two, pair.gap_ab_s, endless=self._endless(pair.a, open_end=pair.open_a))
                ba = self._after(two, one, pair.gap_ba_s, endless=self._endless(pair.b, open_end=pair.open_b))
                m.add_bool_or(ab, ba)

    def _endless(self, stretch: tuple[int, ...], *, open_end: bool) -> bool:
        return open_end and stretch[0] in self.start and stretch[-1] not in self.start

    def _after(self, one: list[int], two: list[int], gap: int, *, endless: bool) -> cp_model.IntVar:
        chosen = self.model.new_bool_var("after")
        if endless or gap >= FAR:
            self.model.add(chosen == 0)
        else:
            end = self.start[one[-1]] + int(self.arrays.service_s[one[-1]])
            self.model.add(self.start[two[0]] >= end + gap).only_enforce_if(chosen)
        return chosen
