"""Time that is kept free for open returns: what the vehicles of a day have to spare in each hour of the clock.

No booking takes of it, so that somebody who calls from the doctor's is fetched; an hour that has less to spare already,
as it was booked before or an open return was called for, is taken from no further.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from scheduler.domain.time import clock_instant
from scheduler.services.planning.open_day import OpenDay, Orders
from scheduler.services.planning.writing import timed
from solver.board import Board
from solver.sketch import sketched
from solver.solution import Route

_SECOND = timedelta(seconds=1)
_HOUR_S = 3600
BREATH_S = 15 * 60
"""By so much an hour that is short already may be shorter, in seconds: comfort moves stops inside their windows."""
type Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class KeptFree:
    """What is kept free on an open day.

    Attributes
    ----------
    needed_s : int
        In each hour, of all vehicles that take people together.
    """

    day: OpenDay
    needed_s: int

    def allows(self, orders: Orders, board: Board | None = None, *, less_s: int = BREATH_S) -> bool:
        """Return whether changed routes leave enough, or hardly less than there is.

        Parameters
        ----------
        orders : mapping of shift to tasks
            Of the shifts whose order changes.
        board : Board, optional
            Of the same plan with more requests, if orders tell of them.
        less_s : int
            By so much an hour that is short already may be shorter, in seconds.
        """
        changed = sketched(board or self.day.board, orders)
        if changed is None:
            return False
        left = {shift: route for shift, route in self._routes.items() if shift not in orders}
        after = self._spare({**left, **{route.shift: route for route in changed.routes}})
        return all(after[k] >= min(self.needed_s, before - less_s) for k, before in enumerate(self.spare_s))

    def has_enough_beside(self, shifts: Collection[int]) -> bool:
        """Return whether shifts may be busy all day: the others leave enough, or nobody is driven in them."""
        others = self._spare(self._routes, without=shifts)
        return all(others[k] >= min(self.needed_s, before - BREATH_S) for k, before in enumerate(self.spare_s))

    def most_of(self, orders: Orders) -> Orders:
        """Return what of other orders may be kept: all, or those parts that leave enough.

        Shifts between which requests go are one part. No hour that is short already gets any shorter. Whoever has to be
        served, and is so by these orders alone, comes before those who may call.
        """
        before = self.day.board.orders
        if _musts(self.day, orders) - _musts(self.day, before) or self.allows(_changes(before, orders), less_s=0):
            return orders
        kept = dict(before)
        for part in _parts(self.day, before, orders):
            changed = {s: tuple(orders.get(s, ())) for s in part}
            so_far = {s: order for s, order in kept.items() if tuple(order) != tuple(before.get(s, ()))}
            if self.allows({**so_far, **changed}, less_s=0):
                kept |= changed
        return kept

    @cached_property
    def spare_s(self) -> Sequence[int]:
        """What each hour has to spare by the plan that holds, in seconds."""
        return self._spare(self._routes)

    def left_s(self, since: datetime, until: datetime) -> int:
        """Return what is kept free between two instants and can be, in seconds."""
        seconds = self.day.day.seconds
        low, high = int(seconds(since)), int(seconds(until))
        inside = (
            min(self.needed_s, spare) * max(0, min(end, high) - max(begin, low)) // (end - begin)
            for spare, (begin, end) in zip(self.spare_s, self._hours, strict=True)
        )
        return sum(inside)

    @cached_property
    def _hours(self) -> Sequence[Span]:
        """Hours of the clock, as seconds of the day; one that the clocks skip is none, one that comes twice is two."""
        policy = self.day.town.policy.live.open_returns
        first, last = self._second(policy.first_h), self._second(policy.last_h)
        return [(begin, min(begin + _HOUR_S, last)) for begin in range(first, last, _HOUR_S)]

    def _second(self, hour: int) -> int:
        day = self.day.day
        nights, clock = divmod(hour, 24)
        return int(day.seconds(clock_instant(day.date + timedelta(days=nights), time(clock), day.zone)))

    @cached_property
    def _routes(self) -> Mapping[int, Route]:
        return {route.shift: route for route in timed(self.day, self.day.board.orders).routes}

    def _spare(self, routes: Mapping[int, Route], without: Collection[int] = ()) -> Sequence[int]:
        shifts = enumerate(self.day.problem.shifts)
        vehicles = [k for k, shift in shifts if k not in without and any(any(row) for row in shift.layouts)]
        spare = [list(self._free(k, routes.get(k))) for k in vehicles]
        return [sum(_inside(hour, free) for free in spare) for hour in self._hours]

    def _free(self, shift: int, route: Route | None) -> Iterator[Span]:
        """Yield when a shift neither drives nor serves; a break is taken in another hour if somebody calls."""
        of = self.day.problem.shifts[shift]
        at = of.start_s
        for begin, end in sorted(_busy(route)) if route is not None else ():
            if begin > at:
                yield at, min(begin, of.end_s)
            at = max(at, end)
        if at < of.end_s:
            yield at, of.end_s


def kept_free(day: OpenDay) -> KeptFree | None:
    """Return what is kept free on a day; None: the town keeps nothing."""
    needed = day.town.policy.live.open_returns.kept_free
    return KeptFree(day=day, needed_s=needed // _SECOND) if needed else None


def _changes(before: Orders, after: Orders) -> Orders:
    """Return the orders of the shifts whose order is another."""
    each = dict.fromkeys((*before, *after))
    return {s: tuple(after.get(s, ())) for s in each if tuple(after.get(s, ())) != tuple(before.get(s, ()))}


def _musts(day: OpenDay, orders: Orders) -> frozenset[int]:
    served = {day.problem.tasks[task].request for order in orders.values() for task in order}
    return frozenset(request for request in served if day.problem.requests[request].is_must)


def _parts(day: OpenDay, before: Orders, after: Orders) -> Sequence[frozenset[int]]:
    """Return the shifts whose orders change, those together between which a request goes."""
    of = day.problem.tasks
    of_request: dict[int, set[int]] = defaultdict(set)
    changed = _changes(before, after)
    for s in changed:
        for task in (*before.get(s, ()), *after.get(s, ())):
            of_request[of[task].request].add(s)
    parts = [frozenset({s}) for s in changed]
    for shifts in of_request.values():
        joined = frozenset(shifts).union(*(part for part in parts if part & shifts))
        parts = [*(part for part in parts if not part & shifts), joined]
    return parts


def _busy(route: Route) -> Iterator[Span]:
    """Yield when a crew drives and serves, if it leaves for each door as late as it can: until then it may be sent."""
    for stop in route.stops:
        yield stop.start_s - (stop.arrival_s - stop.left_s), stop.end_s
    yield route.left_s, route.end_s


def _inside(hour: Span, spans: Sequence[Span]) -> int:
    return sum(max(0, min(hour[1], end) - max(hour[0], begin)) for begin, end in spans)
