"""What a move would do: whether it may be done, what it costs, whom it moves, and what it breaks if not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.domain.booking import MovedStart
from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Override, RuleFinding
from scheduler.services.not_now import not_now
from scheduler.services.planning.naming import finding, names_of
from scheduler.services.planning.open_day import OpenDay, Orders
from solver import offered
from solver.explain.breaking import obstacle_on
from solver.explain.facts import Obstacle
from solver.insertion import check_move as verdict_of
from solver.insertion import free_places
from solver.problem import Problem
from solver.rule import Violation
from solver.rules import all_rules
from solver.schedule import schedule


@dataclass(frozen=True, kw_only=True)
class Move:
    """A request to be put onto a shift, or off all of them.

    Attributes
    ----------
    shift_id : ShiftId or None
        None: the request is to be unassigned.
    at : tuple of int or None
        For each of its tasks the position, in the shift's order without the request, that it comes before; None: the
        cheapest place on the shift.
    """

    request_id: RequestId
    shift_id: ShiftId | None
    at: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a move does to the plan.

    Attributes
    ----------
    possible : bool
        Whether it breaks nothing.
    orders : Orders
        Of the whole plan, in the solver's indices of the open day.
    cost_gr : int
        More than the plan costs now.
    calls : tuple of RequestId
        Published requests that somebody would have to be called about.
    broken : tuple of RuleFinding
        What it breaks at the place on the shift where that is least; empty if it is possible, or too much to tell.
    accepts : tuple of Override
        What a dispatcher would accept with all of that, still without a reason; empty: something of it nobody may.
    """

    possible: bool
    orders: Orders
    cost_gr: int = 0
    calls: tuple[RequestId, ...] = ()
    moved: tuple[MovedStart, ...] = ()
    broken: tuple[RuleFinding, ...] = ()
    accepts: tuple[Override, ...] = ()


def check_move(day: OpenDay, wanted: Move, *, tell: bool = True) -> Effect:
    """Return what a move would do; without a position, at the cheapest place on the shift that breaks nothing.

    Parameters
    ----------
    tell : bool
        Whether to find out what an impossible one breaks, which takes longer than to see that it does.

    Raises
    ------
    NotFoundError
        If the day has no such request or shift.
    InputError
        If there are no such positions.
    ConflictError
        If several crews serve it.
    """
    request = request_index(day, wanted.request_id)
    if wanted.shift_id is None:
        return Effect(possible=True, orders=_without(day, request))
    shift = _shift(day, wanted.shift_id)
    at = wanted.at if wanted.at is not None else _cheapest(day, request, shift)
    if at is None:
        return _refused(day, request, shift, day.board.orders, tell=tell)
    try:
        verdict = verdict_of(day.board, request, shift, at)
    except ValueError as error:
        told = ", ".join(map(str, at))
        right = f"positions 0 to {len(day.board.orders.get(shift, ()))}, ascending, one for each task"
        raise InputError([InputProblem(file="move", column="at", value=told, wrong=str(error), right=right)]) from error
    orders = {**day.board.orders, **verdict.orders}
    if verdict.possible:
        calls, moved = _ids(day, verdict.calls), moved_starts(day, verdict.moved)
        return Effect(possible=True, orders=orders, cost_gr=verdict.cost_gr, calls=calls, moved=moved)
    return _refused(day, request, shift, orders, tell=tell)


def _refused(day: OpenDay, request: int, shift: int, orders: Orders, *, tell: bool) -> Effect:
    """Return the effect of a move that cannot be, with what it breaks where that is least."""
    found = _obstacle(day, request, shift) if tell else None
    if found is None:
        return Effect(possible=False, orders=orders)
    names = names_of(day.town, day.day.date)
    findings = tuple(finding(one, names) for one in found.violations)
    accepts = _overrides(day.problem, found.violations) if found.enough else ()
    return Effect(possible=False, orders=orders, broken=findings, accepts=accepts)


def request_index(day: OpenDay, request_id: RequestId) -> int:
    """Return the solver's index of a request.

    Raises
    ------
    NotFoundError
        If the day has no such request.
    ConflictError
        If several crews serve it.
    """
    found = [k for k, one in enumerate(day.problem.requests) if one.source_id == request_id]
    if not found:
        raise NotFoundError(f"no request {request_id} is to be planned on {day.day.date.isoformat()}")
    if len(found) > 1:
        raise not_now("several_crews", f"{request_id} is served by {len(found)} crews at once; let the search place it")
    return found[0]


def _shift(day: OpenDay, shift_id: ShiftId) -> int:
    found = next((k for k, one in enumerate(day.problem.shifts) if one.id == shift_id), None)
    if found is None:
        raise NotFoundError(f"no shift {shift_id} on {day.day.date.isoformat()}")
    return found


def _cheapest(day: OpenDay, request: int, shift: int) -> tuple[int, ...] | None:
    return next((one.at for one in free_places(day.board, request) if one.shift == shift), None)


def _without(day: OpenDay, request: int) -> Orders:
    gone = set(day.problem.requests[request].tasks)
    return {s: tuple(t for t in order if t not in gone) for s, order in day.board.orders.items()}


def _ids(day: OpenDay, requests: Iterable[int]) -> tuple[RequestId, ...]:
    return tuple(dict.fromkeys(RequestId(day.problem.requests[r].source_id) for r in requests))


def moved_starts(day: OpenDay, moved: Iterable[offered.Moved]) -> tuple[MovedStart, ...]:
    """Return the tasks of others that start at another time, once for each request."""
    found: dict[RequestId, MovedStart] = {}
    for task, before, after in moved:
        request = RequestId(day.problem.requests[day.problem.tasks[task].request].source_id)
        one = MovedStart(request_id=request, before=day.day.instant(before), after=day.day.instant(after))
        found.setdefault(request, one)
    return tuple(found.values())


def _obstacle(day: OpenDay, request: int, shift: int) -> Obstacle | None:
    """Return what keeps the request off a shift, told of where it breaks least; None: the rest has no times either."""
    beside = schedule(day.board.arrays, _without(day, request))
    return obstacle_on(day.problem, beside, request, shift) if beside else None


def _overrides(problem: Problem, broken: Sequence[Violation]) -> tuple[Override, ...]:
    """Return the overrides under which what is broken is accepted; none if something of it may not be."""
    may = {rule.code for rule in all_rules() if rule.overridable}
    if any(one.rule not in may or not one.subjects for one in broken):
        return ()
    # What is broken is told of a part of the day; its rules name requests, tasks and shifts by their ids.
    return tuple(_override(problem, one) for one in broken)


def _override(problem: Problem, broken: Violation) -> Override:
    subject = broken.subjects[0]
    shift = next((ShiftId(one.id) for one in problem.shifts if one.id == subject), None)
    requests = {one.id: one.source_id for one in problem.requests}
    requests |= {task.id: problem.requests[task.request].source_id for task in problem.tasks}
    request = RequestId(requests[subject]) if subject in requests else None
    return Override(rule=broken.rule, request_id=request, shift_id=shift, amount=broken.amount, reason="")
