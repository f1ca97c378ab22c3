"""The town's policy in town.toml: prices, classes, limits and speeds."""

from collections.abc import Mapping
from decimal import Decimal

from scheduler.domain.client import Mobility
from scheduler.domain.policy import Policy, Prices, RoadPolicy, ShareMeasure
from scheduler.domain.roster import TravelMode
from scheduler.formats.town.cell import YES_NO, choice
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.moments import DATE
from scheduler.formats.town.numeric import decimal, minutes, percent, whole, zloty
from scheduler.formats.town.sheets.common import DISTRICT

_POLICY, _PRICES = Policy(), Prices()
_BILLION = 1_000_000_000

MUST = optional("must_up_to_priority", whole(0, 5), _POLICY.must_up_to_priority,
                "requests of this priority or a more urgent one must be served; 0: none", "1")  # fmt: skip
LONGEST_RIDE = optional("longest_ride_min", minutes(), _POLICY.longest_ride, "aboard at most", "60")
RIDE_FACTOR = optional("ride_factor_percent", percent(10_000, 100), _POLICY.ride_factor_permille,
                       "a ride may last this much of the direct ride", "200")  # fmt: skip
RIDE_SLACK = optional("ride_slack_min", minutes(), _POLICY.ride_slack, "and this much more", "15")
LONGEST_WAIT = optional("longest_wait_aboard_min", minutes(), _POLICY.longest_wait_aboard,
                        "standing with somebody aboard", "5")  # fmt: skip
LONGEST_CARRY = optional("longest_carry_min", minutes(), _POLICY.longest_carry, "a meal from load to door", "45")
OUT_OF_DISTRICT = optional("out_of_district", YES_NO, _POLICY.out_of_district,
                           "shifts may serve requests outside all districts", "yes")  # fmt: skip
JOURNEYS_WHOLE = optional("journeys_whole", YES_NO, _POLICY.journeys_whole,
                          "a ride and its return are served both or not at all", "yes")  # fmt: skip
CALL_TOLERANCE = optional("call_tolerance_min", minutes(), _POLICY.call_tolerance,
                          "a published stop may move so far without a call", "5")  # fmt: skip
LIFT_STANDING = optional("lift_kg_standing", whole(0, 1_000, "kg"), _POLICY.lift_kg_standing,
                         "what the lift must hold for somebody in no wheelchair of known weight", "150")  # fmt: skip
LIMITS = Sheet(
    name="policy",
    says="limits",
    columns=(
        MUST,
        LONGEST_RIDE,
        RIDE_FACTOR,
        RIDE_SLACK,
        LONGEST_WAIT,
        LONGEST_CARRY,
        OUT_OF_DISTRICT,
        JOURNEYS_WHOLE,
        CALL_TOLERANCE,
        LIFT_STANDING,
    ),
)

BOARDING = Sheet(
    name="policy.boarding_min",
    says="minutes added to boarding and to alighting, by mobility",
    columns=tuple(maybe(each.value, minutes(), f"clients of mobility {each}", "2") for each in Mobility),
)

UNASSIGNED = Sheet(
    name="policy.unassigned_zl",
    says="what an unserved request costs, by its priority",
    columns=tuple(required(str(each), zloty(), f"priority {each}", "600") for each in range(1, 6)),
)


def _price(name: str, field: str, meaning: str) -> Column[int]:
    default: int = getattr(_PRICES, field)
    return optional(name, zloty(), default, meaning, "0.30")


EXCESS_RIDE = _price("excess_ride_zl_per_min", "excess_ride_per_min", "aboard beyond the direct ride")
DEVIATION = _price("deviation_zl_per_min", "deviation_per_min", "away from the wished time")
OTHER_WORKER = _price("other_than_preferred_zl", "other_than_preferred", "served by somebody else than wished")
UNFAMILIAR = _price(
    "unfamiliar_district_zl", "unfamiliar_district", "served by somebody who does not know the district"
)
CALL = _price("call_zl", "call", "a published stop moves, somebody has to be called")
CALL_TODAY = _price("call_today_zl", "call_today", "the same while the day runs")
LATE_TODAY = _price("late_today_zl_per_min", "late_today_per_min", "while the day runs, after a promised window")
STRANDED = _price("stranded_zl_per_min", "stranded_per_min", "fetched later from a broken vehicle")
SPREAD = _price("workload_spread_zl_per_h", "workload_spread_per_h", "per hour that a shift differs from its like")
OVERTIME = optional("overtime_percent", percent(), _PRICES.overtime_permille, "of the hourly cost", "150")
PRICES = Sheet(
    name="policy.prices",
    says="prices of what is not money by itself",
    columns=(
        EXCESS_RIDE,
        DEVIATION,
        OTHER_WORKER,
        UNFAMILIAR,
        CALL,
        CALL_TODAY,
        LATE_TODAY,
        STRANDED,
        SPREAD,
        OVERTIME,
    ),
)

MEASURE = optional("measure", choice(ShareMeasure), ShareMeasure.REQUESTS, "what it is a share of", "hours")
TARGET = required("target_percent", percent(100), "of all work", "35")
SOCIAL_ONLY = optional("social_economy_only", YES_NO, False, "only contractors of the social economy count", "yes")
SHARE_PRICE = required(
    "price_zl_per_unit", decimal(0, 1_000_000), "per grosz (value), hour or request short of it", "20"
)
BALANCE = optional("balance_contracted", decimal(0, _BILLION), Decimal(0),
                   "contracted in the grant period so far, in grosze, hours or requests", "120")  # fmt: skip
BALANCE_ALL = optional("balance_all", decimal(0, _BILLION), Decimal(0), "all work in the grant period so far", "400")
COUNTED_FROM = maybe(
    "counted_from", DATE, "first day whose closing is added to both; empty: they are kept by hand", "2026-10-12"
)
PERIOD_END = maybe("period_end", DATE, "last day of the grant period; empty: it has no end", "2026-12-31")
SHARE = Sheet(
    name="policy.contracted_share",
    says="share of the work that a grant wants contracted out; without this table: none",
    columns=(MEASURE, TARGET, SOCIAL_ONLY, SHARE_PRICE, BALANCE, BALANCE_ALL, COUNTED_FROM, PERIOD_END),
)

FIXED_S = required("fixed_s", whole(0, 3_600, "seconds"), "per leg", "40")
S_PER_KM = required("s_per_km", whole(1, 10_000, "seconds"), "per km as the crow flies", "118")
FIXED_M = required("fixed_m", whole(0, 10_000, "metres"), "per leg", "150")
DETOUR = required("detour_percent", percent(1_000, 100), "of the distance as the crow flies", "129")
SPEED = Sheet(
    name="policy.speeds.car",
    says="how fast a mode travels where there is no road map (car, van, foot, bicycle, table)",
    columns=(FIXED_S, S_PER_KM, FIXED_M, DETOUR),
)

BAND_START = required("start_h", whole(0, 24), "from this hour", "7")
BAND_END = required("end_h", whole(0, 24), "to this hour", "9")
BAND_SPEED = required("speed_percent", percent(300, 1), "of the free speed", "80")
BAND = Sheet(name="policy.speed_bands", says="hours of slower traffic", columns=(BAND_START, BAND_END, BAND_SPEED))

_ROADS = RoadPolicy()
ROAD_TIMES: Mapping[TravelMode, Column[int]] = {
    mode: optional(f"{mode}_time_percent", percent(1_000, 10), permille, "of the road map's time", "110")
    for mode, permille in _ROADS.time_permille.items()
}
WITHIN = optional("within_m", whole(10, 10_000, "metres"), _ROADS.within_m,
                  "a door further from every road is a mistake", "500")  # fmt: skip
OUTSIDE = optional("estimate_outside", YES_NO, _ROADS.estimate_outside,
                   "reach places outside all districts as the crow flies where no road is near", "yes")  # fmt: skip
ROADS = Sheet(
    name="policy.roads",
    says="how times of a road map are read, where there is one",
    columns=(*ROAD_TIMES.values(), WITHIN, OUTSIDE),
)

PAIR_FROM = required("from", DISTRICT, "district", "lazy", refers="districts")
PAIR_TO = required("to", DISTRICT, "district; the same: within it", "bugaj", refers="districts")
PAIR_MIN = required("minutes", minutes(), "with waiting and walking", "25")
PAIR = Sheet(name="policy.district_minutes", says="minutes by public transport", columns=(PAIR_FROM, PAIR_TO, PAIR_MIN))
