"""What a town decides: prices, classes and limits. Code holds none of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.ids import DistrictId
from scheduler.domain.live_policy import LivePolicy
from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.roster import TravelMode


class ShareMeasure(StrEnum):
    """What the contracted share is a share of."""

    VALUE = "value"
    HOURS = "hours"
    REQUESTS = "requests"


@dataclass(frozen=True, kw_only=True)
class ContractedShare:
    """A grant's condition: so much of the work goes to contracted providers over the grant period.

    Attributes
    ----------
    target_permille : int
        Of all work.
    balance_contracted, balance_all : Decimal
        Of the grant period so far, in grosze, hours or requests by `measure`: before `counted_from`, or, without that,
        before whatever day is planned.
    counted_from : date or None
        First day whose closing is added to these totals; None: somebody keeps them by hand.
    period_end : date or None
        Last day of the grant period; later work is not measured.
    social_economy_only : bool
        Only contractors of the social economy count.
    price_gr_per_unit : int
        Per grosz (value), hour or request short of the target.
    """

    measure: ShareMeasure = ShareMeasure.REQUESTS
    target_permille: int
    balance_contracted: Decimal = Decimal(0)
    balance_all: Decimal = Decimal(0)
    counted_from: date | None = None
    period_end: date | None = None
    social_economy_only: bool = False
    price_gr_per_unit: Decimal


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Grosze for what is not money by itself.

    Attributes
    ----------
    unassigned : mapping of int to int
        By request priority (1 to 5).
    excess_ride_per_min, deviation_per_min : int
        Aboard beyond the direct ride; away from the wished time.
    other_than_preferred, unfamiliar_district, call : int
        Per request served by somebody else than wished; per unfamiliar worker; per published stop that moves.
    call_today : int
        The same as `call` while the day runs: somebody has to be phoned at once, and may be waiting at the kerb.
    late_today_per_min : int
        While the day runs: per minute after a promised window.
    overtime_permille : int
        Of the hourly cost, for time past the rostered end.
    stranded_per_min : int
        Per minute that somebody comes later whose vehicle has broken down.
    workload_spread_per_h : int
        Per hour that a shift's service time differs from the mean of its like.
    """

    unassigned: Mapping[int, int] = field(
        default_factory=lambda: {1: 200_000, 2: 100_000, 3: 60_000, 4: 40_000, 5: 25_000}
    )
    excess_ride_per_min: int = 30
    deviation_per_min: int = 10
    other_than_preferred: int = 1_000
    unfamiliar_district: int = 200
    call: int = 300
    call_today: int = 3_000
    late_today_per_min: int = 500
    overtime_permille: int = 1_500
    stranded_per_min: int = 500
    workload_spread_per_h: int = 500


@dataclass(frozen=True, kw_only=True)
class SpeedBand:
    """Local hours of the day in which traffic moves at `permille` of the free speed."""

    start_h: int
    end_h: int
    permille: int


@dataclass(frozen=True, kw_only=True)
class TravelSpeed:
    """The calibrated great-circle fallback for one mode: `fixed_s + s_per_km * km`, `fixed_m + permille * m`."""

    fixed_s: int
    s_per_km: int
    fixed_m: int
    detour_permille: int


DEFAULT_SPEEDS: Mapping[TravelMode, TravelSpeed] = {
    TravelMode.CAR: TravelSpeed(fixed_s=40, s_per_km=118, fixed_m=150, detour_permille=1290),
    TravelMode.VAN: TravelSpeed(fixed_s=50, s_per_km=132, fixed_m=150, detour_permille=1290),
    TravelMode.FOOT: TravelSpeed(fixed_s=10, s_per_km=1000, fixed_m=50, detour_permille=1250),
    TravelMode.BICYCLE: TravelSpeed(fixed_s=30, s_per_km=290, fixed_m=80, detour_permille=1250),
}
"""Car: within 12-15 % of the road networks of Chełm and Rzeszów. The others scale it to 27, 4.5 and 15 km/h."""


DEFAULT_ROAD_TIMES: Mapping[TravelMode, int] = {
    TravelMode.CAR: 1_000,
    TravelMode.VAN: 1_120,
    TravelMode.FOOT: 1_000,
    TravelMode.BICYCLE: 1_000,
}
"""A van or bus is as much slower than a car as it is in `DEFAULT_SPEEDS`."""


@dataclass(frozen=True, kw_only=True)
class RoadPolicy:
    """How a town reads the times of a road network.

    Attributes
    ----------
    time_permille : mapping of TravelMode to int
        Of the engine's time for the mode's profile; a van or a bus drives the car's roads more slowly.
    within_m : int
        A door further than this from every road is a mistake.
    estimate_outside : bool
        Whether legs to places outside all districts are estimated as the crow flies where the map has no road near
        them: the map ends at the town's borders, the bus does not. Otherwise such places are mistakes too.
    """

    time_permille: Mapping[TravelMode, int] = field(default_factory=lambda: dict(DEFAULT_ROAD_TIMES))
    within_m: int = 500
    estimate_outside: bool = False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All prices, classes and limits of a town.

    Attributes
    ----------
    must_up_to_priority : int
        Requests of this priority or a more urgent one must be served (counted before money); 0: none.
    longest_ride : timedelta
        Absolute, aboard.
    ride_factor_permille, ride_slack : int, timedelta
        A ride may last `factor x direct + slack`.
    longest_wait_aboard : timedelta
        Standing with somebody in the vehicle.
    boarding_by_mobility : mapping of str to timedelta
        Added to boarding and alighting, by `Mobility` value.
    out_of_district : bool
        Whether shifts may serve requests outside all districts.
    journeys_whole : bool
        Whether the legs of a journey (a ride and its return) are served all or none.
    lift_kg_standing : int
        What the lift must hold for somebody who needs it without a wheelchair of known weight.
    call_tolerance : timedelta
        How far a published stop may move before somebody has to be called.
    district_minutes : mapping of (DistrictId, DistrictId) to timedelta
        For travel mode TABLE; the pair (d, d) is within a district.
    booking : BookingPolicy
        Notice, horizon, width of promises, holidays and contributions.
    live : LivePolicy
        When somebody has to look at a running day.
    messages : MessagePolicy
        When and how clients are written to.
    """

    must_up_to_priority: int = 1
    longest_ride: timedelta = timedelta(minutes=60)
    ride_factor_permille: int = 2_000
    ride_slack: timedelta = timedelta(minutes=15)
    longest_wait_aboard: timedelta = timedelta(minutes=5)
    longest_carry: timedelta = timedelta(minutes=45)
    boarding_by_mobility: Mapping[str, timedelta] = field(default_factory=dict)
    prices: Prices = field(default_factory=Prices)
    contracted_share: ContractedShare | None = None
    speeds: Mapping[TravelMode, TravelSpeed] = field(default_factory=lambda: dict(DEFAULT_SPEEDS))
    speed_bands: tuple[SpeedBand, ...] = ()
    roads: RoadPolicy = field(default_factory=RoadPolicy)
    district_minutes: Mapping[tuple[DistrictId, DistrictId], timedelta] = field(default_factory=dict)
    out_of_district: bool = True
    journeys_whole: bool = True
    call_tolerance: timedelta = timedelta(minutes=5)
    lift_kg_standing: int = 150
    booking: BookingPolicy = field(default_factory=BookingPolicy)
    live: LivePolicy = field(default_factory=LivePolicy)
    messages: MessagePolicy = field(default_factory=MessagePolicy)
