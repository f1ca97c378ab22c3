"""Travel times from a road engine: profiles and multipliers, places out of town, places nothing leads to."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix, TravelPoint, widened
from scheduler.travel.by_districts import by_districts
from scheduler.travel.cached import CachedEngine, spot_of
from scheduler.travel.engine import NO_WAY, PROFILES, Legs, OffNetworkError, Profile
from scheduler.travel.legs_cache import Spot
from scheduler.travel.notes import estimated, from_memory
from scheduler.travel.straight import StraightTravel, straight_way


class RoadTravel:
    """The `TravelTimes` port over a road engine.

    Parameters
    ----------
    engine : CachedEngine
        Who is asked for what is not known yet.
    policy : Policy
        The town's multipliers, its minutes by public transport, and what it says of places out of town.
    """

    def __init__(self, engine: CachedEngine, policy: Policy) -> None:
        self._engine = engine
        self._policy = policy
        self._last: dict[Profile, tuple[str, list[Spot], Legs]] = {}
        self._last_around: dict[Profile, tuple[tuple[str, int, list[Spot]], tuple[Legs, Legs]]] = {}

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return free-flow durations and distances along the roads.

        Raises
        ------
        InputError
            Naming every place that no road is near to, or that no way leads to.
        TravelError
            If the engine cannot answer.
        """
        if mode is TravelMode.TABLE:
            return by_districts(points, self._policy.district_minutes, self.matrix(points, TravelMode.FOOT))
        profile = PROFILES[mode]
        version = self._engine.version(profile)
        failure = self._engine.out_of_order.get(profile)
        # Of doors at one spot the one in a district speaks for all: what lies in town is never estimated.
        by_district = sorted(points, key=lambda point: point.district_id is not None)
        unique = list({spot_of(point.point): point for point in by_district}.values())
        index = {spot_of(point.point): k for k, point in enumerate(unique)}
        at = np.array([index[spot_of(point.point)] for point in points], dtype=np.int64)
        seconds, metres, astray = self._between(unique, mode)
        square = np.ix_(at, at)
        name = self._engine.engine.name
        notes = [estimated(astray)] if astray else []
        if failure is not None:
            notes.append(from_memory(f"{name} {version}", failure))
        return TravelMatrix(
            seconds=seconds[square], metres=metres[square], engine=name, version=version, notes=tuple(notes)
        )

    def grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        """Return the matrix by its new rows and columns, if the known ones are of this map and all are on its roads."""
        if mode is TravelMode.TABLE or known.notes:
            return None
        try:
            return self._grown(known, points, mode)
        except (OffNetworkError, TravelError):
            return None  # what is to be done about it is decided where all are asked for

    def _grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        n, profile = len(known.seconds), PROFILES[mode]
        if known.version != self._engine.version(profile) or self._engine.out_of_order.get(profile):
            return None
        old, new = [spot_of(point.point) for point in points[:n]], [spot_of(point.point) for point in points[n:]]
        if not new:
            return known
        if len(set(new)) < len(new) or not set(new).isdisjoint(old):
            return None
        columns, rows = self._around(points, n, profile)
        if min(columns.tenths.min(initial=0), rows.tenths.min(initial=0)) == NO_WAY:
            return None
        permille = self._policy.roads.time_permille.get(mode, 1000)
        return widened(known, *(_told(legs, permille) for legs in (rows, columns)))

    def _around(self, points: Sequence[TravelPoint], n: int, profile: Profile) -> tuple[Legs, Legs]:
        """Return the engine's legs to and from the points behind the first `n`; a van asks for a car's."""
        asked = (self._engine.version(profile), n, [spot_of(point.point) for point in points])
        last = self._last_around.get(profile)
        if last is None or last[0] != asked:
            last = self._last_around[profile] = asked, self._engine.around(points[:n], points[n:], profile)
        return last[1]

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the ways along the roads; by public transport, straight lines."""
        if mode is TravelMode.TABLE:
            return tuple(straight_way(a, b) for a, b in pairwise(points))
        return self._engine.ways(points, PROFILES[mode])

    def _between(
        self, points: Sequence[TravelPoint], mode: TravelMode
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], list[TravelPoint]]:
        """Return seconds and metres between different points, and those points whose legs had to be estimated."""
        inside, legs = self._reachable(points, PROFILES[mode])
        permille = self._policy.roads.time_permille.get(mode, 1000)
        on_road = _seconds(legs.tenths, permille)
        if len(inside) == len(points):
            return on_road, legs.metres, []
        crow = StraightTravel(self._policy).matrix(points, mode)
        seconds, metres = crow.seconds.copy(), crow.metres.copy()
        where = np.ix_(inside, inside)
        seconds[where], metres[where] = on_road, legs.metres
        return seconds, metres, [point for k, point in enumerate(points) if k not in set(inside)]

    def _reachable(self, points: Sequence[TravelPoint], profile: Profile) -> tuple[list[int], Legs]:
        """Return the indices of the points that roads connect, and the legs between them."""
        inside = list(range(len(points)))
        try:
            legs = self._legs(points, profile)
        except OffNetworkError as error:
            far = {spot_of(point.point) for point, _ in error.far}
            inside = [k for k in inside if spot_of(points[k].point) not in far]
            self._require_out_of_town([points[k] for k in range(len(points)) if k not in set(inside)], error)
            legs = self._legs([points[k] for k in inside], profile)
        lost = unreachable(legs.tenths)
        if lost:
            names = [points[inside[k]] for k in lost]
            self._require_out_of_town(names, _unreachable_error(names, profile))
            keep = [k for k in range(len(inside)) if k not in set(lost)]
            square = np.ix_(keep, keep)
            legs, inside = Legs(tenths=legs.tenths[square], metres=legs.metres[square]), [inside[k] for k in keep]
        return inside, legs

    def _legs(self, points: Sequence[TravelPoint], profile: Profile) -> Legs:
        """Return the engine's legs; a van asks for those that a car was just told."""
        asked = (self._engine.version(profile), [spot_of(point.point) for point in points])
        last = self._last.get(profile)
        if last is None or last[:2] != asked:
            last = self._last[profile] = (*asked, self._engine.legs(points, profile))
        return last[2]

    def _require_out_of_town(self, astray: Sequence[TravelPoint], error: InputError) -> None:
        """Pass over places outside all districts if the town says so; anything else is a mistake."""
        if not self._policy.roads.estimate_outside or any(point.district_id is not None for point in astray):
            raise error


def _told(legs: Legs, permille: int) -> TravelMatrix:
    return TravelMatrix(seconds=_seconds(legs.tenths, permille), metres=legs.metres)


def unreachable(tenths: NDArray[np.int32]) -> list[int]:
    """Return the fewest points, greedily, without which a way leads from each of the others to each other."""
    broken = (tenths == NO_WAY).astype(np.int64)
    lost: list[int] = []
    while broken.any():
        worst = int(np.argmax(broken.sum(axis=0) + broken.sum(axis=1)))
        broken[worst, :] = broken[:, worst] = 0
        lost.append(worst)
    return sorted(lost)


def _seconds(tenths: NDArray[np.int32], permille: int) -> NDArray[np.int32]:
    """Return whole seconds, rounded up, at a mode's multiplier."""
    return (-(-tenths.astype(np.int64) * permille // 10_000)).astype(np.int32)


def _unreachable_error(points: Sequence[TravelPoint], profile: Profile) -> InputError:
    return InputError(
        [
            InputProblem(
                file="roads",
                value=point.name or f"{point.point.lat:.5f}, {point.point.lon:.5f}",
                wrong=f"cannot be reached from the other places, or left for them, by {profile}",
                right="move its point to a road that is connected, or build the roads from a larger extract",
            )
            for point in points
        ]
    )
