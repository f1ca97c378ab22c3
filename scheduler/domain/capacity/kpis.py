"""What is asked of the figures of played days: sums, and one sum divided by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a number counts. SHARE: of 1."""

    COUNT = "count"
    SHARE = "share"
    GROSZE = "grosze"
    HOURS = "hours"
    KM = "km"
    PER_HOUR = "per_hour"


class Way(StrEnum):
    """Which way is better; NEITHER: that is for people to judge."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One respect in which scenarios are compared.

    Attributes
    ----------
    above : tuple of str
        Figures that are added up over the days of a replication.
    less : tuple of str
        Figures that are taken off that.
    below : tuple of str
        Figures whose sum it is divided by; none: it is a sum, told per day.
    weighted : bool
        Whether `above` is one figure that is itself a ratio of each day, and counts as much as the day's `below`: what
        comes out is the ratio of the sums again.
    """

    name: str
    above: tuple[str, ...]
    less: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    weighted: bool = False
    unit: Unit = Unit.COUNT
    better: Way = Way.NEITHER

    @property
    def figures(self) -> frozenset[str]:
        """Names of all figures it is made of."""
        return frozenset({*self.above, *self.less, *self.below})

    @property
    def is_towns(self) -> bool:
        """Whether it is counted of the whole town alone: crews serve, and are paid for, several services."""
        return not _TOWNS.isdisjoint(self.figures)


_TOWNS = frozenset({
    "cost_gr", "crew_hours", "drive_share", "km", "replans", "rides_per_vehicle_hour", "vehicle_hours",
})  # fmt: skip


def _share(name: str, above: str, below: str, better: Way) -> Kpi:
    return Kpi(name=name, above=(above,), below=(below,), unit=Unit.SHARE, better=better)


_RATIOS = (
    # Who declined what was offered, or was promised and not served, was not helped either: a fleet that offers only
    # impossible hours must not look good. Who called it off or was not at home is nobody's failure. What was handed to
    # a contractor is taken to be served.
    Kpi(
        name="served_share", above=("asked", "contracted"), less=("refused", "declined", "not_served"),
        below=("asked", "contracted"), unit=Unit.SHARE, better=Way.UP,
    ),
    Kpi(
        name="refused_share", above=("refused",), below=("asked", "contracted"), unit=Unit.SHARE, better=Way.DOWN,
    ),
    Kpi(
        name="declined_share", above=("declined",), below=("asked", "contracted"), unit=Unit.SHARE, better=Way.DOWN,
    ),
    _share("not_served_share", "not_served", "booked", Way.DOWN),
    _share("cancelled_share", "cancelled", "booked", Way.NEITHER),
    _share("no_show_share", "no_shows", "booked", Way.NEITHER),
    _share("on_time_share", "on_time", "served", Way.UP),
    Kpi(
        name="cost_per_served_gr", above=("cost_gr", "contracted_gr"), below=("served", "contracted_served"),
        unit=Unit.GROSZE, better=Way.DOWN,
    ),
    Kpi(
        name="drive_share", above=("drive_share",), below=("crew_hours",), weighted=True, unit=Unit.SHARE,
        better=Way.DOWN,
    ),
    Kpi(
        name="rides_per_vehicle_hour", above=("rides_per_vehicle_hour",), below=("vehicle_hours",), weighted=True,
        unit=Unit.PER_HOUR, better=Way.UP,
    ),
    Kpi(name="cost_gr", above=("cost_gr", "contracted_gr"), unit=Unit.GROSZE, better=Way.DOWN),
)  # fmt: skip
_SUMS = {
    "calls": (Unit.COUNT, Way.NEITHER),
    "contracted": (Unit.COUNT, Way.NEITHER),
    "contracted_served": (Unit.COUNT, Way.NEITHER),
    "asked": (Unit.COUNT, Way.NEITHER),
    "refused": (Unit.COUNT, Way.DOWN),
    "declined": (Unit.COUNT, Way.DOWN),
    "booked": (Unit.COUNT, Way.UP),
    "cancelled": (Unit.COUNT, Way.NEITHER),
    "cancelled_late": (Unit.COUNT, Way.NEITHER),
    "no_shows": (Unit.COUNT, Way.NEITHER),
    "served": (Unit.COUNT, Way.UP),
    "late": (Unit.COUNT, Way.DOWN),
    "on_time": (Unit.COUNT, Way.UP),
    "not_served": (Unit.COUNT, Way.DOWN),
    "vehicle_hours": (Unit.HOURS, Way.NEITHER),
    "crew_hours": (Unit.HOURS, Way.NEITHER),
    "km": (Unit.KM, Way.NEITHER),
    "replans": (Unit.COUNT, Way.DOWN),
}
KPIS: Mapping[str, Kpi] = {
    **{kpi.name: kpi for kpi in _RATIOS},
    **{name: Kpi(name=name, above=(name,), unit=unit, better=better) for name, (unit, better) in _SUMS.items()},
}
"""All KPIs by name."""
