"""What a road engine is: raw answers about a road network, for one of three profiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import Line, TravelPoint

NO_WAY = -1
"""Stands in `Legs` where no way leads from the origin to the destination."""


class Profile(StrEnum):
    """Whose roads and speeds are meant."""

    CAR = "car"
    FOOT = "foot"
    BICYCLE = "bicycle"


PROFILES: Mapping[TravelMode, Profile] = {
    TravelMode.CAR: Profile.CAR,
    TravelMode.VAN: Profile.CAR,
    TravelMode.FOOT: Profile.FOOT,
    TravelMode.BICYCLE: Profile.BICYCLE,
    TravelMode.TABLE: Profile.FOOT,
}
"""The van and the bus drive the car's roads; whoever takes public transport walks where it does not run."""


@dataclass(frozen=True, kw_only=True)
class Legs:
    """Free-flow legs from every origin to every destination.

    Attributes
    ----------
    tenths : ndarray of int32, shape (origins, destinations)
        Tenths of a second, rounded up; `NO_WAY` where there is none. Whole numbers, so that a leg from the cache is the
        leg the engine gave.
    metres : ndarray of int32, shape (origins, destinations)
        Rounded up; `NO_WAY` where there is none.
    """

    tenths: NDArray[np.int32]
    metres: NDArray[np.int32]


class RoadEngine(Protocol):
    """A road network that can be asked, in this process or on a server."""

    @property
    def name(self) -> str:
        """Which engine it is, as settings and plans call it: `osrm`, `osrm_http`, `valhalla_http`."""
        ...

    def version(self, profile: Profile) -> str:
        """Return what changes when the engine's answers may: its map's checksum and the program's version.

        Raises
        ------
        TravelError
            If the engine has no network for this profile, or has to be asked and does not answer.
        """
        ...

    def legs(self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the legs from all `origins` to all `destinations`.

        Raises
        ------
        OffNetworkError
            Naming every point that is too far from any road.
        TravelError
            If the engine cannot answer; another one may be asked.
        """
        ...

    def lines(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[Line, ...]:
        """Return the ways between consecutive points, one fewer than points.

        Raises
        ------
        TravelError
            If the engine cannot answer, or there is no way.
        """
        ...


class OffNetworkError(InputError):
    """Points that no road is near to: coordinates that are wrong, or an extract that is too small.

    Parameters
    ----------
    far : sequence of (TravelPoint, float or None)
        Each point with its distance from the nearest road in metres, where that is known.
    within_m : int
        How near a road has to be.
    """

    def __init__(self, far: Sequence[tuple[TravelPoint, float | None]], within_m: int) -> None:
        self.far = tuple(far)
        super().__init__([_problem(point, away_m, within_m) for point, away_m in far])


def _problem(point: TravelPoint, away_m: float | None, within_m: int) -> InputProblem:
    where = f"{point.point.lat:.5f}, {point.point.lon:.5f}"
    far = f"more than {within_m} m" if away_m is None else f"{away_m:.0f} m"
    return InputProblem(
        file="roads",
        value=point.name or where,
        wrong=f"lies {far} from the nearest road ({where})",
        right="correct its coordinates, or build the roads from an extract that covers it",
    )
