"""What a manager wants to know: scenarios side by side, how often they are played, and what decides."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.domain.capacity.changes import Change
from scheduler.domain.capacity.ranges import Range
from scheduler.domain.ids import ServiceId, VehicleId

BASE = "base"
"""Id of the scenario without any change, which every study has unless it names one so itself."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A town as it might be.

    Attributes
    ----------
    changes : tuple of Change
        Made one after another; a later one sees what an earlier one has made.
    """

    id: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Level:
    """One of the values that a factor takes: changes that go together; none is the town as it is."""

    id: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One thing that is varied, through levels; a design combines those of several factors.

    Attributes
    ----------
    levels : tuple of Level
        At least two, or none beside a range.
    range : Range or None
        A number whose values are the levels.
    """

    id: str
    name: str
    levels: tuple[Level, ...] = ()
    range: Range | None = None

    @property
    def count(self) -> int:
        """Of its levels."""
        return len(self.levels) if self.range is None else self.range.count

    @property
    def keeps(self) -> bool:
        """Whether one of its levels changes nothing."""
        if self.range is not None:
            return self.range.holds_nothing
        return any(not one.changes for one in self.levels)


@dataclass(frozen=True, kw_only=True)
class Design:
    """Which combinations of the factors' levels are played.

    Attributes
    ----------
    samples : int or None
        So many, spread evenly over each factor (Latin hypercube); None: all combinations.
    """

    samples: int | None = None


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """How often the run of days is played.

    Attributes
    ----------
    kpi : str
        The figure that decides.
    half_width : float or None
        Replications are added until its interval, in each scenario and in each difference, is no wider to either side;
        in the figure's unit, and of 1 for shares. None: the least number is enough.
    least, most : int
        Replications.
    level : float
        Of all intervals.
    """

    kpi: str = "served_share"
    half_width: float | None = None
    least: int = 10
    most: int = 40
    level: float = 0.95


@dataclass(frozen=True, kw_only=True)
class ServiceLevel:
    """What the town wants to reach.

    Attributes
    ----------
    share : float
        Of what is asked for, served; above 0 and at most 1.
    confidence : float
        With which that is to be shown.
    """

    share: float = 0.95
    confidence: float = 0.9


@dataclass(frozen=True, kw_only=True)
class FleetQuestion:
    """How many vehicles like one that is there would be needed, beside those of the reference scenario.

    Attributes
    ----------
    like : VehicleId
        Each comes with crews, like those of this one.
    most : int
        So many are tried at most.
    """

    like: VehicleId
    most: int = 4


@dataclass(frozen=True, kw_only=True)
class Study:
    """A question about capacity, with all that is needed to answer it again in the same way.

    Attributes
    ----------
    town : str
        The town it was written for, by id.
    first_day : date
        Of a run of whole days, which one replication plays.
    days : int
        Calendar days of the run, Sundays and holidays among them.
    seed : int
        Everything that chance decides comes from it.
    reference : str
        Which scenario the others are compared with.
    service_id : ServiceId or None
        Of which service the figure that decides, the service level and the fleet speak; None: of all together.
    scenarios : tuple of Scenario
        As they are written; those of the factors come beside them.
    """

    id: str
    name: str
    town: str
    note: str = ""
    first_day: date
    days: int = 5
    seed: int = 1
    reference: str = BASE
    service_id: ServiceId | None = None
    scenarios: tuple[Scenario, ...] = ()
    factors: tuple[Factor, ...] = ()
    design: Design = field(default_factory=Design)
    repetition: Repetition = field(default_factory=Repetition)
    service_level: ServiceLevel = field(default_factory=ServiceLevel)
    fleet: FleetQuestion | None = None

    @property
    def run(self) -> tuple[date, ...]:
        """The days that one replication plays, in their order."""
        return tuple(self.first_day + timedelta(days=place) for place in range(self.days))
