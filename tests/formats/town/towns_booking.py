"""Drawn booking policies."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.booking_policy import BookingPolicy, Contribution, HolidayRule, ServiceBooking
from tests.formats.town.towns import DAYS, FLAGS, GROSZE, Maker, durations, whole


def booking_policy(maker: Maker) -> BookingPolicy:
    """Draw how a town books; its services and programmes are known already."""
    draw = maker.draw
    horizon = draw(st.integers(0, 366))
    usual = _rule(maker, horizon)
    services: dict[Any, ServiceBooking] = {}
    for name in maker.several("services"):
        services[name] = draw(st.sampled_from([usual, _rule(maker, horizon)]))
    default = usual if draw(FLAGS) else _rule(maker, horizon)
    return whole(
        BookingPolicy,
        horizon_days=horizon,
        step=timedelta(minutes=1) + draw(durations(239)),
        most_offers=draw(st.integers(1, 50)),
        days_off=draw(st.frozensets(st.sampled_from(DAYS))),
        region=draw(st.sampled_from(("PL", "DE-BY", "UA"))),
        default=default,
        services=services,
    )


def _rule(maker: Maker, horizon: int) -> ServiceBooking:
    draw, longest = maker.draw, min(30, horizon + 1) * 24 * 60
    return whole(
        ServiceBooking,
        notice=draw(durations(longest)),
        promise=draw(durations()),
        cancel_until=draw(durations(30 * 24 * 60)),
        late_gives_back=draw(FLAGS),
        no_show_wait=draw(durations(240)),
        no_show_gives_back=draw(FLAGS),
        refused_gives_back=draw(FLAGS),
        holidays=draw(st.sampled_from(HolidayRule)),
        contribution=_contribution(maker),
    )


def _contribution(maker: Maker) -> Contribution:
    draw = maker.draw
    return whole(
        Contribution,
        per_request_gr=draw(GROSZE),
        per_hour_gr=draw(GROSZE),
        per_km_gr=draw(GROSZE),
        free_programmes=frozenset(maker.several_or_none("programmes")),
        cash=draw(FLAGS),
    )
