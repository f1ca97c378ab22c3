"""Calls drawn from a demand: the same for every scenario that is compared, and as the demand says."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import fmean, variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.demand import OUTSIDE, Demand, Growth
from scheduler.domain.capacity.parts import Destination, Wishes
from scheduler.domain.client import Mobility
from scheduler.domain.errors import InputError
from scheduler.domain.ids import DistrictId, PlaceId, PurposeId, ServiceId
from scheduler.services.holidays import HolidayCalendar
from scheduler.simulation.demand import draw
from tests.simulation.demand.asking_town import (
    BUGAJ,
    BUS,
    LAZY,
    MEAL,
    MONDAY,
    by_id,
    days,
    demo,
    one_service,
    ride,
    service,
    town,
)


def district_of(call: Call) -> str | None:
    return call.home.district_id


def test_a_fifth_more_in_one_district_leaves_every_call_where_it_is() -> None:
    """The difference of two scenarios would be that of two other weeks, and not what growth does."""
    base = by_id(draw(demo(), town(), days(14), 11))
    grown = by_id(draw(demo().grown(districts={LAZY: 1.2}), town(), days(14), 11))
    added = grown.keys() - base.keys()
    assert {key: grown[key] for key in base} == base
    assert added
    assert {district_of(grown[key]) for key in added} == {"lazy"}


@settings(max_examples=15)
@given(st.floats(0, 3), st.floats(0, 3), st.integers(0, 99))
def test_growth_of_a_service_only_adds_and_shrinking_only_takes_away(some: float, other: float, seed: int) -> None:
    """Contracting out a third of the repairs would also move when the others are wanted."""
    few, many = sorted((some, other))
    demand = replace(one_service(service(1.5)), services={**one_service(service(1.5)).services, BUS: ride(1.0)})
    less = by_id(draw(demand.grown(services={BUS: few}), town(), days(4), seed))
    more = by_id(draw(demand.grown(services={BUS: many}), town(), days(4), seed))
    assert {key: more[key] for key in less} == less
    assert {call.service_id for key, call in more.items() if key not in less} <= {BUS}


def test_growth_comes_on_top_of_growth() -> None:
    """A scenario with a growing town and a growing district would count one of them only."""
    twice = demo().grown(districts={LAZY: 1.2}, services={BUS: 2.0}).grown(districts={LAZY: 1.5, BUGAJ: 3.0})
    assert (twice.growth.districts[BUGAJ], twice.growth.services) == (3.0, {BUS: 2.0})
    usual = demo().mean(BUS, LAZY, MONDAY)
    assert twice.mean(BUS, LAZY, MONDAY) == pytest.approx(usual * 1.8 * 2)


def test_what_one_scenario_asks_more_of_leaves_the_rest_as_it_was() -> None:
    """A longer study, a service less, or other windows for one service would change everybody's day."""
    whole = by_id(draw(demo(), town(), days(10), 5))
    week = by_id(draw(demo(), town(), days(5), 5))
    assert {key: whole[key] for key in week} == week
    without = replace(demo(), services={key: one for key, one in demo().services.items() if key != BUS})
    fewer = by_id(draw(without, town(), days(10), 5))
    # Who of the register calls for what depends on which services there are; everything else stays.
    assert {key: (one.at, one.windows, one.service_time) for key, one in fewer.items()} == {
        key: (one.at, one.windows, one.service_time) for key, one in whole.items() if one.service_id != BUS
    }
    wider = replace(demo().services[BUS], wishes=replace(demo().services[BUS].wishes, widths_min=Chances.only(90)))
    changed = by_id(draw(replace(demo(), services={**demo().services, BUS: wider}), town(), days(10), 5))
    others = {key: call for key, call in whole.items() if call.service_id != BUS}
    assert {key: changed[key] for key in others} == others
    for key in whole.keys() - others.keys():
        assert changed[key].windows[0].start == whole[key].windows[0].start
        assert changed[key].windows[0].length == timedelta(minutes=90)


def test_order_and_repetition_of_days_and_districts_change_nothing() -> None:
    """Two files that say the same in another order would be two scenarios."""
    base = draw(demo(), town(), days(5), 3)
    turned = {
        key: replace(one, per_day=dict(reversed(list(one.per_day.items()))))
        for key, one in reversed(list(demo().services.items()))
    }
    assert draw(replace(demo(), services=turned), town(), [*reversed(days(5)), MONDAY], 3) == base
    assert draw(demo(), town(), days(5), 4) != base


_TELL = """
import hashlib
from tests.simulation.demand.asking_town import days, demo, town
from scheduler.simulation.demand import draw
print(hashlib.sha256(repr(draw(demo(), town(), days(3), 9)).encode()).hexdigest())
"""


def test_other_processes_draw_the_same() -> None:
    """A study on two cores, or on a cluster, would not be the study on one."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", _TELL], capture_output=True, text=True, env=environment, check=True)
    here = hashlib.sha256(repr(draw(demo(), town(), days(3), 9)).encode()).hexdigest()
    assert done.stdout.strip() == here


def test_numbers_a_day_are_poisson_with_the_means_that_are_said() -> None:
    """A study would be of a busier, or of an evener town than the one that was described."""
    demand = one_service(service(3.0))
    calls = draw(demand, town(), days(700, date(2024, 1, 1)), 2)
    off = HolidayCalendar(town().policy.booking)
    counted = Counter((call.day, district_of(call)) for call in calls)
    ordinary = [day for day in days(700, date(2024, 1, 1)) if off.name(day) is None]
    numbers = [counted[day, where] for day in ordinary for where in ("lazy", "bugaj")]
    assert fmean(numbers) == pytest.approx(3.0, abs=4 * (3 / len(numbers)) ** 0.5)
    assert variance(numbers) / fmean(numbers) == pytest.approx(1, abs=4 * (2 / len(numbers)) ** 0.5)
    assert not [call for call in calls if off.name(call.day) is not None]


def test_weekdays_months_and_holidays_have_their_own_numbers() -> None:
    """Sunday would be as busy as Monday, and Christmas as any day."""
    per_day = {LAZY: (8.0, 4.0, 4.0, 4.0, 4.0, 0.0, 1.0)}
    demand = one_service(service(per_day=per_day, holiday=0.5), months={7: 0.5})
    year = days(364, date(2026, 1, 5))
    calls = draw(demand, town(), year, 8)
    off = HolidayCalendar(town().policy.booking)

    def mean(*, weekday: int, holiday: bool = False, july: bool = False) -> float:
        some = [
            d for d in year
            if d.weekday() == weekday and (off.name(d) is not None) == holiday and (d.month == 7) == july
        ]  # fmt: skip
        return sum(call.day in set(some) for call in calls) / len(some)

    assert mean(weekday=0) == pytest.approx(8, rel=0.2)
    assert mean(weekday=1) == pytest.approx(4, rel=0.2)
    assert mean(weekday=5) == 0
    assert mean(weekday=6) == pytest.approx(1, abs=0.6)
    assert mean(weekday=0, july=True) < 6
    assert demand.mean(ServiceId("fizjoterapia"), LAZY, date(2026, 7, 6), off=True) == 8 * 0.5 * 0.5
    assert demand.mean(ServiceId("fizjoterapia"), BUGAJ, date(2026, 7, 6)) == 0


def test_everything_else_is_drawn_as_its_chances_say() -> None:
    """Hours, widths, carers and mobility of the study would not be those of the file."""
    wishes = Wishes(
        hours=Chances(options=((9, 1.0), (13, 3.0))),
        widths_min=Chances(options=((30, 1.0), (60, 1.0))),
        lead_days=Chances(options=((7, 1.0),)),
    )
    own = ride(12.0, wishes=wishes, carers=Chances(options=((0, 3.0), (1, 1.0))))
    mix = Chances(options=((Mobility.WALKS, 0.6), (Mobility.WHEELCHAIR, 0.4)))
    calls = draw(one_service(own, BUS, mobility=mix, known=0.0, rings=Chances.only(11)), town(), days(60), 1)

    def share(*said: bool) -> float:
        return sum(said) / len(said)

    assert len(calls) > 1_200
    assert share(*(call.windows[0].start.hour == 13 for call in calls)) == pytest.approx(0.75, abs=0.05)
    assert share(*(call.windows[0].start.minute == 45 for call in calls)) == pytest.approx(0.25, abs=0.05)
    assert share(*(call.windows[0].length == timedelta(hours=1) for call in calls)) == pytest.approx(0.5, abs=0.06)
    assert share(*(call.carers == 1 for call in calls)) == pytest.approx(0.25, abs=0.05)
    in_chair = [call.client.mobility is Mobility.WHEELCHAIR for call in calls]
    assert share(*in_chair) == pytest.approx(0.4, abs=0.06)
    assert in_chair == [call.client.wheelchair is not None and call.client.needs_lift for call in calls]
    assert fmean(call.patience for call in calls) == pytest.approx(0.5, abs=0.04)
    assert {call.at.hour for call in calls} == {11}
    assert {(call.day - call.at.date()).days for call in calls if call.day.isoweekday() < 6} == {7}


@pytest.mark.parametrize("first", [MONDAY, date(2026, 3, 23), date(2026, 10, 19), date(2026, 12, 21), date(2026, 4, 1)])
def test_the_telephone_rings_on_working_days_before_the_window(first: date) -> None:
    """Nobody is in the office on Sunday; and whoever wants yesterday's bus is refused by any plan."""
    hours = Chances(options=((0, 1.0), (2, 1.0), (8, 1.0), (23, 1.0)))
    soon = Wishes(hours=hours, lead_days=Chances(options=((0, 3.0), (1, 1.0), (4, 1.0))))
    own = service(4.0, wishes=soon, holiday=1.0)
    calls = draw(one_service(own, rings=Chances(options=((8, 1.0), (14, 1.0)))), town(), days(14, first), 6)
    calendar = HolidayCalendar(town().policy.booking)
    assert len(calls) > 50
    for call in calls:
        assert calendar.works(call.at.date())
        assert call.at.hour in {8, 14}
        assert call.at.timestamp() < call.windows[0].start.timestamp()
        assert call.windows[0].length == timedelta(hours=1)
        assert call.windows[0].start.date() == call.day
    assert calls == sorted(calls, key=lambda call: (datetime.timestamp(call.at), call.id))


def test_callers_are_of_the_register_as_often_as_said_and_want_one_thing_a_day() -> None:
    """A client would be on the bus while the physiotherapist rings at the door, and many refusals be of our making."""
    demand = replace(demo(), known=1.0)
    calls = [call for call in draw(demand, town(), days(20), 12) if call.weekly is None]
    known = [call for call in calls if call.client.id in town().clients]
    assert all(call.client == town().clients[call.client.id] for call in known)
    assert all(call.home == town().places[call.client.home] for call in calls)
    assert max(Counter((call.day, call.client.id) for call in known).values()) == 1
    assert 0.4 < len(known) / len(calls) < 1
    half = [call.client.id in town().clients for call in draw(replace(demo(), known=0.3), town(), days(20), 12)]
    assert sum(half) < 0.35 * len(half)
    strangers = draw(replace(demo(), known=0.0), town(), days(20), 12)
    assert not [call for call in strangers if call.client.id in town().clients]
    homes = {client.home for client in town().clients.values()}
    assert {call.client.home for call in strangers} <= homes
    assert len(by_id(strangers)) == len({call.client.id for call in strangers})


def test_a_district_without_clients_gets_homes_inside_it() -> None:
    """A new estate could not be planned for before anybody has moved in."""
    empty = replace(town(), clients={})
    calls = draw(one_service(service(6.0)), empty, days(5), 1)
    assert len(calls) > 30
    for call in calls:
        district = empty.districts[call.home.district_id or OUTSIDE]
        assert district.contains(call.home.entrances[0].point)
        assert call.client.home == call.home.id
        assert call.home.id not in empty.places
    assert len({call.home.entrances[0].point for call in calls}) == len(calls)


def test_people_outside_all_districts_call_too() -> None:
    """A hamlet beyond the town's border would be left out of every study."""
    far = draw(one_service(service(per_day={OUTSIDE: (3.0,) * 7})), town(), days(3), 1)
    assert far
    assert {call.home.district_id for call in far} == {None}


@pytest.mark.parametrize(
    ("demand", "said"),
    [
        (one_service(service(), ServiceId("buss")), "is no service of the town"),
        (one_service(service(per_day={DistrictId("lasy"): (1.0,) * 7})), "is no district of the town"),
        (one_service(service(), growth=Growth(districts={DistrictId("lasy"): 2.0})), "lasy"),
        (one_service(service(), growth=Growth(services={ServiceId("buss"): 2.0})), "buss"),
        (one_service(service(), growth=Growth(cells={ServiceId("buss"): {LAZY: 2.0}})), "buss"),
        (one_service(service(), growth=Growth(cells={BUS: {DistrictId("lasy"): 2.0}})), "lasy"),
        (one_service(service(), BUS), "is missing for a ride"),
        (one_service(service(), MEAL), "is missing for a delivery"),
        (
            one_service(service(places=Chances.only(Destination(place_id=PlaceId("szpitall")))), BUS),
            "is no place of the town",
        ),
        (
            one_service(
                service(places=Chances.only(Destination(place_id=PlaceId("szpital"), purpose_id=PurposeId("x")))), BUS
            ),
            "is no purpose of rides",
        ),
    ],
)
def test_what_the_town_does_not_have_is_refused_with_what_it_has(demand: Demand, said: str) -> None:
    """A slip in a scenario would end in a KeyError after an hour, or leave a service out in silence."""
    with pytest.raises(InputError, match=said) as refused:
        draw(demand, town(), days(1), 1)
    assert all(problem.right for problem in refused.value.problems)


def test_no_days_have_no_calls() -> None:
    """A day filter that leaves nothing would crash instead of saying nothing."""
    assert draw(demo(), town(), [], 1) == []
