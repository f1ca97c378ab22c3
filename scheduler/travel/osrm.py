"""OSRM in this process: a town's own road network, no server and no internet."""

import importlib
import threading
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import polyline
from numpy.typing import NDArray

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.services.ports import Line, TravelPoint
from scheduler.travel.engine import NO_WAY, Legs, OffNetworkError, Profile
from scheduler.travel.network.installed import BUILD, Network, Roads
from scheduler.travel.network.programs import NOT_HERE, osrm_version

ROWS_AT_ONCE = 100
"""A table holds the interpreter's lock while it is computed; so many origins take some 20 ms."""
SIX = 6
"""Digits of the polylines that are asked for."""


class OsrmEngine:
    """The `RoadEngine` over an installed network.

    Parameters
    ----------
    home : Path
        The town's folder.
    within_m : int
        How near to a road a point has to be.
    version : str, optional
        Ask this network, which need not be the one in force: the one that a plan was made with.
    """

    name = "osrm"

    def __init__(self, home: Path, *, within_m: int = 500, version: str | None = None) -> None:
        self._roads = Roads(home)
        self._within_m = within_m
        self._wanted = version
        self._network: Network | None = None
        self._loaded: dict[tuple[str, Profile], Any] = {}
        self._lock = threading.Lock()

    def version(self, profile: Profile) -> str:  # noqa: ARG002  # all profiles are built from one extract
        """Return the network's version.

        Raises
        ------
        TravelError
            If no network is installed, or it is damaged or of another engine.
        """
        return self._installed().version

    def legs(self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the legs from all origins to all destinations."""
        engine = self._engine(profile)
        far: dict[GeoPoint, tuple[TravelPoint, float]] = {}
        blocks = [
            self._block(engine, origins[first : first + ROWS_AT_ONCE], destinations, far)
            for first in range(0, len(origins), ROWS_AT_ONCE)
        ]
        if far:
            raise OffNetworkError(list(far.values()), self._within_m)
        return Legs(
            tenths=np.concatenate([block.tenths for block in blocks]) if blocks else _nothing(destinations),
            metres=np.concatenate([block.metres for block in blocks]) if blocks else _nothing(destinations),
        )

    def lines(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[Line, ...]:
        """Return the ways between consecutive points."""
        if len(points) < 2:
            return ()
        osrm, engine = _osrm(), self._engine(profile)
        wish = osrm.RouteParameters(
            coordinates=_coordinates(points),
            radiuses=[float(self._within_m)] * len(points),
            geometries="polyline6",
            overview="false",
            steps=True,
            # A stop is where people get on: the driver may turn round there, as the table's times assume.
            continue_straight=False,
            generate_hints=False,
        )
        answer = _ask(engine.Route, wish)
        return tuple(_line(leg) for leg in answer["routes"][0]["legs"])

    def snapped(self, point: GeoPoint, profile: Profile) -> GeoPoint | None:
        """Return the nearest point on a road; None where none is near.

        Raises
        ------
        TravelError
            If the network cannot be asked.
        """
        wish = _osrm().NearestParameters(coordinates=[(point.lon, point.lat)], generate_hints=False)
        found = _ask(self._engine(profile).Nearest, wish)["waypoints"][0]
        lon, lat = found["location"]
        return GeoPoint(lat=lat, lon=lon) if found["distance"] <= self._within_m else None

    def _block(
        self,
        engine: Any,
        origins: Sequence[TravelPoint],
        destinations: Sequence[TravelPoint],
        far: dict[GeoPoint, tuple[TravelPoint, float]],
    ) -> Legs:
        points = [*origins, *destinations]
        wish = _osrm().TableParameters(
            coordinates=_coordinates(points),
            sources=list(range(len(origins))),
            destinations=list(range(len(origins), len(points))),
            annotations=["duration", "distance"],
            generate_hints=False,
        )
        answer = _ask(engine.Table, wish)
        # The nearest road may be 165 km away and the answer "Ok": the distance to it has to be looked at.
        for point, snapped in zip(points, [*answer["sources"], *answer["destinations"]], strict=True):
            if snapped["distance"] > self._within_m:
                far[point.point] = (point, float(snapped["distance"]))
        return Legs(tenths=_whole(answer["durations"], 10), metres=_whole(answer["distances"], 1))

    def _installed(self) -> Network:
        """Return the network to ask; a program that runs for weeks notices when another one is put in force."""
        with self._lock:
            wanted = self._wanted or self._roads.in_force()
            if self._network is None or self._network.version != wanted:
                found = self._roads.network(wanted) if wanted else self._roads.current()
                if found.engine != osrm_version():
                    there = osrm_version() or "none"
                    msg = f"the road network was built by OSRM {found.engine}, here is {there}; build it again: {BUILD}"
                    raise TravelError(msg, kind="damaged")
                self._network = found
                self._loaded.clear()
            return self._network

    def _engine(self, profile: Profile) -> Any:
        network = self._installed()
        with self._lock:
            if (network.version, profile) not in self._loaded:
                path = str(self._roads.data(network, profile))
                try:
                    loaded = _osrm().OSRM(storage_config=path, algorithm="CH", use_shared_memory=False)
                except RuntimeError as error:
                    msg = f"the road network {network.version} cannot be loaded ({error}); build it again: {BUILD}"
                    raise TravelError(msg, kind="damaged") from error
                self._loaded[network.version, profile] = loaded
            return self._loaded[network.version, profile]


def _osrm() -> Any:
    try:
        return importlib.import_module("osrm")
    except ImportError as error:
        raise TravelError(NOT_HERE) from error


def _ask(question: Any, wish: Any) -> Any:
    try:
        return question(wish)
    except RuntimeError as error:
        msg = f"the road engine refused: {error}"
        raise TravelError(msg) from error


def _coordinates(points: Sequence[TravelPoint]) -> list[tuple[float, float]]:
    return [(point.point.lon, point.point.lat) for point in points]


def _whole(rows: Any, per_unit: int) -> NDArray[np.int32]:
    """Return a table in whole tenths or metres, rounded up; OSRM gives one decimal, and None where there is no way.

    Between close neighbours it may give a little less than nothing (its issue 5855).
    """
    table = np.maximum(np.array([list(row) for row in rows], dtype=np.float64), 0)
    # Tenths first, so that 144.8 is 1448 tenths and not, by the binary fraction, one more.
    whole = np.ceil(np.rint(table * 10) * per_unit / 10)
    return np.where(np.isnan(table), NO_WAY, np.nan_to_num(whole, posinf=inf)).astype(np.int32)


def _nothing(destinations: Sequence[TravelPoint]) -> NDArray[np.int32]:
    return np.zeros((0, len(destinations)), dtype=np.int32)


def _line(leg: Any) -> Line:
    """Return the line of a leg, whose steps share their end points."""
    points: list[GeoPoint] = []
    for step in leg["steps"]:
        for lat, lon in polyline.decode(step["geometry"], SIX):
            point = GeoPoint(lat=lat, lon=lon)
            if not points or points[-1] != point:
                points.append(point)
    return tuple(points if len(points) > 1 else points * 2)  # next door: a line has two ends all the same
