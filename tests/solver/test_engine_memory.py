"""What the search remembers of routes: never of one what belongs to another."""

from itertools import permutations

import numpy as np

from solver.lowering import lowered
from solver.rulekit.tiny import member, shift, tiny, visit
from solver.searcher import Searcher, ground_of


def test_routes_that_differ_are_told_apart() -> None:
    """A place in a long route would be taken for one in an empty route, and a client be lost between the two."""
    problem = tiny(
        requests=[visit(f"V{k}", "BCDEFG"[k], task={"service_s": 60}) for k in range(6)],
        shifts=[shift("s1"), shift("s2", members=(member("m2"),), km_gr=100)],
    )
    searcher = Searcher(ground_of(lowered(problem)), 1)
    orders = [order for n in range(5) for order in permutations(range(6), n)]
    seen = set()
    for order in orders:
        for one, other in ((0, 1), (1, 0)):
            searcher.begin({one: order, other: ()})
            seen.add(int(searcher.state.routes["content"][one]))
    assert len(seen) == 2 * len(orders)


def test_shifts_alike_share_what_is_known() -> None:
    """The search on a town with ten buses of one kind would be ten times as slow."""
    problem = tiny(
        requests=[visit("V1", "B"), visit("V2", "C")], shifts=[shift("s1"), shift("s2", members=(member("m2"),))]
    )
    searcher = Searcher(ground_of(lowered(problem)), 1)
    searcher.begin({0: (0, 1)})
    content = int(searcher.state.routes["content"][0])
    searcher.begin({1: (0, 1)})
    assert int(searcher.state.routes["content"][1]) == content


def test_who_has_seen_nothing_knows_nothing() -> None:
    """The first visit of the first route would be written twice, over the end of the plan's memory."""
    searcher = Searcher(ground_of(lowered(tiny(requests=[visit("V", "B")]))), 1)
    known = searcher.state.known[:, 0]
    assert not np.any((known & (len(known) - 1)) == np.arange(len(known)))
