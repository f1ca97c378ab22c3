"""The kernel's insertion under one rule alone: the cheapest place that keeps the law, and none where there is none.

What the kernel says of whole orders is asked in `tests.rules.agreement`; but order-only primitives (who may serve whom,
loads, pins, caps, groups ...) it obeys only where it changes plans. So requests are taken out of plans and put back, at
so much a kilometre, and every place there is is tried by the reference.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np

from solver.admissible import refusal
from solver.arrays import Arrays
from solver.rule import Rule
from solver.schedule import schedule
from solver.searcher import Searcher, ground_of
from tests.rules.agreement import DisagreementError, family, planned, primitives, questions, wrong
from tests.rules.questions import Question
from tests.solver.trying import possible, ways

type Orders = Mapping[int, Sequence[int]]

WORTH_GR = 10**9
STEPS = 40
KM_GR = (1000, 3000)
"""Whole grosze a metre: nothing is rounded."""


def at_a_price(arrays: Arrays) -> Arrays:
    """Return the arrays with kilometres that cost something, and requests that are worth them.

    Whoever is aboard stays planned, whether the rule that says so is asked or not: the kernel relies on it.
    """
    arrays.must_serve |= arrays.aboard_shift >= 0
    arrays.km_gr[:] = np.resize(KM_GR, arrays.n_shifts)
    arrays.unassigned_gr[:] = WORTH_GR
    return arrays


def whoever_goes(arrays: Arrays, request: int) -> set[int]:
    """Return a request with all that cannot stay without it."""
    gone, before = {request}, set[int]()
    while gone != before:
        before = set(gone)
        gone |= {one for group in arrays.groups if gone & set(group) for one in group}
        gone |= {after for after, needed in arrays.needs if needed in gone}
    return gone


def without(arrays: Arrays, orders: Orders, gone: set[int]) -> Orders:
    """Return the orders without these requests."""
    return {s: tuple(t for t in order if int(arrays.request[t]) not in gone) for s, order in orders.items()}


def served(arrays: Arrays, orders: Orders) -> set[int]:
    """Return the requests in the orders."""
    return {int(arrays.request[task]) for order in orders.values() for task in order}


def closed_to(arrays: Arrays, others: set[int]) -> Arrays:
    """Return the arrays with some requests that nobody can do."""
    compatible = arrays.compatible.copy()
    compatible[sorted(others)] = False
    return replace(arrays, compatible=compatible)


def road_gr(arrays: Arrays, orders: Orders) -> int:
    """Return what the metres of orders cost, whatever their times."""
    return sum(_metres(arrays, s, order) * int(arrays.km_gr[s]) // 1000 for s, order in orders.items() if order)


def _metres(arrays: Arrays, shift: int, order: Sequence[int]) -> int:
    table, location = arrays.metres[arrays.mode[shift]], arrays.location
    way = [arrays.start_location[shift], *(location[task] for task in order), arrays.end_location[shift]]
    return sum(int(table[a, b]) for a, b in pairwise(way) if a != b)


def law_kept(asked: Question, rules: list[Rule], arrays: Arrays, orders: Orders) -> None:
    """Raise unless a plan that the kernel has reached keeps everything."""
    refused = refusal(arrays, orders, complete=True)
    found = None if refused else schedule(arrays, orders)
    if found is None:
        msg = f"{asked.name}: the kernel reaches {orders}: {refused or 'no times'}"
        raise DisagreementError(msg)
    broken = [violation for rule in rules for violation in wrong(rule, asked.problem, found)]
    if broken:
        msg = f"{asked.name}: the kernel reaches {orders}: {broken}"
        raise DisagreementError(msg)


def _starts(asked: Question, arrays: Arrays) -> Orders | None:
    """Return the orders of a question, without one request if they are refused with all."""
    if planned(arrays, asked.orders):
        return asked.orders
    everybody = sorted(served(arrays, asked.orders))
    Random(asked.name).shuffle(everybody)
    fewer = (without(arrays, asked.orders, whoever_goes(arrays, one)) for one in everybody)
    return next((orders for orders in fewer if planned(arrays, orders)), None)


def _cases(arrays: Arrays, orders: Orders) -> Iterator[tuple[set[int], Orders]]:
    """Yield whom to put into what: those left out, and those served after they have been taken out."""
    for unit in sorted({frozenset(whoever_goes(arrays, r)) for r in range(arrays.n_requests)}, key=sorted):
        rest = without(arrays, orders, set(unit))
        if planned(arrays, rest):
            yield set(unit), rest


def ask_insertion(rule: Rule, asked: Question) -> Counter[str]:
    """Count who was put in as if the rule were not ("free"), and who at a dearer place or not at all ("bound").

    Raises
    ------
    DisagreementError
        If the kernel breaks the law, or a better place is found by trying all.
    """
    rules, answers, rng = [*family(rule), rule], Counter[str](), Random(asked.name)
    arrays = at_a_price(primitives(asked.problem, rules))
    orders = _starts(asked, arrays)
    if orders is None:
        return answers
    bare = at_a_price(primitives(asked.problem, family(rule)))
    for unit, rest in _cases(arrays, orders):
        if len(unit) == 1:
            put = put_in(arrays, rest, unit)
            answers[_compared(asked, (arrays, bare), rest, unit, put.orders)] += 1
        else:
            shut = rng.sample(sorted(unit), rng.randrange(2))
            put = put_in(arrays, rest, unit - set(shut))
            answers["free" if served(arrays, put.orders) & unit else "bound"] += 1
        law_kept(asked, rules, arrays, put.orders)
    law_kept(asked, rules, arrays, searched(arrays, orders))
    return answers


def put_in(arrays: Arrays, rest: Orders, unit: set[int]) -> Searcher:
    """Return a searcher that has put some into a plan, and nobody else."""
    only = closed_to(arrays, set(range(arrays.n_requests)) - served(arrays, rest) - unit)
    searcher = Searcher(ground_of(only), 1)
    if not searcher.begin(rest):
        msg = f"the kernel finds no times for {rest}"
        raise DisagreementError(msg)
    searcher.fill()
    return searcher


def searched(arrays: Arrays, orders: Orders) -> Orders:
    """Return what a short search makes of orders."""
    searcher = Searcher(ground_of(arrays), 1)
    searcher.begin(orders)
    searcher.run(STEPS, 0.5, 0.01)
    return searcher.orders


def _compared(asked: Question, both: tuple[Arrays, Arrays], rest: Orders, unit: set[int], plan: Orders) -> str:
    """Return "bound" if only the rule forbids a place cheaper than the plan's, else "free"; raise if nothing does."""
    arrays, bare = both
    (request,) = unit
    spent = road_gr(arrays, plan) if served(arrays, plan) & unit else WORTH_GR
    answer = "free"
    for way in ways(asked.problem, rest, [request], -1, -1):
        if road_gr(arrays, way) < spent:
            if possible(arrays, way):
                msg = f"{asked.name}: request {request} goes into {rest} as in {way}, the kernel finds {plan}"
                raise DisagreementError(msg)
            if answer == "free" and possible(bare, way):
                answer = "bound"
    return answer


def tally_insertions(rule: Rule, seeds: range, enough: int) -> Counter[str]:
    """Ask about one seed after the other until both answers were met often enough, and count the answers."""
    answers: Counter[str] = Counter()
    for seed in seeds:
        for asked in questions(rule, seed):
            if rule.applies(asked.problem):
                answers += ask_insertion(rule, asked)
        if min(answers["free"], answers["bound"]) >= enough:
            break
    return answers
