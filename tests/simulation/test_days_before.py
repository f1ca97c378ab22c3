"""Days that lie behind the demo's own: a manager's pages would have nothing to show without them."""

from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

import pytest

from fixtures.demo.index import build_town
from scheduler.domain.figures import FigureTable
from scheduler.domain.ids import TownId
from scheduler.domain.request import Ride
from scheduler.services.keeping import keep_town
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.reporting.figures import By, figure_table
from scheduler.simulation.days_before import DaysBefore, since, working_days
from scheduler.simulation.demand import check, fit
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel

DAY = date(2026, 11, 13)
"""A Friday: the Wednesday before it is a holiday."""
BEFORE = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 12))


@cache
def played(seed: int = 1) -> DaysBefore:
    town = since(build_town("starachowice", service_day=DAY), BEFORE[0])
    store, ids = MemoryStore(), iter(range(1, 10**9))
    with store.writing(TownId(town.id)) as unit:
        keep_town(unit, town, datetime.combine(BEFORE[0], time(4), town.zone))
    days = DaysBefore(
        store=store, town=town, travel=StraightTravel(town.policy), new_id=lambda k: f"{k}-{next(ids)}", seed=seed
    )
    for day in BEFORE:
        assert days.play(day) > 150
    days.begin(datetime.combine(DAY, time(4), town.zone))
    return days


def figures(seed: int = 1) -> FigureTable:
    days = played(seed)
    with days.store.reading(TownId(days.town.id)) as unit:
        return figure_table(unit, BEFORE[0], BEFORE[-1], By.DAY)


def test_only_working_days_lie_behind() -> None:
    """The demo's office would have worked on a holiday, and at weekends without shifts."""
    town = build_town("starachowice", service_day=DAY)
    assert working_days(town, DAY, 3) == [*BEFORE]
    assert working_days(town, DAY, 4)[0] == date(2026, 11, 6)
    assert working_days(town, DAY, 0) == []


def test_all_days_are_closed_with_figures_as_of_a_town() -> None:
    """A manager would look at an empty page, or at a town where nothing ever happens, or everything goes wrong."""
    found = {one.key: one.value for one in figures().total.figures}
    assert (figures().closed, figures().open_days) == (BEFORE, ())
    assert 0.8 < (found["served_share"] or 0) / 1000 < 1
    assert 0.7 < (found["on_time_pickup"] or 0) / 1000 < 1
    assert 0 < (found["no_show_share"] or 0) / 1000 < 0.1
    assert 1 < (found["ride_ratio"] or 0) < 3
    assert not found["overtime_share"]
    assert sum(figures().denials.values()) == (found["denied"] or 0) > 0
    assert not figures().denials.keys() & {"", "unassigned"}


def test_the_grant_counts_the_days_that_lie_behind() -> None:
    """A manager would see ten closed days, and beside them a grant that has come no further since the town's files."""
    share = build_town("starachowice", service_day=DAY).policy.contracted_share
    told = figures().grant
    assert share is not None
    assert told is not None
    assert told.days == len(BEFORE)
    assert told.everything > share.balance_all
    assert 0 < told.contracted - share.balance_contracted < told.everything - share.balance_all


def test_a_grant_that_is_counted_already_stays() -> None:
    """Work of before the files' totals would be taken out of the grant, or counted twice."""
    town = build_town("starachowice", service_day=DAY)
    share = town.policy.contracted_share
    assert share is not None
    assert since(town, DAY) is town
    by_hand = replace(town, policy=replace(town.policy, contracted_share=replace(share, counted_from=None)))
    assert since(by_hand, BEFORE[0]) is by_hand


def test_a_seed_tells_the_same_days() -> None:
    """Whoever describes the demo, or tests it, would find another one each time."""
    first = figures()
    played.cache_clear()

    assert figures() == first
    assert figures(2) != first


def test_the_day_itself_can_be_planned_as_before() -> None:
    """A crew that has worked the days before would be denied its rest, and the demo's own plan refused."""
    days = played()
    with days.store.reading(TownId(days.town.id)) as unit:
        assert unit.shifts.between(DAY, DAY).keys() == {one.id for one in days.town.shifts_on(DAY)}
        assert unit.shifts.between(date(2026, 12, 10), date(2026, 12, 10))
    ensure_tentative(days.store, TownId(days.town.id), DAY, days.travel, datetime.combine(DAY, time(4), days.town.zone))
    with days.store.reading(TownId(days.town.id)) as unit:
        opened = open_day(unit, DAY, days.travel)
        state = unit.days.get(DAY)
        assert opened.sound
        assert len(unit.plans.get(DAY, state.plan or 0).unassigned) < 8


def test_a_demand_can_be_fitted_to_them() -> None:
    """The demo's manager would ask what a second bus does, and be told about another town."""
    days = played()
    with days.store.reading(TownId(days.town.id)) as unit:
        found = fit(unit, date(2026, 11, 9), date(2026, 11, 15))
    wednesday, thursday = (
        sum(sum(s.per_day[d][k] for d in s.per_day) for s in found.services.values()) for k in (2, 3)
    )
    calls = len([one for one in days.town.requests.values() if not isinstance(one, Ride) or one.leg == 1])
    assert wednesday == pytest.approx(thursday, rel=0.1)  # Wednesday was a holiday
    assert 0.8 * calls < thursday < 1.05 * calls
    assert found.basis.doors > 150
    assert all(0.75 < one.doors.ratio.median < 1.1 for one in found.services.values())
    check(found, days.town)
