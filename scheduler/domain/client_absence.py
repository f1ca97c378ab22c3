"""A client who is away until further notice: no service goes there, and no message."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.ids import AbsenceId, ClientId, RequestId, UserId
from scheduler.domain.time import Instants


class AwayWhy(StrEnum):
    """Why a client is away. DIED: for good, and nobody is ever told anything under that name."""

    HOSPITAL = "hospital"
    TRAVEL = "travel"
    DIED = "died"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class ClientAbsence(Instants):
    """A client is away.

    Attributes
    ----------
    first : date
        The first service day on which nothing is done for the client.
    last : date or None
        The last one; None: until further notice. A death has none.
    lost : tuple of RequestId
        Bookings that ended with it, or that the client was taken out of.
    ended_at : datetime or None
        When the office was told that it is over, or never was.
    """

    id: AbsenceId
    client_id: ClientId
    first: date
    last: date | None = None
    why: AwayWhy = AwayWhy.OTHER
    reported_at: datetime
    reported_by: UserId
    lost: tuple[RequestId, ...] = ()
    ended_at: datetime | None = None
    ended_by: UserId = UserId("")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.last is not None and self.last < self.first:
            raise ValueError("an absence does not end before it begins")
        if self.last is not None and self.why is AwayWhy.DIED:
            raise ValueError("a death has no last day")

    @property
    def over(self) -> bool:
        """Whether somebody has ended it."""
        return self.ended_at is not None

    def covers(self, day: date) -> bool:
        """Return whether nothing is done for the client on a day."""
        return not self.over and self.first <= day and (self.last is None or day <= self.last)
