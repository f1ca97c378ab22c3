"""The figures of closed days as they are added up: counts and sums, never averages.

An average of averages is wrong as soon as two days differ in size. So a day keeps what its figures are divided from,
and whoever asks for a month adds that up first and divides once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from scheduler.domain.ids import DistrictId, ProviderId, ServiceId, StaffId
from scheduler.domain.policy import ShareMeasure


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one worker did: at clients' doors, and at work, in seconds."""

    service_s: int = 0
    working_s: int = 0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What can be added up over requests, shifts, services, districts, providers and days; each row says its unit.

    Attributes
    ----------
    served, no_show, cancelled_late, refused, missed, unplanned : int
        Requests, by what became of them.
    turned_away : int
        Calls that ended without a promise.
    pickups, pickups_on_time, appointments, appointments_on_time : int
        Doors of which an arrival was reported and held against a time, and those with nobody late.
    rides_timed, rides_long : int
        Rides of which boarding and arrival were reported, and those of over 60 minutes.
    ride_s, direct_s : int
        Aboard, and by the direct way, of rides of which both are known.
    passengers : int
        People driven, carers included.
    served_s : int
        At the doors of what was served.
    familiar_wanted, familiar_came : int
        Served requests whose client has a worker they know, and those to which that worker came.
    value_gr, cost_gr : int
        Of what was served.
    contracted, contracted_s, contracted_gr : int
        Of `served`, `served_s` and `value_gr` the contractors' part that counts for the grant.
    way_m : int
        The planned legs to the doors at which crews were, in metres.
    working_s, staff_s, vehicle_s, driving_s, overtime_s : int
        Of crews, of each of their workers, of crews with a vehicle; on the way; after the rostered end.
    denials : mapping of str to int
        `turned_away` and `unplanned` by what stood in the way: a rule's code, or how the call ended.
    """

    served: int = 0
    no_show: int = 0
    cancelled_late: int = 0
    refused: int = 0
    missed: int = 0
    unplanned: int = 0
    turned_away: int = 0
    pickups: int = 0
    pickups_on_time: int = 0
    appointments: int = 0
    appointments_on_time: int = 0
    rides_timed: int = 0
    rides_long: int = 0
    ride_s: int = 0
    direct_s: int = 0
    passengers: int = 0
    served_s: int = 0
    familiar_wanted: int = 0
    familiar_came: int = 0
    value_gr: int = 0
    cost_gr: int = 0
    contracted: int = 0
    contracted_s: int = 0
    contracted_gr: int = 0
    way_m: int = 0
    working_s: int = 0
    staff_s: int = 0
    vehicle_s: int = 0
    driving_s: int = 0
    overtime_s: int = 0
    loads: Mapping[StaffId, Load] = field(default_factory=dict)
    denials: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Requests that were to be served and not called off in time."""
        return self.served + self.no_show + self.cancelled_late + self.refused + self.missed + self.unplanned


_SUMMED = tuple(one.name for one in fields(Counts) if one.name not in {"loads", "denials"})


def added(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    sums, loads, denials = dict.fromkeys(_SUMMED, 0), defaultdict[StaffId, Load](Load), Counter[str]()
    for one in counts:
        for name in _SUMMED:
            sums[name] += getattr(one, name)
        denials.update(one.denials)
        for worker, load in one.loads.items():
            known = loads[worker]
            loads[worker] = Load(service_s=known.service_s + load.service_s, working_s=known.working_s + load.working_s)
    return Counts(**sums, loads=dict(loads), denials=dict(denials))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The counts of one service in one district by one provider on one day.

    Attributes
    ----------
    service_id : ServiceId or None
        None: a shift's hours, which belong to no single service and district.
    provider_id : ProviderId or None
        None: the town itself, or nobody.
    """

    service_id: ServiceId | None = None
    district_id: DistrictId | None = None
    provider_id: ProviderId | None = None
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measure: what it is divided from, and the quotient.

    Attributes
    ----------
    numerator, denominator : int
        Sums; the denominator is 1 of what is only counted, 0 where there was nothing to measure.
    value : float or None
        In the measure's unit; None: there was nothing to measure, or it is not divided like that.
    """

    key: str
    numerator: int | None
    denominator: int | None
    value: float | None


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """The figures of one district, service, provider, day or month; `key` "": of none."""

    key: str
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a measure says; texts by language.

    Attributes
    ----------
    unit : str
        `requests`, `km`, `pln`, `permille`, `ratio` or `per_hour`.
    """

    key: str
    unit: str
    name: Mapping[str, str]
    says: Mapping[str, str]
    formula: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class GrantSoFar:
    """What a grant's condition has come to.

    Attributes
    ----------
    through : date
        Last day that may be in it.
    contracted, everything : Decimal
        In grosze, hours or requests by `measure`.
    days : int
        Closed days in it, beside what the town started with.
    """

    through: date
    measure: ShareMeasure
    target_permille: int
    contracted: Decimal
    everything: Decimal
    days: int
    period_end: date | None

    @property
    def permille(self) -> float | None:
        """The contracted share; None: no work yet."""
        return float(1000 * self.contracted / self.everything) if self.everything else None


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """Figures of a span of days, with their definitions beside them.

    Attributes
    ----------
    by : str
        district, service, provider, day or month.
    grant : GrantSoFar or None
        What the contracted share has come to by the last day, whatever span is asked for; None: no grant asks for it.
    closed, open_days : tuple of date
        Days that are in it; and those on which there was something, and that nobody has closed.
    total : FigureRow
        Of everything, which is not what the rows' quotients add up to.
    denials : mapping of str to int
        Of everything, by what stood in the way, as `Counts.denials`.
    """

    first: date
    last: date
    by: str
    grant: GrantSoFar | None = None
    closed: tuple[date, ...]
    open_days: tuple[date, ...]
    rows: tuple[FigureRow, ...]
    total: FigureRow
    denials: Mapping[str, int] = field(default_factory=dict)
    definitions: tuple[Definition, ...]
