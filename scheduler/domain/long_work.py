"""Work that takes longer than anybody waits: asked for, taken up by one process at a time, watched, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.domain.ids import UserId
from scheduler.domain.time import Instants


class WorkState(StrEnum):
    """Where a piece of long work is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class LongWork(Instants):
    """A piece of work that somebody asked for.

    Attributes
    ----------
    owner : str
        The process that is at it; empty: nobody.
    lease_until : datetime or None
        If its owner has said nothing by then, it is dead and another one takes the work up.
    attempt : int
        How many owners it has had.
    cancel_asked : bool
        Whether somebody wants it to end.
    elapsed_s : float
        How long its owner has been at it.
    why : str
        Why it failed.
    """

    id: str
    asked_at: datetime
    asked_by: UserId = UserId("")
    state: WorkState = WorkState.WAITING
    owner: str = ""
    lease_until: datetime | None = None
    attempt: int = 0
    cancel_asked: bool = False
    elapsed_s: float = 0.0
    ended_at: datetime | None = None
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (WorkState.WAITING, WorkState.RUNNING)
