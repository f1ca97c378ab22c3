"""Work space of the timing: allocated once for each thread, so that compiled calls allocate nothing."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Ints
from solver.kernel.layouts import Records
from solver.kernel.world import World

type Record = Any
"""One element of an array of records, by reference: setting a field changes the array."""

FREE = -1
"""Instead of a longest wait: nobody is aboard, one may wait and take breaks."""
CLEAN = 1 << 60
"""Instead of the first position to be settled: there is none."""
BEFORE, AFTER = 0, 1
"""Side of a break's place: before leaving for a position, or after arriving there and before the set-up."""

COPIES = 64
"""So many copies of all routes the decisions of one search may need at once."""
DEPTH = 1024
"""So many decisions about breaks and stretches may follow from each other."""


def _record(*names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names])


LEG = _record(
    "task", "chain", "travel_s", "setup_s", "service_s",
    "opens_s", "closes_s",  # first opening; last closing, or when who is aboard must be out
    "window_from", "window_to",  # equal where there is but one
    "pickup", "ride_max_s",  # position of the other half, -1
    "wait_s",  # longest standing before the start here, or FREE
    "passed_s",  # from leaving the start to the end of service, at the best speed and without waiting
)  # fmt: skip
TIME = _record(
    "floor_s",  # start not before: what limits and other routes demand
    "start_s", "arrive_s", "left_s",
    "start_hold", "left_hold",  # the position since whose start nobody waits until then; -1: since leaving the start
)  # fmt: skip
CHAIN = _record(
    "row", "shift", "n", "leg_from", "mode", "fastest_permille", "band_from", "band_to", "bands_end_s",
    "awake_s", "roster_end_s", "work_max_s", "driving_max_s", "break_from", "slots",
    "related",  # whether a relation ties two of its tasks
    "aboard", "driven_s",  # while it is laid out: people aboard; driving at the best speed
)  # fmt: skip
STATE = _record(
    "chain", "time_from", "begin_s", "end_s", "least_end_s", "latest_s",
    "taken",  # how many breaks are taken
    "undecided",  # breaks neither taken nor declined, as bits
    "unpaid_s",  # unpaid breaks inside the route, which are no work; undecided ones are hoped for
    "low", "high",  # positions to be settled
    "jumped",  # whether settling ran into a window's opening
)  # fmt: skip
TAKEN = _record("place", "slot")  # the place is twice the position plus the side; ascending
ARC = _record("first", "second", "seconds")  # legs: the second starts at least so long after the first starts
CHOICE = _record("arc_from", "arc_to")  # of which one must hold
FRAME = _record(
    "chain",  # whose break; -1: a choice of stretches
    "slot", "step",  # how far its alternatives have been tried
    "place", "index",  # the place being tried, and after how many breaks there; or the arcs to be tried
    "works",  # whether any alternative has settled
    "option_from", "option_to",
    "arcs",  # how many hold at this level
    "state_from", "state_to", "time_to",  # this level's own states and the end of its work space
)  # fmt: skip
OPTION = _record("place", "late_s", "outside", "over_s")


class Facts(NamedTuple):
    """What laying out a route reads of the world, under the same names: fewer arguments are handed over faster.

    Attributes
    ----------
    anybody_aboard : bool
        Whether any request of the problem is aboard already.
    """

    tasks: Records
    requests: Records
    shifts: Records
    modes: Records
    partners: Ints
    seconds: NDArray[np.int32]
    ride_max_s: Ints
    wait_max_s: int
    anybody_aboard: bool


class Lane(NamedTuple):
    """What settling a route reads and writes.

    Attributes
    ----------
    chains : records, by route
        What stays the same about a route.
    spot : (tasks,)
        The leg of a task; only right if that leg says so too.
    legs : records
        The routes' positions end to end, each with its way home.
    states, taken, times : records; (states, breaks); records
        Where a route is in its search: a state, the breaks taken, and the times of its positions; at first those of
        `legs`, then copies.
    windows, breaks, bands
        Those of the world.
    """

    chains: Records
    spot: Ints
    legs: Records
    states: Records
    taken: Records
    times: Records
    windows: Ints
    breaks: Records
    bands: Ints


class Ties(NamedTuple):
    """Relations of the world, under the same names, and which pairs of stretches are at hand.

    Attributes
    ----------
    mine, seen : (pairs,)
        Pairs at hand, ascending; by pair the stamp of who saw it last, in `mark[0]`.
    """

    tasks: Records
    differences: Records
    task_differences: Ints
    pairs: Records
    pair_tasks: Ints
    task_pairs: Ints
    mine: Ints
    seen: Ints
    mark: Ints


class Knot(NamedTuple):
    """Routes that are timed together, and the search over what is to be decided about them.

    Attributes
    ----------
    counts : (9,)
        First route and the one after the last; how many relations, choices, states, times and urgent routes there are;
        how many more ways may be tried; how many legs are laid out, those of routes that are not at hand included.
    arcs : records
        Relations that hold, those of decisions last.
    choices, choice_arcs : records
    at : (levels, shifts)
        The state of each route after so many decisions.
    frames : records, by level
        The decision at hand.
    options : records
        Places that a break may have.
    urgent : (shifts,)
        Routes whose breaks are decided first.
    owed, soon : (MOST_LISTED,), (2 ** MOST_LISTED,)
        For the bound of `room`: breaks owed, earliest times by set of them.
    """

    counts: Ints
    arcs: Records
    choices: Records
    choice_arcs: Records
    at: Ints
    frames: Records
    options: Records
    urgent: Ints
    owed: Ints
    soon: Ints


class Scratch(NamedTuple):
    """All work space of timing of one thread."""

    facts: Facts
    lane: Lane
    ties: Ties
    knot: Knot


FIRST, LAST, ARCS, CHOICES, STATES, TIMES, URGENT, LEFT, LAID = range(9)
"""What stands where in `Knot.counts`."""

MOST_BREAKS = 62
"""Breaks of one shift: they are kept as bits."""
MOST_LISTED = 6
"""Breaks of which `room` looks at all sets."""


def scratch_for(world: World) -> Scratch:
    """Return the work space of one thread.

    Raises
    ------
    ValueError
        If a shift has more than `MOST_BREAKS` breaks.
    """
    slots = world.shifts["break_to"] - world.shifts["break_from"]
    most = int(slots.max(initial=0))
    if most > MOST_BREAKS:
        msg = f"a shift has {most} breaks, at most {MOST_BREAKS} can be planned"
        raise ValueError(msg)
    legs = len(world.tasks) + len(world.shifts)
    levels = min(int(slots.sum()) + len(world.pairs), DEPTH) + 2
    lane = _lane(world, legs, min(levels, COPIES), most)
    return Scratch(facts=_facts(world), lane=lane, ties=_ties(world), knot=_knot(world, levels, 2 * most * legs))


def _facts(world: World) -> Facts:
    return Facts(
        tasks=world.tasks,
        requests=world.requests,
        shifts=world.shifts,
        modes=world.modes,
        partners=world.partners,
        seconds=world.seconds,
        ride_max_s=world.ride_max_s,
        wait_max_s=world.wait_max_s,
        anybody_aboard=bool((world.requests["aboard_shift"] >= 0).any()),
    )


def _lane(world: World, legs: int, copies: int, most: int) -> Lane:
    shifts = len(world.shifts)
    return Lane(
        chains=np.zeros(shifts, CHAIN),
        spot=np.zeros(len(world.tasks), dtype=np.int64),
        legs=np.zeros(legs, LEG),
        states=np.zeros(shifts * copies, STATE),
        taken=np.zeros((shifts * copies, most), TAKEN),
        times=np.empty(legs * copies, TIME),
        windows=world.windows,
        breaks=world.breaks,
        bands=world.bands,
    )


def _ties(world: World) -> Ties:
    return Ties(
        tasks=world.tasks,
        differences=world.differences,
        task_differences=world.task_differences,
        pairs=world.pairs,
        pair_tasks=world.pair_tasks,
        task_pairs=world.task_pairs,
        mine=np.zeros(len(world.pairs), dtype=np.int64),
        seen=np.zeros(len(world.pairs), dtype=np.int64),
        mark=np.zeros(1, dtype=np.int64),
    )


def _knot(world: World, levels: int, options: int) -> Knot:
    shifts, pairs = len(world.shifts), len(world.pairs)
    return Knot(
        counts=np.zeros(9, dtype=np.int64),
        arcs=np.zeros(2 * len(world.differences) + pairs, ARC),
        choices=np.zeros(pairs, CHOICE),
        choice_arcs=np.zeros(2 * pairs, ARC),
        at=np.empty((levels, shifts), dtype=np.int64),
        frames=np.zeros(levels, FRAME),
        options=np.empty(options, OPTION),
        urgent=np.zeros(shifts, dtype=np.int64),
        owed=np.zeros(MOST_LISTED, dtype=np.int64),
        soon=np.zeros(1 << MOST_LISTED, dtype=np.int64),
    )
