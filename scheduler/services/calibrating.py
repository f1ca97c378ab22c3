"""Fitting a town's speed in each band of hours to drives as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.actuals import Drive
from scheduler.domain.policy import SpeedBand
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon import Traffic, travel_point
from scheduler.services.ports import TravelTimes
from scheduler.services.witness import TravelWitness

FEWEST = 10
"""Drives that a band's speed is fitted from; with fewer it stays as it is."""
ODD = 4.0
"""A drive that took so many times longer or shorter than the map says was something else: a coffee, a wrong door."""
SLOWEST, FASTEST = 10, 3_000
ROUNDS = 60

type Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class FittedBand:
    """A band of hours that was asked for, with its old and new speed; `drives` were mostly within it."""

    band: SpeedBand
    before_permille: int
    drives: int
    fitted: bool


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What was fitted, and how much it helps.

    Attributes
    ----------
    bands : tuple of FittedBand
        The bands that were asked for.
    speed_bands : tuple of SpeedBand
        All bands as the town's policy would hold them: those that were fitted, and at other hours what it holds now.
    used, odd, unbanded : int
        Drives that were used; left out because they cannot have been a mere drive; on foot or by bicycle, which know no
        rush hours.
    error_before, error_after : float
        Mean absolute error of predicted durations in per cent; `error_after` on drives that were left out of the fit.
    engines : str
        Whose free-flow durations the drives were compared with.
    notes : tuple of mapping of str to str
        What these engines want people to know, each sentence by language.
    alarmed : bool
        Whether one of them failed and another stood in for it: the speeds then are not those of the town's map.
    """

    bands: tuple[FittedBand, ...]
    speed_bands: tuple[SpeedBand, ...]
    used: int
    odd: int
    unbanded: int
    error_before: float
    error_after: float
    engines: str
    notes: tuple[Mapping[str, str], ...]
    alarmed: bool

    @property
    def fitted(self) -> bool:
        """Whether any band had drives enough."""
        return any(band.fitted for band in self.bands)


@dataclass(frozen=True, kw_only=True)
class _Sample:
    """A drive in seconds of its day, with what the map says and how long it was in each band."""

    traffic: Traffic
    leave_s: int
    took_s: int
    base_s: int
    within_s: tuple[int, ...]


type _Driven = Sequence[tuple[Drive, int]]
"""Drives and their free-flow seconds."""


def calibrate(town: Town, travel: TravelTimes, drives: Sequence[Drive], bands: Sequence[SpeedBand]) -> Calibration:
    """Fit the speed of each band.

    A drive of free-flow duration `d` that spent `t[b]` seconds in band `b` obeys `sum(t[b] * speed[b]) = d`: what it
    drove is what it had to drive. The speeds with the least sum of absolute errors, relative to the time under way, are
    found by iteratively reweighted least squares (Holland & Welsch 1977), which a few odd drives do not pull away.
    At hours that are not fitted the speeds of the town's policy hold.

    Parameters
    ----------
    bands : sequence of SpeedBand
        Hours to fit, disjoint; their speeds are only told, as those before.

    Raises
    ------
    InputError, TravelError
        As the travel engine's.
    """
    asked, now = (sorted(some, key=_start) for some in (bands, town.policy.speed_bands))
    witness = TravelWitness(travel)
    motor = [drive for drive in drives if drive.mode in (TravelMode.CAR, TravelMode.VAN)]
    driven = list(zip(motor, _base(town, witness, motor), strict=True))
    sane = [(drive, base_s) for drive, base_s in driven if _is_sane(town, drive, base_s)]
    number = _mostly_in(_samples(town, sane, asked), len(asked))
    free = [band for band, count in zip(asked, number, strict=True) if count >= FEWEST]
    whole = over(now, free)
    samples, is_free = _samples(town, sane, whole), [band in free for band in whole]
    fitted = _fit(samples, whole, is_free)
    new = {band.start_h: band for band, is_new in zip(fitted, is_free, strict=True) if is_new}
    return Calibration(
        bands=tuple(
            FittedBand(
                band=new.get(old.start_h, old), before_permille=old.permille, drives=count, fitted=old.start_h in new
            )
            for old, count in zip(asked, number, strict=True)
        ),
        speed_bands=tuple(fitted),
        used=len(sane),
        odd=len(driven) - len(sane),
        unbanded=len(drives) - len(motor),
        error_before=_error(_samples(town, sane, now), now),
        error_after=_held_out(samples, whole, is_free),
        engines=witness.engines,
        notes=witness.notes,
        alarmed=witness.alarmed,
    )


def over(old: Sequence[SpeedBand], new: Sequence[SpeedBand]) -> list[SpeedBand]:
    """Return the new bands and what they leave of the old ones, in the order of their hours."""
    left = list(old)
    for band in new:
        left = [
            replace(one, start_h=start, end_h=end)
            for one in left
            for start, end in (
                (one.start_h, min(one.end_h, band.start_h)),
                (max(one.start_h, band.end_h), one.end_h),
            )
            if start < end
        ]
    return sorted([*new, *left], key=_start)


def _start(band: SpeedBand) -> int:
    return band.start_h


def _base(town: Town, travel: TravelTimes, drives: Sequence[Drive]) -> list[int]:
    """Return the free-flow seconds of each drive."""
    seconds = [0] * len(drives)
    for mode in sorted({drive.mode for drive in drives}):
        mine = [k for k, drive in enumerate(drives) if drive.mode is mode]
        doors = list(dict.fromkeys(door for k in mine for door in (drives[k].origin, drives[k].destination)))
        matrix = travel.matrix([travel_point(town, door) for door in doors], mode)
        index = {door: k for k, door in enumerate(doors)}
        for k in mine:
            seconds[k] = int(matrix.seconds[index[drives[k].origin], index[drives[k].destination]])
    return seconds


def _day(town: Town, drive: Drive) -> ServiceDay:
    return ServiceDay(date=drive.left.astimezone(town.zone).date(), zone=town.zone)


def _is_sane(town: Town, drive: Drive, base_s: int) -> bool:
    leave_s, arrive_s = _span(_day(town, drive), drive)
    return base_s > 0 and 1 / ODD <= (arrive_s - leave_s) / base_s <= ODD


def _span(day: ServiceDay, drive: Drive) -> tuple[int, int]:
    return floor(day.seconds(drive.left)), ceil(day.seconds(drive.arrived))


def _samples(town: Town, driven: _Driven, bands: Sequence[SpeedBand]) -> list[_Sample]:
    """Return the drives as these bands see them."""
    days = {day: Traffic(town, day, bands) for day in {_day(town, drive) for drive, _ in driven}}
    return [_sample(_day(town, drive), days[_day(town, drive)], drive, base_s) for drive, base_s in driven]


def _sample(day: ServiceDay, traffic: Traffic, drive: Drive, base_s: int) -> _Sample:
    leave, arrive = _span(day, drive)
    within = traffic.within_s(leave, arrive)
    return _Sample(traffic=traffic, leave_s=leave, took_s=arrive - leave, base_s=base_s, within_s=within)


def _mostly_in(samples: Sequence[_Sample], bands: int) -> list[int]:
    """Return how many drives were mostly in each band."""
    most = [max(one.within_s, default=0) for one in samples]
    return [
        sum(0 < longest == one.within_s[k] for one, longest in zip(samples, most, strict=True)) for k in range(bands)
    ]


def _fit(samples: Sequence[_Sample], bands: Sequence[SpeedBand], free: Sequence[bool]) -> list[SpeedBand]:
    """Return the bands with the speeds of the free ones fitted; of a band that no drive touched nothing is known."""
    speeds = np.array([band.permille / 1000 for band in bands])
    spent = np.array([one.within_s for one in samples], dtype=np.float64).reshape(len(samples), len(bands))
    which = np.flatnonzero(np.array(free, dtype=bool) & spent.any(axis=0))
    if len(which):
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
    halves = _halves(samples)
    errors = [_error(halves[1 - k], _fit(halves[k], bands, free)) * len(halves[1 - k]) for k in (0, 1)]
    return sum(errors) / max(1, len(samples))


def _halves(samples: Sequence[_Sample]) -> tuple[list[_Sample], list[_Sample]]:
    """Return two halves, each with half of the drives of each band.

    Of four drives in a band the outer two go to one half, the inner two to the other: whoever logs there and back again
    by turns would otherwise have all ways there in one half.
    """
    halves: tuple[list[_Sample], list[_Sample]] = [], []
    seen: dict[int | None, int] = {}
    for one in samples:
        longest = max(one.within_s, default=0)
        band = one.within_s.index(longest) if longest else None
        turn = seen[band] = seen.get(band, -1) + 1
        halves[turn % 4 in {1, 2}].append(one)
    return halves


def _error(samples: Sequence[_Sample], bands: Sequence[SpeedBand]) -> float:
    """Return the mean absolute error of the predicted durations, in per cent."""
    if not samples:
        return 0.0
    speeds = [band.permille for band in bands]
    wrong = [abs(one.traffic.duration_s(one.leave_s, one.base_s, speeds) / one.took_s - 1) for one in samples]
    return 100 * float(np.mean(wrong))
