"""What a study answers: for every scenario and figure a mean with its bounds, and all that is needed to judge them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.report import Texts
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A mean, and between which bounds the truth lies.

    Attributes
    ----------
    low, high : float or None
        None: one replication has none.
    """

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def half_width(self) -> float | None:
        """How far each bound is from the middle."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure of one scenario.

    Attributes
    ----------
    unit : str
        "count" (a day), "share" (of 1), "grosze", "hours", "km" or "per_hour".
    better : str
        "up", "down" or "neither".
    district, service : str
        Whose; empty means all of them.
    own : Bounds
    change : Bounds or None
        How far it is above the reference, replication by replication; None: it is the reference.
    """

    scenario: str
    kpi: str
    unit: str
    better: str
    district: str = ""
    service: str = ""
    own: Bounds
    change: Bounds | None = None


@dataclass(frozen=True, kw_only=True)
class Unlike:
    """How unlike the districts of a scenario are served.

    Attributes
    ----------
    gap : Bounds or None
        Share served in the best district less that in the worst; None with fewer than two districts.
    gini : Bounds
        0: all alike.
    """

    scenario: str
    best: str
    worst: str
    gap: Bounds | None
    gini: Bounds


@dataclass(frozen=True, kw_only=True)
class Tested:
    """One figure of days that were, beside the same days played.

    Attributes
    ----------
    real : float
        A closed day's, on average; of shares, all days together.
    played : Bounds
        Between which bounds it is to be expected of such days; what is outside is not just chance.
    """

    kpi: str
    unit: str
    real: float
    played: Bounds

    @property
    def inside(self) -> bool:
        """Whether the real figure is one that the simulation could have come to."""
        low, high = self.played.low, self.played.high
        return low is not None and high is not None and low <= self.real <= high


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the simulated demand rests on.

    Attributes
    ----------
    calls, days : int
        Of the town's own, to which it was fitted; 0: it is assumed.
    dispersion : float or None
        How much days vary, in parts of what chance alone would make of them; None: nobody knows.
    sources : tuple of str
        Where assumed numbers come from.
    tested : tuple of Tested
        The back-test on closed days; empty: there was none.
    tested_days : tuple of date
        The first and the last of them, or nothing.
    """

    calls: int = 0
    days: int = 0
    dispersion: float | None = None
    sources: tuple[str, ...] = ()
    tested: tuple[Tested, ...] = ()
    tested_days: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Size:
    """A fleet that was looked at.

    Attributes
    ----------
    more : int
        Vehicles beside those of the reference.
    verdict : str
        "enough", "too_small", or "undecided": the cap came first.
    served : Bounds
        Share of what is asked for, with the interval of the search's confidence.
    """

    more: int
    verdict: str
    served: Bounds


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """The smallest fleet that serves enough.

    Attributes
    ----------
    like : str
        Name of the vehicle that more are like.
    size : int or None
        How many more; None: none that was tried is shown to be enough.
    """

    like: str
    target: float
    confidence: float
    size: int | None
    looked: tuple[Size, ...]


@dataclass(frozen=True, kw_only=True)
class Made:
    """How the answer was made; with it, it can be made again.

    Attributes
    ----------
    replications : mapping of str to int
        By scenario.
    days : tuple of date
        That each replication plays.
    level : float
        Of all intervals.
    deciding : str
        The figure by which it was decided how many replications there are.
    service : str
        Of which service; empty: of all together.
    wanted : float or None
        Half-width that its intervals were to come to, in its unit; None: none was.
    reached : bool
        Whether they did before the cap.
    effort : int
        Of the planner, each evening.
    travel : str
        Where travel times come from.
    program : str
        The mark of the program.
    """

    replications: Mapping[str, int]
    days: tuple[date, ...]
    level: float
    deciding: str
    service: str = ""
    wanted: float | None
    reached: bool
    seed: int
    effort: int
    travel: str
    program: str


@dataclass(frozen=True, kw_only=True)
class Answer(Instants):
    """What a study says.

    Attributes
    ----------
    scenarios : mapping of str to str
        Names by id, in the order of the answer; the reference first.
    districts, services : mapping of str to str
        Names by id.
    sentences : tuple of Texts
        The answer in words, by language.
    """

    study: str
    title: str
    note: str = ""
    town: str
    zone: str
    made_at: datetime
    reference: str
    scenarios: Mapping[str, str]
    districts: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[Texts, ...] = ()
    cells: tuple[Cell, ...] = ()
    unlike: tuple[Unlike, ...] = ()
    fleet: Fleet | None = None
    ground: Ground = Ground()
    made: Made
