"""Putting requests into a plan at every place that bounds and exact times allow."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from solver.admissible import refusal
from solver.search.drafting import Draft, Workshop, in_lock_order

WIDTH = 12
"""So many places of one request of a group are kept while the others are tried after it."""

type Tick = Callable[[], None]
"""Called before every trial; it may raise to stop."""


def timed_draft(shop: Workshop, orders: Mapping[int, Sequence[int]]) -> Draft | None:
    """Return these orders timed exactly, or None if they are against the rules or have no times."""
    if refusal(shop.arrays, orders):
        return None
    served = {shop.terrain.request[task]: shift for shift, order in orders.items() for task in order}
    return Draft(shop=shop).tried({shift: tuple(order) for shift, order in orders.items()}, served)


def placements(draft: Draft, request: int, shift: int, tick: Tick) -> Iterator[Draft]:
    """Yield the draft with the request at each place in the shift's route where all has times, cheapest guess first.

    Rules on groups are not looked at: what must come with the request is up to the caller.
    """
    terrain = draft.terrain
    if shift not in terrain.fits[request] or not draft.allows(request, shift):
        return
    for opening in draft.shop.openings(shift, draft.orders.get(shift, ()), request):
        tick()
        if in_lock_order(terrain, shift, opening.order, request):
            trial = draft.tried({shift: opening.order}, {request: shift})
            if trial:
                yield trial


def together(draft: Draft, requests: Sequence[int], tick: Tick, last_shift: int | None = None) -> Iterator[Draft]:
    """Yield ways to put in all the requests, one after the other; the last one into `last_shift` if given."""
    if not requests:
        yield draft
        return
    one, rest = requests[0], requests[1:]
    shifts = draft.terrain.fits[one] if rest or last_shift is None else (last_shift,)
    found = _in_turn(placements(draft, one, shift, tick) for shift in shifts)
    for option in islice(found, WIDTH) if rest else found:
        yield from together(option, rest, tick, last_shift)


def _in_turn(streams: Iterable[Iterator[Draft]]) -> Iterator[Draft]:
    """Yield the first of each stream, then the second of each ..."""
    left = list(streams)
    while left:
        going = []
        for stream in left:
            draft = next(stream, None)
            if draft:
                going.append(stream)
                yield draft
        left = going
