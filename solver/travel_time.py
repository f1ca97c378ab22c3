"""How long a leg takes when it starts at a given moment.

A leg has one free-flow duration; its time integrates the hour band's speed through every boundary it crosses (Ichoua,
Gendreau & Potvin 2003, "Vehicle dispatching with time-dependent travel times"), so leaving later never arrives earlier.
"""

from collections.abc import Sequence


def arrival_s(bands: Sequence[tuple[int, int, int]], leave_s: int, base_s: int) -> int:
    """Return the second of arrival, rounded up.

    Parameters
    ----------
    bands : sequence of (start_s, end_s, permille)
        Ascending, disjoint; outside them speed is 1000 permille.
    leave_s, base_s : int
        Departure, and the free-flow duration.
    """
    left = base_s * 1000  # thousandths of a free-flow second still to travel
    now = leave_s
    for start, end, permille in bands:
        if end <= now:
            continue
        if start > now:
            if left <= (start - now) * 1000:
                break
            left -= (start - now) * 1000
            now = start
        if left <= (end - now) * permille:
            return now + -(-left // permille)
        left -= (end - now) * permille
        now = end
    return now + -(-left // 1000)


def departure_s(bands: Sequence[tuple[int, int, int]], arrive_s: int, base_s: int) -> int:
    """Return the latest second of departure from which one arrives by `arrive_s`."""
    low, high = arrive_s - base_s * _slowest(bands) - 1, arrive_s
    while low < high:
        middle = (low + high + 1) // 2
        if arrival_s(bands, middle, base_s) <= arrive_s:
            low = middle
        else:
            high = middle - 1
    return low


def _slowest(bands: Sequence[tuple[int, int, int]]) -> int:
    return max((-(-1000 // permille) for _, _, permille in bands), default=1)
