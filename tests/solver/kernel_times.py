"""Orders whose compiled times are held against the reference's, on both sides of every limit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from solver.arrays import FAR, Arrays, BreakSlot
from solver.kernel.timing.schedule import kernel_schedule
from solver.lowering import lowered
from solver.schedule import schedule
from tests.solver.generate import make_case, random_orders
from tests.solver.small_orders import Small, small


def drawn(seed: int, features: frozenset[str]) -> Small:
    """Return a case of `small_orders`; with "late" the day ends earlier in most cases."""
    case, rng = small(seed, features), Random(-seed)
    if "late" in features and rng.random() < 0.85:
        case.arrays.latest_s -= rng.randrange(90)
    if "driving" in features:
        slower = rng.uniform(1, 1.7) if "bands" in features else 1
        for shift, order in case.orders.items():
            driven = int(slower * driven_s(case.arrays, shift, order))
            case.arrays.driving_max_s[shift] = driven + rng.randrange(-10, 10)
    return case


def driven_s(arrays: Arrays, shift: int, order: Sequence[int]) -> int:
    """Return the free-flow driving of an order."""
    places = [arrays.start_location[shift], *(arrays.location[task] for task in order), arrays.end_location[shift]]
    table = arrays.seconds[arrays.mode[shift]]
    return sum(int(table[a, b]) for a, b in pairwise(places) if a != b)


def day(seed: int, features: Iterable[str]) -> tuple[Arrays, list[dict[int, list[int]]]]:
    """Return a generated day with its hidden orders, those by the wrong crews, and three other ones."""
    rng = Random(seed)
    case = make_case(seed, requests=rng.choice([6, 9, 12]), shifts=rng.choice([2, 3]), features=features)
    wrong = {(s + 1) % len(case.problem.shifts): order for s, order in case.orders.items()}
    return lowered(case.problem), [case.orders, wrong, *(random_orders(case.problem, rng) for _ in range(3))]


def full_day(seed: int) -> tuple[Arrays, dict[int, list[int]]] | None:
    """Return one route that owes breaks for which there is hardly room; None: this seed has no such route."""
    rng = Random(seed)
    features = rng.choice([(), ("rides",), ("two_windows",), ("rides", "deliveries", "ride_limits")])
    case = make_case(seed, requests=rng.choice([5, 9, 13]), shifts=1, features=features)
    arrays = lowered(case.problem)
    arrays.latest_s[:], arrays.work_max_s[:], arrays.breaks = FAR, FAR, [()]
    arrays.windows = [windows if rng.random() < 0.4 else () for windows in arrays.windows]
    free = schedule(replace(arrays), case.orders)
    if free is None:
        return None
    begin, end = free.routes[0].start_s, free.routes[0].end_s
    slots = tuple(_slot(rng, begin, end) for _ in range(rng.choice([1, 2, 3])))
    total = sum(slot.duration_s for slot in slots)
    if rng.random() < 0.5:
        arrays.work_max_s[:] = end - begin + rng.randrange(-900, total + 600)
    arrays.latest_s[:] = end + rng.randrange(total + 1200)
    arrays.roster_end_s[:] = arrays.latest_s - rng.choice([0, 0, 600, 1800])
    arrays.roster_start_s[:] = begin
    return replace(arrays, breaks=[slots]), case.orders


def _slot(rng: Random, begin: int, end: int) -> BreakSlot:
    earliest = rng.randrange(begin, end)
    return BreakSlot(
        duration_s=rng.choice([600, 900, 1800]),
        earliest_s=earliest,
        latest_start_s=earliest + rng.choice([1800, 7200, FAR]),
        only_if_after_s=rng.choice([-FAR, -FAR, end + rng.randrange(-3600, 3600)]),
        paid=rng.random() < 0.7,
    )


def disagreement(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> str | None:
    """Return how the compiled times differ from the reference's; None: they agree to the second."""
    found, reference = kernel_schedule(arrays, orders), schedule(arrays, orders)
    return None if found == reference else f"{orders}: compiled {found}, reference {reference}"
