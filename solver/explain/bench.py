"""Trying things out: a part of the day without some rules or with other facts, and requests put into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from solver.admissible import refusal
from solver.arrays import Arrays, Bits, Ints, blank
from solver.explain.arrays import close, keep_openings, same, within_the_day
from solver.explain.change import KINDS
from solver.explain.part import Orders
from solver.explain.place import Tick, placements, timed_draft
from solver.facts.locks import Allowance
from solver.lowering import lowered
from solver.problem import Problem
from solver.rule import Level, Rule
from solver.rules import all_rules
from solver.search.drafting import Draft, Workshop

NOTHING: frozenset[str] = frozenset()

FIT = frozenset({4, 5})
"""Primitives of rules that look at a request and a shift and at nothing that a change of times could touch."""

WHOLE = frozenset({13})
"""Primitives of rules on what is served together, which is up to the caller."""

TELLING = (4, 14, 10, 9, 13, 12, 3, 8, 6, 15, 5, 2, 7, 1)
"""Primitives, those first whose rules tell people most: that a qualification is missing says more than that the window
is too early, where either rule left out would let the request in."""

type Fit = tuple[Bits, Ints]


@dataclass(kw_only=True)
class Bench:
    """One problem and what is planned of it, under all rules or some.

    Attributes
    ----------
    bases : tuple of Orders
        Plans that a request is tried beside, usually one.
    unit : frozenset of int
        Requests that will all be in: nobody counts as away until the end of the day for want of one of them.
    known : tuple of Draft or None
        The bases with times that obey all rules; None: found when needed.
    fits : dict
        What rules about who may serve whom come to, by those of them that are left out, as far as it is known.
    """

    problem: Problem
    bases: tuple[Orders, ...]
    tick: Tick
    unit: frozenset[int] = frozenset()
    known: tuple[Draft, ...] | None = None
    fits: dict[frozenset[str], Fit] = field(default_factory=dict)
    _drafts: dict[frozenset[str], tuple[Draft, ...]] = field(default_factory=dict, init=False)

    @cached_property
    def hard(self) -> dict[str, Rule]:
        """The rules that can stand in the way here, by code."""
        return {r.code: r for r in all_rules() if r.level is Level.HARD and r.applies(self.problem)}

    def drafts(self, without: frozenset[str] = NOTHING) -> tuple[Draft, ...]:
        """Return the bases with their times under all rules, ready for trials without the rules named.

        Bases that are against the rules or have no times are missing. What a trial does not touch keeps its times.
        """
        if without not in self._drafts:
            self.tick()
            shop = Workshop(self._lowered(without))
            if without:
                found = (replace(draft, shop=shop) for draft in self.drafts())
            elif self.known is not None:
                found = (replace(d, shop=shop) for d in self.known if not refusal(shop.arrays, d.orders))
            else:
                timed = (timed_draft(shop, orders) for orders in self.bases)
                found = (draft for draft in timed if draft)
            self._drafts[without] = tuple(found)
        return self._drafts[without]

    def eased(
        self, without: frozenset[str], rules: frozenset[str], amount: int, *, both_ways: bool
    ) -> tuple[Draft, ...]:
        """Return the bases for trials where some rules are left out and others may be missed by `amount` everywhere.

        Parameters
        ----------
        both_ways : bool
            False: nothing starts earlier than it may under all rules. What is eased opens windows on both sides, and
            all being timed as early as possible, what nobody asked for would otherwise come out as too early.
        """
        self.tick()
        arrays = self._lowered(without, _eased(self.problem, rules, amount), rules)
        strict = self.drafts(without)
        if strict and not both_ways:
            keep_openings(arrays, strict[0].shop.arrays, amount)
        shop = Workshop(arrays)
        return tuple(replace(draft, shop=shop) for draft in strict)

    def changed(self, problem: Problem, *, same_fit: bool) -> "Bench":
        """Return a bench with other facts about the same requests, under which the bases' times stay allowed.

        Parameters
        ----------
        same_fit : bool
            The change is nothing to rules about who may serve whom.
        """
        return replace(self, problem=problem, known=self.drafts(), fits=self.fits if same_fit else {})

    @cached_property
    def relevant(self) -> tuple[str, ...]:
        """The hard rules, the most telling first, that can keep off a request which its shift is not forbidden."""
        return tuple(code for code in self.by_telling if self._matters(self.hard[code]))

    @cached_property
    def by_telling(self) -> tuple[str, ...]:
        """The hard rules, the most telling first; of equals those first of which something can be asked."""
        return tuple(sorted(self.hard, key=lambda code: (telling(self.hard[code]), code not in KINDS, code)))

    def _matters(self, rule: Rule) -> bool:
        """Return whether a rule says anything here that placing looks at."""
        if FIT.issuperset(rule.primitives) or WHOLE.issuperset(rule.primitives):
            return False
        arrays = blank(self.problem)
        rule.lower(self.problem, arrays)
        return not same(arrays, self._blank)

    @cached_property
    def _blank(self) -> Arrays:
        return blank(self.problem)

    def placed(self, request: int, shift: int, without: frozenset[str] = NOTHING) -> Iterator[Draft]:
        """Yield each way to put the request into the shift's route without the rules named, cheapest guess first."""
        for draft in self.drafts(without):
            yield from placements(draft, request, shift, self.tick)

    def lets(self, request: int, shift: int, without: frozenset[str] = NOTHING) -> bool:
        """Return whether there is any such way."""
        return next(self.placed(request, shift, without), None) is not None

    def _lowered(
        self, without: frozenset[str], eased: Problem | None = None, rules: frozenset[str] = NOTHING
    ) -> Arrays:
        """Return the arrays without some rules, for `rules` lowered from other facts."""
        arrays = blank(self.problem)
        for rule in all_rules():
            facts = eased if eased and rule.code in rules else self.problem
            if rule.code not in without and not FIT.issuperset(rule.primitives) and rule.applies(facts):
                rule.lower(facts, arrays)
        compatible, price = self._fit(without)
        arrays.compatible &= compatible
        arrays.price += price
        close(arrays, self.unit)
        if without or rules:
            within_the_day(arrays)
        return arrays

    def _fit(self, without: frozenset[str]) -> Fit:
        rules = [rule for rule in all_rules() if FIT.issuperset(rule.primitives)]
        left_out = without & {rule.code for rule in rules}
        if left_out not in self.fits:
            arrays = lowered(self.problem, [rule for rule in rules if rule.code not in left_out])
            self.fits[left_out] = arrays.compatible, arrays.price
        return self.fits[left_out]


def telling(rule: Rule) -> int:
    """Return the rank of a rule: smaller ones tell more."""
    return min((TELLING.index(p) for p in rule.primitives if p in TELLING), default=len(TELLING))


def _eased(problem: Problem, rules: frozenset[str], amount: int) -> Problem:
    ids = [*(t.id for t in problem.tasks), *(r.id for r in problem.requests), *(s.id for s in problem.shifts)]
    more = (
        Allowance(rule=rule, subject=one, amount=amount, inherited=True)
        for rule in sorted(rules)
        for one in dict.fromkeys(ids)
    )
    return replace(problem, allowances=(*problem.allowances, *more))
