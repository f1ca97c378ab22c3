"""A search for a better plan of a day, as a thing that is asked for, watched, cancelled and taken up again."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.ids import SolveId
from scheduler.domain.long_work import LongWork


@dataclass(frozen=True, kw_only=True)
class Solve(LongWork):
    """A search that somebody asked for; cancelled, it ends with the best plan so far.

    Attributes
    ----------
    calls, distance_m : int or None
        Of the best plan so far: whom to phone because a published stop moved, and how far all drive.
    plan : int or None
        Version of the plan it came to.
    left_here : bool
        Whether other computers were to do it, and could not be asked: the office's own one does it, more slowly.
    """

    id: SolveId
    day: date
    seconds: float | None = None
    effort: int | None = None
    seed: int = 1
    served: int | None = None
    unassigned: int | None = None
    cost_gr: int | None = None
    calls: int | None = None
    distance_m: int | None = None
    plan: int | None = None
    left_here: bool = False
