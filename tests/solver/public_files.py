"""Tiny files of the public families, written by hand, and their best plans found by trying everything."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from math import inf
from pathlib import Path

from benchmarks.checking import check

SOLOMON = """tiny

VEHICLE
NUMBER     CAPACITY
  3          10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        110          0
    1     11         -6          3         27         87          5
    2      5        -11          3         30         38          5
    3     11          9          3         40         55          5
    4     -5         11          5         12         72          5
    5    -12          9          3          9         17          5
"""
"""Three vehicles drive less than two; without its capacity, or its windows, two drive less than that."""

LILIM = """2\t5\t1
0\t0\t0\t0\t0\t100\t0\t0\t0
1\t0\t-1\t4\t14\t44\t2\t0\t2
2\t-7\t3\t-4\t21\t81\t2\t1\t0
3\t-3\t0\t1\t2\t14\t2\t0\t4
4\t0\t-8\t-1\t20\t32\t2\t3\t0
5\t-2\t-1\t2\t10\t70\t2\t0\t6
6\t-9\t-8\t-2\t21\t81\t2\t5\t0
"""
"""Two vehicles drive less than one, which would do; without its capacity, or its windows, one drives less than that."""

CORDEAU = """2 3 70 2 12
0   0.000   0.000  0   0   0  80
1   1.500   2.000  1   1   5  25
2   4.250  -1.000  1   1   0  80
3   2.000   3.500  1   1   0  80
4   9.000   1.000  1  -1   0  80
5   8.000  -2.500  1  -1  15  30
6  -3.000   1.000  1  -1  20  45
7   0.000   0.000  0   0   0  80
"""
"""Without its longest ride a cheaper plan would do; with one place, or a shorter route, there is only a dearer one."""

TEXTS = {"vrptw": SOLOMON, "pdptw": LILIM, "darp": CORDEAU}
GROUPS = {
    "vrptw": ((1,), (2,), (3,), (4,), (5,)),
    "pdptw": ((1, 2), (3, 4), (5, 6)),
    "darp": ((1, 4), (2, 5), (3, 6)),
}
"""What goes on one vehicle together."""
VEHICLES = {"vrptw": 3, "pdptw": 2, "darp": 2}


def written(folder: Path, family: str, text: str | None = None) -> Path:
    """Return the path of a family's file, written into a folder."""
    path = folder / f"{family}.txt"
    path.write_text(text or TEXTS[family], encoding="utf-8")
    return path


def best_plan(family: str, path: Path, *, vehicles_first: bool = False) -> tuple[int, float]:
    """Return vehicles and cost of the best plan of a file that has the stops of this family's tiny file."""
    groups = GROUPS[family]
    costs = {subset: _best_route(family, path, subset) for subset in _subsets(groups)}
    plans = (
        (len(plan), sum(costs[subset] for subset in plan))
        for plan in _partitions(groups)
        if len(plan) <= VEHICLES[family] and all(costs[subset] < inf for subset in plan)
    )
    return min(plans, key=lambda plan: plan if vehicles_first else plan[::-1])


def _best_route(family: str, path: Path, subset: Sequence[tuple[int, ...]]) -> float:
    nodes = [node for group in subset for node in group]
    verdicts = (check(family, path, [order]) for order in permutations(nodes))
    return min((v.cost for v in verdicts if all(said.startswith("not visited") for said in v.wrong)), default=inf)


def _subsets(groups: Sequence[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], ...]]:
    for size in range(1, len(groups) + 1):
        yield from combinations(groups, size)


def _partitions(groups: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[tuple[int, ...], ...]]]:
    """Yield all ways to part groups, each part in the order of the groups."""
    if not groups:
        yield []
        return
    first, *others = groups
    for size in range(len(others) + 1):
        for more in combinations(others, size):
            rest = [group for group in others if group not in more]
            for plan in _partitions(rest):
                yield [(first, *more), *plan]
