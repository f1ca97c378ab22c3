"""What a plan costs, from the arrays and the times alone: what the priced rules charge, at a search's speed.

A route's part depends on nothing but the route; the plan's part on who serves what. So a search that changes two
routes computes two `route_cost` and one `plan_cost` anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from solver.arrays import Arrays, Ints, Total
from solver.rulekit.worktime import ceil_div, worked_s
from solver.solution import Route, Solution, TaskTime

type Stops = Mapping[int, TaskTime]

PRICE = "price"
"""The term of primitive 5, into which several rules write (preferred worker, familiar district, contracted work)."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """The two levels of the objective that arrays know (inherited violations are findings of the rules).

    Attributes
    ----------
    must : int
        Requests left out that must be served.
    terms : mapping of str to int
        Grosze by the code of the rule, but for `PRICE`.
    """

    must: int
    terms: Mapping[str, int] = field(default_factory=dict)

    @property
    def money_gr(self) -> int:
        """Sum of the terms."""
        return sum(self.terms.values())

    @property
    def key(self) -> tuple[int, int]:
        """For comparison: smaller is better."""
        return self.must, self.money_gr


def cost(arrays: Arrays, solution: Solution) -> Cost:
    """Return what a solution costs; equal to the sum of all priced rules' charges.

    Every request is taken to be whole on one route, or left out.
    """
    terms: Counter[str] = Counter()
    served: dict[int, int] = {}
    for route in solution.routes:
        terms.update(route_terms(arrays, route))
        served.update(dict.fromkeys(whole_requests(arrays, _by_task(route)), route.shift))
    plan = plan_cost(arrays, served)
    terms.update(plan.terms)
    return Cost(must=plan.must, terms={name: gr for name, gr in terms.items() if gr})


def route_cost(arrays: Arrays, route: Route) -> int:
    """Return the grosze that depend on this route alone."""
    return sum(route_terms(arrays, route).values())


def route_terms(arrays: Arrays, route: Route) -> dict[str, int]:
    """Return `route_cost` by term."""
    stops = _by_task(route)
    whole, s = whole_requests(arrays, stops), route.shift
    late = max(0, route.end_s - int(arrays.overtime_from_s[s]))
    return {
        "driving": ceil_div(_metres(arrays, route) * int(arrays.km_gr[s]), 1000),
        "working": ceil_div(worked_s(route) * int(arrays.work_gr_per_h[s]), 3600),
        "shift_use": int(arrays.use_gr[s]) if route.stops else 0,
        "overtime": ceil_div(late * int(arrays.overtime_gr_per_h[s]), 3600),
        PRICE: int(arrays.price[whole, s].sum()),
        "excess_ride": sum(_excess_gr(arrays, stops, r, s) for r in whole),
        "deviation": sum(_deviation_gr(arrays, stops, r) for r in whole),
        "stability": sum(_call_gr(arrays, stops, r, s) for r in whole),
    }


def plan_cost(arrays: Arrays, served: Mapping[int, int]) -> Cost:
    """Return the part that depends on who serves what: requests left out, caps and totals.

    Parameters
    ----------
    served : mapping of request to shift
        Without the requests left out.
    """
    shift_of = np.full(arrays.n_requests, -1, dtype=np.int64)
    shift_of[list(served.keys())] = list(served.values())
    out = shift_of < 0
    terms: Counter[str] = Counter(
        {"unassigned": int(arrays.unassigned_gr[out].sum()), "stability": int(arrays.call_gr[out].sum())}
    )
    terms["priced_cap"] = _caps_gr(arrays, served)
    for total in arrays.totals:
        terms[total.name] += total_gr(total, shift_of)
    return Cost(must=int(arrays.must[out].sum()), terms=terms)


def leave_out_gr(arrays: Arrays, request: int) -> int:
    """Return what it costs at once not to serve a request: its price, and the call if it was published."""
    return int(arrays.unassigned_gr[request] + arrays.call_gr[request])


def total_gr(total: Total, shift_of: Ints) -> int:
    """Return the price of a total; `shift_of` holds the shift of every request, -1 where left out."""
    if total.shift >= 0:
        value = total.base + int(total.coefficients[shift_of == total.shift, 0].sum())
    else:
        served = np.flatnonzero(shift_of >= 0)
        value = total.base + int(total.coefficients[served, shift_of[served]].sum())
    return ceil_div(-value * total.under_gr if value < 0 else value * total.over_gr, total.unit)


def whole_requests(arrays: Arrays, stops: Stops) -> list[int]:
    """Return the requests all of whose tasks are among these stops."""
    touched = dict.fromkeys(int(arrays.request[task]) for task in stops)
    return [r for r in touched if all(task in stops for task in arrays.request_tasks[r])]


def _by_task(route: Route) -> dict[int, TaskTime]:
    return {stop.task: stop for stop in route.stops}


def _metres(arrays: Arrays, route: Route) -> int:
    way = [int(arrays.location[stop.task]) for stop in route.stops]
    here = int(arrays.start_location[route.shift])
    return _along(arrays, route.shift, here, [*way, int(arrays.end_location[route.shift])])


def _along(arrays: Arrays, shift: int, here: int, way: Iterable[int]) -> int:
    table, sum_m = arrays.metres[arrays.mode[shift]], 0
    for there in way:
        if there != here:
            sum_m += int(table[here, there])
        here = there
    return sum_m


def _excess_gr(arrays: Arrays, stops: Stops, request: int, shift: int) -> int:
    price = int(arrays.excess_gr_per_min[request])
    if not price:
        return 0
    first, last = arrays.request_tasks[request][0], arrays.request_tasks[request][-1]
    if arrays.aboard_shift[request] >= 0:
        since, direct = int(arrays.aboard_since_s[request]), int(arrays.aboard_direct_s[request])
    else:
        since, direct = stops[first].end_s, _direct_s(arrays, shift, first, last)
    excess = stops[last].start_s - since - direct - int(arrays.setup_s[last])
    return ceil_div(max(0, excess) * price, 60)


def _direct_s(arrays: Arrays, shift: int, first: int, last: int) -> int:
    here, there = arrays.location[first], arrays.location[last]
    return 0 if here == there else int(arrays.seconds[arrays.mode[shift]][here, there])


def _deviation_gr(arrays: Arrays, stops: Stops, request: int) -> int:
    task = int(arrays.wish_task[request])
    if task < 0:
        return 0
    away = abs(stops[task].start_s - int(arrays.wish_s[request]))
    return ceil_div(away * int(arrays.deviation_gr_per_min[request]), 60)


def _call_gr(arrays: Arrays, stops: Stops, request: int, shift: int) -> int:
    price, published = int(arrays.call_gr[request]), int(arrays.published_shift[request])
    if not price or published < 0:
        return 0
    moved = abs(stops[int(arrays.timed_task[request])].start_s - int(arrays.published_s[request]))
    return price if moved > arrays.call_tolerance_s or not arrays.same_crew[published, shift] else 0


def _caps_gr(arrays: Arrays, served: Mapping[int, int]) -> int:
    price_gr = 0
    for cap in arrays.caps:
        if cap.price_gr > 0:
            used = sum(weight for r, weight in zip(cap.requests, cap.weights, strict=True) if r in served)
            price_gr += max(0, used - cap.limit) * cap.price_gr
    return price_gr
