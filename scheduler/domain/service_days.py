"""What the office keeps about one service day beside its bookings and shifts."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.ids import UserId
from scheduler.domain.plan import Override, Pin
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class DayState:
    """One service day: how often it has changed, which plan holds now, what dispatchers fixed.

    Attributes
    ----------
    version : int
        Advances with every change of anything that the day's plan depends on; what a dispatcher saw.
    plan : int or None
        Version of the plan that holds now, the tentative plan until one is published; None: nobody planned it yet.
    published : int or None
        Version of the plan that residents and crews know.
    last_plan : int
        The highest version any plan of the day has had.
    closed : bool
        Whether the day is over and its outcomes are written; nothing of it changes any more.
    """

    day: date
    version: int = 0
    plan: int | None = None
    published: int | None = None
    last_plan: int = 0
    pins: tuple[Pin, ...] = ()
    overrides: tuple[Override, ...] = ()
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanHead(Instants):
    """What a list of a day's plans says of each.

    Attributes
    ----------
    why : str
        What made it: booked, cancelled, solved, moved, improved, learned, imported, published.
    by : UserId
        Who; empty: the program itself.
    """

    day: date
    version: int
    made_at: datetime
    by: UserId = UserId("")
    why: str
    served: int = 0
    unassigned: int = 0
    cost_gr: int = 0
