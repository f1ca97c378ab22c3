"""The frame of every errand of the master: what it is given, what it has spent, and how it comes back to a plan."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NotRequired, Required, Self, TypedDict

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Arrays
from solver.mastering.columns import Key, Order, Orders
from solver.mastering.pool import Pool
from solver.mastering.pricing import Pricing
from solver.mastering.relaxation import Bound, Sparse, relaxed
from solver.mastering.selection import Ballot, Selection
from solver.mastering.stopping import Limit, Stop
from solver.mastering.timing import Timing, kernel_timing

PARTS = (0.15, 0.4, 1.0)
"""Parts of the gap between bound and plan within which a better plan is looked for: the nearer, the fewer columns."""


class Terms(TypedDict, total=False):
    """On what terms the master is asked.

    Attributes
    ----------
    limit : Limit
    seed : int
        Of CP-SAT, and of whatever else is drawn.
    workers : int
        CP-SAT's threads, one unless told; with more, choices of equal money may differ from run to run.
    timing : Timing or None
        Money of routes by themselves and jointly; None: by compiled code.
    stop : Stop or None
        Ends the errand from another thread.
    """

    limit: Required[Limit]
    seed: Required[int]
    workers: NotRequired[int]
    timing: NotRequired[Timing | None]
    stop: NotRequired[Stop | None]


@dataclass(kw_only=True)
class Errand:
    """The state of one errand.

    Attributes
    ----------
    left : Limit
        What is left of the limit.
    spent : list of Selection
        What CP-SAT has answered so far.
    """

    arrays: Arrays
    pool: Pool
    pricing: Pricing
    left: Limit
    seed: int
    workers: int
    stop: Stop
    spent: list[Selection] = field(default_factory=list)

    @classmethod
    def on(cls, arrays: Arrays, pool: Pool, terms: Terms) -> Self:
        """Return an errand on these terms."""
        return cls(
            arrays=arrays,
            pool=pool,
            pricing=Pricing(arrays=arrays, timing=terms.get("timing") or kernel_timing(arrays)),
            left=terms["limit"],
            seed=terms["seed"],
            workers=terms.get("workers", 1),
            stop=terms.get("stop") or Stop(),
        )

    @property
    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.left.over or self.stop.asked

    @property
    def seconds(self) -> float:
        """What CP-SAT took by the clock."""
        return sum(one.seconds for one in self.spent)

    @property
    def effort(self) -> float:
        """What CP-SAT took in its deterministic time."""
        return sum(one.effort for one in self.spent)

    def bounded(self, sparse: Sparse, begin: NDArray[np.bool_], target: float) -> Bound | None:
        """Return `relaxed` within what is left."""
        return relaxed(sparse, begin, target, self.left, self.stop)

    def solved(self, ballot: Ballot, part: float = 1.0) -> Selection:
        """Let CP-SAT choose, within a part of what is left."""
        found = ballot.solve(self.left.part(part), self.seed, self.workers, self.stop)
        self.spent.append(found)
        self.left = self.left.less(found.seconds, found.effort)
        return found

    def assigned(self, routes: Collection[Key], like: Orders, among: frozenset[int]) -> dict[int, Order]:
        """Give routes to shifts of their class.

        One that the other plan has too stays where it is there. Shifts not `among` those that take part keep their
        routes.
        """
        orders = {shift: tuple(order) for shift, order in like.items() if shift not in among}
        there = {self.pricing.key(shift, order): shift for shift, order in like.items() if shift in among}
        orders |= {there[key]: key[1] for key in routes if key in there}
        members = self.pricing.roster.members
        for first, order in (key for key in routes if key not in there):
            orders[next(shift for shift in members[first] if shift in among and shift not in orders)] = order
        return dict(sorted(orders.items()))
