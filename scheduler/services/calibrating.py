"""Fitting a town's speed in each band of hours to drives as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.actuals import Drive
from scheduler.domain.place import Door
from scheduler.domain.policy import SpeedBand
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import Traffic
from scheduler.services.ports import TravelPoint, TravelTimes

FEWEST = 10
"""Drives that a band's speed is fitted from; with fewer it stays as it is."""
ODD = 4.0
"""A drive that took so many times longer or shorter than the map says was something else: a coffee, a wrong door."""
SLOWEST, FASTEST = 10, 3_000
ROUNDS = 60

type Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class FittedBand:
    """A band of hours with its old and new speed; `drives` were mostly within it."""

    band: SpeedBand
    before_permille: int
    drives: int
    fitted: bool


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What was fitted, and how much it helps.

    Attributes
    ----------
    used, odd, unbanded : int
        Drives that were used; left out because they cannot have been a mere drive; on foot or by bicycle, which know no
        rush hours.
    error_before, error_after : float
        Mean absolute error of predicted durations in per cent; `error_after` on drives that were left out of the fit.
    """

    bands: tuple[FittedBand, ...]
    used: int
    odd: int
    unbanded: int
    error_before: float
    error_after: float
    engine: str

    @property
    def speed_bands(self) -> tuple[SpeedBand, ...]:
        """The bands as the town's policy holds them."""
        return tuple(fitted.band for fitted in self.bands)


@dataclass(frozen=True, kw_only=True)
class _Sample:
    """A drive in seconds of its day, with what the map says and how long it was in each band."""

    traffic: Traffic
    leave_s: int
    took_s: int
    base_s: int
    within_s: tuple[int, ...]


def calibrate(town: Town, travel: TravelTimes, drives: Sequence[Drive], bands: Sequence[SpeedBand]) -> Calibration:
    """Fit the speed of each band.

    A drive of free-flow duration `d` that spent `t[b]` seconds in band `b` obeys `sum(t[b] * speed[b]) = d`: what it
    drove is what it had to drive. The speeds with the least sum of absolute errors, relative to the time under way, are
    found by iteratively reweighted least squares (Holland & Welsch 1977), which a few odd drives do not pull away.

    Parameters
    ----------
    bands : sequence of SpeedBand
        Hours, disjoint; with the speeds that are in force now.

    Raises
    ------
    InputError, TravelError
        As the travel engine's.
    """
    ordered = sorted(bands, key=lambda band: band.start_h)
    motor = [drive for drive in drives if drive.mode in (TravelMode.CAR, TravelMode.VAN)]
    base, engine = _base(town, travel, motor)
    days = {day: Traffic(town, day, ordered) for day in {_day(town, drive) for drive in motor}}
    samples = [
        _sample(_day(town, drive), days[_day(town, drive)], drive, base_s)
        for drive, base_s in zip(motor, base, strict=True)
    ]
    sane = [one for one in samples if one.base_s and 1 / ODD <= one.took_s / one.base_s <= ODD]
    counts = np.array([[bool(t) and t == max(one.within_s) for t in one.within_s] for one in sane], dtype=np.int64)
    number = counts.sum(axis=0) if sane else np.zeros(len(ordered), dtype=np.int64)
    free = [int(n) >= FEWEST for n in number]
    fitted = _fit(sane, ordered, free)
    return Calibration(
        bands=tuple(
            FittedBand(band=new, before_permille=old.permille, drives=int(n), fitted=is_free)
            for new, old, n, is_free in zip(fitted, ordered, number, free, strict=True)
        ),
        used=len(sane),
        odd=len(samples) - len(sane),
        unbanded=len(drives) - len(motor),
        error_before=_error(sane, ordered),
        error_after=_held_out(sane, ordered, free),
        engine=engine,
    )


def _base(town: Town, travel: TravelTimes, drives: Sequence[Drive]) -> tuple[list[int], str]:
    """Return the free-flow seconds of each drive, and whose they are."""
    seconds = [0] * len(drives)
    engine = ""
    for mode in sorted({drive.mode for drive in drives}):
        mine = [k for k, drive in enumerate(drives) if drive.mode is mode]
        doors = list(dict.fromkeys(door for k in mine for door in (drives[k].origin, drives[k].destination)))
        matrix = travel.matrix([_point(town, door) for door in doors], mode)
        engine, index = matrix.engine, {door: k for k, door in enumerate(doors)}
        for k in mine:
            seconds[k] = int(matrix.seconds[index[drives[k].origin], index[drives[k].destination]])
    return seconds, engine


def _point(town: Town, door: Door) -> TravelPoint:
    place = town.places[door.place_id]
    return TravelPoint(point=town.entrance(door).point, district_id=place.district_id, name=place.name)


def _day(town: Town, drive: Drive) -> ServiceDay:
    return ServiceDay(date=drive.left.astimezone(town.zone).date(), zone=town.zone)


def _sample(day: ServiceDay, traffic: Traffic, drive: Drive, base_s: int) -> _Sample:
    leave, arrive = floor(day.seconds(drive.left)), ceil(day.seconds(drive.arrived))
    within = traffic.within_s(leave, arrive)
    return _Sample(traffic=traffic, leave_s=leave, took_s=arrive - leave, base_s=base_s, within_s=within)


def _fit(samples: Sequence[_Sample], bands: Sequence[SpeedBand], free: Sequence[bool]) -> list[SpeedBand]:
    """Return the bands with the speeds of the free ones fitted."""
    speeds = np.array([band.permille / 1000 for band in bands])
    which = np.flatnonzero(free)
    if len(which) and samples:
        spent = np.array([one.within_s for one in samples], dtype=np.float64)
        took = np.array([one.took_s for one in samples], dtype=np.float64)
        outside = took - spent.sum(axis=1)  # at free speed
        base = np.array([one.base_s for one in samples], dtype=np.float64)
        fixed = np.delete(spent, which, axis=1) @ np.delete(speeds, which)
        # Per second under way: with one band alone this is the median of the drives' speeds.
        speeds[which] = _least_absolute(spent[:, which] / took[:, None], (base - outside - fixed) / took)
    permille = np.clip(np.rint(speeds * 1000), SLOWEST, FASTEST).astype(int)
    return [replace(band, permille=int(p)) for band, p in zip(bands, permille, strict=True)]


def _least_absolute(left: Floats, right: Floats) -> Floats:
    """Return x with the least sum of absolute errors of `left @ x = right`."""
    weights = np.ones(len(right))
    x = np.zeros(left.shape[1])
    for _ in range(ROUNDS):
        root = np.sqrt(weights)
        x = np.linalg.lstsq(left * root[:, None], right * root, rcond=None)[0]
        weights = 1 / np.maximum(np.abs(left @ x - right), 1e-4)
    return x


def _held_out(samples: Sequence[_Sample], bands: Sequence[SpeedBand], free: Sequence[bool]) -> float:
    """Return the error on each half of the drives after a fit to the other half, in per cent."""
    halves = samples[::2], samples[1::2]
    errors = [_error(halves[1 - k], _fit(halves[k], bands, free)) * len(halves[1 - k]) for k in (0, 1)]
    return sum(errors) / max(1, len(samples))


def _error(samples: Sequence[_Sample], bands: Sequence[SpeedBand]) -> float:
    """Return the mean absolute error of the predicted durations, in per cent."""
    if not samples:
        return 0.0
    speeds = [band.permille for band in bands]
    wrong = [abs(one.traffic.duration_s(one.leave_s, one.base_s, speeds) / one.took_s - 1) for one in samples]
    return 100 * float(np.mean(wrong))
