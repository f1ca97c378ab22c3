"""A road engine that is asked for nothing twice."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.services.ports import TravelPoint
from scheduler.travel.engine import Legs, OffNetworkError, Profile, RoadEngine
from scheduler.travel.legs_cache import UNKNOWN, LegsCache, MapKey, Spot
from scheduler.travel.lines import encoded
from scheduler.travel.straight import straight_way

MOST_BLOCKS = 8
"""Missing pairs that make more rectangles than this are asked for as one."""
PER_DEGREE = 100_000

type Block = tuple[list[int], list[int]]
"""Origins and destinations that are asked for together."""


class CachedEngine:
    """A `RoadEngine` with a cache in front of it, which goes on with what it knows while the engine is out of order.

    Parameters
    ----------
    engine : RoadEngine
        Who is asked.
    cache : LegsCache
        Where answers are kept.
    within_m : int
        How near to a road the engine wants a point to be.
    version : str, optional
        Answer as of this map, the one a plan was made with, whichever is in force.
    """

    def __init__(
        self, engine: RoadEngine, cache: LegsCache, *, within_m: int = 500, version: str | None = None
    ) -> None:
        self.engine = engine
        self._cache = cache
        self._within_m = within_m
        self._version = version
        self.out_of_order: dict[Profile, TravelError] = {}

    def version(self, profile: Profile) -> str:
        """Return the version of the map that answers.

        Raises
        ------
        TravelError
            If the engine is out of order, and nothing it said before is known.
        """
        return self._key(profile).version

    def legs(self, points: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the legs between all points, which differ in their spots.

        Raises
        ------
        OffNetworkError, TravelError
            As the engine's own.
        """
        spots = [spot_of(point.point) for point in points]
        rounded = [_at(point, spot) for point, spot in zip(points, spots, strict=True)]
        key = self._key(profile)
        far = self._cache.far(key, spots)
        off = [(point, far[spot]) for point, spot in zip(rounded, spots, strict=True) if spot in far]
        if off:
            near = [point for point, spot in zip(rounded, spots, strict=True) if spot not in far]
            raise OffNetworkError([*off, *self._new_far(near, profile)], self._within_m)
        legs = self._cache.legs(key, spots)
        for origins, destinations in blocks(legs.tenths == UNKNOWN):
            asked = self._asked(key, [rounded[k] for k in origins], [rounded[k] for k in destinations])
            where = np.ix_(origins, destinations)
            legs.tenths[where], legs.metres[where] = asked.tenths, asked.metres
            self._cache.keep(key, [spots[k] for k in origins], [spots[k] for k in destinations], asked)
        np.fill_diagonal(legs.tenths, 0)
        np.fill_diagonal(legs.metres, 0)
        return legs

    def around(self, known: Sequence[TravelPoint], new: Sequence[TravelPoint], profile: Profile) -> tuple[Legs, Legs]:
        """Return the legs from known points to new ones, and from the new ones to all; their spots all differ.

        A caller's address is new to the cache, and writing a row of each other place would take longer than the answer:
        whoever asks for all legs of the day next keeps these, too.

        Parameters
        ----------
        known, new : sequence of TravelPoint
            At least one each.

        Raises
        ------
        OffNetworkError, TravelError
            As the engine's own.
        """
        key = self._key(profile)
        old, more = ([_at(point, spot_of(point.point)) for point in some] for some in (known, new))
        columns, rows = self._asked(key, old, more), self._asked(key, more, [*old, *more])
        own = range(len(more)), range(len(old), len(old) + len(more))
        rows.tenths[own] = rows.metres[own] = 0
        return columns, rows

    def ways(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[str, ...]:
        """Return the ways between consecutive points; straight where the engine knows none."""
        rounded = [_at(point, spot_of(point.point)) for point in points]
        pairs = [(spot_of(a.point), spot_of(b.point)) for a, b in pairwise(rounded)]
        try:
            key = self._key(profile)
        except TravelError:
            return tuple(straight_way(a, b) for a, b in pairwise(rounded))
        ways = self._cache.ways(key, pairs)
        if any(way is None for way in ways):
            ways = self._asked_ways(key, rounded, pairs, profile)
        return tuple(way or straight_way(a, b) for way, (a, b) in zip(ways, pairwise(rounded), strict=True))

    def _new_far(self, near: Sequence[TravelPoint], profile: Profile) -> Sequence[tuple[TravelPoint, float | None]]:
        """Return those that turn out to be off the roads, too, so that all are named at once."""
        try:
            self.legs(near, profile)
        except OffNetworkError as error:
            return error.far
        return ()

    def _asked(self, key: MapKey, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint]) -> Legs:
        if self._version is not None and (now := self.engine.version(key.profile)) != self._version:
            msg = f"{self.engine.name} has the map {now} now; of {self._version} not all legs are known that are needed"
            raise TravelError(msg, kind="changed")
        try:
            return self.engine.legs(origins, destinations, key.profile)
        except OffNetworkError as error:
            self._cache.keep_far(key, {spot_of(point.point): away for point, away in error.far})
            raise

    def _asked_ways(
        self, key: MapKey, points: Sequence[TravelPoint], pairs: Sequence[tuple[Spot, Spot]], profile: Profile
    ) -> list[str | None]:
        found = self._lines(points, profile)
        if found is None:  # one leg is impossible; the others need not be
            singles = [self._lines(pair, profile) for pair in pairwise(points)]
            found = [None if single is None else single[0] for single in singles]
        sure = [(pair, way) for pair, way in zip(pairs, found, strict=True) if way is not None]
        self._cache.keep_ways(key, [pair for pair, _ in sure], [way for _, way in sure])
        return found

    def _lines(self, points: Sequence[TravelPoint], profile: Profile) -> list[str | None] | None:
        try:
            return [encoded(line) for line in self.engine.lines(points, profile)]
        except (TravelError, OffNetworkError):
            return None

    def _key(self, profile: Profile) -> MapKey:
        """Return the map in force, or while the engine cannot say which that is, the last one it told of."""
        self.out_of_order.pop(profile, None)
        key = MapKey(engine=self.engine.name, version=self._version or "", profile=profile, within_m=self._within_m)
        if self._version is not None:
            return key
        try:
            told = replace(key, version=self.engine.version(profile))
            self._cache.in_force(told)
            return told  # noqa: TRY300  # what follows is for engines that are out of order
        except TravelError as error:
            version = self._cache.newest(key)
            if version is None:
                raise
            self.out_of_order[profile] = error
            return replace(key, version=version)


def spot_of(point: GeoPoint) -> Spot:
    """Return a point's spot: what it is known by, and where the engine is asked for it."""
    return round(point.lat * PER_DEGREE), round(point.lon * PER_DEGREE)


def blocks(missing: NDArray[np.bool_]) -> list[Block]:
    """Return rectangles of origins and destinations that cover all missing pairs.

    One new place makes one row and one column; everything missing makes one block.

    Parameters
    ----------
    missing : ndarray of bool, shape (points, points)
        False on the diagonal.
    """
    wanted = missing | np.diag(missing.sum(axis=1) == len(missing) - 1)
    rows: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(missing.any(axis=1)):
        rows.setdefault(wanted[row].tobytes(), []).append(int(row))
    found = [(origins, np.flatnonzero(wanted[origins[0]]).tolist()) for origins in rows.values()]
    if len(found) <= MOST_BLOCKS:
        return found
    origins, destinations = (np.flatnonzero(missing.any(axis=axis)).tolist() for axis in (1, 0))
    return [(origins, destinations)]


def _at(point: TravelPoint, spot: Spot) -> TravelPoint:
    """Return the point where its spot is, so that an answer does not depend on who of its neighbours asked first."""
    there = GeoPoint(lat=spot[0] / PER_DEGREE, lon=spot[1] / PER_DEGREE)
    return TravelPoint(point=there, district_id=point.district_id, name=point.name)
