"""What calls are drawn from: how many, for what, by whom, when they want it, and how it ends.

Calls for one service from one district and for one service day are a Poisson process. Its mean is the number of calls
that want such a day of the week, times the month's factor, the holiday's, and what has grown; the wanted hour, how long
ahead somebody calls, and everything else of a call are drawn for each of them. Splitting a Poisson number by chance
gives independent Poisson numbers, so each hour's calls are a Poisson process, too (Kingman, Poisson Processes, 1993).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.contracts import Contract
from scheduler.domain.capacity.parts import Destination, Doors, Endings, Repeating, WayBack, Wishes
from scheduler.domain.client import Mobility
from scheduler.domain.ids import DistrictId, ServiceId

OUTSIDE = DistrictId("")
"""Stands for all homes outside the town's districts."""
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class ServiceDemand:
    """All that is asked for of one service.

    Attributes
    ----------
    per_day : mapping of DistrictId to tuple of float
        Calls that want a Monday, ..., a Sunday, on average; a series is one call, which wants its first day. A district
        that is not named has none; "" is outside all districts.
    holiday : float
        Of an ordinary day's calls, how many want a public holiday or the town's day off.
    places : Chances of Destination, or None
        Where rides go, or deliveries are loaded; None for visits.
    carers : Chances of int
        Who comes along.
    """

    per_day: Mapping[DistrictId, tuple[float, ...]]
    wishes: Wishes
    holiday: float = 0.0
    places: Chances[Destination] | None = None
    doors: Doors = Doors()
    back: WayBack = WayBack()
    repeating: Repeating = Repeating()
    endings: Endings = Endings()
    carers: Chances[int] = Chances.only(0)

    def __post_init__(self) -> None:
        if any(len(means) != DAYS_OF_A_WEEK or min(means) < 0 for means in self.per_day.values()):
            raise ValueError("calls per day are seven numbers not below zero, from Monday on")


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How demand has grown, as factors; what is not named is as it was.

    Attributes
    ----------
    cells : mapping of ServiceId to mapping of DistrictId to float
        Of one service in one district, on top of the factors of both.
    """

    districts: Mapping[DistrictId, float] = field(default_factory=dict)
    services: Mapping[ServiceId, float] = field(default_factory=dict)
    cells: Mapping[ServiceId, Mapping[DistrictId, float]] = field(default_factory=dict)

    def of(self, service_id: ServiceId, district_id: DistrictId) -> float:
        """Return the factor of a service in a district."""
        cell = self.cells.get(service_id, {}).get(district_id, 1.0)
        return cell * self.services.get(service_id, 1.0) * self.districts.get(district_id, 1.0)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a demand rests on.

    Attributes
    ----------
    calls : mapping of ServiceId to int
        Calls that it was fitted to, the refused among them; empty: it is assumed.
    days : int
        Service days that they wanted, or could have.
    doors : int
        Doors at which the time was measured.
    dispersion : float or None
        How much the numbers of calls of single days vary, in parts of what chance alone would make of them: far above 1
        busy days are busier than any that are drawn, and a study is too calm. None: nobody knows.
    sources : tuple of str
        Where assumed numbers come from.
    """

    calls: Mapping[ServiceId, int] = field(default_factory=dict)
    days: int = 0
    first: date | None = None
    last: date | None = None
    doors: int = 0
    dispersion: float | None = None
    sources: tuple[str, ...] = ()

    @property
    def assumed(self) -> bool:
        """Whether no call of the town's own stands behind it."""
        return not self.number

    @property
    def number(self) -> int:
        """Of all calls that it was fitted to."""
        return sum(self.calls.values())


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What the calls of days to come are drawn from.

    Attributes
    ----------
    months : mapping of int to float
        Factor of each month, 1 to 12; one that is not named is 1.
    rings : Chances of int
        Hour of the clock in which the telephone rings, on working days.
    mobility : Chances of Mobility
        Of people who are not in the register yet.
    boarding_s : mapping of Mobility to Lognormal
        What boarding truly takes more with a mobility aid, in seconds; not named: as the town plans it.
    known : float
        Share of callers who are in the register, in [0, 1], as far as there are any in their district.
    contracts : mapping of ServiceId to Contract
        Services of which a provider takes a share: those calls are not among what is drawn.
    """

    services: Mapping[ServiceId, ServiceDemand]
    months: Mapping[int, float] = field(default_factory=dict)
    rings: Chances[int] = Chances.only(9)
    mobility: Chances[Mobility] = Chances.only(Mobility.WALKS)
    boarding_s: Mapping[Mobility, Lognormal] = field(default_factory=dict)
    known: float = 1.0
    growth: Growth = Growth()
    contracts: Mapping[ServiceId, Contract] = field(default_factory=dict)
    basis: Basis = Basis()

    def mean(self, service_id: ServiceId, district_id: DistrictId, day: date, *, off: bool = False) -> float:
        """Return how many calls want a service on a day from a district, on average.

        Parameters
        ----------
        off : bool
            Whether the day is a public holiday or the town's own day off.
        """
        service = self.services[service_id]
        ordinary = service.per_day.get(district_id, (0.0,) * DAYS_OF_A_WEEK)[day.weekday()]
        season = self.months.get(day.month, 1.0) * (service.holiday if off else 1.0)
        return ordinary * season * self.growth.of(service_id, district_id) * self._kept(service_id)

    def _kept(self, service_id: ServiceId) -> float:
        """Return the share of a service's calls that the town takes itself."""
        contract = self.contracts.get(service_id)
        return 1.0 if contract is None else 1 - contract.share_permille / 1_000

    def grown(
        self,
        *,
        districts: Mapping[DistrictId, float] | None = None,
        services: Mapping[ServiceId, float] | None = None,
        cells: Mapping[ServiceId, Mapping[DistrictId, float]] | None = None,
    ) -> "Demand":
        """Return this demand with further factors on those it has."""
        known, added = self.growth.cells, cells or {}
        more = Growth(
            districts=_times(self.growth.districts, districts or {}),
            services=_times(self.growth.services, services or {}),
            cells={key: _times(known.get(key, {}), added.get(key, {})) for key in dict.fromkeys((*known, *added))},
        )
        return replace(self, growth=more)


def _times[K](known: Mapping[K, float], more: Mapping[K, float]) -> Mapping[K, float]:
    return {key: known.get(key, 1.0) * more.get(key, 1.0) for key in (*known, *(k for k in more if k not in known))}
