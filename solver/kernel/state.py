"""What one thread's search works on; allocated once, changed in place by compiled code."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Bits, Ints
from solver.kernel.chance import Dice, dice
from solver.kernel.layouts import KNOBS, LUCK, RIVAL, ROUTE, SPOT, TALLY, Records
from solver.kernel.rows import Rows, rows_for
from solver.kernel.timing import Scratch, scratch_for
from solver.kernel.world import World

CANDIDATES = 24
"""Positions of a request in a route that are kept for exact timing, the cheapest."""
MOVES = ("strings", "related", "detours", "route", "tied", "tails")
"""Kinds of moves, by number."""
EFFORTS = ("iterations", "removed", "asked", "known", "tried", "placed")
"""What is counted: iterations, requests taken out, places asked for, known already, orders timed, requests put in."""
SHELF, SHELF_TASKS = 400, 2**14
"""So many routes, of so many tasks in all, are put by for the master between two visits."""
SEEN = 2**15
"""Slots of the table of routes that were put by before."""
MEMORY = 10, 18, 21
"""Bits of the table of known insertions: at least, as many as a small part may have, at most."""
RIVALS = 12
"""So many plans nearly as good as the best are remembered."""
UNRIVALLED = 2**60
"""Musts that a rival leaves out which is none."""
UNPLANNED = -(2**60)
"""When a task starts that is not in the plan."""


class State(NamedTuple):
    """A plan in the making with everything that makes changing it quick.

    Rows [0, S) hold the S shifts' routes, [S, 2S) what they were when an iteration first changed them, [2S, 3S) routes
    timed together with a trial, the last two trials.

    Attributes
    ----------
    rows : Rows
    scratch : Scratch
    routes : records, by row
    spots : (rows, longest + 2) records
        What bounds say of positions.
    late_s, rest_s : (longest + 1,)
        Scratch of `cost`: latest starts, breaks by gap.
    aboard : (rows, longest + 1, kinds)
        What is carried on the way into each position.
    shift_of : (requests,)
        -1: not served.
    saved : (shifts,)
        Whether the row holds a copy of what was before this iteration.
    tally, kept_tally : one record
        Of the plan as it is; of the plan before this iteration.
    used : (caps,); value : (totals,)
    best_order : (shifts, longest); best_n : (shifts,); best_tally : one record
    rivals : (RIVALS,) records; rival_tasks : (RIVALS, tasks); rival_n : (RIVALS, shifts)
        Other plans that cost little more; their orders, shift after shift, and how long these are.
    out, queue, marks : (requests,)
        Requests taken out; to be put in; scratch.
    which, row_marks, touched, close : (shifts,)
    closed : (shifts,)
        Whether nothing may be put into the row, see `solver.kernel.fewer`.
    kept_out : (requests,)
        Whom the plan before this iteration left out, while some row is closed.
    candidates : (CANDIDATES, 4)
        Bound in grosze, estimate, position of the first and of the second task (-1: there is none).
    known : (some power of two, 4)
        Best places found before, by what they depend on: key, grosze, positions.
    when_s : (tasks,)
        When tasks start in the plan as it is; `UNPLANNED`: not at all. A search minds it only where relations matter;
        while a question is asked the times of its trial stand here.
    near : (requests, neighbours)
        Requests near each other, the nearest first.
    absences : (requests,)
        How often each was tried again after having been left out (while a row is closed: how long it was left out):
        whoever often is comes first now and then.
    effort : as many as `EFFORTS`
        How often each happened.
    shelf : (SHELF, 4)
        Routes put by: class of the shift, first task in `shelf_tasks`, number of tasks, grosze.
    shelved : (2,)
        Routes and tasks on the shelf.
    seen : (SEEN,)
        Hashes of routes put by.
    knobs : one record
        How to search.
    luck : records, by kind of move
        See `solver.kernel.moves`.
    generosity : (1,)
        How many times its worth serving a request may cost at the moment.
    broken : (1,)
        Whether this iteration led to a route without times.
    dice : Dice
    """

    rows: Rows
    scratch: Scratch
    routes: Records
    spots: Records
    late_s: Ints
    rest_s: Ints
    aboard: Ints
    shift_of: Ints
    saved: Bits
    tally: Records
    kept_tally: Records
    used: Ints
    value: Ints
    best_order: Ints
    best_n: Ints
    best_tally: Records
    rivals: Records
    rival_tasks: Ints
    rival_n: Ints
    out: Ints
    queue: Ints
    keys: NDArray[np.float64]
    marks: Ints
    touched: Bits
    close: Bits
    closed: Bits
    kept_out: Bits
    which: Ints
    row_marks: Ints
    candidates: Ints
    known: Ints
    when_s: Ints
    near: NDArray[np.int32]
    absences: Ints
    effort: Ints
    shelf: Ints
    shelf_tasks: Ints
    shelved: Ints
    seen: Ints
    knobs: Records
    luck: Records
    generosity: NDArray[np.float64]
    broken: Bits
    dice: Dice


def state_for(world: World, near: NDArray[np.int32], seed: int, *, remembers: bool = True) -> State:
    """Return a state without any route; `remembers`: best places are worth knowing, for they are asked for again."""
    shifts, requests, longest = len(world.shifts), len(world.requests), len(world.tasks)
    rows = rows_for(world, 2 * shifts + 2)
    n = len(rows.n)
    for block in (1, 2):
        rows.shift[block * shifts : (block + 1) * shifts] = np.arange(shifts)
    luck = np.zeros(len(MOVES), LUCK)
    luck["weight"] = 1.0
    return State(
        rows=rows,
        scratch=scratch_for(world),
        routes=np.zeros(n, ROUTE),
        spots=np.zeros((n, longest + 2), SPOT),
        late_s=np.zeros(longest + 1, dtype=np.int64),
        rest_s=np.zeros(longest + 1, dtype=np.int64),
        aboard=np.zeros((n, longest + 1, world.load.shape[1]), dtype=np.int64),
        shift_of=np.full(requests, -1, dtype=np.int64),
        saved=np.zeros(shifts, dtype=np.bool_),
        tally=np.zeros(1, TALLY),
        kept_tally=np.zeros(1, TALLY),
        used=np.zeros(len(world.caps), dtype=np.int64),
        value=np.zeros(len(world.totals), dtype=np.int64),
        best_order=np.zeros((shifts, longest), dtype=np.int64),
        best_n=np.zeros(shifts, dtype=np.int64),
        best_tally=np.zeros(1, TALLY),
        rivals=_no_rivals(),
        rival_tasks=np.zeros((RIVALS, longest), dtype=np.int64),
        rival_n=np.zeros((RIVALS, shifts), dtype=np.int64),
        out=np.zeros(requests, dtype=np.int64),
        queue=np.zeros(requests, dtype=np.int64),
        keys=np.zeros(requests, dtype=np.float64),
        marks=np.zeros(requests, dtype=np.int64),
        touched=np.zeros(shifts, dtype=np.bool_),
        close=np.zeros(shifts, dtype=np.bool_),
        closed=np.zeros(shifts, dtype=np.bool_),
        kept_out=np.zeros(requests, dtype=np.bool_),
        which=np.zeros(shifts, dtype=np.int64),
        row_marks=np.zeros(shifts, dtype=np.int64),
        candidates=np.zeros((CANDIDATES, 4), dtype=np.int64),
        known=_nothing_known(requests * shifts if remembers else 0),
        when_s=np.full(longest, UNPLANNED, dtype=np.int64),
        near=near,
        absences=np.zeros(requests, dtype=np.int64),
        effort=np.zeros(len(EFFORTS), dtype=np.int64),
        shelf=np.zeros((SHELF, 4), dtype=np.int64),
        shelf_tasks=np.zeros(SHELF_TASKS, dtype=np.int64),
        shelved=np.zeros(2, dtype=np.int64),
        seen=np.full(SEEN, -1, dtype=np.int64),
        knobs=np.zeros(1, KNOBS),
        luck=luck,
        generosity=np.ones(1, dtype=np.float64),
        broken=np.zeros(1, dtype=np.bool_),
        dice=dice(seed),
    )


def _no_rivals() -> Records:
    rivals = np.zeros(RIVALS, RIVAL)
    rivals["must"] = UNRIVALLED
    return rivals


def _nothing_known(pairs: int) -> Ints:
    """Return the table of known insertions for so many pairs of request and shift."""
    low, small, high = MEMORY
    wanted = max(min(small, (1024 * pairs).bit_length()), (4 * pairs).bit_length())
    slots = 2 ** min(high, max(low, wanted)) if pairs else 2
    known = np.zeros((slots, 4), dtype=np.int64)
    known[:, 0] = ~np.arange(slots)  # no key is where it belongs
    return known
