"""A part of the day: some of the requests and shifts, so that rules are lowered and times found quickly.

What an insertion can push is only what shares a route with it or is tied to what does; the rest of the day keeps its
times whatever happens, and enters only as what it has used up of a cap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from solver.facts.locks import Lock, LockKind
from solver.facts.requests import Request, Task
from solver.facts.shifts import Shift
from solver.facts.ties import Cap, Engagement
from solver.facts.travel import TravelTable
from solver.problem import Problem

type Orders = dict[int, tuple[int, ...]]
"""Tasks by shift, in order."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some requests and shifts of a problem, renumbered, as a problem of their own.

    Attributes
    ----------
    requests, tasks, shifts : tuple of int
        Index in the whole problem, by index in the part.
    orders : mapping of shift to tuple of task
        What the plan serves of them, in the part's numbers.
    """

    problem: Problem
    requests: tuple[int, ...]
    tasks: tuple[int, ...]
    shifts: tuple[int, ...]
    orders: Orders = field(default_factory=dict)

    def request(self, whole: int) -> int:
        """Return the part's number of a request of the whole problem."""
        return self.requests.index(whole)

    def shift(self, whole: int) -> int:
        """Return the part's number of a shift of the whole problem."""
        return self.shifts.index(whole)

    def inside(self, orders: Mapping[int, Sequence[int]]) -> Orders:
        """Return orders of the whole problem in the part's numbers, without what is not in it."""
        numbers = {whole: number for number, whole in enumerate(self.tasks)}
        kept = {s: tuple(numbers[t] for t in order if t in numbers) for s, order in orders.items()}
        return {self.shift(s): order for s, order in kept.items() if order}

    def outside(self, orders: Orders) -> Orders:
        """Return orders of the part in the numbers of the whole problem."""
        return {self.shifts[s]: tuple(self.tasks[t] for t in order) for s, order in orders.items()}


@dataclass(frozen=True)
class _Numbers:
    """New numbers by old ones; what is not in them is left out."""

    requests: Mapping[int, int]
    tasks: Mapping[int, int]
    shifts: Mapping[int, int]
    places: Mapping[int, int]

    def kept_requests(self, old: Iterable[int]) -> tuple[int, ...]:
        return tuple(self.requests[r] for r in old if r in self.requests)

    def kept_tasks(self, old: Iterable[int]) -> tuple[int, ...]:
        return tuple(self.tasks[t] for t in old if t in self.tasks)


def part_of(
    problem: Problem, requests: Iterable[int], orders: Mapping[int, Sequence[int]], shifts: Iterable[int] | None = None
) -> Part:
    """Return the part with these requests only.

    Parameters
    ----------
    requests : iterable of int
    orders : mapping of shift to sequence of task
        The whole plan; served requests outside the part have used up their share of every cap.
    shifts : iterable of int or None
        None: all. Those that serve any of the requests, and those a pin names, are always in.
    """
    chosen = tuple(sorted(set(requests)))
    tasks = tuple(t for r in chosen for t in problem.requests[r].tasks)
    numbers = _numbers(problem, chosen, tasks, _shifts(problem, chosen, orders, shifts))
    elsewhere = {problem.tasks[t].request for order in orders.values() for t in order} - set(chosen)
    small = replace(
        problem,
        locations=tuple(problem.locations[place] for place in numbers.places),
        travel=tuple(_table(table, numbers) for table in problem.travel),
        tasks=tuple(_task(problem.tasks[t], numbers) for t in tasks),
        requests=tuple(_request(problem.requests[r], numbers) for r in chosen),
        shifts=tuple(_shift(problem.shifts[s], numbers) for s in numbers.shifts),
        caps=tuple(_cap(c, numbers, elsewhere) for c in problem.caps),
        share=None,  # a price of the whole day, never in the way
        locks=tuple(_locks(problem, numbers)),
        **_ties(problem, numbers),
    )
    part = Part(problem=small, requests=chosen, tasks=tasks, shifts=tuple(numbers.shifts))
    return replace(part, orders=part.inside(orders))


def _shifts(
    problem: Problem,
    requests: tuple[int, ...],
    orders: Mapping[int, Sequence[int]],
    wanted: Iterable[int] | None,
) -> list[int]:
    if wanted is None:
        return list(range(len(problem.shifts)))
    inside = {t for r in requests for t in problem.requests[r].tasks}
    shifts = set(wanted) | {s for s, order in orders.items() if not inside.isdisjoint(order)}
    shifts |= {lock.shift for lock in problem.locks if lock.shift is not None and not inside.isdisjoint(lock.tasks)}
    shifts |= {aboard.shift for r in requests if (aboard := problem.requests[r].aboard)}
    return sorted(shifts)


def _numbers(problem: Problem, requests: tuple[int, ...], tasks: tuple[int, ...], shifts: list[int]) -> _Numbers:
    places = {problem.tasks[t].location for t in tasks}
    places |= {place for s in shifts for place in (problem.shifts[s].start_location, problem.shifts[s].end_location)}
    kept = (requests, tasks, shifts, sorted(places))
    return _Numbers(*({old: new for new, old in enumerate(one)} for one in kept))


def _ties(problem: Problem, numbers: _Numbers) -> dict[str, Any]:
    """Return the fields of `Problem` that tie requests to each other, for those of which all are in the part."""
    requests = numbers.requests
    return {
        "groups": tuple(g for g in map(numbers.kept_requests, problem.groups) if len(g) > 1),
        "gaps": tuple(
            replace(g, before=requests[g.before], after=requests[g.after])
            for g in problem.gaps
            if {g.before, g.after} <= requests.keys()
        ),
        "same_starts": tuple(p for p in map(numbers.kept_requests, problem.same_starts) if len(p) == 2),
        "staff_links": tuple(
            replace(k, a=requests[k.a], b=requests[k.b]) for k in problem.staff_links if {k.a, k.b} <= requests.keys()
        ),
        "engagements": tuple(_engagements(problem, numbers)),
    }


def _table(table: TravelTable, numbers: _Numbers) -> TravelTable:
    both = np.ix_(list(numbers.places), list(numbers.places))
    return replace(table, seconds=table.seconds[both], metres=table.metres[both])


def _task(task: Task, numbers: _Numbers) -> Task:
    return replace(task, request=numbers.requests[task.request], location=numbers.places[task.location])


def _request(request: Request, numbers: _Numbers) -> Request:
    timed = numbers.tasks.get(request.timed_task, numbers.tasks[request.tasks[0]])  # its pickup may be done
    aboard, published = request.aboard, request.published
    if published:  # a price at most, never in the way
        known = published.shift in numbers.shifts
        published = replace(published, shift=numbers.shifts[published.shift]) if known else None
    return replace(
        request,
        tasks=numbers.kept_tasks(request.tasks),
        timed_task=timed,
        aboard=aboard and replace(aboard, shift=numbers.shifts[aboard.shift]),
        published=published,
    )


def _shift(shift: Shift, numbers: _Numbers) -> Shift:
    begun = shift.start and replace(shift.start, prefix=numbers.kept_tasks(shift.start.prefix))
    start, end = numbers.places[shift.start_location], numbers.places[shift.end_location]
    return replace(shift, start=begun, start_location=start, end_location=end)


def _engagements(problem: Problem, numbers: _Numbers) -> Iterable[Engagement]:
    for engagement in problem.engagements:
        if legs := numbers.kept_requests(engagement.requests):
            yield replace(engagement, requests=legs)


def _cap(cap: Cap, numbers: _Numbers, elsewhere: set[int]) -> Cap:
    used = sum(weight for request, weight in cap.weights if request in elsewhere)
    kept = tuple((numbers.requests[r], weight) for r, weight in cap.weights if r in numbers.requests)
    return replace(cap, weights=kept, limit=cap.limit - used)


def _locks(problem: Problem, numbers: _Numbers) -> Iterable[Lock]:
    for lock in problem.locks:
        tasks = numbers.kept_tasks(lock.tasks)
        if len(tasks) >= (2 if lock.kind is LockKind.ORDER and lock.shift is None else 1):
            yield replace(lock, tasks=tasks, shift=None if lock.shift is None else numbers.shifts[lock.shift])


def tied(
    problem: Problem, orders: Mapping[int, Sequence[int]], seeds: Iterable[int], shifts: Iterable[int]
) -> tuple[set[int], set[int]]:
    """Return `seeds` and every request whose times may depend on theirs or on the routes of `shifts`; and all shifts.

    That is: all on the same routes, all served ones tied to them (a stay, the same start, the same client or staff, a
    worker's or vehicle's next shift), and so on until nothing is added; and the legs of their journeys that are not
    served, for want of which a client is away until the end of the day.
    """
    served = {problem.tasks[t].request: s for s, order in orders.items() for t in order}
    by_shift: dict[int, set[int]] = {s: {problem.tasks[t].request for t in order} for s, order in orders.items()}
    ties, crews = request_ties(problem), _shared_shifts(problem)
    found, looked = set(seeds), set[int]()
    waiting = set(shifts)
    while waiting:
        looked |= waiting
        for one in waiting:
            found |= by_shift.get(one, set())
        found |= {t for r in found for t in ties.get(r, ()) if t in served}
        reached = {served[r] for r in found if r in served} | {other for s in looked for other in crews[s]}
        waiting = reached - looked
    return found.union(*(e.requests for e in problem.engagements if not found.isdisjoint(e.requests))), looked


def request_ties(problem: Problem) -> dict[int, set[int]]:
    """Return, by request, the others whose times or staff some rule compares with its own."""
    sets: list[Iterable[int]] = [(g.before, g.after) for g in problem.gaps]
    sets += problem.same_starts
    sets += [(k.a, k.b) for k in problem.staff_links]
    sets += problem.groups
    sets += [[problem.tasks[t].request for t in lock.tasks] for lock in problem.locks]
    by_client: dict[str, set[int]] = {}
    for engagement in problem.engagements:
        by_client.setdefault(engagement.client, set()).update(engagement.requests)
    ties: dict[int, set[int]] = {}
    for tied in [*sets, *by_client.values()]:
        for one in tied:
            ties.setdefault(one, set()).update(tied)
    return ties


def _shared_shifts(problem: Problem) -> list[list[int]]:
    """Return, by shift, the others of the same vehicle or of one of its workers."""
    means = [{("worker", m.id) for m in s.members} | {("vehicle", s.vehicle or s.id)} for s in problem.shifts]
    return [[o for o, theirs in enumerate(means) if own & theirs and o != s] for s, own in enumerate(means)]
