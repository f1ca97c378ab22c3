"""How much longer than the crow flies the roads of a town are, from where to where: the great circle's correction.

Some hundred anchors, the town's own doors first, know their times to each other by road. The detour between any two
points is that between the anchors around them, weighted by the inverse square of the distance (Shepard 1968). It stands
in when the road map itself cannot be asked.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import TravelSpeed
from scheduler.travel.engine import Legs, Profile
from scheduler.travel.great_circle import by_speed, great_circle_m

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
    rates : TravelSpeed
        These rates, which a town's policy may change later.
    checksum : str
        Of the file they were read from.
    """

    lat: Floats
    lon: Floats
    seconds: Floats
    metres: Floats
    rates: TravelSpeed
    checksum: str = ""

    def between(
        self, lat: Floats, lon: Floats, to_lat: Floats | None = None, to_lon: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """Return the detours in time and in distance from all points to all others, or to those of another list."""
        weights = self._weights(lat, lon)
        others = weights if to_lat is None or to_lon is None else self._weights(to_lat, to_lon)
        return weights @ self.seconds @ others.T, weights @ self.metres @ others.T

    def _weights(self, lat: Floats, lon: Floats) -> Floats:
        """Return what each anchor counts for each point, shape (points, anchors)."""
        apart = np.maximum(_metres(lat, lon, self.lat, self.lon), CLOSE_M)
        near = np.argsort(apart, axis=1, kind="stable")[:, :NEAREST]
        weight = 1 / np.take_along_axis(apart, near, axis=1) ** 2
        weights = np.zeros_like(apart)
        np.put_along_axis(weights, near, weight / weight.sum(axis=1, keepdims=True), axis=1)
        return weights


def detours_of(points: Sequence[GeoPoint], legs: Legs, rates: TravelSpeed) -> Detours:
    """Return the detours between anchors.

    Parameters
    ----------
    points : sequence of GeoPoint
        The anchors.
    legs : Legs
        Between them, by road; each leads to each.
    rates : TravelSpeed
        What they are compared with.
    """
    lat, lon = np.array([point.lat for point in points]), np.array([point.lon for point in points])
    base = by_speed(great_circle_m(np.radians(lat), np.radians(lon)), rates)
    return Detours(
        lat=lat,
        lon=lon,
        seconds=_ratio(legs.tenths / 10, base.seconds.astype(np.float64)),
        metres=_ratio(legs.metres.astype(np.float64), base.metres.astype(np.float64)),
        rates=rates,
    )


class TownDetours:
    """The detours of a town's network, read from its folder when they are needed.

    Parameters
    ----------
    folder : Path
        Of the network.
    version : str
        Its version.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._network = version
        self._read: dict[Profile, Detours | None] = {}

    def of(self, profile: Profile) -> Detours | None:
        """Return a profile's detours; None if there are none that can be used."""
        if profile not in self._read:
            self._read[profile] = load(self._folder, profile)
        return self._read[profile]

    def version(self, detours: Detours) -> str:
        """Return what changes when the estimates do: the network, and what was fitted to it."""
        return f"{self._network} {detours.checksum}"


def save(detours: Detours, folder: Path, profile: Profile) -> None:
    """Write detours into a network's folder, whole or not at all; the file is its owner's alone.

    Raises
    ------
    TravelError
        If it cannot be written.
    """
    draft = folder / f".detours-{profile}-{os.getpid()}"
    try:
        content = io.BytesIO()
        np.savez_compressed(content, allow_pickle=False, **_arrays(detours))
        draft.touch(mode=0o600)
        draft.write_bytes(hashlib.sha256(content.getvalue()).digest() + content.getvalue())
        draft.replace(folder / _name(profile))
    except OSError as error:
        draft.unlink(missing_ok=True)
        msg = f"the estimates for the day the map fails cannot be written: {error.strerror}; make room and build again"
        raise TravelError(msg) from error


def load(folder: Path, profile: Profile) -> Detours | None:
    """Return the detours in a network's folder; None if there are none that can be used."""
    try:
        whole = (folder / _name(profile)).read_bytes()
        digest, content = whole[:_DIGEST], whole[_DIGEST:]
        if hashlib.sha256(content).digest() != digest:  # a damaged archive raises almost anything
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return _detours({name: file[name] for name in _FIELDS}, digest.hex()[:8])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


_DIGEST = hashlib.sha256().digest_size
_FIELDS = ("lat", "lon", "seconds", "metres", "rates")


def _arrays(detours: Detours) -> dict[str, Floats]:
    rates = detours.rates
    numbers = (rates.fixed_s, rates.s_per_km, rates.fixed_m, rates.detour_permille)
    fields = {name: getattr(detours, name) for name in _FIELDS[:-1]}
    return {**fields, "rates": np.array(numbers, dtype=np.float64)}


def _detours(fields: Mapping[str, NDArray[np.generic]], checksum: str) -> Detours:
    lat, lon, seconds, metres, rates = (fields[name].astype(np.float64) for name in _FIELDS)
    shapes = lat.shape, lon.shape, seconds.shape, metres.shape, rates.shape
    count = lat.size
    if shapes != ((count,), (count,), (count, count), (count, count), (4,)) or count < NEAREST:
        msg = "these are no detours"
        raise ValueError(msg)
    if not all(np.isfinite(part).all() for part in (lat, lon, seconds, metres, rates)):
        msg = "these detours lead nowhere"
        raise ValueError(msg)
    fixed_s, s_per_km, fixed_m, permille = (int(rate) for rate in rates)
    speed = TravelSpeed(fixed_s=fixed_s, s_per_km=s_per_km, fixed_m=fixed_m, detour_permille=permille)
    return Detours(lat=lat, lon=lon, seconds=seconds, metres=metres, rates=speed, checksum=checksum)


def _name(profile: Profile) -> str:
    return f"detours-{profile}.bin"


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
