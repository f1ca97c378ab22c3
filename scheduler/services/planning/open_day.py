"""A service day with the plan that holds now, laid out for questions: what could be put where, what would it do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import build_problem
from scheduler.services.keeping import town_on
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.witness import TravelWitness
from solver.admissible import refusal
from solver.board import Board
from solver.inherited import with_inherited
from solver.problem import Problem

type Orders = Mapping[int, Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class OpenDay:
    """One service day of a kept town, in one state.

    Attributes
    ----------
    state : DayState
        As it was read.
    plan : Plan or None
        The plan that holds, as it was written; tasks that are not asked for any more are not in `board`.
    board : Board
        The orders of the plan, for questions; not for two threads at once.
    """

    town: Town
    day: ServiceDay
    state: DayState
    plan: Plan | None
    board: Board
    witness: TravelWitness

    @property
    def problem(self) -> Problem:
        """The facts of the day."""
        return self.board.problem

    @property
    def sound(self) -> bool:
        """Whether the orders of the plan are possible: they have times, and nothing else is against them."""
        return self.board.sound and refusal(self.board.arrays, self.board.orders) is None

    def in_town(self, town: Town) -> "OpenDay":
        """Return the day, orders as they are, with other facts: more requests behind these, other pins, overrides."""
        problem = problem_on(town, self.day, self.witness)
        return replace(self, town=town, board=self.board.with_more(problem))


def open_day(
    unit: UnitOfWork,
    day: date,
    travel: TravelTimes,
    state: DayState | None = None,
    leaving: frozenset[RequestId] = frozenset(),
) -> OpenDay:
    """Return a service day as a unit of work sees it.

    Parameters
    ----------
    state : DayState, optional
        The day's state, if it is not the one that is kept.
    leaving : set of RequestId
        Bookings that are about to go elsewhere: as if nobody had made them.

    Raises
    ------
    NotFoundError
        If the town is not kept.
    """
    state = state or unit.days.get(day)
    town = town_on(unit, day, state, leaving)
    plan = None if state.plan is None else unit.plans.get(day, state.plan)
    witness = TravelWitness(travel)
    service_day = ServiceDay(date=day, zone=town.zone)
    problem = problem_on(town, service_day, witness)
    board = Board(problem, {} if plan is None else orders_of(problem, plan))
    return OpenDay(town=town, day=service_day, state=state, plan=plan, board=board, witness=witness)


def problem_on(town: Town, day: ServiceDay, travel: TravelTimes) -> Problem:
    """Return the problem of a day, with what its past has made unavoidable accepted."""
    return with_inherited(build_problem(town, day, travel))


def orders_of(problem: Problem, plan: Plan) -> Orders:
    """Return a plan's orders as far as the day still has their shifts, and their requests as a whole."""
    named = {r.shift_id: [task.task_id for stop in r.stops for task in stop.tasks] for r in plan.routes}
    return whole_orders(problem, named)


def whole_orders(problem: Problem, named: Mapping[str, Sequence[str]] | Mapping[ShiftId, Sequence[str]]) -> Orders:
    """Return orders given by ids as far as the day still has their shifts, and their requests as a whole."""
    shifts = {shift.id: k for k, shift in enumerate(problem.shifts)}
    tasks = {task.id: k for k, task in enumerate(problem.tasks)}
    orders = {shifts[s]: [tasks[t] for t in order if t in tasks] for s, order in named.items() if s in shifts}
    planned = {task for order in orders.values() for task in order}
    torn = {task.request for k, task in enumerate(problem.tasks) if k not in planned}
    return {s: [t for t in order if problem.tasks[t].request not in torn] for s, order in orders.items()}
