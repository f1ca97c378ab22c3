"""Clients who are away until further notice."""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document
from api.schemas.bookings import BookingShown
from api.schemas.moments import Day, Instant
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.services.booking.client_absence import Suspended

_WHY = "died: nothing is ever told under this name, and series for nobody else end. Otherwise series are suspended."


class AwayReported(Document):
    """A client is away."""

    model_config = ConfigDict(json_schema_extra={"example": {"first": "2026-11-24", "why": "hospital"}})

    first: Day = Field(description="The first service day on which nobody comes.")
    last: Day | None = Field(default=None, description="The last one; null: until further notice, as after a death.")
    why: AwayWhy = Field(default=AwayWhy.OTHER, description=_WHY)

    @model_validator(mode="after")
    def _in_order(self) -> "AwayReported":
        if self.last is not None and self.last < self.first:
            raise ValueError("last is before first")
        if self.last is not None and self.why is AwayWhy.DIED:
            raise ValueError("a death has no last day; leave last out")
        return self


class AwayShown(Document):
    """A client is away, or was."""

    id: str
    client_id: str
    first: date
    last: date | None
    why: AwayWhy = Field(description=_WHY)
    reported_at: Instant
    reported_by: str
    lost: list[str] = Field(description="Ids of bookings that ended with it, or that go on without the client.")
    ended_at: Instant | None = Field(description="null: nobody has ended it.")
    ended_by: str

    @classmethod
    def of(cls, absence: ClientAbsence) -> "AwayShown":
        """Return an absence as the API shows it."""
        return cls.model_construct(**vars(absence) | {"lost": list(absence.lost)})


class AwayList(Document):
    """Absences of one client."""

    items: list[AwayShown]


class AwayKept(Document):
    """What an absence did; of one that has ended: what was lost by it and is still to come, for asking again."""

    absence: AwayShown
    ended: list[BookingShown] = Field(description="Bookings that have ended, without a penalty.")
    left: list[BookingShown] = Field(description="Bookings of several that go on without the client.")
    series: list[str] = Field(description="Ids of series that have ended with a death, as they are for nobody else.")

    @classmethod
    def of(cls, kept: Suspended) -> "AwayKept":
        """Return it as the API shows it."""
        return cls.model_construct(
            absence=AwayShown.of(kept.absence),
            ended=[BookingShown.of(one) for one in kept.ended],
            left=[BookingShown.of(one) for one in kept.left],
            series=[one.id for one in kept.series],
        )
