"""Calendar feeds: addresses under which a calendar program reads shifts, without anybody signing in."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.ids import PatternId, StaffId, TownId, UserId
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class CalendarFeed(Instants):
    """An address that a calendar program asks again and again; whoever has it reads the same.

    Attributes
    ----------
    digest : str
        Of the token in its address; the token itself is kept nowhere.
    staff_id : StaffId or None
        Whose shifts it shows.
    pattern_id : PatternId or None
        Which shift of the rota it shows, whoever works it; exactly one of the two is named.
    """

    digest: str
    staff_id: StaffId | None = None
    pattern_id: PatternId | None = None
    made_at: datetime
    made_by: UserId
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        """What it is kept under."""
        return self.digest

    @property
    def key(self) -> str:
        """What people and the audit call it: some letters of the digest, which open nothing."""
        return self.digest[:16]


@dataclass(frozen=True, kw_only=True)
class FeedStop(Instants):
    """One halt.

    Attributes
    ----------
    tasks : tuple of str
        Ids of what is done there, by which the halt is known again in another version of the plan.
    district : str
        Its name; empty: outside all of them.
    """

    tasks: tuple[str, ...]
    arrival: datetime
    departure: datetime
    district: str


@dataclass(frozen=True, kw_only=True)
class FeedBreak(Instants):
    """A break."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class FeedShift(Instants):
    """A shift.

    Attributes
    ----------
    vehicle : str
        Id of its vehicle; empty: none.
    version : int
        Of its day, which advances with every change.
    written_at : datetime
        When what is shown of it was made.
    published : bool
        Whether its stops and breaks are known.
    """

    id: str
    day: date
    start: datetime
    end: datetime
    vehicle: str
    version: int
    written_at: datetime
    published: bool
    stops: tuple[FeedStop, ...] = ()
    breaks: tuple[FeedBreak, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenedFeed:
    """What a feed's address leads to, its shifts in their order."""

    town_id: TownId
    town_name: str
    shifts: tuple[FeedShift, ...]
