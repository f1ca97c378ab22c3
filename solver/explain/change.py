"""The smallest change that would let a request in: facts are changed, everything is lowered and timed again.

Discomfort ranks what people would have to put up with, in minutes of the client's own flexibility: a minute of her own
time costs 1; a minute longer aboard 2; a minute of somebody else's time 2, or aboard 3, and 10 for the call; a minute
of overtime 3; one place more 60; one more rule accepted 90 and 2 a minute; an attendant for the crew 120.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from solver.explain.facts import Change, ChangeKind
from solver.facts.locks import Allowance
from solver.facts.requests import Request, Span
from solver.facts.shifts import Member, Shift
from solver.problem import Problem

MINUTE = 60

LIMITS: Mapping[ChangeKind, int] = {
    ChangeKind.LATER: 120,
    ChangeKind.EARLIER: 120,
    ChangeKind.LONGER_RIDE: 30,
    ChangeKind.OTHER_LATER: 30,
    ChangeKind.OTHER_EARLIER: 30,
    ChangeKind.OTHER_LONGER_RIDE: 30,
    ChangeKind.OVERTIME: 120,
    ChangeKind.PLACE: 4,
    ChangeKind.ATTENDANT: 1,
    ChangeKind.ALLOW: 120,
}
"""Nobody is asked for more than this: minutes, places, workers."""

KINDS: Mapping[str, tuple[ChangeKind, ...]] = {
    "time_window": (ChangeKind.LATER, ChangeKind.EARLIER, ChangeKind.OTHER_LATER, ChangeKind.OTHER_EARLIER),
    "promise": (ChangeKind.LATER, ChangeKind.EARLIER),
    "longest_ride": (ChangeKind.LONGER_RIDE, ChangeKind.OTHER_LONGER_RIDE),
    "ride_detour": (ChangeKind.LONGER_RIDE, ChangeKind.OTHER_LONGER_RIDE),
    "carry_time": (ChangeKind.LONGER_RIDE, ChangeKind.OTHER_LONGER_RIDE),
    "shift_span": (ChangeKind.OVERTIME,),
    "seats": (ChangeKind.PLACE,),
    "attendant": (ChangeKind.ATTENDANT,),
    "district": (ChangeKind.ALLOW,),
    "entitlement": (ChangeKind.ALLOW,),
    "gap": (ChangeKind.ALLOW,),
    "pooling": (ChangeKind.ALLOW,),
    "staff_link": (ChangeKind.ALLOW,),
}
"""What may be proposed where a rule stands in the way. Nothing is where nobody could answer for it: a missing
qualification, a worker the client has ruled out, a lift that is too weak, the labour law."""

_A_MINUTE: Mapping[ChangeKind, int] = {
    ChangeKind.LATER: 1,
    ChangeKind.EARLIER: 1,
    ChangeKind.LONGER_RIDE: 2,
    ChangeKind.OTHER_LATER: 2,
    ChangeKind.OTHER_EARLIER: 2,
    ChangeKind.OTHER_LONGER_RIDE: 3,
    ChangeKind.OVERTIME: 3,
    ChangeKind.ALLOW: 2,
}
_AT_ONCE: Mapping[ChangeKind, int] = {
    ChangeKind.OTHER_LATER: 10,
    ChangeKind.OTHER_EARLIER: 10,
    ChangeKind.OTHER_LONGER_RIDE: 10,
    ChangeKind.ALLOW: 90,
    ChangeKind.ATTENDANT: 120,
}
_A_PLACE = 60


def discomfort(change: Change) -> int:
    """Return what a change is ranked by (see the module)."""
    minutes = change.amount // MINUTE if change.unit == "s" else 0
    places = change.amount if change.kind is ChangeKind.PLACE else 0
    return _AT_ONCE.get(change.kind, 0) + _A_MINUTE.get(change.kind, 0) * minutes + _A_PLACE * places


def apply_change(problem: Problem, change: Change) -> Problem:
    """Return the problem in which the change is made.

    Parameters
    ----------
    problem : Problem
        The whole day, or a part if `change` speaks in the part's numbers.
    """
    match change.kind:
        case ChangeKind.ALLOW:
            agreed = Allowance(rule=change.rule, subject=change.subject, amount=change.amount, reason="proposed")
            return replace(problem, allowances=(*problem.allowances, agreed))
        case ChangeKind.OVERTIME | ChangeKind.PLACE | ChangeKind.ATTENDANT:
            changed = _changed_shift(problem.shifts[change.shift], change)
            return replace(problem, shifts=_with(problem.shifts, change.shift, changed))
        case ChangeKind.LONGER_RIDE | ChangeKind.OTHER_LONGER_RIDE:
            request = _longer(problem.requests[change.request], change.amount)
            return replace(problem, requests=_with(problem.requests, change.request, request))
        case _:
            move = earlier if change.kind in {ChangeKind.EARLIER, ChangeKind.OTHER_EARLIER} else later
            return _moved(problem, change.request, lambda spans: move(spans, change.amount))


def _with[T](values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])


def _changed_shift(shift: Shift, change: Change) -> Shift:
    match change.kind:
        case ChangeKind.OVERTIME:
            return replace(shift, overtime_s=shift.overtime_s + change.amount)
        case ChangeKind.PLACE:
            kind = change.load_kind
            rows = (_with(row, kind, row[kind] + change.amount) for row in shift.layouts)
            return replace(shift, layouts=tuple(rows))
        case _:
            return _with_attendant(shift)


def _with_attendant(shift: Shift) -> Shift:
    """Return the shift with one worker more, who takes an ordinary seat: the first kind of place."""
    rows = tuple(_with(row, 0, row[0] - 1) for row in shift.layouts if row and row[0] > 0)
    return replace(shift, members=(*shift.members, Member(id="attendant")), layouts=rows)


def _longer(request: Request, by_s: int) -> Request:
    longest = None if request.longest_ride_s is None else request.longest_ride_s + by_s
    return replace(request, longest_ride_s=longest, detour_slack_s=request.detour_slack_s + by_s)


def _moved(problem: Problem, request: int, move: Callable[[tuple[Span, ...]], tuple[Span, ...]]) -> Problem:
    """Return the problem with other windows, and another promise if there is one, for all tasks of a request."""
    facts = problem.requests[request]
    tasks = list(problem.tasks)
    for task in facts.tasks:
        tasks[task] = replace(tasks[task], windows_s=move(tasks[task].windows_s))
    promise = facts.promise_s and move((facts.promise_s,))[0]
    return replace(
        problem, tasks=tuple(tasks), requests=_with(problem.requests, request, replace(facts, promise_s=promise))
    )


def later(spans: tuple[Span, ...], by_s: int) -> tuple[Span, ...]:
    """Return windows that close later; those that then touch become one."""
    merged: list[Span] = []
    for opens, closes in spans:
        if merged and opens <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], closes + by_s)
        else:
            merged.append((opens, closes + by_s))
    return tuple(merged)


def earlier(spans: tuple[Span, ...], by_s: int) -> tuple[Span, ...]:
    """Return windows that open earlier; those that then touch become one."""
    mirrored = later(tuple((-closes, -opens) for opens, closes in reversed(spans)), by_s)
    return tuple((-closes, -opens) for opens, closes in reversed(mirrored))
