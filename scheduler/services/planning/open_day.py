"""A service day with the plan that holds now, laid out for questions: what could be put where, what would it do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from scheduler.domain.ids import RequestId, ShiftId, TownId
from scheduler.domain.live_day import live_key
from scheduler.domain.service_days import DayState
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import Built, build
from scheduler.services.keeping import town_on
from scheduler.services.planning.begun_orders import as_begun
from scheduler.services.planning.opened_before import OpenedBefore, opened_before, remember
from scheduler.services.planning.past import Past, past_of
from scheduler.services.ports import TravelTimes, UnitOfWork
from scheduler.services.witness import TravelWitness, witness_of
from solver.admissible import refusal
from solver.board import Board
from solver.calm import sweeping_later
from solver.extending import extended, lowering_of
from solver.inherited import with_inherited
from solver.late import with_lateness
from solver.problem import Problem

type Orders = Mapping[int, Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class OpenDay:
    """One service day of a kept town, in one state.

    Attributes
    ----------
    state : DayState
        As it was read.
    past : mapping of ShiftId to PlannedRoute
        What of the plan that holds lies behind, on a day that has begun.
    board : Board
        The orders of the plan that holds, without tasks that are not asked for any more, for questions; not for two
        threads at once.
    proved : Board or None
        One whose plan was checked from scratch against all rules, on its facts.
    """

    town: Town
    day: ServiceDay
    state: DayState
    board: Board
    witness: TravelWitness
    built: Built
    past: Past = field(default_factory=dict)
    proved: Board | None = None

    @property
    def problem(self) -> Problem:
        """The facts of the day."""
        return self.board.problem

    @cached_property
    def sound(self) -> bool:
        """Whether the orders of the plan are possible: they have times, and nothing else is against them."""
        return self.proved is self.board or (self.board.sound and refusal(self.board.arrays, self.board.orders) is None)

    def in_town(self, town: Town) -> "OpenDay":
        """Return the day, orders as they are, with other facts: more requests behind these, other pins, overrides."""
        built = build(town, self.day, self.witness, self.built)
        problem = _as_late(with_inherited(built.problem), self.problem)
        return replace(self, town=town, built=built, board=self.board.with_more(problem))


@sweeping_later()
def open_day(
    unit: UnitOfWork,
    day: date,
    travel: TravelTimes,
    state: DayState | None = None,
    *,
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
    witness = witness_of(town, travel)
    service_day = ServiceDay(date=day, zone=town.zone)
    known = opened_before(travel, unit.town_id, day)
    built = build(town, service_day, witness, None if known is None else known.built)
    problem = with_inherited(built.problem)
    orders = {} if state.plan is None else whole_orders(problem, unit.plans.orders(day, state.plan))
    past: Past = {}
    if state.plan is not None and unit.live.find(live_key(day)) is not None:
        orders = as_begun(problem, orders)
        problem = with_lateness(problem, orders)
        past = past_of(unit.plans.get(day, state.plan), {shift.id: shift for shift in town.shifts_on(day)})
    lowering = lowering_of(problem) if known is None else extended(known.lowering, problem)
    board = Board(problem, orders, lowering=lowering)
    proved = board if known is not None and known.proves(board) else None
    if not leaving:  # they are there again when the day is next opened
        opened = OpenedBefore(built=built, lowering=lowering, proved=board.orders if proved else None)
        remember(travel, unit.town_id, day, opened)
    return OpenDay(
        town=town, day=service_day, state=state, board=board, witness=witness, built=built, past=past, proved=proved
    )


def remember_next(travel: TravelTimes, town_id: TownId, day: OpenDay, orders: Orders) -> None:
    """Remember a day as it is going to be, with orders that were checked from scratch on its facts.

    Nobody believes it: whoever opens the day next compares it with what is kept.
    """
    proved = {shift: tuple(order) for shift, order in orders.items() if order}
    opened = OpenedBefore(built=day.built, lowering=day.board.lowering, proved=proved)
    remember(travel, town_id, day.day.date, opened)


def _as_late(problem: Problem, before: Problem) -> Problem:
    """Return a problem with more facts, in which the plan that holds may be as late as it was before."""
    late = tuple(one for one in before.allowances if one.late_only)
    return replace(problem, allowances=(*problem.allowances, *late)) if late else problem


def whole_orders(problem: Problem, named: Mapping[str, Sequence[str]] | Mapping[ShiftId, Sequence[str]]) -> Orders:
    """Return orders given by ids as far as the day still has their shifts, and their requests as a whole."""
    shifts = {shift.id: k for k, shift in enumerate(problem.shifts)}
    tasks = {task.id: k for k, task in enumerate(problem.tasks)}
    orders = {shifts[s]: [tasks[t] for t in order if t in tasks] for s, order in named.items() if s in shifts}
    planned = {task for order in orders.values() for task in order}
    torn = {task.request for k, task in enumerate(problem.tasks) if k not in planned}
    return {s: [t for t in order if problem.tasks[t].request not in torn] for s, order in orders.items()}
