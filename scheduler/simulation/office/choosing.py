"""Which offer a caller takes: the nearest to what was wished, if it is near enough for them."""

from collections.abc import Sequence
from datetime import timedelta
from math import log

from scheduler.domain.booking import Offer
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow, elapsed

BEARS = timedelta(minutes=60)
"""How far an offer may be from the wish, on average: an assumption, as nobody has counted it for such services."""
BEARS_AT_MOST = timedelta(hours=3)
"""Nobody is offered anything that is further away."""
_NOTHING = timedelta(0)


def chosen(offers: Sequence[Offer], wished: Sequence[TimeWindow], patience: float) -> Offer | None:
    """Return the offer that a caller accepts; None: none is near enough.

    Parameters
    ----------
    patience : float
        In [0, 1): a caller of patience p bears a distance that a share p of all callers does not bear. What callers
        bear is exponentially distributed, with `BEARS` as its mean.
    """
    nearest = min(offers, key=lambda one: (distance(one, wished), _apart(one, wished)), default=None)
    if nearest is None or distance(nearest, wished) > bears(patience):
        return None
    return nearest


def bears(patience: float) -> timedelta:
    """Return how far from the wish somebody of a patience accepts an offer."""
    return min(BEARS_AT_MOST, -log(1 - patience) * BEARS)


def distance(offer: Offer, wished: Sequence[TimeWindow]) -> timedelta:
    """Return how far the first window of an offer is from the nearest one that was wished; 0: inside, or across.

    Of a ride that has to arrive in time the bus is told, and the arrival is as wished: any offer of it is near.
    """
    leg = offer.legs[0]
    if _is_timed_by_arrival(offer):
        return _NOTHING
    return min(max(_NOTHING, elapsed(leg.window.end, one.start), elapsed(one.end, leg.window.start)) for one in wished)


def _apart(offer: Offer, wished: Sequence[TimeWindow]) -> timedelta:
    """Return by how much the offered window begins at another time than the wished one: so people tell them apart."""
    return _NOTHING if _is_timed_by_arrival(offer) else abs(elapsed(offer.legs[0].window.start, wished[0].start))


def _is_timed_by_arrival(offer: Offer) -> bool:
    request = offer.legs[0].request
    return isinstance(request, Ride) and request.arrive_by
