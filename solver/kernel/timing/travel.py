"""How long a leg takes when it starts at a given moment, as `solver.travel_time`, and the way back."""

from solver.arrays import Ints
from solver.kernel import part
from solver.kernel.world import World


@part
def arrival_in(bands: Ints, mode: tuple[int, int], leave_s: int, base_s: int) -> int:
    """Return the second of arrival, rounded up; `mode` is its part of the bands."""
    left = base_s * 1000  # thousandths of a free-flow second still to travel
    now = leave_s
    for b in range(mode[0], mode[1]):
        start, end, permille = bands[b, 0], bands[b, 1], bands[b, 2]
        if end <= now:
            continue
        if start > now:
            if left <= (start - now) * 1000:
                break
            left -= (start - now) * 1000
            now = start
        if left <= (end - now) * permille:
            return now + (left + permille - 1) // permille
        left -= (end - now) * permille
        now = end
    return now + (left + 999) // 1000


@part
def departure_in(bands: Ints, mode: tuple[int, int], arrive_s: int, base_s: int) -> int:
    """Return the latest second of departure from which one arrives by `arrive_s`; `mode` is its part of the bands.

    Travelled backwards: one arrives in time exactly if the speed summed over the seconds between reaches the length.
    """
    left = base_s * 1000
    now = arrive_s
    for b in range(mode[1] - 1, mode[0] - 1, -1):
        start, end, permille = bands[b, 0], bands[b, 1], bands[b, 2]
        if start >= now:
            continue
        if end < now:
            if left <= (now - end) * 1000:
                break
            left -= (now - end) * 1000
            now = end
        if left <= (now - start) * permille:
            return now - (left + permille - 1) // permille
        left -= (now - start) * permille
        now = start
    return now - (left + 999) // 1000


@part
def arrival(world: World, mode: int, leave_s: int, base_s: int) -> int:
    """Return the second of arrival, rounded up, of who leaves at `leave_s` for a leg of `base_s` free-flow seconds."""
    facts = world.modes[mode]
    return arrival_in(world.bands, (facts.band_from, facts.band_to), leave_s, base_s)


@part
def departure(world: World, mode: int, arrive_s: int, base_s: int) -> int:
    """Return the latest second of departure from which one arrives by `arrive_s`."""
    facts = world.modes[mode]
    return departure_in(world.bands, (facts.band_from, facts.band_to), arrive_s, base_s)
