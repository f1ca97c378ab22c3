"""What plans cost: routes by themselves, what tied ones cost more jointly, and what depends on who serves what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from solver.arrays import Arrays
from solver.cost import plan_cost
from solver.mastering.columns import Column, Key, Order, Orders, Roster, roster_of
from solver.mastering.cuts import Cut, cuts_of, knots
from solver.mastering.timing import Timing

type Value = tuple[int, int]
"""Musts left out, money; smaller is better."""


class Plan(NamedTuple):
    """Orders with what they cost.

    Attributes
    ----------
    extras : dict of routes to grosze
        By how much tied routes are dearer than the sum of what each costs by itself.
    """

    orders: dict[int, Order]
    value: Value
    extras: dict[frozenset[Key], int]


@dataclass(kw_only=True)
class Pricing:
    """Prices of one problem, remembered.

    Attributes
    ----------
    money : dict of key to grosze
        Of routes by themselves.
    lame : set of key
        Routes that have no times by themselves, but may have with others.
    extra : dict of routes to grosze or None
        None: these have no times together.
    """

    arrays: Arrays
    timing: Timing
    money: dict[Key, int] = field(default_factory=dict)
    lame: set[Key] = field(default_factory=set)
    extra: dict[frozenset[Key], int | None] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        """Which shifts are alike."""
        return roster_of(self.arrays)

    def key(self, shift: int, order: Sequence[int]) -> Key:
        """Return the class of a shift, and the order."""
        return self.roster.alike[shift], tuple(order)

    def know(self, columns: Iterable[Column]) -> None:
        """Take over what routes cost."""
        self.money |= {column.key: column.money_gr for column in columns}

    def column(self, shift: int, order: Sequence[int]) -> Column:
        """Return a route of a plan that has times; one that has none by itself costs nothing until timed jointly."""
        key = self.key(shift, order)
        if key not in self.money:
            money = self.timing.route(shift, order)
            if money is None:
                self.lame.add(key)
            self.money[key] = money or 0
        return Column(*key, self.money[key])

    def plan(self, orders: Orders) -> Plan | None:
        """Return a plan with what it costs, or None if some tied routes have no times together."""
        planned = {shift: tuple(order) for shift, order in sorted(orders.items()) if order}
        routes = sum(self.column(shift, order).money_gr for shift, order in planned.items())
        extras = {}
        for knot in self.knots(planned):
            keys, extra = self._extra(knot)
            if extra is None:
                return None
            if extra:
                extras[keys] = extra
        rest = plan_cost(self.arrays, self.served(planned))
        return Plan(planned, (rest.must, routes + sum(extras.values()) + rest.money_gr), extras)

    def cuts(self, orders: Orders) -> list[Cut]:
        """Return why orders have no times together."""
        found: list[Cut] = []
        for knot in self.knots(orders):
            if self._extra(knot)[1] is None:
                found += cuts_of(self.arrays, self.timing.joint, knot, self.served(orders))
        return found

    def knots(self, orders: Orders) -> list[dict[int, Order]]:
        """Return the parts of a plan that must be timed jointly."""
        found = knots(self.arrays, orders)
        inside = {shift for knot in found for shift in knot}
        lame = [(s,) for s, order in orders.items() if s not in inside and self.key(s, order) in self.lame]
        return [{shift: tuple(orders[shift]) for shift in knot} for knot in found + lame]

    def served(self, orders: Orders) -> dict[int, int]:
        """Return the shift of each request that is served."""
        return {request: shift for shift, order in orders.items() for request in self.roster.requests(order)}

    def _extra(self, knot: Orders) -> tuple[frozenset[Key], int | None]:
        """Return tied routes and by how much they are dearer jointly; None: they have no times together."""
        keys = frozenset(self.key(shift, order) for shift, order in knot.items())
        if keys not in self.extra:
            money = self.timing.joint(knot)
            alone = sum(self.column(shift, order).money_gr for shift, order in knot.items())
            self.extra[keys] = None if money is None else max(0, money - alone)
        return keys, self.extra[keys]
