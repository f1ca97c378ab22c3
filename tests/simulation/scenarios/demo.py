"""The demo town and a small demand for it, to make changes to."""

from functools import cache
from pathlib import Path

from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.changes import Change
from scheduler.domain.capacity.demand import Demand, ServiceDemand
from scheduler.domain.capacity.parts import Destination, Endings, Repeating, WayBack, Wishes
from scheduler.domain.capacity.scenarios import Scenario
from scheduler.domain.ids import DistrictId, PlaceId, ServiceId
from scheduler.domain.town import Town
from scheduler.formats.town_reader import read_town
from scheduler.simulation.scenarios import apply

TOWNS = Path(__file__).parents[3] / "fixtures" / "towns"
WORKDAYS = (4.0, 4.0, 4.0, 4.0, 4.0, 0.0, 0.0)


@cache
def town() -> Town:
    """Return Starachowice as it is committed."""
    return read_town(TOWNS / "starachowice")


@cache
def demand() -> Demand:
    """Return calls for handymen and rides, some of them series, some called off."""
    per_day = {DistrictId("lazy"): WORKDAYS, DistrictId("bugaj"): WORKDAYS}
    repairs = ServiceDemand(
        per_day=per_day, wishes=Wishes(hours=Chances.only(9)), endings=Endings(cancelled=0.2, no_show=0.1),
        repeating=Repeating(share=0.2),
    )  # fmt: skip
    rides = ServiceDemand(
        per_day=per_day, wishes=Wishes(hours=Chances.only(9)), back=WayBack(kinds=Chances.only(Back.AT)),
        places=Chances.only(Destination(place_id=PlaceId(min(town().places)))),
    )  # fmt: skip
    return Demand(services={ServiceId("zlota-raczka"): repairs, ServiceId("bus"): rides})


def changed(*changes: Change) -> tuple[Town, Demand]:
    """Return the demo with some changes."""
    return apply(Scenario(id="what-if", name="What if", changes=changes), town(), demand())
