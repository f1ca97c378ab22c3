"""Telephone calls of the future: all that chance decides about each of them, before anybody plans."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client
from scheduler.domain.ids import PlaceId, PurposeId, ServiceId
from scheduler.domain.place import Place
from scheduler.domain.time import Instants, TimeWindow

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As RFC 5545 names them, from Monday on."""


class Back(StrEnum):
    """Whether a ride has a way home. AT: at an hour that is known. OPEN: the client calls when ready."""

    NONE = "none"
    AT = "at"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Call(Instants):
    """One call, with what the caller wants, and what nobody knows yet when it rings.

    Attributes
    ----------
    id : str
        The same call has the same id in every scenario.
    at : datetime
        When it rings.
    client : Client
        Of the town's register, or invented like those.
    home : Place
        Of the client; may be new to the town.
    day : date
        The service day that is wanted; of a series its first within the studied days.
    windows : tuple of TimeWindow
        On the start of a visit or a handing over; of a ride on the dropoff, so that an appointment is kept.
    destination : PlaceId or None
        Where a ride goes; where a delivery is loaded; None for a visit.
    planned_time : timedelta or None
        What is asked for at the door; None: as long as the town takes it to be.
    carers, rollators : int
        Who and what comes along.
    back_window : TimeWindow or None
        Of a way back AT: on the pickup at the destination.
    ready_at : datetime or None
        Of an OPEN way back: when the client will call; unknown to the planner.
    service_time : timedelta
        At the door, as it will truly be; of a ride at each door, with the help that is given. Unknown to the planner.
    boarding : timedelta
        Of a ride, added at each door for the mobility aid, as it will truly be; the planner takes the town's
        `boarding_by_mobility`. Otherwise zero.
    cancels_before : timedelta or None
        The client calls it off so long before the promised window; None: never. `cancels_at` is the instant if the
        promise begins as early as was wanted.
    no_show : bool
        Nobody is there, or nobody wants it any more; never of a call that is called off.
    patience : float
        In [0, 1): by which the choice model accepts an offer, or does not.
    weekly : str or None
        Rule of RFC 5545 of the series that is asked for, "FREQ=WEEKLY;BYDAY=MO,TH"; None: it is wanted once.
    until : date or None
        The last day of the series.
    """

    id: str
    at: datetime
    client: Client
    home: Place
    service_id: ServiceId
    day: date
    windows: tuple[TimeWindow, ...]
    destination: PlaceId | None = None
    purpose_id: PurposeId | None = None
    help_level: HelpLevel = HelpLevel.DOOR
    planned_time: timedelta | None = None
    carers: int = 0
    rollators: int = 0
    back: Back = Back.NONE
    back_window: TimeWindow | None = None
    ready_at: datetime | None = None
    service_time: timedelta
    boarding: timedelta = timedelta(0)
    cancels_before: timedelta | None = None
    no_show: bool = False
    patience: float = 0.0
    weekly: str | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.windows:
            raise ValueError("a call wants some window")
        if (self.back_window is not None) != (self.back is Back.AT) or (self.ready_at is not None) != (
            self.back is Back.OPEN
        ):
            raise ValueError("a way back at an hour has a window, an open one the instant at which the client calls")
        if self.no_show and self.cancels_before is not None:
            raise ValueError("who calls it off is not a no-show")
        if not 0 <= self.patience < 1:
            raise ValueError(f"patience is in [0, 1), not {self.patience}")

    @property
    def cancels_at(self) -> datetime | None:
        """When the client calls it off, if the promise begins as early as was wanted."""
        return None if self.cancels_before is None else self.cancels_from(self.windows[0].start)

    def cancels_from(self, promised: datetime) -> datetime | None:
        """Return when the client calls it off that was promised for an instant; never before the call itself."""
        if self.cancels_before is None:
            return None
        return max(self.at, promised - self.cancels_before, key=datetime.timestamp)

    def repeats_on(self, day: date) -> bool:
        """Return whether its series has an occurrence on a later day; never on one before its own."""
        if self.weekly is None or day <= self.day or (self.until is not None and day > self.until):
            return False
        return WEEKDAYS[day.weekday()] in self.weekly.rpartition("BYDAY=")[2].split(",")

    def once(self) -> "Call":
        """Return the same call, wanted once."""
        return replace(self, weekly=None, until=None)
