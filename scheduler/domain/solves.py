"""A search for a better plan of a day, as a thing that is asked for, watched, cancelled and taken up again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.ids import SolveId, UserId
from scheduler.domain.time import Instants


class SolveState(StrEnum):
    """Where a search is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Solve(Instants):
    """A search that somebody asked for.

    Attributes
    ----------
    owner : str
        The worker process that is at it; empty: nobody.
    lease_until : datetime or None
        If its owner has said nothing by then, it is dead and another one takes the search up.
    attempt : int
        How many owners it has had.
    cancel_asked : bool
        Whether somebody wants it to end with the best plan so far.
    calls, distance_m : int or None
        Of the best plan so far: whom to phone because a published stop moved, and how far all drive.
    plan : int or None
        Version of the plan it came to.
    why : str
        Why it failed.
    """

    id: SolveId
    day: date
    asked_at: datetime
    asked_by: UserId = UserId("")
    seconds: float | None = None
    effort: int | None = None
    seed: int = 1
    state: SolveState = SolveState.WAITING
    owner: str = ""
    lease_until: datetime | None = None
    attempt: int = 0
    cancel_asked: bool = False
    served: int | None = None
    unassigned: int | None = None
    cost_gr: int | None = None
    calls: int | None = None
    distance_m: int | None = None
    elapsed_s: float = 0.0
    plan: int | None = None
    ended_at: datetime | None = None
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (SolveState.WAITING, SolveState.RUNNING)
