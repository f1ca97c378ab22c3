"""A town that is asked for things: the demo's, and demands made for one test each."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fixtures.demo.index import build_town
from scheduler.domain.capacity.calls import Call
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.demand import Demand, ServiceDemand
from scheduler.domain.capacity.parts import Destination, Wishes
from scheduler.domain.ids import DistrictId, PlaceId, ServiceId
from scheduler.domain.town import Town
from scheduler.formats.capacity.demand_reader import read_demand

FILE = Path(__file__).parents[3] / "fixtures" / "towns" / "starachowice" / "demand.toml"
MONDAY = date(2026, 9, 7)
"""Of a week without holidays, months from a change of the clocks."""
LAZY, BUGAJ = DistrictId("lazy"), DistrictId("bugaj")
PHYSIO, BUS, MEAL = ServiceId("fizjoterapia"), ServiceId("bus"), ServiceId("obiad")


@cache
def town() -> Town:
    return build_town("starachowice", service_day=MONDAY)


@cache
def demo() -> Demand:
    return read_demand(FILE)


def days(number: int, first: date = MONDAY) -> list[date]:
    return [first + timedelta(days=k) for k in range(number)]


def service(mean: float = 2.0, **parts: Any) -> ServiceDemand:
    """Return what Łazy and Bugaj ask for, as much on each day of a week."""
    hours = Chances(options=((8, 1.0), (11, 2.0), (14, 1.0)))
    usual = {"per_day": {LAZY: (mean,) * 7, BUGAJ: (mean,) * 7}, "wishes": Wishes(hours=hours)}
    return ServiceDemand(**{**usual, **parts})


def ride(mean: float = 2.0, **parts: Any) -> ServiceDemand:
    return service(mean, places=Chances.only(Destination(place_id=PlaceId("szpital"))), **parts)


def one_service(own: ServiceDemand, service_id: ServiceId = PHYSIO, **parts: Any) -> Demand:
    return Demand(services={service_id: own}, **parts)


def by_id(calls: Sequence[Call]) -> dict[str, Call]:
    found = {call.id: call for call in calls}
    assert len(found) == len(calls)
    return found
