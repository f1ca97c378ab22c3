"""Parts of a demand: when something is wanted, how long it takes, the way back, what repeats, and how it ends."""

from dataclasses import dataclass

from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.ids import PlaceId, PurposeId


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where rides go, or where deliveries are loaded."""

    place_id: PlaceId
    purpose_id: PurposeId | None = None


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """When a service is wanted.

    Attributes
    ----------
    hours : Chances of int
        Hour of the clock in which the wanted window begins, 0 to 23, each quarter of it alike.
    widths_min : Chances of int
        How wide the window is, in minutes.
    lead_days : Chances of int
        How many days ahead somebody calls; 0: on the same day.
    """

    hours: Chances[int]
    widths_min: Chances[int] = Chances.only(60)
    lead_days: Chances[int] = Chances.only(3)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """How long it takes at a door.

    Attributes
    ----------
    planned_min : Chances of int
        What is asked for, in minutes; 0: as long as the town takes it to be.
    ratio : Lognormal
        How long it truly takes, in parts of what is planned.
    help_levels : Chances of HelpLevel
        How far the crew goes with the client of a ride.
    """

    planned_min: Chances[int] = Chances.only(0)
    ratio: Lognormal = Lognormal(median=1.0)
    help_levels: Chances[HelpLevel] = Chances.only(HelpLevel.DOOR)


@dataclass(frozen=True, kw_only=True)
class WayBack:
    """The way home of a ride.

    Attributes
    ----------
    kinds : Chances of Back
        None, at an hour, or open.
    stay_min : Lognormal
        How long people are where they were taken, in minutes.
    width_min : int
        How wide the window of a way home at an hour is, in minutes.
    """

    kinds: Chances[Back] = Chances.only(Back.NONE)
    stay_min: Lognormal = Lognormal(median=90.0)
    width_min: int = 60


@dataclass(frozen=True, kw_only=True)
class Repeating:
    """Which calls ask for a series.

    Attributes
    ----------
    share : float
        Of all calls, in [0, 1].
    per_week : Chances of int
        On how many days of a week, 1 to 5 (6 and 7: weekends, too).
    weeks : Chances of int
        For how many weeks.
    """

    share: float = 0.0
    per_week: Chances[int] = Chances.only(1)
    weeks: Chances[int] = Chances.only(4)


@dataclass(frozen=True, kw_only=True)
class Endings:
    """How bookings end that are not served; shares of all bookings.

    Attributes
    ----------
    cancelled : float
        Called off by the client, in time or late.
    late : float
        Of those called off: later than the town's deadline before the promised window.
    no_show : float
        Nobody is there, or nobody wants it any more.
    """

    cancelled: float = 0.0
    late: float = 0.0
    no_show: float = 0.0

    def __post_init__(self) -> None:
        if min(self.cancelled, self.late, self.no_show) < 0 or max(self.cancelled + self.no_show, self.late) > 1:
            raise ValueError(f"shares are in [0, 1], and not more than all: {self}")
