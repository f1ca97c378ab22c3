"""Promises that a day does not keep as it goes on, and what could be given up so that they are kept.

How late they are follows from the plan that holds and the day as it is: where crews are, snow, closed roads, what has
broken down. What to give up is found greedily: one request after the other is taken out, the least urgent without a
promise first, then less urgent promises, and stays a proposal if a promise finds a place for it. That is quick and easy
to follow, and no more: two that help only together are not found, crews do not swap what they have, and a search
(`replanning`) may need fewer. Nothing is cancelled by it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.ids import RequestId
from scheduler.services.dispatching.laying import Laid, in_time, late_s
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import priority_of
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.planning.refitting import refitted, unplanned
from solver.board import Board
from solver.late import longest_possible, with_lateness

MOST_TRIED = 60
"""So many requests are tried; a dispatcher reads the first few."""


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """A request that could be given up.

    Attributes
    ----------
    priority : int
        1 (first) to 5.
    helps : tuple of RequestId
        Promises that would be kept then.
    """

    request_id: RequestId
    promised: bool
    priority: int
    helps: tuple[RequestId, ...]


@dataclass(frozen=True, kw_only=True)
class AtRisk:
    """Promises at risk.

    Attributes
    ----------
    late_s : mapping of RequestId to int
        By how many seconds, if crews go on by the plan that holds.
    lost : tuple of RequestId
        For which that plan has no place any more.
    give_up : tuple of GivenUp
        What could be given up, one after the other.
    unhelped : tuple of RequestId
        Promises that would not be kept in time even so.
    """

    late_s: Mapping[RequestId, int]
    lost: tuple[RequestId, ...]
    give_up: tuple[GivenUp, ...]
    unhelped: tuple[RequestId, ...]


def at_risk(opened: OpenDay) -> AtRisk:
    """Return the promises that a day does not keep as it goes on."""
    strict = _in_time(opened)
    if not strict.problem.requests:
        return AtRisk(late_s={}, lost=(), give_up=(), unhelped=())
    orders = strict.board.orders
    eased = replace(opened, board=Board(with_lateness(opened.problem, orders), orders))
    going_on = longest_possible(eased.board.arrays, orders)
    late = late_s(Laid(day=eased, orders=going_on))
    promised = opened.town.promises
    lost = [key for key in _ids(eased, unplanned(eased, going_on)) if key in promised]
    search = _GivingUp(strict)
    return AtRisk(
        late_s={key: amount for key, amount in late.items() if key in promised and key not in lost},
        lost=tuple(dict.fromkeys(lost)),
        give_up=tuple(search.proposals()),
        unhelped=tuple(dict.fromkeys(_ids(strict, search.left))),
    )


def _in_time(opened: OpenDay) -> OpenDay:
    """Return a day on which promises are to be kept in time."""
    return replace(opened, board=Board(in_time(opened.problem), opened.board.orders))


def _ids(day: OpenDay, requests: Collection[int]) -> list[RequestId]:
    return [RequestId(day.problem.requests[r].source_id) for r in requests]


class _GivingUp:
    """The greedy search.

    Attributes
    ----------
    left : list of int
        Promised requests without a place.
    """

    def __init__(self, day: OpenDay) -> None:
        self._day = day
        kept = longest_possible(day.board.arrays, day.board.orders)
        self._orders: Orders = refitted(day, kept, unplanned(day, kept))
        self.left = self._without_place(self._orders)

    def proposals(self) -> Iterator[GivenUp]:
        """Yield what to give up, until every promise has a place or nothing more helps."""
        for request, priority in self._candidates()[:MOST_TRIED] if self.left else ():
            tasks = self._with_it(request)
            planned = any(task in tasks for order in self._orders.values() for task in order)
            if not self.left or not planned:
                continue
            asked = self._day.problem.requests[request]
            wanted = [r for r in self.left if asked.promise_s is None or self._priority(r) < priority]
            fewer = {s: [task for task in order if task not in tasks] for s, order in self._orders.items()}
            orders = refitted(self._day, fewer, wanted)
            helped = [r for r in self.left if r not in self._without_place(orders)]
            if not helped:
                continue
            self._orders, self.left = orders, [r for r in self.left if r not in helped]
            yield GivenUp(
                request_id=RequestId(asked.source_id),
                promised=asked.promise_s is not None,
                priority=priority,
                helps=tuple(dict.fromkeys(_ids(self._day, helped))),
            )

    def _without_place(self, orders: Orders) -> list[int]:
        asked = self._day.problem.requests
        return [r for r in unplanned(self._day, orders) if asked[r].promise_s is not None]

    def _candidates(self) -> Sequence[tuple[int, int]]:
        """Return who could be given up with their priority: neither under way nor a must without a promise."""
        asked = self._day.problem.requests
        begun = {t for shift in self._day.problem.shifts if shift.start for t in shift.start.prefix}
        free = [
            (r, self._priority(r))
            for r, one in enumerate(asked)
            if one.aboard is None and begun.isdisjoint(one.tasks) and (one.promise_s is not None or not one.is_must)
        ]
        return sorted(free, key=lambda one: (asked[one[0]].promise_s is not None, -one[1], one[0]))

    def _priority(self, request: int) -> int:
        town = self._day.town
        asked = town.requests[RequestId(self._day.problem.requests[request].source_id)]
        return priority_of(Frame(town, self._day.day), asked)

    def _with_it(self, request: int) -> frozenset[int]:
        """Return the tasks of a request and of those that are served all or none with it."""
        groups = [group for group in self._day.board.arrays.groups if request in group]
        return frozenset(
            t for r in {request, *(r for g in groups for r in g)} for t in self._day.problem.requests[r].tasks
        )
