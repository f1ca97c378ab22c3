"""Ways to search, each an endless (or, with an effort, fixed) row of steps; where a step runs is not their business.

A strategy never looks at a clock. Its steps are short, so whoever takes them can stop between two.
"""

from collections.abc import Generator
from dataclasses import dataclass
from itertools import count
from random import Random

from solver.search.drafting import Draft
from solver.search.repair import repair
from solver.search.ruin import improved

type Steps = Generator[Draft, Draft | None]
"""Yields the best draft so far after every step; a better one from elsewhere may be sent in."""

BURST = 60
"""Ruin-and-recreate steps after each round of the routing library."""
ROUTING = 1500
"""Tasks beyond which the library's matrices would not fit beside each other into memory."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which strategy, and how far it goes.

    Attributes
    ----------
    number : int
        Even: ruin and recreate alone; odd: rounds of the routing library, each followed by some of that.
    effort : int or None
        Deterministic end: so many ruin-and-recreate steps, or solutions of the library. None: goes on without end.
    round_s : float
        Length of a round of the library where there is no effort.
    """

    number: int
    seed: int
    effort: int | None = None
    round_s: float = 2.0


STRATEGIES = 2
"""Different ones; more processes repeat them with other seeds. With an effort exactly these are run, on any machine."""


def steps(begin: Draft, plan: Plan) -> Steps:
    """Return the steps of a strategy from a draft on."""
    rng = Random(plan.seed * 1000 + plan.number)
    if plan.number % 2 and 0 < len(begin.shop.terrain.request) <= ROUTING:
        return _rounds(begin, plan, rng)
    return _limited(improved(begin, rng), plan.effort)


def _limited(search: Steps, effort: int | None) -> Steps:
    """Pass on the first `effort` steps of a search (all, if None), and what is sent into it."""
    best, sent = next(search), None
    taken = 1
    sent = yield best
    while effort is None or taken < effort:
        best = search.send(sent)
        taken += 1
        sent = yield best


def _rounds(begin: Draft, plan: Plan, rng: Random) -> Steps:
    """Search with the library from nothing, then again and again from the best plan, with ruin and recreate between."""
    best = begin
    for turn in count():
        found = _round(best, plan, plan.number // 2 + turn, from_best=turn > 0)
        if found and found.key < best.key:
            best = found
        burst = _limited(improved(best, rng), BURST if plan.effort is None else plan.effort)
        for step in burst:
            other = yield step
            best = min([step, other or step], key=lambda draft: draft.key)
        if plan.effort is not None:
            return


def _round(best: Draft, plan: Plan, number: int, *, from_best: bool) -> Draft | None:
    """Return the best draft that a round's orders lead to, or None if it found none."""
    from solver.routing.rounds import STYLES, Limit, search

    orders: list[dict[int, tuple[int, ...]]] = []
    limit = Limit(seconds=plan.round_s if plan.effort is None else None, solutions=plan.effort)
    search(best.shop.arrays, STYLES[number % len(STYLES)], limit, orders.append, best.solution if from_best else None)
    drafts = [repair(best.shop, found)[0] for found in orders[-3:]]
    return min(drafts, key=lambda draft: draft.key, default=None)
