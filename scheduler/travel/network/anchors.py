"""Fitting the great circle to a town's new road network, for the day the network cannot be asked."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelPoint
from scheduler.travel import detours
from scheduler.travel.coverage import coverage
from scheduler.travel.engine import Legs, OffNetworkError, Profile
from scheduler.travel.great_circle import by_speed, great_circle_m
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.roads import unreachable

type Floats = np.typing.NDArray[np.float64]

ON_ROADS, DOORS, HELD_OUT = 300, 200, 100
"""Anchors scattered over the town, anchors at its own doors, and points that only judge the result."""
MARGIN = 0.1
MODES: Mapping[Profile, TravelMode] = {
    Profile.CAR: TravelMode.CAR,
    Profile.FOOT: TravelMode.FOOT,
    Profile.BICYCLE: TravelMode.BICYCLE,
}


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How far the great circle is off the roads on points it was not fitted to: mean absolute error in per cent."""

    profile: Profile
    before: float
    after: float


def fit_straight(engine: OsrmEngine, folder: Path, doors: Sequence[TravelPoint], policy: Policy) -> tuple[Fit, ...]:
    """Fit the great circle's detours to every profile and keep them in the network's folder.

    Parameters
    ----------
    folder : Path
        Of the network that `engine` asks.
    doors : sequence of TravelPoint
        The town's; without two of them on the network nothing is fitted.
    """
    fits = (_fit(engine, folder, doors, policy, profile) for profile in Profile)
    return tuple(fit for fit in fits if fit is not None)


def _fit(
    engine: OsrmEngine, folder: Path, doors: Sequence[TravelPoint], policy: Policy, profile: Profile
) -> Fit | None:
    found = coverage(engine, doors, profile)
    astray = {point.point for point, _ in found.far} | {point.point for point in found.cut_off}
    near = [door for door in doors if door.point not in astray]
    if len(near) < 2:
        return None
    scattered = _scattered(engine, near, profile)
    points, legs = _connected(engine, [*scattered, *near[:DOORS]], profile)
    judges, anchors = range(min(HELD_OUT, len(points) // 4)), range(min(HELD_OUT, len(points) // 4), len(points))
    if len(anchors) < detours.NEAREST:
        return None
    part = np.ix_(anchors, anchors)
    among_anchors = Legs(tenths=legs.tenths[part], metres=legs.metres[part])
    rates = policy.speeds[MODES[profile]]
    fitted = detours.detours_of([points[k].point for k in anchors], among_anchors, rates)
    detours.save(fitted, folder, profile)
    judged = np.ix_(judges, judges)
    return _judged(fitted, [points[k].point for k in judges], legs.tenths[judged] / 10, profile)


def _judged(fitted: detours.Detours, points: Sequence[GeoPoint], by_road_s: Floats, profile: Profile) -> Fit:
    lat, lon = np.array([point.lat for point in points]), np.array([point.lon for point in points])
    by_crow = by_speed(great_circle_m(np.radians(lat), np.radians(lon)), fitted.rates).seconds.astype(np.float64)
    factor = fitted.between(lat, lon)[0] if len(points) else by_crow
    return Fit(profile=profile, before=error(by_crow, by_road_s), after=error(by_crow * factor, by_road_s))


def error(told: Floats, true: Floats) -> float:
    """Return the mean absolute error in per cent, over pairs that are not one point."""
    apart = true > 0
    return 100 * float(np.mean(np.abs(told[apart] / true[apart] - 1))) if apart.any() else 0.0


def _scattered(engine: OsrmEngine, doors: Sequence[TravelPoint], profile: Profile) -> list[TravelPoint]:
    """Return points on roads, scattered over the part of the world where the doors are; always the same ones."""
    rng = random.Random(1)  # noqa: S311  # no secret
    lat = sorted(door.point.lat for door in doors)
    lon = sorted(door.point.lon for door in doors)
    high, wide = (lat[-1] - lat[0]) * MARGIN, (lon[-1] - lon[0]) * MARGIN
    drawn = (
        GeoPoint(lat=rng.uniform(lat[0] - high, lat[-1] + high), lon=rng.uniform(lon[0] - wide, lon[-1] + wide))
        for _ in range(3 * (ON_ROADS + HELD_OUT))
    )
    snapped = dict.fromkeys(point for point in (engine.snapped(point, profile) for point in drawn) if point is not None)
    return [TravelPoint(point=point) for point in list(snapped)[: ON_ROADS + HELD_OUT]]


def _connected(engine: OsrmEngine, points: list[TravelPoint], profile: Profile) -> tuple[list[TravelPoint], Legs]:
    """Return the points that roads connect, and the legs between them."""
    try:
        legs = engine.legs(points, points, profile)
    except OffNetworkError as error:  # on a road that is connected with nothing
        off = {point.point for point, _ in error.far}
        return _connected(engine, [point for point in points if point.point not in off], profile)
    lost = set(unreachable(legs.tenths))
    keep = [k for k in range(len(points)) if k not in lost]
    part = np.ix_(keep, keep)
    return [points[k] for k in keep], Legs(tenths=legs.tenths[part], metres=legs.metres[part])
