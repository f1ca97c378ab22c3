"""Trying things out: a part of the day without some rules or with other facts, and requests put into it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import numpy as np

from solver.arrays import Arrays
from solver.drafting import Draft, Workshop, in_lock_order
from solver.explain_change import later
from solver.explain_part import Orders
from solver.lowering import lowered
from solver.problem import Allowance, Problem
from solver.rule import Level, Rule
from solver.rules import all_rules

WIDTH = 12
"""So many places of one request of a group are kept while the others are tried after it."""

NOTHING: frozenset[str] = frozenset()

type Tick = Callable[[], None]
"""Called before every trial; it may raise to stop."""


@dataclass(kw_only=True)
class Bench:
    """One problem and what is planned of it, under all rules or some.

    Attributes
    ----------
    bases : tuple of Orders
        Plans that a request is tried beside, usually one.
    unit : frozenset of int
        Requests that will all be in: nobody counts as away until the end of the day for want of one of them.
    """

    problem: Problem
    bases: tuple[Orders, ...]
    tick: Tick
    unit: frozenset[int] = frozenset()
    _drafts: dict[frozenset[str], tuple[Draft, ...]] = field(default_factory=dict, init=False)

    @cached_property
    def hard(self) -> dict[str, Rule]:
        """The rules that can stand in the way here, by code."""
        return {r.code: r for r in all_rules() if r.level is Level.HARD and r.applies(self.problem)}

    def drafts(self, without: frozenset[str] = NOTHING) -> tuple[Draft, ...]:
        """Return the bases timed without the rules named; those that have no times are missing."""
        if without not in self._drafts:
            self.tick()
            rules = [rule for rule in all_rules() if rule.code not in without]
            arrays = lowered(self.problem, rules)
            if without:
                within_the_day(arrays)
            self._drafts[without] = self._timed(arrays)
        return self._drafts[without]

    def eased(
        self, without: frozenset[str], rules: frozenset[str], amount: int, *, both_ways: bool
    ) -> tuple[Draft, ...]:
        """Return the bases timed where some rules are left out and others may be missed by `amount` everywhere.

        Parameters
        ----------
        both_ways : bool
            False: nothing starts earlier than it may under all rules. What is eased opens windows on both sides, and
            all being timed as early as possible, what nobody asked for would otherwise come out as too early.
        """
        self.tick()
        left = [rule for rule in all_rules() if rule.code not in without]
        arrays = lowered(_eased(self.problem, rules, amount), left)
        if not both_ways:
            _keep_openings(arrays, lowered(self.problem, left), amount)
        within_the_day(arrays)
        return self._timed(arrays)

    def _timed(self, arrays: Arrays) -> tuple[Draft, ...]:
        close(arrays, self.unit)
        shop = Workshop(arrays)
        timed = (timed_draft(shop, orders) for orders in self.bases)
        return tuple(draft for draft in timed if draft)

    def placed(self, request: int, shift: int, without: frozenset[str] = NOTHING) -> Iterator[Draft]:
        """Yield each way to put the request into the shift's route without the rules named, cheapest guess first."""
        for draft in self.drafts(without):
            yield from placements(draft, request, shift, self.tick)

    def lets(self, request: int, shift: int, without: frozenset[str] = NOTHING) -> bool:
        """Return whether there is any such way."""
        return next(self.placed(request, shift, without), None) is not None


def close(arrays: Arrays, unit: frozenset[int]) -> None:
    """Let no stretch of a client's day stay open that ends with one of these requests."""
    arrays.never_at_once = [
        pair._replace(
            open_a=pair.open_a and int(arrays.request[pair.a[-1]]) not in unit,
            open_b=pair.open_b and int(arrays.request[pair.b[-1]]) not in unit,
        )
        for pair in arrays.never_at_once
    ]


def within_the_day(arrays: Arrays) -> None:
    """Keep all times between midnight (or the first shift, if that is sooner) and the end of the problem.

    Without the rules that bound a shift a route could begin at no time at all, and demands that chase each other would
    be followed for ever.
    """
    first_s = min(0, int(arrays.roster_start_s.min(initial=0)))
    np.maximum(arrays.earliest_s, first_s, out=arrays.earliest_s)
    np.minimum(arrays.latest_s, max(arrays.problem_end_s, int(arrays.roster_end_s.max(initial=0))), out=arrays.latest_s)


def timed_draft(shop: Workshop, orders: Mapping[int, Sequence[int]]) -> Draft | None:
    """Return these orders timed exactly, or None if they have no times."""
    served = {shop.terrain.request[task]: shift for shift, order in orders.items() for task in order}
    return Draft(shop=shop).tried({shift: tuple(order) for shift, order in orders.items()}, served)


def placements(draft: Draft, request: int, shift: int, tick: Tick) -> Iterator[Draft]:
    """Yield the draft with the request at each place in the shift's route where all has times, cheapest guess first.

    Rules on groups are not looked at: what must come with the request is up to the caller.
    """
    terrain = draft.terrain
    if shift not in terrain.fits[request] or not draft.allows(request, shift):
        return
    for opening in draft.shop.openings(shift, draft.orders.get(shift, ()), request):
        tick()
        if in_lock_order(terrain, shift, opening.order, request):
            trial = draft.tried({shift: opening.order}, {request: shift})
            if trial:
                yield trial


def together(draft: Draft, requests: Sequence[int], tick: Tick, last_shift: int | None = None) -> Iterator[Draft]:
    """Yield ways to put in all the requests, one after the other; the last one into `last_shift` if given."""
    if not requests:
        yield draft
        return
    one, rest = requests[0], requests[1:]
    shifts = draft.terrain.fits[one] if rest or last_shift is None else (last_shift,)
    found = _in_turn(placements(draft, one, shift, tick) for shift in shifts)
    for option in islice(found, WIDTH) if rest else found:
        yield from together(option, rest, tick, last_shift)


def _in_turn(streams: Iterable[Iterator[Draft]]) -> Iterator[Draft]:
    """Yield the first of each stream, then the second of each ..."""
    left = list(streams)
    while left:
        going = []
        for stream in left:
            draft = next(stream, None)
            if draft:
                going.append(stream)
                yield draft
        left = going


def _eased(problem: Problem, rules: frozenset[str], amount: int) -> Problem:
    ids = [*(t.id for t in problem.tasks), *(r.id for r in problem.requests), *(s.id for s in problem.shifts)]
    more = (
        Allowance(rule=rule, subject=one, amount=amount, inherited=True)
        for rule in sorted(rules)
        for one in dict.fromkeys(ids)
    )
    return replace(problem, allowances=(*problem.allowances, *more))


def _keep_openings(arrays: Arrays, strict: Arrays, amount: int) -> None:
    """Take back what easing has opened towards earlier times."""
    arrays.earliest_s[:] = strict.earliest_s
    for task, spans in enumerate(strict.windows):
        if arrays.windows[task] != spans:
            arrays.windows[task] = later(spans, amount)
