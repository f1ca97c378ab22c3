"""What stays the same about a route however its times move: legs, set-ups, pairs, who is aboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.arrays import FAR
from solver.facts.requests import Span
from solver.timing.facts import Bands, Facts

FREE = -1
"""Instead of a longest wait: nobody is aboard, one may wait and take breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """One order of one shift, by position; position `len(order)` is the way home.

    Attributes
    ----------
    travel : list of int
        Free-flow duration of the leg into each position (0 inside a halt).
    setup, service : list of int
    windows : list of tuple of Span
    cap : list of int
        Start not after this instant (longest ride of who is aboard already).
    pickup, ride_max : list of int
        Position of the other half (-1: none), and the longest time from its end to the start here.
    wait : list of int
        Longest standing before the start here; `FREE` with nobody aboard.
    begin, latest : int
        The route starts and ends not before / after these.
    awake : int
        From when on the crew may rest before the route starts.
    """

    shift: int
    order: tuple[int, ...]
    travel: list[int]
    bands: Bands
    setup: list[int]
    service: list[int]
    windows: list[tuple[Span, ...]]
    cap: list[int]
    pickup: list[int]
    ride_max: list[int]
    wait: list[int]
    begin: int
    latest: int
    awake: int
    roster_end: int
    work_max: int
    driving_max: int


def legs_of(facts: Facts, shift: int, order: Sequence[int]) -> Legs | None:
    """Return the legs of an order, or None if its driving or a ride is too long at any time of day."""
    travel, setup = _ways(facts, shift, order)
    mode = facts.mode[shift]
    driving_max = facts.driving_max_s[shift] if facts.driving[mode] else FAR
    pickup, ride_max, cap = _pairs(facts, shift, order)
    legs = Legs(
        shift=shift,
        order=tuple(order),
        travel=travel,
        bands=facts.bands[mode],
        setup=setup,
        service=[facts.service_s[task] for task in order],
        windows=[facts.windows[task] for task in order],
        cap=cap,
        pickup=pickup,
        ride_max=ride_max,
        wait=_waits(facts, order, pickup),
        begin=max(facts.earliest_s[shift], facts.free_s[shift]),
        latest=facts.latest_s[shift],
        awake=max(facts.roster_start_s[shift], facts.free_s[shift]),
        roster_end=facts.roster_end_s[shift],
        work_max=facts.work_max_s[shift],
        driving_max=driving_max,
    )
    return None if _too_long(legs) else legs


def _too_long(legs: Legs) -> bool:
    """Return whether driving or a ride is too long even at the best speed of the day and without waiting."""
    best = max((permille for _, _, permille in legs.bands), default=1000)
    travel = [seconds * 1000 // max(best, 1000) for seconds in legs.travel] if legs.bands else legs.travel
    if sum(travel) > legs.driving_max:
        return True
    passed = 0
    since: list[int] = []  # seconds from leaving the start to each end of service
    for k, service in enumerate(legs.service):
        passed += travel[k] + legs.setup[k]
        if (p := legs.pickup[k]) >= 0 and passed - since[p] > legs.ride_max[k]:
            return True
        passed += service
        since.append(passed)
    return False


def _ways(facts: Facts, shift: int, order: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return travel into each position and home, and the set-up paid at each position (once per halt)."""
    seconds = facts.seconds[facts.mode[shift]].item
    travel, setup = [], []
    here = facts.start_location[shift]
    for position, task in enumerate(order):
        place = facts.location[task]
        travel.append(0 if place == here else int(seconds(here, place)))
        setup.append(0 if place == here and position else facts.setup_s[task])
        here = place
    home = facts.end_location[shift]
    travel.append(0 if home == here else int(seconds(here, home)))
    return travel, setup


def _pairs(facts: Facts, shift: int, order: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Return for each position its pickup's position, its longest ride, and its latest start if aboard already."""
    mode = facts.mode[shift]
    at: dict[int, int] = {}
    pickup, ride_max, cap = [], [], []
    for position, task in enumerate(order):
        request = facts.request[task]
        longest = facts.ride_max_s[request][mode]
        pickup.append(at.get(request, -1))
        at[request] = position
        ride_max.append(longest)
        cap.append(facts.aboard_since_s[request] + longest if facts.aboard_shift[request] == shift else 2 * FAR)
    return pickup, ride_max, cap


def _waits(facts: Facts, order: Sequence[int], pickup: list[int]) -> list[int]:
    """Return the longest standing before each position, `FREE` where no people are aboard (always so on the way home).

    Only tasks of `order` count: who is aboard already is so until the dropoff, and a pickup without dropoff counts
    until the end.
    """
    aboard = sum(facts.people[facts.request[task]] for task in order if facts.aboard_shift[facts.request[task]] >= 0)
    waits = []
    for position, task in enumerate(order):
        request = facts.request[task]
        waits.append(facts.wait_max_s + facts.wait_allowed_s[task] if aboard else FREE)
        if facts.people[request]:
            pairs_up = len(facts.request_tasks[request]) > 1 and pickup[position] < 0
            aboard += 1 if pairs_up else -1
    waits.append(0 if aboard else FREE)
    return waits
