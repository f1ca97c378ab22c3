"""The times of settled routes as a linear program: first what time costs, then what is pleasant.

Orders, places of breaks and which of two stretches comes first stay, and so do, at an anchor, the window of every start
and the duration of every leg: through speed bands a leg may move only as far as it takes the same time.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from solver.arrays import FAR, Arrays
from solver.solution import BreakTime, Route, TaskTime
from solver.timing.anchor import Anchor, steady, window_at
from solver.timing.chain import AFTER, BEFORE, Chain, Place
from solver.timing.legs import FREE
from solver.timing.program import Program
from solver.timing.ties import Arc, Knot

PER_MIN, PER_H = 1000.0, 1000.0 / 60
"""Weights of a second at a grosz a minute or an hour."""
SPAN, RIDE, START, REST = 20.0, 20.0, 0.5, 0.1
"""Weights of a second of comfort: short days, short rides, early service, early departures; too small to buy."""


class Lane(NamedTuple):
    """The variables of one route: departures (also for home) and starts by position, breaks by place."""

    chain: Chain
    way: list[int]
    left: list[int]
    start: list[int]
    breaks: dict[Place, list[int]]


@dataclass(kw_only=True)
class Comfort:
    """The program of a settled knot around an anchor.

    Attributes
    ----------
    start_of : dict of task to variable
        Of the routes that may move.
    """

    arrays: Arrays
    knot: Knot
    program: Program = field(default_factory=Program)
    lanes: list[Lane] = field(default_factory=list)
    start_of: dict[int, int] = field(default_factory=dict)

    def build(self, anchors: dict[int, Anchor]) -> "Comfort":
        """Write all rows and costs; `anchors` by shift: a route without one stays as it is settled."""
        for shift, anchor in anchors.items():
            lane = self._lane(self.knot.chains[shift], anchor)
            self.lanes.append(lane)
            self._legs(lane)
            self._rides(lane)
            self._day(lane)
        held = [next(arc for arc in choice if self.knot.lag(arc) <= 0) for choice in self.knot.choices]
        for arc in [*self.knot.arcs, *held]:
            self._apart(arc)
        return self

    def routes(self, narrower: dict[int, tuple[int, int]] | None = None) -> list[Route] | None:
        """Return the best routes, with the starts of some tasks kept inside narrower bounds, or None."""
        bounds = self.program.bounds
        inside: dict[int, tuple[int, int]] = {}
        for task, (low, high) in (narrower or {}).items():
            start = self.start_of[task]
            inside[start] = max(low, bounds[start][0]), min(high, bounds[start][1])
        if any(low > high for low, high in inside.values()):
            return None
        values = self.program.solve(inside)
        return [_route(lane, values) for lane in self.lanes] if values else None

    def _apart(self, arc: Arc) -> None:
        """Say that one task starts so long after another; of one whose route stays, the start is known."""
        a, b, seconds = arc
        first, second, bounds = self.start_of.get(a), self.start_of.get(b), self.program.bounds
        if first is not None and second is not None:
            self.program.after(second, first, seconds)
        elif first is not None:
            low, high = bounds[first]
            bounds[first] = low, min(high, self.knot.start(b) - seconds)
        elif second is not None:
            low, high = bounds[second]
            bounds[second] = max(low, self.knot.start(a) + seconds), high

    def _lane(self, chain: Chain, anchor: Anchor) -> Lane:
        """Add the variables of one route, inside their windows and steady legs."""
        legs, program = chain.legs, self.program
        on_duty = self.arrays.free_s[legs.shift] > -FAR  # from a given moment on, whether there is work or not
        left, way = [], []
        for k, (travel, leave) in enumerate(zip(legs.travel, anchor.left, strict=True)):
            fixed = k == 0 and on_duty
            low, high, lasts = steady(legs.bands, chain.left[0] if fixed else leave, travel)
            left.append(program.variable(*((chain.left[0],) * 2 if fixed else (low, high)), REST))
            way.append(lasts)
        start = []
        for k, task in enumerate(legs.order):
            opens, closes = window_at(legs.windows[k], anchor.start[k])
            start.append(program.variable(opens, min(closes, legs.cap[k]), START))
            self.start_of[task] = start[k]
        breaks = {
            place: [program.variable(slot.earliest_s, slot.latest_start_s, REST) for slot in slots]
            for place, slots in chain.places.items()
        }
        return Lane(chain, way, left, start, breaks)

    def _legs(self, lane: Lane) -> None:
        """Say what follows what."""
        legs, program = lane.chain.legs, self.program
        n = len(legs.order)
        for k, left in enumerate(lane.left):
            ready = [] if k == 0 else [(lane.start[k - 1], legs.service[k - 1])]
            self._follow(lane, (k, BEFORE), ready, [(left, 0)])
            if k < n:
                self._follow(lane, (k, AFTER), [(left, lane.way[k])], [(lane.start[k], legs.setup[k])])
            if legs.wait[k] == FREE or k == n:
                continue
            longest = legs.wait[k] + lane.way[k] + legs.setup[k]
            program.rows.append(({lane.start[k]: 1, left: -1}, -FAR, longest))
            if k:
                program.after(lane.start[k - 1], left, -legs.service[k - 1])
        self._follow(lane, (n, AFTER), [(lane.left[n], lane.way[n])], [])
        for place, last in ((place, found[-1]) for place, found in lane.breaks.items() if place == (n, AFTER)):
            closes = legs.roster_end - lane.chain.places[place][-1].duration_s
            program.bounds[last] = program.bounds[last][0], min(closes, program.bounds[last][1])

    def _follow(self, lane: Lane, place: Place, before: list[tuple[int, int]], then: list[tuple[int, int]]) -> None:
        """Put the breaks of a place, if any, between what comes before (and lasts) and what comes then (after more)."""
        slots = lane.chain.places.get(place, ())
        if place == (0, BEFORE) and slots:
            first = lane.breaks[place][0]
            low, high = self.program.bounds[first]
            self.program.bounds[first] = max(low, lane.chain.legs.awake), high
        for variable, slot in zip(lane.breaks.get(place, ()), slots, strict=True):
            for earlier, lasts in before:
                self.program.after(variable, earlier, lasts)
            before = [(variable, slot.duration_s)]
        for earlier, lasts in before:
            for later, more in then:
                self.program.after(later, earlier, lasts + more)

    def _rides(self, lane: Lane) -> None:
        """Bound the rides, and price what is longer than direct."""
        legs = lane.chain.legs
        for k, task in enumerate(legs.order):
            request, start = int(self.arrays.request[task]), lane.start[k]
            since = int(self.arrays.aboard_since_s[request])
            if (p := legs.pickup[k]) >= 0:
                pickup, lasts = lane.start[p], legs.service[p]
                self.program.rows.append(({start: 1, pickup: -1}, -FAR, legs.ride_max[k] + lasts))
                self.program.cost[start] += RIDE
                self.program.cost[pickup] -= RIDE
                self._excess(request, {start: -1, pickup: 1}, self._direct(legs.shift, legs.order[p], task) + lasts)
            elif self.arrays.aboard_shift[request] >= 0:
                self.program.cost[start] += RIDE
                direct = int(self.arrays.aboard_direct_s[request] + self.arrays.setup_s[task])
                self._excess(request, {start: -1}, since + direct)
            self._wish(request, task)

    def _direct(self, shift: int, first: int, last: int) -> int:
        a = self.arrays
        here, there = a.location[first], a.location[last]
        return int(a.setup_s[last]) + (0 if here == there else int(a.seconds[a.mode[shift]][here, there]))

    def _excess(self, request: int, ride: dict[int, int], free: int) -> None:
        if price := int(self.arrays.excess_gr_per_min[request]):
            excess = self.program.variable(0, FAR, price * PER_MIN)
            self.program.rows.append((ride | {excess: 1}, -free, FAR))

    def _wish(self, request: int, task: int) -> None:
        price = int(self.arrays.deviation_gr_per_min[request])
        if price and self.arrays.wish_task[request] == task:
            wish, start = int(self.arrays.wish_s[request]), self.start_of[task]
            away = self.program.variable(0, FAR, price * PER_MIN)
            self.program.rows.append(({away: 1, start: -1}, -wish, 2 * FAR))
            self.program.rows.append(({away: 1, start: 1}, wish, 4 * FAR))

    def _day(self, lane: Lane) -> None:
        """Bound and price the working day."""
        legs, chain, program, a = lane.chain.legs, lane.chain, self.program, self.arrays
        leave, home, way = lane.left[0], lane.left[-1], lane.way[-1]
        latest = min([chain.latest, *(slot.only_if_after_s for slot in chain.undecided)])
        low, high = program.bounds[leave]
        program.bounds[leave] = max(low, legs.begin), high
        low, high = program.bounds[home]
        program.bounds[home] = max(low, chain.least_end - way), min(high, latest - way)
        if legs.work_max < FAR:
            program.rows.append(({home: 1, leave: -1}, -FAR, legs.work_max + chain.unpaid - way))
        hourly = SPAN + int(a.work_gr_per_h[legs.shift]) * PER_H
        program.cost[home] += hourly
        program.cost[leave] -= hourly
        if price := int(a.overtime_gr_per_h[legs.shift]):
            over = program.variable(0, FAR, price * PER_H)
            program.rows.append(({over: 1, home: -1}, way - int(a.overtime_from_s[legs.shift]), FAR))


def _route(lane: Lane, values: list[int]) -> Route:
    legs = lane.chain.legs
    left = [values[i] for i in lane.left]
    stops = tuple(
        TaskTime(task=task, left_s=leave, arrival_s=leave + way, start_s=values[i], end_s=values[i] + service)
        for task, leave, way, i, service in zip(legs.order, left, lane.way, lane.start, legs.service, strict=False)
    )
    breaks = tuple(
        BreakTime(gap=place[0], start_s=values[i], end_s=values[i] + slot.duration_s, paid=slot.paid)
        for place in sorted(lane.breaks)
        for i, slot in zip(lane.breaks[place], lane.chain.places[place], strict=True)
    )
    home = left[-1] + lane.way[-1]
    return Route(shift=legs.shift, start_s=left[0], left_s=left[-1], end_s=home, stops=stops, breaks=breaks)
