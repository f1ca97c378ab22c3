"""How hot a search is at each moment: cycles of cooling, each from the best plan known when it begins."""

from typing import NamedTuple

HOT, WARM, COLD = 0.5, 0.06, 0.004
"""Heat at the beginning of the first cycle, of the later ones, and at the end of each; parts of a task's cost."""
FIRST = 0.7
"""Part of the whole that the first cycle lasts."""


class Moment(NamedTuple):
    """Which cycle, and the heat."""

    cycle: int
    heat: float


def moment(part: float, cycles: int) -> Moment:
    """Return cycle and heat when a part (0 to 1) of the search is over; after its end it stays cold.

    Parameters
    ----------
    cycles : int
        After the first.
    """
    if part < FIRST:
        return Moment(0, HOT * (COLD / HOT) ** (part / FIRST))
    later = (part - FIRST) / (1 - FIRST) * cycles
    number = min(int(later), cycles - 1)
    return Moment(1 + number, WARM * (COLD / WARM) ** min(1.0, later - number))


def span(cycle: int, cycles: int) -> tuple[float, float]:
    """Return from which part of the search to which a cycle lasts (0 is the first)."""
    if cycle == 0:
        return 0.0, FIRST
    later = (1 - FIRST) / cycles
    return FIRST + later * (cycle - 1), FIRST + later * cycle
