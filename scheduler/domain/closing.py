"""The end of a service day: what a dispatcher says of it, and the record that is left when it is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from scheduler.domain.actuals import FinalOutcome, ShiftActual
from scheduler.domain.figures import Cell, Counts, added
from scheduler.domain.ids import ClientId, EventId, RequestId, UserId
from scheduler.domain.time import Instants


class About(StrEnum):
    """What a dispatcher says something about.

    OUTCOME: what became of a request that no crew has reported to its end. WAY_HOME: how somebody got home who was
    taken out and not brought back. DISPUTE: that what was reported as done is not paid for without a word.
    """

    OUTCOME = "outcome"
    WAY_HOME = "way_home"
    DISPUTE = "dispute"


class WayHome(StrEnum):
    """How somebody got home, or why they did not.

    OVERNIGHT: they stay where they are, and are looked after there. OTHER: as the reason says; and of somebody who was
    erased nobody knows it any more.
    """

    FAMILY = "family"
    TAXI = "taxi"
    AMBULANCE = "ambulance"
    OWN_WAY = "own_way"
    OVERNIGHT = "overnight"
    HOSPITAL = "hospital"
    OTHER = "other"


STATED = frozenset({
    FinalOutcome.SERVED, FinalOutcome.NO_SHOW, FinalOutcome.CANCELLED_LATE, FinalOutcome.REFUSED, FinalOutcome.MISSED,
})  # fmt: skip
"""What a dispatcher may say became of a request; the others follow from bookings and plans."""


@dataclass(frozen=True, kw_only=True)
class Statement(Instants):
    """What a dispatcher says of a request, with a reason and under their name; a later one takes its place.

    One that was made by mistake is withdrawn: it is kept, and counts no more.

    Attributes
    ----------
    client_ids : tuple of ClientId
        Who is in the party; what is said about them is erased with any of them.
    outcome, way_home
        What OUTCOME and WAY_HOME say.
    reason : str
        Why the office knows; never empty.
    withdrawn_at : datetime or None
        When it was withdrawn; None: it counts.
    withdrawn_because : str
        Why it was.

    Raises
    ------
    ValueError
        If it says something else than what it is about.
    """

    request_id: RequestId
    day: date
    about: About
    client_ids: tuple[ClientId, ...]
    outcome: FinalOutcome | None = None
    way_home: WayHome | None = None
    reason: str
    by: UserId
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: UserId = UserId("")
    withdrawn_because: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.outcome is not None) != (self.about is About.OUTCOME):
            raise ValueError("a statement names an outcome if, and only if, it is about one")
        if (self.way_home is not None) != (self.about is About.WAY_HOME):
            raise ValueError("a statement names a way home if, and only if, it is about one")
        if self.outcome is not None and self.outcome not in STATED:
            raise ValueError(f"nobody can say {self.outcome}: bookings and plans do")

    @property
    def id(self) -> str:
        """The request and what is said about it."""
        return statement_id(self.request_id, self.about)

    @property
    def counts(self) -> bool:
        """Whether nobody has withdrawn it."""
        return self.withdrawn_at is None


def statement_id(request_id: RequestId, about: About) -> str:
    """Return the id of what is said about a request."""
    return f"{request_id}:{about}"


@dataclass(frozen=True, kw_only=True)
class Closing(Instants):
    """A closed day. What was counted stays as it is; a day that was opened again and closed once more has two of these.

    Attributes
    ----------
    number : int
        1 for the first closing of the day.
    plan : int or None
        The version that crews knew; None: nothing was ever published.
    events : frozenset of EventId
        What had come in by then: everything else of the day came after closing.
    cells : tuple of Cell
        The day's figures, as they are added up.
    opened_at : datetime or None
        When it was opened again; None: it counts.
    opened_because : str
        Why it was.
    """

    day: date
    number: int
    closed_at: datetime
    closed_by: UserId
    plan: int | None = None
    events: frozenset[EventId] = frozenset()
    shifts: tuple[ShiftActual, ...] = ()
    cells: tuple[Cell, ...] = ()
    opened_at: datetime | None = None
    opened_by: UserId = UserId("")
    opened_because: str = ""

    @property
    def id(self) -> str:
        """The day and the number."""
        return closing_id(self.day, self.number)

    @property
    def counts(self) -> bool:
        """Whether the day has not been opened again since."""
        return self.opened_at is None

    @cached_property
    def counted(self) -> Counts:
        """The sum of all its cells; worked out once, as a year of them is asked for each day that is planned."""
        return added(cell.counts for cell in self.cells)


def closing_id(day: date, number: int) -> str:
    """Return the id of a day's closing."""
    return f"{day.isoformat()}.{number}"
