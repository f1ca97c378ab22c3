"""Visits of one length, to one place, in a day of so many such lengths: the case for which there is a formula."""

from datetime import timedelta
from math import exp

from fixtures.builder import TownBuilder
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.demand import Demand, ServiceDemand
from scheduler.domain.capacity.parts import Wishes
from scheduler.domain.catalogue import Service, ServiceKind
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.town import Town

ROOM = 3
"""So many visits a worker has time for on a day."""
TALK = Service(
    id=ServiceId("rozmowa"), name="Rozmowa", kind=ServiceKind.VISIT, service_time=timedelta(hours=1)
)  # fmt: skip


def talking_town(days: int, workers: int = 1) -> Town:
    """Return workers for each day (labour law wants rest), who begin at the very door that everybody lives behind."""
    builder = TownBuilder(seed=1).with_services(TALK)
    base = str(builder.base().place_id)
    first = builder.day
    for k in range(days):
        builder.on_day(first + timedelta(days=k))
        for _ in range(workers):
            builder.add_staff().add_shift("09:00-12:00")
    for _ in range(40):
        builder.add_client(home=base)
    return builder.build()


def talks(town: Town, calls: float) -> Demand:
    """Return so many calls a day, of people who like to be visited before the worker comes, or soon after."""
    home = town.places[next(iter(town.clients.values())).home].district_id or DistrictId("")
    wishes = Wishes(hours=Chances.only(8), widths_min=Chances.only(180))
    return Demand(services={TALK.id: ServiceDemand(per_day={home: (calls,) * 7}, wishes=wishes)})


def refused_on_average(calls: float, room: int) -> float:
    """Return how many of Poisson calls are above a room: m P(N >= K) - K P(N > K)."""
    at = [exp(-calls)]
    for k in range(1, room + 1):
        at.append(at[-1] * calls / k)
    return calls * (1 - sum(at[:room])) - room * (1 - sum(at))
