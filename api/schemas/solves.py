"""Searches for a better plan, as things that are asked for, watched and cancelled."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Whole
from api.schemas.moments import Instant
from scheduler.domain.long_work import WorkState
from scheduler.domain.solves import Solve


class SolveWish(Document):
    """How long somebody wants to wait for a better plan."""

    model_config = ConfigDict(json_schema_extra={"example": {"seconds": 20, "effort": None, "seed": 1}})

    seconds: Annotated[Whole, Field(ge=1, le=3600)] | None = Field(
        default=None, description="At most; 30 if neither limit is given."
    )
    effort: Annotated[Whole, Field(ge=1, le=10_000_000)] | None = Field(
        default=None, description="At most so many tries; with it alone the same seed gives the same plan."
    )
    seed: Annotated[Whole, Field(ge=0, le=2_147_483_647)] = Field(default=1, description="Of its random numbers.")


class SolveShown(Document):
    """A search."""

    id: str
    day: date
    state: WorkState
    asked_at: Instant
    asked_by: str
    seconds: float | None = Field(description="At most.")
    effort: int | None = Field(description="Tries, at most.")
    seed: int = Field(description="Of its random numbers.")
    attempt: int = Field(description="How many workers have had it.")
    cancel_asked: bool
    served: int | None = Field(description="Requests, in the best plan so far.")
    unassigned: int | None = Field(description="Requests, in the best plan so far.")
    cost_gr: int | None = Field(description="Of the best plan so far, grosze.")
    calls: int | None = Field(description="Residents to be phoned because of the best plan so far.")
    distance_m: int | None = Field(description="Metres that all shifts drive in the best plan so far.")
    elapsed_s: float = Field(description="Seconds.")
    plan: int | None = Field(description="Version of the plan that it came to.")
    left_here: bool = Field(description="Other computers were to do it, and could not be asked; this one does it.")
    ended_at: Instant | None
    failed: bool

    @classmethod
    def of(cls, solve: Solve) -> "SolveShown":
        """Return a search as the API shows it."""
        told = {name: getattr(solve, name) for name in cls.model_fields if hasattr(solve, name)}
        return cls.model_construct(**told, failed=solve.state is WorkState.FAILED)


class SolveList(Document):
    """Searches of one day, the newest first."""

    items: list[SolveShown]
