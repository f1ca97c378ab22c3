"""Closed days are counted as simulated ones are, and held against days like them."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.ids import TownId
from scheduler.formats.capacity.demand_reader import parse_demand
from scheduler.services.solving import get_ready
from scheduler.simulation.office import simulate
from scheduler.simulation.studies.back_test import AGAIN, held_against
from scheduler.simulation.studies.past import LEAST, REAL, figures_of_closed, past_of
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel
from tests.simulation.studies.small import DEMAND, small_town

MONDAY = date(2026, 11, 23)
DAYS = tuple(MONDAY + timedelta(days=place) for place in range(LEAST))


@cache
def lived() -> tuple[MemoryStore, list[Figure]]:
    """Return an office's store after five days, of which the first has shifts, and what they came to."""
    get_ready(lambda _: None, lang="en")
    town, store = small_town(), MemoryStore()
    task = Task(
        scenario="base", replication=0, seed=11, town=town, demand=parse_demand(DEMAND, "demand.toml"), days=DAYS,
        effort=1, travel="",
    )  # fmt: skip
    return store, simulate(task, StraightTravel(town.policy), store)


def test_closed_days_are_counted_as_simulated_ones() -> None:
    """The back-test would call a simulation wrong that only counts otherwise, or right that does not."""
    store, figures = lived()
    with store.reading(TownId("starachowice")) as unit:
        counted = {one.kpi: one.value for one in figures_of_closed(unit, MONDAY)}
    told = {one.kpi: one.value for one in figures if one.day == MONDAY and not one.district and not one.service}
    assert told["served"] > 0
    assert told["refused"] > 0
    assert counted == {name: told[name] for name in counted}
    assert len(counted) >= 9


def test_only_enough_closed_days_are_a_past() -> None:
    """Two days would pass for a test, or days that are not over."""
    store, _ = lived()
    with store.reading(TownId("starachowice")) as unit:
        past = past_of(unit, DAYS[-1] + timedelta(days=1))
        assert past is not None
        assert past.days == DAYS
        assert {shift.day for shift in past.shifts} == {MONDAY}
        assert {one.scenario for one in past.figures} == {REAL}
        assert past_of(unit, DAYS[-1]) is None
        assert past_of(unit, DAYS[-1] + timedelta(weeks=9)) is None


def figure(scenario: str, number: int, kpi: str, value: float) -> Figure:
    return Figure(scenario=scenario, replication=number, day=MONDAY, kpi=kpi, value=value)


@pytest.mark.parametrize(("real", "inside"), [(40, True), (45, True), (80, False), (5, False)])
def test_what_one_more_run_could_come_to_is_inside(real: float, inside: bool) -> None:
    """A town that is as simulated would be told that its simulation is wrong, or the other way round."""
    played = [figure(AGAIN, number, "served", 30 + 2 * number) for number in range(10)]
    (told,) = held_against([*played, figure(REAL, 0, "served", real)])
    assert told.played.mean == 39
    assert told.inside is inside
    # Student's t for 9 degrees of freedom at 95 %: 2.262; the spread is 6.055.
    assert told.played.half_width == pytest.approx(2.262 * 6.055 * (1 + 1 / 10) ** 0.5, rel=1e-3)


def test_what_was_not_counted_is_not_tested() -> None:
    """A share of nothing would be held against the simulation as nought."""
    played = [figure(AGAIN, number, kpi, 30 + number) for number in range(3) for kpi in ("served", "on_time")]
    real = [figure(REAL, 0, "served", 0), figure(REAL, 0, "on_time", 0)]
    assert [one.kpi for one in held_against([*played, *real])] == ["served"]
    assert not list(held_against([*played, replace(real[0], scenario="else")]))
