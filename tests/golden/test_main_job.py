"""What the project promises of its demo towns: a day is served, a smaller fleet shows, the impossible is refused."""

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from fixtures.demo.chelm.impossible import WHY
from fixtures.demo.index import DEMO_TOWNS, build_town
from fixtures.scenarios import cut_fleet, late_bus
from scheduler.bootstrap import travel_for
from scheduler.domain.plan import Plan, RuleFinding
from scheduler.domain.town import Town
from scheduler.services.planning import Wish, check_plan, plan_day
from scheduler.services.reporting import day_kpis, day_view

DAY = date(2026, 11, 23)


@cache
def town_of(name: str, scenario: str) -> Town:
    """Return a demo town as a scenario leaves it."""
    town = build_town(name)
    if scenario == "full":
        return town
    return cut_fleet(town) if scenario == "cut" else late_bus(town)


def planned(name: str, scenario: str = "full", day: date = DAY) -> Plan:
    """Return the plan of a day with the least effort, which is the same on every computer."""
    return _planned(name, scenario, day)


@cache
def _planned(name: str, scenario: str, day: date) -> Plan:
    town = town_of(name, scenario)
    made_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    wish = Wish(clock=time.monotonic, effort=1, made_at=made_at, workers=0)
    return plan_day(town, day, travel_for(town), wish).plan


def verified(name: str, scenario: str = "full", day: date = DAY) -> tuple[RuleFinding, ...]:
    """Return what `verify` finds in a plan and its view."""
    town, plan = town_of(name, scenario), planned(name, scenario, day)
    return check_plan(town, travel_for(town), plan, day_view(town, plan))


def unserved(name: str, scenario: str) -> float:
    """Return the share of the day's requests that stay unserved."""
    kpis = day_kpis(town_of(name, scenario), planned(name, scenario))
    return 1 - kpis.served / kpis.requested


def statuses(findings: Iterable[RuleFinding]) -> set[str]:
    """Return what kinds of findings there are."""
    return {finding.status for finding in findings}


@pytest.mark.parametrize("name", DEMO_TOWNS)
def test_nearly_everything_possible_is_served(name: str) -> None:
    """A centre with enough crews would turn residents away."""
    plan, day = planned(name), day_kpis(town_of(name, "full"), planned(name))
    impossible = {reason.request_id for reason in plan.unassigned if reason.alone}
    assert day.served >= 0.95 * (day.requested - len(impossible))


@pytest.mark.parametrize("scenario", ["full", "cut"])
@pytest.mark.parametrize("name", DEMO_TOWNS)
def test_nothing_is_broken(name: str, scenario: str) -> None:
    """A plan would be handed out that no crew can drive."""
    assert "broken" not in statuses(verified(name, scenario))


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("starachowice", 0.05, 0.15), ("hrubieszow", 0.02, 0.20), ("kalisz", 0.02, 0.20), ("chelm", 0.02, 0.20)],
)
def test_a_smaller_fleet_costs_some_requests_and_no_more(name: str, least: float, most: float) -> None:
    """A manager would conclude that shifts are idle, or that one sick driver ruins the day."""
    assert least <= unserved(name, "cut") <= most


def test_people_aboard_a_late_bus_are_brought_home() -> None:
    """Three people would sit in a bus that has no stop for them, as what is late already cannot be mended."""
    town, plan = town_of("starachowice", "late"), planned("starachowice", "late")
    bus = next(shift for shift in town.shifts_on(DAY) if shift.start_state is not None)
    assert bus.start_state is not None
    aboard = {rider.request_id for rider in bus.start_state.aboard}
    route = next(route for route in plan.routes if route.shift_id == bus.id)
    tasks = [task for stop in route.stops for task in stop.tasks if task.request_id in aboard]
    assert sorted((t.request_id, t.kind) for t in tasks) == sorted((one, "dropoff") for one in aboard)
    assert len(aboard) == 3


def test_lateness_of_the_past_is_told_and_not_blamed() -> None:
    """A dispatcher would get no plan at all because the bus is late, or would not be told that it is."""
    assert statuses(verified("starachowice", "late")) == {"inherited"}
    assert statuses(planned("starachowice", "late").findings) == {"inherited"}


def test_exactly_the_impossible_is_refused() -> None:
    """Residents would be turned away for no reason, or promised what nobody can do."""
    day = DAY + timedelta(days=1)
    refused = {reason.request_id for reason in planned("chelm", "full", day).unassigned}
    either = {"N-08", "N-09"}
    assert refused - either == WHY.keys() - either
    assert len(refused & either) == 1
    assert "broken" not in statuses(verified("chelm", "full", day))
