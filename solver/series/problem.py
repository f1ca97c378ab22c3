"""What is known before recurring requests are spread over the weeks: numbers alone, days counted from the first one."""

from dataclasses import dataclass
from functools import cached_property

HALVES = 2
"""Of a day: 0 is the morning, 1 what comes after it."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A half-day of a crew.

    Attributes
    ----------
    day, half : int
    crew : tuple of int
        Who works it, as indices of staff; their time is the crew's, not each one's own.
    free_min : int
        What the day's plan leaves of it, a reserve taken off.
    id : str
        The shift's.
    """

    day: int
    half: int
    crew: tuple[int, ...]
    free_min: int
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Quota:
    """So many occurrences on some days: one on a day that is told, or some days of a week that may be chosen."""

    days: tuple[int, ...]
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Part:
    """One request of each occurrence.

    Attributes
    ----------
    need_min : int
        Of a crew's time, the way there included.
    slots : tuple of int
        Where it may be put: on those days, in those half-days, by crews who may do it.
    """

    need_min: int
    slots: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Series:
    """A recurring request.

    Attributes
    ----------
    parts : tuple of Part
        Served on one day, all or none: a ride and its return.
    gap_days : int
        From one occurrence to the next, at least; 1: any other day.
    same_staff : bool
        One worker alone serves all of it; the one in `known`, if there is somebody.
    preferred, known : frozenset of int
        Wished for; and who has come before.
    held_days : tuple of int
        Days, also before the first one (negative), on which an occurrence is booked already.
    missing_gr : int
        What an occurrence costs that gets no place.
    other_gr : int
        What a part costs whose crew has nobody wished for.
    change_gr : int
        What each further worker costs whom the client has to get used to.
    """

    id: str
    quotas: tuple[Quota, ...]
    parts: tuple[Part, ...]
    gap_days: int = 1
    same_staff: bool = False
    preferred: frozenset[int] = frozenset()
    known: frozenset[int] = frozenset()
    held_days: tuple[int, ...] = ()
    missing_gr: int = 0
    other_gr: int = 0
    change_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class Cap:
    """What a client may have: the occurrences from `first` to `last`, weighed, come to no more than is left.

    Attributes
    ----------
    weights : tuple of (series, weight)
    """

    left: int
    first: int
    last: int
    weights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """All of it.

    Attributes
    ----------
    staff : tuple of str
        Ids.
    spread_gr_per_min : int
        What a minute costs that somebody works above their fair part.
    """

    staff: tuple[str, ...]
    slots: tuple[Slot, ...]
    series: tuple[Series, ...]
    caps: tuple[Cap, ...] = ()
    spread_gr_per_min: int = 0

    @cached_property
    def fair_min(self) -> tuple[int, ...]:
        """By worker, a fair part of what is asked for: as their free time is to that of all who could do it."""
        free = [0] * len(self.staff)
        for slot in self.slots:
            for one in slot.crew:
                free[one] += slot.free_min
        fair = [0.0] * len(self.staff)
        for series in self.series:
            times = sum(quota.times for quota in series.quotas)
            for part in series.parts:
                able = sorted({one for s in part.slots for one in self.slots[s].crew})
                whole = sum(free[one] for one in able)
                for one in able if whole else ():
                    fair[one] += times * part.need_min * free[one] / whole
        return tuple(-int(-one // 1) for one in fair)

    def may_work(self, series: int, slot: int) -> tuple[int, ...]:
        """Return who of a slot's crew may be the face that a series sees."""
        asked, crew = self.series[series], self.slots[slot].crew
        if asked.same_staff and asked.known:
            return tuple(one for one in crew if one in asked.known)
        return crew

    def other_gr(self, series: int, slot: int) -> int:
        """Return what it costs that a crew has nobody who was wished for."""
        asked = self.series[series]
        strangers = asked.preferred and asked.preferred.isdisjoint(self.slots[slot].crew)
        return asked.other_gr if strangers else 0
