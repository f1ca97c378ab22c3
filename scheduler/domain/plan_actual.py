"""Plan against actual: what closed days were to be, and what they came to; sums and spreads, never averages."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.time import Instants

APART_EDGES_MIN = (-15, -5, 5, 15, 30)
"""Where the bands of arrivals end, in minutes from the planned arrival."""
LATE_EDGES_MIN = (0, 5, 15, 30)
"""Where the bands of lateness end, in minutes."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """How many of something lie in a range: after `above_min`, and up to `upto_min`, in minutes; None: no end."""

    above_min: int | None
    upto_min: int | None
    count: int


def spread(seconds: Iterable[int], edges_min: Sequence[int]) -> tuple[Band, ...]:
    """Return how many seconds lie in each band; there is one band more than edges."""
    counts = [0] * (len(edges_min) + 1)
    for one in seconds:
        counts[bisect_left(edges_min, one / 60)] += 1
    bounds = zip((None, *edges_min), (*edges_min, None), counts, strict=True)
    return tuple(Band(above_min=above, upto_min=upto, count=count) for above, upto, count in bounds)


@dataclass(frozen=True, kw_only=True)
class PlanActual(Instants):
    """What one day, shift or service was to be, and what it came to.

    Attributes
    ----------
    key, name : str
        A date, a shift's or a service's; "": hours and ways in which nothing was served.
    day : date or None
        Of a day or a shift.
    served : int
        Requests that were served.
    planned_begin, began, planned_end, ended : datetime or None
        When the crew left and was back; None: not of one shift, or the plan had nothing for it.
    planned_s, worked_s : int
        Working time of crews, ways and breaks included.
    planned_m, driven_m : int
        How far they went; as it was: the planned legs to the doors at which they were.
    doors : int
        Doors of what was served whose arrival and end were reported.
    planned_doors_s, at_doors_s : int
        Time at these doors.
    arrivals : int
        Doors of what was served whose arrival was reported, and planned.
    apart_s : int
        Sum of arrival less planned arrival; negative: earlier.
    apart : tuple of Band
        How these lie.
    timed, on_time : int
        What was served and had a time to be kept (a ride: at pickup; else at the door), and what kept it.
    late_s : int
        Sum of the lateness of all others.
    late : tuple of Band
        How the lateness of all that was timed lies; the first band is what was on time.
    """

    key: str
    name: str
    day: date | None = None
    served: int = 0
    planned_begin: datetime | None = None
    began: datetime | None = None
    planned_end: datetime | None = None
    ended: datetime | None = None
    planned_s: int = 0
    worked_s: int = 0
    planned_m: int = 0
    driven_m: int = 0
    doors: int = 0
    planned_doors_s: int = 0
    at_doors_s: int = 0
    arrivals: int = 0
    apart_s: int = 0
    apart: tuple[Band, ...] = ()
    timed: int = 0
    on_time: int = 0
    late_s: int = 0
    late: tuple[Band, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanActualTable:
    """Plan against actual of a span of days.

    Attributes
    ----------
    by : str
        day, shift or service.
    closed, open_days : tuple of date
        Days that are in it; and those on which there was something, and that nobody has closed.
    """

    first: date
    last: date
    by: str
    closed: tuple[date, ...]
    open_days: tuple[date, ...]
    rows: tuple[PlanActual, ...]
    total: PlanActual
