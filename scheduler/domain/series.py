"""Series: a request that comes again, on days that a rule tells (RFC 5545) or that the town may choose."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.domain.ids import ClientId, RequestId, SeriesId, UserId
from scheduler.domain.request import Request
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class ClockSpan:
    """Hours of the town's clock on the day of an occurrence, the same in summer and in winter.

    Attributes
    ----------
    start, end : time
        An end before the start is on the next date.
    """

    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class SeriesLeg:
    """One request of each occurrence: a visit, a delivery, a ride, or the way back of one.

    Attributes
    ----------
    request : Request
        Its template. Id, day, windows and wish are each occurrence's own and mean nothing here.
    windows : tuple of ClockSpan
        On the start of service; for a ride on the task its `arrive_by` names. Several: any of them.
    wish : time or None
        The hour asked for; on the next date if the first window reaches there and it is before that window's start.
    """

    request: Request
    windows: tuple[ClockSpan, ...]
    wish: time | None = None


@dataclass(frozen=True, kw_only=True)
class ChangedDay:
    """One occurrence that is otherwise than the series.

    Attributes
    ----------
    day : date
        The day that the rule tells, wherever a holiday moves the service to.
    windows : tuple of tuple of ClockSpan
        By leg; an empty tuple, or none: as the series says.
    """

    day: date
    cancelled: bool = False
    windows: tuple[tuple[ClockSpan, ...], ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Days without the service, both included; `last` None: until somebody says otherwise."""

    first: date
    last: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a pause ends ({self.last.isoformat()}) before it begins ({self.first.isoformat()})")

    def holds(self, day: date) -> bool:
        """Return whether a day is in it."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class Series(Instants):
    """A recurring request.

    Attributes
    ----------
    legs : tuple of SeriesLeg
        Of one party, served together or not at all.
    first : date
        DTSTART by the town's clock: the day from which the rule counts.
    until : date or None
        The last day that may have an occurrence; None: until further notice, or as the rule says.
    rule : str
        RRULE, such as "FREQ=WEEKLY;BYDAY=MO,WE,FR".
    skipped, added : tuple of date
        EXDATE and RDATE.
    times_per_week : int or None
        None: an occurrence on each day that the rule tells. Else the town chooses so many of these days of each week,
        Monday to Sunday.
    gap_days : int
        From one occurrence to the next, at least; 2: never on consecutive days.
    same_staff : bool
        One and the same worker comes each time, and nobody else.
    revision : int
        Counts the states of the series that bookings were made from: an occurrence that was withdrawn because the
        series changed may be booked again, one that somebody cancelled may not.
    changed_at : datetime or None
        When it became what it is: occurrences that have ended since then were cancelled by somebody.
    follows : SeriesId or None
        The series that this one goes on from, since "this and all following" were changed.
    ended_at : datetime or None
        When somebody ended it; `until` says with which day.
    """

    id: SeriesId
    legs: tuple[SeriesLeg, ...]
    first: date
    until: date | None = None
    rule: str
    skipped: tuple[date, ...] = ()
    added: tuple[date, ...] = ()
    times_per_week: int | None = None
    gap_days: int = 1
    same_staff: bool = False
    changed: tuple[ChangedDay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    revision: int = 1
    follows: SeriesId | None = None
    made_at: datetime
    changed_at: datetime | None = None
    made_by: UserId = UserId("")
    ended_at: datetime | None = None
    ended_by: UserId = UserId("")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.legs:
            raise ValueError("a series asks for something: it has a leg at least")

    @property
    def client_ids(self) -> tuple[ClientId, ...]:
        """Everybody whom it is for."""
        return tuple(dict.fromkeys(one for leg in self.legs for one in leg.request.party.client_ids))

    def change_of(self, day: date) -> ChangedDay | None:
        """Return what is otherwise on a day."""
        return next((one for one in self.changed if one.day == day), None)

    def over_by(self, day: date) -> bool:
        """Return whether it has no day left from a day on; one that somebody has ended may have some."""
        return self.until is not None and self.until < max(day, self.first)

    def paused(self, day: date) -> bool:
        """Return whether a day is in a pause."""
        return any(one.holds(day) for one in self.pauses)


def occurrence_id(series: Series, day: date, leg: int = 0) -> RequestId:
    """Return the id of the request of one leg of an occurrence: the same however often it is planned."""
    return RequestId(f"{series.id}.{series.revision}@{day.isoformat()}{chr(ord('a') + leg) if leg else ''}")


def series_of(request_id: RequestId) -> SeriesId | None:
    """Return the series that a request is an occurrence of by its id; None: it is of none."""
    return SeriesId(request_id.rpartition("@")[0].rpartition(".")[0]) or None


def series_day(series_id: SeriesId, request_id: RequestId) -> date | None:
    """Return the day of the series that a request is an occurrence of; None: it is none of this series."""
    if series_of(request_id) != series_id:
        return None
    said = request_id.rpartition("@")[2]
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
