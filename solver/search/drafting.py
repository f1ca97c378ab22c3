"""A plan in the making: orders with exact times, changed by trying other orders for some of its shifts.

A draft never changes; trying gives a new one. Timing is remembered by the orders it was asked for, so going back and
forth in a search costs little, and routes that no relation ties to the changed ones are not looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from solver.arrays import Arrays
from solver.cost import plan_cost
from solver.relations import holds, in_turn
from solver.schedule import schedule
from solver.search.cargo import seats
from solver.search.guess import route_gr
from solver.search.insertion_facts import Terrain, terrain_of
from solver.search.openings import Lane, Opening, lane, openings
from solver.solution import Route, Solution, TaskTime

type Order = tuple[int, ...]
type Knot = tuple[tuple[int, Order], ...]
"""Shifts that relations tie together, ascending, with their orders."""
type Timed = tuple[tuple[Route, int], ...]
"""Routes of a knot with their money."""


class Workshop:
    """What drafts of one problem share: its facts, and what was found out about orders before.

    Parameters
    ----------
    memory : int
        How many answers of each kind are kept before all are forgotten.
    """

    def __init__(self, arrays: Arrays, *, memory: int = 20_000) -> None:
        self.arrays = arrays
        self.terrain = terrain_of(arrays)
        self.memory = memory
        self._timed: dict[Knot, Timed | None] = {}
        self._lanes: dict[tuple[int, Order], Lane] = {}
        self._openings: dict[tuple[int, Order, int], list[Opening]] = {}

    def timed(self, knot: Knot) -> Timed | None:
        """Return the routes of a knot, timed jointly, or None if there are no such times."""
        if knot not in self._timed:
            _forget(self._timed, self.memory)
            self._timed[knot] = self._time(knot)
        return self._timed[knot]

    def _time(self, knot: Knot) -> Timed | None:
        if len(knot) > 1 and any(self.timed((one,)) is None for one in knot):
            return None
        solution = schedule(self.arrays, dict(knot))
        return tuple((route, route_gr(self.terrain, route)) for route in solution.routes) if solution else None

    def openings(self, shift: int, order: Order, request: int) -> list[Opening]:
        """Return where the bounds let a request into a route, cheapest guess first."""
        key = shift, order, request
        if key not in self._openings:
            _forget(self._openings, 2 * self.memory)
            way = self._lanes.get((shift, order))
            if way is None:
                _forget(self._lanes, self.memory)
                way = self._lanes[shift, order] = lane(self.terrain, shift, order)
            self._openings[key] = openings(self.terrain, way, request)
        return self._openings[key]


def _forget[K, V](known: dict[K, V], memory: int) -> None:
    if len(known) >= memory:
        known.clear()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Orders that have times together, with these times.

    Attributes
    ----------
    orders : dict of shift to tasks
        Shifts that do nothing are missing.
    routes, money : dict by shift
    shift_of : dict of request to shift
        The served ones.
    """

    shop: Workshop
    orders: dict[int, Order] = field(default_factory=dict)
    routes: dict[int, Route] = field(default_factory=dict)
    money: dict[int, int] = field(default_factory=dict)
    shift_of: dict[int, int] = field(default_factory=dict)

    @property
    def terrain(self) -> Terrain:
        """The problem in lists."""
        return self.shop.terrain

    @property
    def solution(self) -> Solution:
        """The plan as it stands."""
        return Solution(routes=tuple(self.routes[shift] for shift in sorted(self.routes)))

    def unserved(self) -> list[int]:
        """Return the requests left out, ascending."""
        return [r for r in range(len(self.terrain.request_tasks)) if r not in self.shift_of]

    @cached_property
    def key(self) -> tuple[int, int, int]:
        """For comparison, smaller is better: what had to be served and is not, what must be, guessed money."""
        lost = sum(r not in self.shift_of for r in self.terrain.fixed)
        rest = plan_cost(self.shop.arrays, self.shift_of)
        return lost, rest.must, sum(self.money.values()) + rest.money_gr

    def tried(
        self, changes: Mapping[int, Order], served: Mapping[int, int], dropped: Iterable[int] = ()
    ) -> "Draft | None":
        """Return the draft with other orders for some shifts, or None if there are no times for it.

        Parameters
        ----------
        changes : mapping of shift to tasks
        served, dropped
            Requests (with their shift) that are in the new orders only, or in the old ones only.

        Notes
        -----
        Routes that can keep their times do: they may then be later than they need be, until the whole plan is timed.
        """
        shift_of = {**self.shift_of, **served}
        for request in dropped:
            shift_of.pop(request, None)
        new = replace(
            self, orders={**self.orders, **changes}, routes=dict(self.routes), money=dict(self.money), shift_of=shift_of
        )
        for shift, order in changes.items():
            if not order:
                for known in (new.orders, new.routes, new.money):
                    known.pop(shift, None)
        return new if new.retime({shift for shift, order in changes.items() if order}) else None

    def retime(self, shifts: set[int]) -> bool:
        """Give shifts of a new draft times, and those tied to them where there is no other way; False: none exist."""
        for shift in shifts:
            if not self._take(((shift, self.orders[shift]),)):
                return False
        left = {shift for shift in shifts if not self._at_peace(shift)}
        while left:
            knot = self._tied(left.pop())
            left -= knot
            if not self._take(tuple((s, self.orders[s]) for s in sorted(knot))):
                return False
        return True

    def _take(self, knot: Knot) -> bool:
        timed = self.shop.timed(knot)
        for route, cost in timed or ():
            self.routes[route.shift], self.money[route.shift] = route, cost
        return timed is not None

    def _at_peace(self, shift: int) -> bool:
        """Return whether the times of a route obey its relations with the others as they are."""
        terrain = self.terrain
        tied = [task for task in self.orders[shift] if terrain.partners[task]]
        if not tied:
            return True
        times = {stop.task: stop for stop in self._stops_near(shift)}
        return all(holds(d, times) for task in tied for d in terrain.differences[task]) and all(
            in_turn(pair, times) for task in tied for pair in terrain.stretches[task]
        )

    def _stops_near(self, shift: int) -> Iterator[TaskTime]:
        for other in self._tied(shift):
            yield from self.routes[other].stops

    def _tied(self, shift: int) -> set[int]:
        """Return the shift and all that relations of planned tasks tie to it."""
        terrain = self.terrain
        found, left = {shift}, [shift]
        while left:
            for task in self.orders[left.pop()]:
                for partner in terrain.partners[task]:
                    other = self.shift_of.get(terrain.request[partner], -1)
                    if other >= 0 and other not in found:
                        found.add(other)
                        left.append(other)
        return found

    def without(self, requests: Iterable[int]) -> "Draft | None":
        """Return the draft without some requests and all that cannot stay without them."""
        gone = self.leaving(requests)
        changes = {}
        for shift in {self.shift_of[r] for r in gone}:
            changes[shift] = tuple(t for t in self.orders[shift] if self.terrain.request[t] not in gone)
        return self.tried(changes, {}, gone)

    def leaving(self, requests: Iterable[int]) -> set[int]:
        """Return the served ones of some requests, and those that would have to go with them."""
        terrain, left = self.terrain, list(requests)
        gone: set[int] = set()
        while left:
            request = left.pop()
            if request in self.shift_of and request not in gone:
                gone.add(request)
                left += terrain.bundles[request]
                left += terrain.needing[request]
        return gone

    def allows(self, request: int, shift: int) -> bool:
        """Return whether staff and caps let a request onto a shift, whatever its position."""
        terrain = self.terrain
        if any(self.shift_of.get(other, shift) != shift for other in terrain.same[request]):
            return False
        if any(self.shift_of.get(other, -1) in terrain.colleagues[shift] for other in terrain.different[request]):
            return False
        return not terrain.caps[request] or self._capped(request)

    def _capped(self, request: int) -> bool:
        """Return whether every hard cap has room for the request (or, if it is served already, is kept)."""
        for cap, weight in self.terrain.caps[request]:
            row = self.shop.arrays.caps[cap]
            used = sum(w for r, w in zip(row.requests, row.weights, strict=True) if r in self.shift_of)
            if used + weight * (request not in self.shift_of) > row.limit:
                return False
        return True


def sound(terrain: Terrain, shift: int, order: Order) -> bool:
    """Return whether a route keeps pairs, seats, pooling, pins and its frozen beginning; times are not looked at."""
    way = lane(terrain, shift, order)
    if not all(seats(terrain, shift, load) for load in way.load):
        return False
    if any(terrain.apart[one] & riders for riders in way.riders for one in riders):
        return False
    return order[: len(terrain.prefixes[shift])] == terrain.prefixes[shift] and all(
        in_lock_order(terrain, shift, order, request) for request in {terrain.request[task] for task in order}
    )


def in_lock_order(terrain: Terrain, shift: int, order: Order, request: int) -> bool:
    """Return whether an order keeps the pins of a request's tasks."""
    for task in terrain.request_tasks[request]:
        for locked, tasks in terrain.locks[task]:
            places = [order.index(t) for t in tasks if t in order]
            if locked not in {-1, shift} or places != sorted(places):
                return False
    return True
