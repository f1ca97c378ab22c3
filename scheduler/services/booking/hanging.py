"""Legs of journeys that would begin where nobody has brought their client: such a bus waits for nobody."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from scheduler.domain.booking import Booking
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Ride


def left_hanging(bookings: Iterable[Booking], ending: Collection[RequestId]) -> tuple[RequestId, ...]:
    """Return the legs that would hang in the air when some end: held ones, that now follow from what is before them.

    A leg hangs if it does not begin where the legs before it leave the client. Whoever is left somewhere with no leg
    home is not meant: they may be fetched by somebody else. Nor are legs that hang already.

    Parameters
    ----------
    bookings : iterable of Booking
        Of one day, those that end among them.
    """
    rides = [one.request for one in bookings if one.held and isinstance(one.request, Ride)]
    legs = sorted((one for one in rides if one.journey is not None), key=lambda one: (str(one.journey), one.leg))
    found: list[RequestId] = []
    for _, own in groupby(legs, key=lambda one: one.journey):
        whole = list(own)
        before = set(_hanging(whole, ()))
        found += [key for key in _hanging(whole, ending) if key not in before]
    return tuple(found)


def _hanging(legs: list[Ride], ending: Collection[RequestId]) -> Iterator[RequestId]:
    """Yield those of a journey's legs that stay, and begin elsewhere than where the client is by then."""
    where = legs[0].origin.place_id
    for leg in legs:
        if leg.id in ending:
            continue
        if leg.origin.place_id != where:
            yield leg.id
        else:
            where = leg.destination.place_id
