"""How much dearer the plans of simulated evenings are than those of a search by the clock."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.domain.ids import TownId
from scheduler.services.planning.open_day import OpenDay, open_day, whole_orders
from scheduler.services.planning.searching import Effort, NamedOrders, searched
from scheduler.services.planning.writing import plan_from
from scheduler.services.ports import Store, TravelTimes


@dataclass
class Quality:
    """Plans of days as they are before the search of their evening, made anew by effort and by the clock.

    Attributes
    ----------
    seconds : float
        Of the clock, for the other plan; one thread for both.
    every : int
        Only each so many-th evening is looked at.
    """

    store: Store
    town_id: TownId
    travel: TravelTimes
    effort: int
    seconds: float
    every: int
    costs_gr: list[tuple[int, int]] = field(default_factory=list)
    _evenings: int = 0

    def look(self, day: date) -> None:
        """Plan a day both ways."""
        self._evenings += 1
        if (self._evenings - 1) % self.every:
            return
        with self.store.reading(self.town_id) as unit:
            opened = open_day(unit, day, self.travel)
        own = searched(opened, Effort(clock=lambda: 0.0, effort=self.effort, workers=0))
        other = searched(opened, Effort(clock=time.monotonic, seconds=self.seconds, workers=1))
        self.costs_gr.append((cost_gr(opened, own), cost_gr(opened, other)))

    @property
    def loss(self) -> float | None:
        """How much dearer all of them are together, as a part of the other plans' cost; None: none was looked at."""
        own, other = (sum(each) for each in zip(*self.costs_gr, strict=True)) if self.costs_gr else (0, 0)
        return own / other - 1 if other else None


def cost_gr(opened: OpenDay, found: NamedOrders) -> int:
    """Return what a plan of a day costs, whoever it leaves out included."""
    plan = plan_from(opened, whole_orders(opened.problem, found), made_at=datetime.now(UTC), version=1)
    return sum(plan.terms.values())
