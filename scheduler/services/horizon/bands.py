"""Hours of slower traffic and hours of snow, as bands of the day that follow one another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import prod

from solver.facts.travel import SpeedBandFact

FREE = 1000
_SLOWEST = 1


def combined(bands: Sequence[SpeedBandFact], snow: Sequence[SpeedBandFact]) -> tuple[SpeedBandFact, ...]:
    """Return bands that follow one another, in which each of some bands that may overlap counts.

    Parameters
    ----------
    bands : sequence of SpeedBandFact
        The town's, in their order.
    snow : sequence of SpeedBandFact
        In any order; they slow what is left of the speed.
    """
    if not snow:
        return tuple(bands)
    known = (*bands, *snow)
    edges = sorted({edge for band in known for edge in (band.start_s, band.end_s)})
    return tuple(_joined(_pieces(edges, known)))


def _pieces(edges: Sequence[int], known: Sequence[SpeedBandFact]) -> Iterator[SpeedBandFact]:
    for start, end in pairwise(edges):
        holding = [band.permille for band in known if band.start_s <= start and end <= band.end_s]
        speed = max(_SLOWEST, prod(holding) // FREE ** max(0, len(holding) - 1)) if holding else FREE
        if speed != FREE:
            yield SpeedBandFact(start_s=start, end_s=end, permille=speed)


def _joined(pieces: Iterable[SpeedBandFact]) -> Iterator[SpeedBandFact]:
    last: SpeedBandFact | None = None
    for piece in pieces:
        if last is not None and (last.end_s, last.permille) == (piece.start_s, piece.permille):
            last = SpeedBandFact(start_s=last.start_s, end_s=piece.end_s, permille=last.permille)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
