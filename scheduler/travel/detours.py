"""How much longer than the crow flies the roads of a town are, from where to where: the great circle's correction.

Some hundred anchors, the town's own doors first, know their times to each other by road. The detour between any two
points is that between the anchors around them, weighted by the inverse square of the distance (Shepard 1968). It stands
in when the road map itself cannot be asked.
"""

import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.travel.engine import Legs, Profile

NEAREST = 3
"""Anchors around a point that are asked."""
CLOSE_M = 20.0
"""Nearer than this an anchor is as good as the point itself."""
LEAST, MOST = 0.1, 8.0
"""Detours beyond these are the oddities of two anchors at one corner."""

type Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Detours:
    """The detours between the anchors of one profile.

    Attributes
    ----------
    lat, lon : ndarray, shape (anchors,)
        Degrees.
    seconds, metres : ndarray, shape (anchors, anchors)
        What the road takes, over what the great circle's rates say.
    """

    lat: Floats
    lon: Floats
    seconds: Floats
    metres: Floats

    def between(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Return the detours in time and in distance between all pairs of points, shape (points, points)."""
        apart = np.maximum(_metres(lat, lon, self.lat, self.lon), CLOSE_M)
        near = np.argsort(apart, axis=1, kind="stable")[:, :NEAREST]
        weight = 1 / np.take_along_axis(apart, near, axis=1) ** 2
        weights = np.zeros_like(apart)
        np.put_along_axis(weights, near, weight / weight.sum(axis=1, keepdims=True), axis=1)
        return weights @ self.seconds @ weights.T, weights @ self.metres @ weights.T


def detours_of(lat: Floats, lon: Floats, legs: Legs, base_s: Floats, base_m: Floats) -> Detours:
    """Return the detours between anchors.

    Parameters
    ----------
    lat, lon : ndarray, shape (anchors,)
        Degrees.
    legs : Legs
        Between them, by road; each leads to each.
    base_s, base_m : ndarray, shape (anchors, anchors)
        The same by the great circle's rates.
    """
    return Detours(
        lat=lat,
        lon=lon,
        seconds=_ratio(legs.tenths / 10, base_s),
        metres=_ratio(legs.metres.astype(np.float64), base_m),
    )


def save(detours: Detours, folder: Path, profile: Profile) -> None:
    """Write detours into a network's folder, whole or not at all; the file is its owner's alone."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".detours-")
    with os.fdopen(handle, "wb") as file:
        np.savez_compressed(
            file, lat=detours.lat, lon=detours.lon, seconds=detours.seconds, metres=detours.metres, allow_pickle=False
        )
    Path(name).replace(folder / _name(profile))


def load(folder: Path, profile: Profile) -> Detours | None:
    """Return the detours in a network's folder; None if there are none that can be used."""
    try:
        with (folder / _name(profile)).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            found = Detours(**{name: file[name].astype(np.float64) for name in ("lat", "lon", "seconds", "metres")})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    count = len(found.lat)
    fits = found.seconds.shape == found.metres.shape == (count, count) and found.lon.shape == (count,)
    return found if fits and count >= NEAREST else None


def _name(profile: Profile) -> str:
    return f"detours-{profile}.npz"


def _ratio(road: Floats, base: Floats) -> Floats:
    ratio = np.where(base > 0, road / np.where(base > 0, base, 1), 1.0)
    # An anchor's way to itself is no detour, but its neighbour's way to it may be: that of those nearby.
    np.fill_diagonal(ratio, np.median(ratio))
    return np.clip(ratio, LEAST, MOST)


def _metres(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Return distances within a town, in metres: on a plane, as only their order and ratio count."""
    north = (lat[:, None] - other_lat[None, :]) * 111_195
    east = (lon[:, None] - other_lon[None, :]) * 111_195 * np.cos(np.radians(other_lat.mean()))
    apart: Floats = np.hypot(north, east)
    return apart
