"""How hot a search is at each moment: cycles of cooling, each from the best plan known when it begins."""

from typing import NamedTuple


class Regime(NamedTuple):
    """Heat at the beginning of the first cycle, of the later ones, and at the end of each; parts of a task's cost."""

    hot: float
    warm: float
    cold: float


REGIMES = Regime(0.5, 0.06, 0.004), Regime(2.0, 0.6, 0.06)
"""Searchers take turns in having them: tightly bound days are found in the cold, long free routes in the heat."""
THRIFT, THRIFT_HEAT = 0.3, 0.3
"""Part of the whole in which everybody tries to do with fewer shifts first, where using one costs money; its heat."""
FIRST = 0.7
"""Part of the whole that the first cycle lasts."""


class Moment(NamedTuple):
    """Which cycle, and the heat."""

    cycle: int
    heat: float


def moment(part: float, cycles: int, regime: Regime) -> Moment:
    """Return cycle and heat when a part (0 to 1) of the search is over; after its end it stays cold.

    Before its beginning (below 0) the cycle is -1.

    Parameters
    ----------
    cycles : int
        After the first.
    """
    if part < 0.0:
        return Moment(-1, regime.hot)
    if part < FIRST:
        return Moment(0, regime.hot * (regime.cold / regime.hot) ** (part / FIRST))
    later = (part - FIRST) / (1 - FIRST) * cycles
    number = min(int(later), cycles - 1)
    return Moment(1 + number, regime.warm * (regime.cold / regime.warm) ** min(1.0, later - number))


def cycles_of(seconds: float) -> int:
    """Return how many cycles follow the first in so many seconds."""
    return max(3, int(seconds / 6))


def span(cycle: int, cycles: int) -> tuple[float, float]:
    """Return from which part of the search to which a cycle lasts (0 is the first)."""
    if cycle == 0:
        return 0.0, FIRST
    later = (1 - FIRST) / cycles
    return FIRST + later * (cycle - 1), FIRST + later * cycle
