"""Distances as the crow flies, and the rates by which they become travel."""

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.policy import TravelSpeed
from scheduler.services.ports import TravelMatrix

EARTH_RADIUS_M = 6_371_008.8
type Floats = NDArray[np.float64]


def great_circle_m(lat: Floats, lon: Floats, to_lat: Floats | None = None, to_lon: Floats | None = None) -> Floats:
    """Return distances in metres from all points to all others, or to those of another list; in radians (haversine)."""
    to_lat, to_lon = lat if to_lat is None else to_lat, lon if to_lon is None else to_lon
    half_lat = np.sin((lat[:, None] - to_lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - to_lon[None, :]) / 2) ** 2
    inner = half_lat + np.cos(lat)[:, None] * np.cos(to_lat)[None, :] * half_lon
    distance: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))
    return distance


def by_speed(
    apart_m: Floats, speed: TravelSpeed, longer_s: Floats | float = 1.0, longer_m: Floats | float = 1.0
) -> TravelMatrix:
    """Return what distances take at a mode's rates, times detours; rounded up, nothing between equal points."""
    elsewhere = apart_m > 0
    seconds = speed.fixed_s + np.ceil(apart_m * speed.s_per_km / 1000)
    metres = speed.fixed_m + np.ceil(apart_m * speed.detour_permille / 1000)
    return TravelMatrix(
        seconds=np.where(elsewhere, _up(seconds * longer_s), 0).astype(np.int32),
        metres=np.where(elsewhere, _up(metres * longer_m), 0).astype(np.int32),
    )


def _up(exact: Floats) -> Floats:
    """Round up, but for the noise of a product: it differs with what else is asked for in the same question."""
    up: Floats = np.ceil(np.round(exact, 6))
    return up
