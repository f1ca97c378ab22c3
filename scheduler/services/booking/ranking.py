"""Offers in the order in which they are read out: the cheapest first, each window once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from scheduler.domain.booking import Offer, OfferedLeg
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow, elapsed
from solver import offered

type OffersOf = Callable[[offered.Offer], Iterable[Offer]]


def ranked(ways: Sequence[offered.Offer], offers_of: OffersOf, per_min: int) -> Iterator[Offer]:
    """Yield the offers of ways, the cheapest first: to what one costs the day comes how far it is from the wish.

    Nothing that a way has to offer is cheaper than the way itself, so no way is looked at before it is needed.

    Parameters
    ----------
    per_min : int
        Grosze for each minute between what is told and what was wished for.
    """

    def price(offer: Offer) -> tuple[float, float]:
        return offer.cost_gr + per_min * sum(map(_away, offer.legs)), offer.legs[0].window.start.timestamp()

    waiting: list[Offer] = []
    for way in sorted(ways, key=lambda one: one.cost_gr):
        dear = [offer for offer in waiting if price(offer)[0] >= way.cost_gr]
        yield from waiting[: len(waiting) - len(dear)]
        waiting = sorted([*dear, *offers_of(way)], key=price)
    yield from waiting


def apart(offers: Iterable[Offer]) -> Iterator[Offer]:
    """Yield those of offers that have windows of their own."""
    seen: set[tuple[TimeWindow, ...]] = set()
    for offer in offers:
        windows = tuple(leg.window for leg in offer.legs)
        if windows not in seen:
            seen.add(windows)
            yield offer


def _away(leg: OfferedLeg) -> float:
    """Return the minutes between what is told and what was wished for; 0 without a wish or inside the window."""
    wish = leg.request.wish
    if wish is None or (isinstance(leg.request, Ride) and leg.request.arrive_by):
        return 0.0
    early, late = elapsed(wish, leg.window.start), elapsed(leg.window.end, wish)
    return max(timedelta(0), early, late) / timedelta(minutes=1)
