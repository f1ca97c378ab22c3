"""How long it takes from place to place, and when everything moves slower."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

type Matrix = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class TravelTable:
    """Free-flow travel of one mode between all locations.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (locations, locations)
        From row to column; `driving` says whether the time counts as driving.
    lineage : object or None
        Two tables with the same one tell the same of any two locations that both know by one id, so that nobody has to
        compare them; None: nothing is said. It lives in one process, and is no part of a problem that is written down.
    """

    mode: str
    seconds: Matrix
    metres: Matrix
    driving: bool = True
    banded: bool = True
    lineage: object | None = field(default=None, compare=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TravelTable)
            and (self.mode, self.driving, self.banded) == (other.mode, other.driving, other.banded)
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
        )

    __hash__ = None  # type: ignore[assignment]  # holds arrays


@dataclass(frozen=True, kw_only=True)
class SpeedBandFact:
    """From `start_s` to `end_s` everything banded moves at `permille` of its free speed; elsewhere at 1000."""

    start_s: int
    end_s: int
    permille: int
