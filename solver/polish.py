"""Times moved for money and comfort while the orders stay.

The reference timing is as early as possible. Here every group of tied routes becomes a linear program: work, overtime,
excess ride and deviation from the wish as they are priced, then short days, short rides and early service. Published
starts are kept inside their tolerance where that saves a call. (Ride limits, waits and the working day only compare two
instants, so the best corner is in whole seconds.)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import islice

from solver.arrays import Arrays, BreakSlot
from solver.cost import route_cost
from solver.facts.requests import Span
from solver.known_times import Group, Times, key_of, known_times
from solver.solution import Route, Solution
from solver.timing.anchor import late, least
from solver.timing.chain import AFTER, BEFORE, Chain, Place
from solver.timing.comfort import Comfort
from solver.timing.facts import facts_of
from solver.timing.search import timed_knots, timed_together
from solver.timing.ties import Knot, tied_orders

CALLS = 8
"""So many calls of one knot are tried to be saved one by one, where not all can be at once."""


def polish(arrays: Arrays, solution: Solution) -> Solution:
    """Return a solution with the same orders that is no worse: feasible where it was, and never costlier.

    Best for fixed orders, windows, places of breaks and durations of legs (through speed bands), which are those of
    the reference timing; a second set of windows and legs, about as late as possible, is tried where there are several.
    """
    orders = {route.shift: [stop.task for stop in route.stops] for route in solution.routes if route.stops}
    knots = timed_knots(facts_of(arrays), orders)
    if knots is None:
        return solution
    return Solution(routes=tuple(_comfortable(arrays, solution.routes, knots)))


def timed_and_polished(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> Solution | None:
    """Return the polished times of orders; None: they have none. What is known of them is not found again."""
    planned = {shift: tuple(order) for shift, order in sorted(orders.items()) if len(order)}
    routes: dict[int, Route] = {}
    for shifts in tied_orders(arrays, planned):
        found = _group(arrays, {shift: planned[shift] for shift in shifts})
        if found is None:
            return None
        routes |= {route.shift: route for route in found}
    return Solution(routes=tuple(routes[shift] for shift in planned))


def _group(arrays: Arrays, orders: Group) -> Times:
    """Return the polished times of routes that are timed together, or None."""
    known, key = known_times(arrays), key_of(arrays, orders)
    if (found := known.get(key)) is not None:
        return found[0]
    knot = timed_together(facts_of(arrays), orders)
    times: Times = None
    if knot is not None:
        before = [chain.route() for chain in knot.chains.values()]
        times = tuple(_best(arrays, [before, *_polished(arrays, knot)]))
    known.keep(key, times)
    return times


def polished_beside(arrays: Arrays, knot: Knot, moving: Collection[int]) -> list[Route]:
    """Return some routes of a knot polished as far as all others stay as they are settled.

    Breaks, windows and legs are those of the reference timing, and no others are tried.
    """
    before = [knot.chains[shift].route() for shift in moving]
    comfort = Comfort(arrays=arrays, knot=knot).build({shift: least(knot.chains[shift]) for shift in moving})
    return _best(arrays, [before, *_routes(arrays, comfort)])


def _comfortable(arrays: Arrays, routes: Sequence[Route], knots: Iterable[Knot]) -> Iterable[Route]:
    """Return routes as good as each knot can be timed, in their order."""
    given = {route.shift: route for route in routes}
    for knot in knots:
        before = [given[shift] for shift in knot.chains]
        given |= {route.shift: route for route in _best(arrays, [before, *_polished(arrays, knot)])}
    return [given[route.shift] for route in routes]


def _best(arrays: Arrays, found: Iterable[list[Route]]) -> list[Route]:
    """Return the cheapest routes; of those the most comfortable."""
    return min(found, key=lambda routes: (_money(arrays, routes), _unease(arrays, routes)))


def _money(arrays: Arrays, routes: list[Route]) -> int:
    return sum(route_cost(arrays, route) for route in routes)


def _unease(arrays: Arrays, routes: list[Route]) -> tuple[int, int]:
    """Return the seconds on the way and aboard of everybody, then how late everything is."""
    start = {stop.task: stop.start_s for route in routes for stop in route.stops}
    rides = (tasks for tasks in arrays.request_tasks if len(tasks) > 1 and tasks[0] in start and tasks[-1] in start)
    aboard = sum(start[tasks[-1]] - start[tasks[0]] for tasks in rides)
    return aboard + sum(route.end_s - route.start_s for route in routes), sum(start.values())


def _polished(arrays: Arrays, knot: Knot) -> Iterable[list[Route]]:
    """Yield the best routes for some places of breaks."""
    for variant in (knot, *_resting_aside(arrays, knot)):
        yield from _around(arrays, variant)


def _around(arrays: Arrays, knot: Knot) -> Iterable[list[Route]]:
    """Yield the best routes around each anchor, the places of breaks as they are."""
    tied = frozenset(task for arc in knot.arcs for task in arc[:2])
    tied |= frozenset(task for choice in knot.choices for arc in choice for task in arc[:2])
    anchors = [{shift: least(chain) for shift, chain in knot.chains.items()}]
    if any(chain.legs.bands or any(len(w) > 1 for w in chain.legs.windows) for chain in knot.chains.values()):
        anchors.append({shift: late(chain, tied) for shift, chain in knot.chains.items()})
    for anchor in anchors:
        yield from _routes(arrays, Comfort(arrays=arrays, knot=knot).build(anchor))


def _routes(arrays: Arrays, comfort: Comfort) -> Iterable[list[Route]]:
    """Yield the best routes of a program, if it has any."""
    routes = comfort.routes()
    if routes and _within_driving(arrays, routes):
        yield _with_fewer_calls(arrays, comfort, routes)


def _resting_aside(arrays: Arrays, knot: Knot) -> Iterable[Knot]:
    """Yield the knot with paid breaks moved to before routes begin or after they end, where that may do.

    As early as possible one waits a lot, and rests there at no cost. Whoever leaves as late as possible would rest in
    time that costs money, and may as well have rested before. Of tied routes each chooses as if it were alone.
    """
    if len(knot.chains) == 1:
        yield from (knot.with_chain(twin) for chain in knot.chains.values() for twin in _twins(chain))
        return
    moved = [twin for twin in (_best_alone(arrays, knot, chain) for chain in knot.chains.values()) if twin]
    if moved:
        yield reduce(Knot.with_chain, moved, knot)


def _best_alone(arrays: Arrays, knot: Knot, chain: Chain) -> Chain | None:
    """Return the twin of a chain that would be cheaper than it if nothing were tied to it; None: there is none."""
    planned, shift = knot.spot.keys(), chain.legs.shift
    best: tuple[int, Chain | None] | None = None
    for one in (chain, *_twins(chain)) if any(_inside(chain)) else ():
        alone = Knot(facts_of(arrays), {shift: one}, planned)
        routes = Comfort(arrays=arrays, knot=alone).build({shift: least(one)}).routes()
        money = _money(arrays, routes) if routes else None
        if money is not None and (best is None or money < best[0]):
            best = money, None if one is chain else one
    return best[1] if best else None


def _twins(chain: Chain) -> Iterable[Chain]:
    """Yield the chain with all paid breaks inside the route moved to before it, to after it, or each where it fits."""
    slots = [slot for _, found in _inside(chain) for slot in found]
    late = [slot for slot in slots if slot.latest_start_s >= chain.end]
    splits = [slots, late, []] if 0 < len(late) < len(slots) else [slots, []] if slots else []
    for after in splits:
        yield _resting_outside(chain, [slot for slot in slots if slot not in after], after)


def _resting_outside(chain: Chain, before: list[BreakSlot], after: list[BreakSlot]) -> Chain:
    """Return the chain with these paid breaks taken before the route begins and after it ends, not inside."""
    places = dict(chain.places)
    for place, _ in _inside(chain):
        places[place] = tuple(slot for slot in places[place] if not slot.paid)
    for place, slots in (((0, BEFORE), before), ((len(chain.start), AFTER), after)):
        there = [*places.get(place, ()), *slots]
        places[place] = tuple(sorted(there, key=lambda slot: (slot.earliest_s, slot.latest_start_s)))
    twin = chain.copy()
    twin.places = {place: slots for place, slots in places.items() if slots}
    return twin


def _inside(chain: Chain) -> Iterable[tuple[Place, list[BreakSlot]]]:
    """Yield the paid breaks inside the route, by place."""
    for place in sorted(chain.places):
        paid = [slot for slot in chain.places[place] if slot.paid]
        if paid and chain.inside(place):
            yield place, paid


def _within_driving(arrays: Arrays, routes: list[Route]) -> bool:
    """Return whether nobody drives too long: later, through other speed bands, the same way may take longer."""
    return all(
        not arrays.driving[arrays.mode[route.shift]] or _driven_s(route) <= arrays.driving_max_s[route.shift]
        for route in routes
    )


def _driven_s(route: Route) -> int:
    return route.end_s - route.left_s + sum(stop.arrival_s - stop.left_s for stop in route.stops)


def _with_fewer_calls(arrays: Arrays, comfort: Comfort, routes: list[Route]) -> list[Route]:
    """Return the routes with published starts kept where that costs less than calling."""
    kept = dict(_published(arrays, routes, moved=False))
    moved = dict(_published(arrays, routes, moved=True))
    if not moved:
        return routes
    everybody = comfort.routes(kept | moved)
    if everybody:
        return _best(arrays, [routes, everybody])
    for task, span in islice(moved.items(), CALLS):
        found = comfort.routes({**kept, task: span})
        if found and _money(arrays, found) < _money(arrays, routes):
            routes, kept = found, {**kept, task: span}
    return routes


def _published(arrays: Arrays, routes: list[Route], *, moved: bool) -> Iterable[tuple[int, Span]]:
    """Yield published tasks with the same crew and where they need no call: those that need one now, or the others."""
    for route in routes:
        for stop in route.stops:
            request = int(arrays.request[stop.task])
            crew = int(arrays.published_shift[request])
            if not arrays.call_gr[request] or crew < 0 or arrays.timed_task[request] != stop.task:
                continue
            at = int(arrays.published_s[request])
            low, high = at - arrays.call_tolerance_s, at + arrays.call_tolerance_s
            if arrays.same_crew[crew, route.shift] and (low <= stop.start_s <= high) != moved:
                yield stop.task, (low, high)
