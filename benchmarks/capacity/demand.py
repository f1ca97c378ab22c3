"""A demand that asks, on an ordinary day, for about what a demo town's own day holds."""

from collections import Counter
from collections.abc import Iterable

from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import Demand, ServiceDemand
from scheduler.domain.capacity.parts import Destination, Doors, Endings, WayBack, Wishes
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Mobility
from scheduler.domain.ids import ServiceId
from scheduler.domain.request import Delivery, Request, Ride
from scheduler.domain.town import Town

_TRUE = Lognormal(median=0.97, sigma=0.25)


def demand_like(town: Town, requests: int) -> Demand:
    """Return a demand of so many requests on each working day, in the proportions of the town's files.

    Half of the calls for a ride want a way back, which is a request of its own.
    """
    per_service = Counter(one.service_id for one in town.requests.values())
    scale = requests / sum(per_service.values())
    services = {key: _service(town, key, scale) for key in sorted(per_service)}
    boarding = {Mobility.WHEELCHAIR: Lognormal(median=90.0, sigma=0.4), Mobility.WALKER: Lognormal(median=45.0)}
    return Demand(
        services=services, rings=_spread([8, 9, 9, 10, 10, 11, 12, 13, 14]),
        mobility=Chances(options=((Mobility.WALKS, 6), (Mobility.WALKER, 3), (Mobility.WHEELCHAIR, 1))),
        boarding_s=boarding,
    )  # fmt: skip


def _service(town: Town, key: ServiceId, scale: float) -> ServiceDemand:
    own = [one for one in town.requests.values() if one.service_id == key]
    kind = town.services[key].kind
    calls = len(own) * scale / (1.5 if kind is ServiceKind.RIDE else 1.0)
    share = calls / len(town.districts)
    return ServiceDemand(
        per_day=dict.fromkeys(town.districts, (share,) * 5 + (0.0, 0.0)),
        wishes=Wishes(hours=_spread(_hours(own)), widths_min=_widths(kind), lead_days=_spread([3, 3, 4, 5, 7, 10])),
        places=_places(own),
        doors=Doors(ratio=_TRUE),
        back=WayBack(kinds=Chances(options=((Back.AT, 1), (Back.NONE, 1))), stay_min=Lognormal(median=75.0, sigma=0.3)),
        endings=Endings(cancelled=0.1, late=0.45, no_show=0.02),
    )


def _hours(own: Iterable[Request]) -> list[int]:
    return [min(one.windows[0].start.hour + one.windows[0].length.seconds // 7200, 18) for one in own if one.windows]


def _widths(kind: ServiceKind) -> Chances[int]:
    return _spread([30] if kind is ServiceKind.RIDE else [60, 60, 120])


def _places(own: Iterable[Request]) -> Chances[Destination] | None:
    found = [one.destination.place_id for one in own if isinstance(one, Ride) and one.leg == 1]
    found += [one.source.place_id for one in own if isinstance(one, Delivery)]
    return _spread([Destination(place_id=one) for one in sorted(found)]) if found else None


def _spread[T](values: Iterable[T]) -> Chances[T]:
    return Chances(options=tuple((value, float(count)) for value, count in sorted(Counter(values).items(), key=str)))
