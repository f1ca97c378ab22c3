"""Ways home of whoever has been taken out already: on a running day they are promises, whatever was told of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduler.domain.ids import RequestId
from scheduler.domain.promise import Promise
from scheduler.domain.request import Ride
from scheduler.domain.time import hull
from scheduler.domain.town import Town


def with_ways_home(town: Town, taken_out: frozenset[RequestId]) -> Town:
    """Return a town in which the later legs of journeys that have begun have to be driven.

    Nobody is left at the hospital because a way back is dear today. Of one of which no time was told, the time that was
    wished for is held as if it had been: it may be late, and then somebody has to phone.

    Parameters
    ----------
    taken_out : set of RequestId
        Rides that were driven, or are being driven.
    """
    legs = tuple(_later_legs(town, taken_out))
    if not legs:
        return town
    promised = {ride.id: town.promises.get(ride.id) or _as_wished(ride) for ride in legs}
    return replace(
        town,
        requests={**town.requests, **{ride.id: ride if ride.must else replace(ride, must=True) for ride in legs}},
        promises={**town.promises, **promised},
    )


def _later_legs(town: Town, taken_out: frozenset[RequestId]) -> Iterator[Ride]:
    begun: Mapping[str | None, int] = {
        ride.journey: ride.leg
        for key in taken_out
        if isinstance(ride := town.requests.get(key), Ride) and ride.journey is not None
    }
    for request in town.requests.values():
        if not isinstance(request, Ride) or request.id in taken_out or not request.windows:
            continue
        if request.journey in begun and request.leg > begun[request.journey]:
            yield request


def _as_wished(ride: Ride) -> Promise:
    return Promise(request_id=ride.id, window=hull(ride.windows))
