"""Drawn policies, providers, purposes and contract types."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.client import Mobility
from scheduler.domain.labour import STATUTORY_CONTRACTS, BreakRule, ContractType
from scheduler.domain.policy import (
    DEFAULT_ROAD_TIMES,
    DEFAULT_SPEEDS,
    ContractedShare,
    Policy,
    Prices,
    RoadPolicy,
    ShareMeasure,
    SpeedBand,
    TravelSpeed,
)
from scheduler.domain.roster import TravelMode
from tests.formats.town.towns import (
    AMOUNTS,
    DATES,
    FLAGS,
    GROSZE,
    NAMES,
    NOTES,
    PERMILLE,
    Maker,
    durations,
    maybe,
    whole,
)
from tests.formats.town.towns_booking import booking_policy
from tests.formats.town.towns_live import live_policy, message_policy


def contracts(maker: Maker) -> dict[Any, ContractType]:
    """Draw contract types beside the statutory ones, sometimes in place of one."""
    found = {each.id: each for each in STATUTORY_CONTRACTS}
    names = maker.some_ids("contracts", 0, 2)
    if maker.draw(FLAGS):
        names = [*names, "employment"]
    found |= {name: contract(maker, name) for name in names}
    maker.ids["contracts"] = list(found)
    return found


def contract(maker: Maker, name: Any) -> ContractType:
    """Draw a contract type."""
    draw = maker.draw
    return whole(
        ContractType,
        id=name,
        name=draw(NAMES),
        breaks=tuple(_break(maker) for _ in range(draw(st.integers(0, 2)))),
        daily_rest=draw(durations()),
        daily_rest_article=draw(NOTES),
        weekly_rest=draw(durations(7 * 24 * 60)),
        weekly_rest_article=draw(NOTES),
        longest_day=draw(maybe(durations())),
        longest_day_article=draw(NOTES),
        longest_driving=draw(maybe(durations())),
        overtime_allowed=draw(FLAGS),
        night_allowed=draw(FLAGS),
        night_start_h=draw(st.integers(0, 24)),
        night_end_h=draw(st.integers(0, 24)),
    )


def _break(maker: Maker) -> BreakRule:
    draw, earliest = maker.draw, maker.draw(durations(600))
    return whole(
        BreakRule,
        from_work=draw(durations()),
        strictly_above=draw(FLAGS),
        duration=draw(durations()),
        counts_as_work=draw(FLAGS),
        earliest_start=earliest,
        latest_start=draw(st.sampled_from([None, earliest, earliest + draw(durations(600))])),
        article=draw(NAMES),
    )


def policy(maker: Maker) -> Policy:
    """Draw a policy."""
    draw = maker.draw
    pairs = st.tuples(st.sampled_from(maker.ids["districts"]), st.sampled_from(maker.ids["districts"]))
    return whole(
        Policy,
        must_up_to_priority=draw(st.integers(0, 5)),
        longest_ride=draw(durations()),
        ride_factor_permille=draw(PERMILLE),
        ride_slack=draw(durations()),
        longest_wait_aboard=draw(durations()),
        longest_carry=draw(durations()),
        boarding_by_mobility=draw(st.dictionaries(st.sampled_from([each.value for each in Mobility]), durations())),
        prices=_prices(maker),
        contracted_share=_share(maker) if draw(FLAGS) else None,
        speeds={**DEFAULT_SPEEDS, **{mode: _speed(maker) for mode in draw(st.sets(st.sampled_from(TravelMode)))}},
        speed_bands=draw(
            st.sampled_from(
                [
                    (),
                    (SpeedBand(start_h=7, end_h=9, permille=1100), SpeedBand(start_h=0, end_h=7, permille=990)),
                    (
                        whole(SpeedBand, start_h=7, end_h=9, permille=draw(st.integers(10, 3000))),
                        SpeedBand(start_h=15, end_h=24, permille=900),
                    ),
                ]
            )
        ),
        roads=_roads(maker),
        district_minutes=draw(st.dictionaries(pairs, durations())) if maker.ids["districts"] else {},
        out_of_district=draw(FLAGS),
        journeys_whole=draw(FLAGS),
        call_tolerance=draw(durations()),
        lift_kg_standing=draw(st.integers(0, 1_000)),
        booking=booking_policy(maker),
        live=live_policy(maker),
        messages=message_policy(maker),
    )


def _prices(maker: Maker) -> Prices:
    draw = maker.draw
    return whole(
        Prices,
        unassigned={priority: draw(GROSZE) for priority in range(1, 6)},
        excess_ride_per_min=draw(GROSZE),
        deviation_per_min=draw(GROSZE),
        other_than_preferred=draw(GROSZE),
        unfamiliar_district=draw(GROSZE),
        call=draw(GROSZE),
        call_today=draw(GROSZE),
        late_today_per_min=draw(GROSZE),
        overtime_permille=draw(PERMILLE),
        stranded_per_min=draw(GROSZE),
        workload_spread_per_h=draw(GROSZE),
    )


def _share(maker: Maker) -> ContractedShare:
    draw = maker.draw
    first, last = sorted(draw(st.lists(DATES, min_size=2, max_size=2)))
    return whole(
        ContractedShare,
        measure=draw(st.sampled_from(ShareMeasure)),
        target_permille=draw(st.integers(0, 1000)),
        balance_contracted=draw(AMOUNTS),
        balance_all=draw(AMOUNTS),
        counted_from=draw(st.sampled_from((None, first))),
        period_end=draw(st.sampled_from((None, last))),
        social_economy_only=draw(FLAGS),
        price_gr_per_unit=draw(st.decimals(Decimal(0), Decimal(1000), places=3)),
    )


def _roads(maker: Maker) -> RoadPolicy:
    draw = maker.draw
    return whole(
        RoadPolicy,
        time_permille={mode: draw(st.integers(100, 10_000)) for mode in DEFAULT_ROAD_TIMES},
        within_m=draw(st.integers(10, 10_000)),
        estimate_outside=draw(FLAGS),
    )


def _speed(maker: Maker) -> TravelSpeed:
    draw = maker.draw
    return whole(
        TravelSpeed,
        fixed_s=draw(st.integers(0, 600)),
        s_per_km=draw(st.integers(1, 2000)),
        fixed_m=draw(st.integers(0, 1000)),
        detour_permille=draw(PERMILLE),
    )
