"""What a town publishes of its rides: where and when they are given, and how early one has to call; nobody's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.place import District, Place


@dataclass(frozen=True, kw_only=True)
class RideHours:
    """Hours of the day in which a service is given somewhere, and the days on which that is so.

    Attributes
    ----------
    start, end : timedelta
        By the town's clock, counted from the service day's midnight: 26 h is two o'clock of the next morning.
    districts : frozenset of DistrictId
        Between any two doors of these; empty: of all.
    wheelchairs : bool
        Whether there is always a vehicle with a place for one.
    """

    service_id: ServiceId
    start: timedelta
    end: timedelta
    districts: frozenset[DistrictId] = frozenset()
    days: frozenset[date]
    wheelchairs: bool = False


@dataclass(frozen=True, kw_only=True)
class RideOffer:
    """A service of rides as a resident is told of it.

    Attributes
    ----------
    notice : timedelta
        From the call to the pickup, at least.
    """

    id: ServiceId
    name: str
    notice: timedelta
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicRides:
    """All of it.

    Attributes
    ----------
    operator : str
        Whoever residents take it for: the town's own provider.
    first, last : date
        The service days that are described.
    horizon_days : int
        How many days ahead may be booked.
    districts : mapping of DistrictId to District
        The town's; none: the town keeps no shapes, and `stops` stands for them.
    stops : tuple of Place
        Public places to which rides are given.
    """

    town_id: str
    town_name: str
    operator: str
    zone: str
    phone: str
    first: date
    last: date
    horizon_days: int
    offers: tuple[RideOffer, ...]
    hours: tuple[RideHours, ...]
    districts: Mapping[DistrictId, District] = field(default_factory=dict)
    stops: tuple[Place, ...] = ()
