"""Times around which a route is made comfortable: which window each start lies in, how long each leg takes."""

from typing import NamedTuple

from solver.arrays import FAR
from solver.facts.requests import Span
from solver.timing.chain import AFTER, BEFORE, Chain
from solver.timing.facts import Bands
from solver.travel_time import arrival_s, departure_s


class Anchor(NamedTuple):
    """Departures (also for home) and starts by position; a hint, not a schedule."""

    left: list[int]
    start: list[int]


def least(chain: Chain) -> Anchor:
    """Return the settled times themselves."""
    return Anchor(chain.left, chain.start)


def late(chain: Chain, fixed: frozenset[int]) -> Anchor:
    """Return about the latest times that come home no later; tasks of `fixed` stay."""
    legs = chain.legs
    left, start = chain.left.copy(), chain.start.copy()
    bound = left[-1] - _resting(chain, len(start), BEFORE)
    for k in range(len(start) - 1, -1, -1):
        closes = closing(legs.windows[k], bound - legs.service[k])
        if legs.order[k] not in fixed and start[k] < closes < FAR:
            start[k] = closes
        arrive = start[k] - legs.setup[k] - _resting(chain, k, AFTER)
        left[k] = max(left[k], departure_s(legs.bands, arrive, legs.travel[k]))
        bound = left[k] - _resting(chain, k, BEFORE)
    return Anchor(left, start)


def _resting(chain: Chain, position: int, side: int) -> int:
    return sum(slot.duration_s for slot in chain.places.get((position, side), ()))


def closing(windows: tuple[Span, ...], now: int) -> int:
    """Return the last instant up to `now` inside a window; -FAR if there is none."""
    return max((min(closes, now) for opens, closes in windows if opens <= now), default=-FAR if windows else now)


def window_at(windows: tuple[Span, ...], start: int) -> Span:
    """Return the window that holds `start`; any time where there are no windows."""
    return next((window for window in windows if window[0] <= start <= window[1]), (-FAR, FAR))


def steady(bands: Bands, leave: int, travel: int) -> tuple[int, int, int]:
    """Return from when to when a departure takes as long as at `leave`, and how long that is.

    A leg that lies in one band may move inside it; one that crosses a boundary may not move.
    """
    lasts = arrival_s(bands, leave, travel) - leave
    if not bands or not travel:
        return -FAR, FAR, lasts
    edges = [-FAR, *(edge for start, end, _ in bands for edge in (start, end)), FAR]
    low = max(edge for edge in edges if edge <= leave)
    high = min(edge for edge in edges if edge > leave) - lasts
    return (low, high, lasts) if leave <= high else (leave, leave, lasts)
