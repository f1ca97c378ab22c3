"""Driving through a town's hours of slower traffic, by the clock of a service day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.domain.policy import SpeedBand
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.horizon.bands import combined
from scheduler.services.horizon.frame import Frame
from solver.facts import travel as travel_facts
from solver.travel_time import arrival_s


def speed_bands(frame: Frame) -> tuple[travel_facts.SpeedBandFact, ...]:
    """Return the bands of the day and of the next in the solver's seconds, with the snow of the whole town."""
    bands = sorted(frame.town.policy.speed_bands, key=lambda band: band.start_h)
    usual = tuple(
        travel_facts.SpeedBandFact(
            start_s=frame.hour(band.start_h + 24 * day), end_s=frame.hour(band.end_h + 24 * day), permille=band.permille
        )
        for day in (0, 1)
        for band in bands
    )
    return combined(usual, tuple(_snow(frame)))


def _snow(frame: Frame) -> Iterator[travel_facts.SpeedBandFact]:
    """Yield the snow of the whole town; longer rather than shorter, and without an end until the next day's end."""
    for one in frame.town.disruptions:
        if one.snow is not None and not one.snow.districts:
            start = frame.latest(one.since)
            end = frame.hour(48) if one.until is None else frame.earliest(one.until)
            yield travel_facts.SpeedBandFact(start_s=start, end_s=max(start + 1, end), permille=one.snow.permille)


class Traffic:
    """Bands of hours on one service day, and how long drives through them take.

    Parameters
    ----------
    town : Town
        Whose clock is meant.
    day : ServiceDay
        The day of departure.
    bands : sequence of SpeedBand
        In the order of their hours; their speeds are given with each question.
    """

    def __init__(self, town: Town, day: ServiceDay, bands: Sequence[SpeedBand]) -> None:
        frame = Frame(replace(town, policy=replace(town.policy, speed_bands=tuple(bands))), day)
        self._count = len(bands)
        self._spans = [(band.start_s, band.end_s) for band in speed_bands(frame)]  # this day's, then the next day's

    def duration_s(self, leave_s: int, base_s: int, permille: Sequence[int]) -> int:
        """Return the seconds that a drive of `base_s` free-flow seconds takes, at these speeds of the bands."""
        bands = [(start, end, permille[k % self._count]) for k, (start, end) in enumerate(self._spans)]
        return arrival_s(bands, leave_s, base_s) - leave_s

    def within_s(self, leave_s: int, arrive_s: int) -> tuple[int, ...]:
        """Return how many seconds between two instants lie in each band."""
        spent = [max(0, min(arrive_s, end) - max(leave_s, start)) for start, end in self._spans]
        return tuple(spent[k] + spent[self._count + k] for k in range(self._count))
