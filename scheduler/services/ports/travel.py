"""How long it takes from here to there, how far it is, and along which roads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import TravelMode

type Line = tuple[GeoPoint, ...]
"""The way of one leg, from its origin to its destination, as engines give it."""


@dataclass(frozen=True, kw_only=True)
class TravelPoint:
    """A point, the district it lies in (public transport is timed by district pairs), and what people call it."""

    point: GeoPoint
    district_id: DistrictId | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class TravelNote:
    """Something a dispatcher has to know about the times of a plan.

    Attributes
    ----------
    text : mapping of str to str
        A sentence by language.
    alarm : bool
        Whether something failed, rather than being so by the town's own choice.
    """

    text: Mapping[str, str]
    alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class TravelMatrix:
    """Free-flow travel between points, from row to column.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (points, points)
        Zero on the diagonal and between equal points; rounded up.
    engine, version : str
        Whose times these are, and of which map: "osrm" and "3f2a8c01d9e4-26.10.0", "straight" and "".
    notes : tuple of TravelNote
        An engine that failed and was passed over, places whose legs are estimates.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    engine: str = "straight"
    version: str = ""
    notes: tuple[TravelNote, ...] = ()


class TravelTimes(Protocol):
    """Durations, distances and ways by travel mode."""

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the travel matrix of `points` in their order.

        Raises
        ------
        InputError
            Naming every point that no road leads to.
        TravelError
            If no engine could answer.
        """
        ...

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the ways between consecutive points, one fewer than points, as encoded polylines of five digits.

        Never fails: where no way is known it is the straight line between the two.
        """
        ...


@runtime_checkable
class GrowingTimes(TravelTimes, Protocol):
    """Travel times that can tell the rows and columns of a few points more."""

    def grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        """Return `matrix(points, mode)`, of which the first rows and columns are known; None: that has to be asked.

        Parameters
        ----------
        known : TravelMatrix
            What `matrix` told of the first points.

        Raises
        ------
        InputError, TravelError
            As `matrix`.
        """
        ...


def widened(known: TravelMatrix, rows: TravelMatrix, columns: TravelMatrix) -> TravelMatrix:
    """Return a matrix with rows and columns behind those that are known.

    Parameters
    ----------
    rows : TravelMatrix
        From the new points to all, shape (new, all).
    columns : TravelMatrix
        From the known points to the new ones, shape (known, new).
    """
    return replace(
        known,
        seconds=_widened(known.seconds, rows.seconds, columns.seconds),
        metres=_widened(known.metres, rows.metres, columns.metres),
    )


def _widened(known: NDArray[np.int32], rows: NDArray[np.int32], columns: NDArray[np.int32]) -> NDArray[np.int32]:
    n = len(known)
    wide = np.empty((n + len(rows), n + len(rows)), dtype=np.int32)
    wide[:n, :n], wide[:n, n:], wide[n:] = known, columns, rows
    return wide
