"""What questions about a plan work on besides the state it is loaded into; made once, changed by compiled code."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Bits, Ints
from solver.kernel.world import World

ASKED, TOLD = 8, 8
"""Words of a question and of its answer."""
FIELDS = 7
"""Words of a place: shift, positions of the first and second task (-1), grosze, start of the timed task as early as can
be, and bounds on its first and last start."""
HOLES = 256
"""So many holes in a range of starts are told at most."""
DEEP = 64
"""So many parts of a range wait to be looked at."""
TOUCHED, QUEUED, RAISED, TIMED = range(4)
"""What stands where in `counts`: how many rows a trial has changed, how many are to be timed, how many tasks were
pushed, how many rows have been timed lately."""
WAYS = ("places tried", "rows timed", "loosely", "jointly")
"""What `effort` counts: orders tried; rows timed alone; trials that were timed again without breaks; all together."""


class Desk(NamedTuple):
    """Work space of questions.

    Attributes
    ----------
    asked, told : (ASKED,), (TOLD,)
        Numbers of the question; of the answer.
    order, order_n : (shifts, longest), (shifts,)
        Orders to be loaded.
    opens_s : (tasks,)
        First openings; a trial raises those of the world.
    break_to : (shifts,)
        Ends of the shifts' breaks; a trial may take them from the world.
    tie_from, ties : (tasks + 1,), (2 x differences,)
        By task the differences that name it.
    row_of : (shifts,)
        The row that holds a shift's route in a trial.
    touched, queue : (shifts,)
        Shifts whose row is another in a trial; whose row is to be timed.
    waits : (shifts,)
        Whether its row is to be timed.
    bad, was_bad : (shifts,)
        Whether its row has no times as it is; as it was loaded.
    raised, is_raised : (tasks,)
    counts : see `TOUCHED`
    places : (room, FIELDS)
    holes : (HOLES, 2)
        First and last of starts that are impossible, between possible ones.
    parts : (DEEP, 4)
        Ranges to be looked at: a start, the shape of its times, another start, its shape.
    calls : (requests,)
        Requests to be told of.
    open_a, open_b : (pairs,)
        Whether a stretch without its last task goes on until the end of the day; the world is told only where that
        task is planned nowhere.
    coming : (requests,)
        Whether a request will be planned in the end: nobody is away for ever for want of it.
    effort : as many as `WAYS`
    """

    asked: Ints
    told: Ints
    order: Ints
    order_n: Ints
    opens_s: Ints
    break_to: Ints
    tie_from: Ints
    ties: Ints
    row_of: Ints
    touched: Ints
    queue: Ints
    waits: Bits
    bad: Bits
    was_bad: Bits
    raised: Ints
    is_raised: Bits
    counts: Ints
    places: Ints
    holes: Ints
    parts: Ints
    calls: Ints
    open_a: Ints
    open_b: Ints
    coming: Bits
    effort: Ints


def desk_for(world: World, room: int) -> Desk:
    """Return the work space for questions about plans of this world that have at most `room` places to tell."""
    shifts, tasks = len(world.shifts), len(world.tasks)
    tie_from, ties = _ties(world)
    return Desk(
        asked=np.zeros(ASKED, dtype=np.int64),
        told=np.zeros(TOLD, dtype=np.int64),
        order=np.zeros((shifts, tasks), dtype=np.int64),
        order_n=np.zeros(shifts, dtype=np.int64),
        opens_s=world.tasks["opens_s"].copy(),
        break_to=world.shifts["break_to"].copy(),
        tie_from=tie_from,
        ties=ties,
        row_of=np.arange(shifts, dtype=np.int64),
        touched=np.zeros(shifts, dtype=np.int64),
        queue=np.zeros(shifts, dtype=np.int64),
        waits=np.zeros(shifts, dtype=np.bool_),
        bad=np.zeros(shifts, dtype=np.bool_),
        was_bad=np.zeros(shifts, dtype=np.bool_),
        raised=np.zeros(tasks, dtype=np.int64),
        is_raised=np.zeros(tasks, dtype=np.bool_),
        counts=np.zeros(4, dtype=np.int64),
        places=np.zeros((room, FIELDS), dtype=np.int64),
        holes=np.zeros((HOLES, 2), dtype=np.int64),
        parts=np.zeros((DEEP, 4), dtype=np.int64),
        calls=np.zeros(len(world.requests), dtype=np.int64),
        open_a=world.pairs["open_a"].copy(),
        open_b=world.pairs["open_b"].copy(),
        coming=np.zeros(len(world.requests), dtype=np.bool_),
        effort=np.zeros(len(WAYS), dtype=np.int64),
    )


def _ties(world: World) -> tuple[Ints, Ints]:
    """Return the differences by task, one task's after the other's."""
    ends = np.concatenate([world.differences["a"], world.differences["b"]])
    number = np.tile(np.arange(len(world.differences), dtype=np.int64), 2)
    begins = np.zeros(len(world.tasks) + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=len(world.tasks)), out=begins[1:])
    return begins, number[np.argsort(ends, kind="stable")]
