"""What a town decides about its running days: when somebody has to look, and what is kept free for open returns."""

from dataclasses import dataclass, field
from datetime import time, timedelta

_NOTHING = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class OpenReturnPolicy:
    """Rides home whose hour is not known when they are booked: the client calls.

    Attributes
    ----------
    kept_free : timedelta
        Of the time of the vehicles that take people, in each full hour of the clock; no booking takes of it but open
        returns. Nothing: open returns are not booked.
    each : timedelta
        So much of what is kept free one open return is taken to need.
    first_h, last_h : int
        Between these hours of the clock it is kept free; 24 is midnight, 26 two o'clock in the night after the day.
    call_by : time or None
        Who has not called by then is asked after; where vehicles go out later than that and are out all night, by then
        on the next date. None: an hour before nobody could drive them any more.
    """

    kept_free: timedelta = _NOTHING
    each: timedelta = timedelta(minutes=30)
    first_h: int = 8
    last_h: int = 16
    call_by: time | None = None


@dataclass(frozen=True, kw_only=True)
class LivePolicy:
    """When somebody in the office has to look at something.

    Attributes
    ----------
    late_after : timedelta
        Past the promised window somebody is expected by more than this.
    missed_after : timedelta
        After the promised window nobody has reported arriving.
    unseen_before : timedelta
        Before its shift nobody of the crew has read the itinerary.
    silent_after : timedelta
        After something was due that a crew reports, nothing has come in of it.
    open_returns : OpenReturnPolicy
        Rides home at no fixed hour.
    """

    late_after: timedelta = _NOTHING
    missed_after: timedelta = timedelta(minutes=20)
    unseen_before: timedelta = timedelta(minutes=30)
    silent_after: timedelta = timedelta(minutes=45)
    open_returns: OpenReturnPolicy = field(default_factory=OpenReturnPolicy)
