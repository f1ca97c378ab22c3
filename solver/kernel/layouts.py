"""How the kernel sees one task, request, shift ...: records with named fields, all of them whole numbers.

Where a thing has a row of others (the windows of a task), it has `x_from` and `x_to`: its part of an array of them all.
"""

import numpy as np
from numpy.typing import NDArray

type Records = NDArray[np.void]


def _record(*names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names])


TASK = _record(
    "location", "request", "service_s", "setup_s", "wait_allowed_s",
    "other",  # the request's other task, -1
    "opens_s", "closes_s",  # first opening, last closing of its windows
    "near_s",  # no leg to it takes less
    "carry",  # 1: its request's load comes aboard here, -1: it leaves
    "held",  # 1: its request's load is aboard from the start of the route
    "window_from", "window_to", "partner_from", "partner_to", "difference_from", "difference_to",
    "pair_from", "pair_to", "lock_from", "lock_to",
)  # fmt: skip

REQUEST = _record(
    "first", "last",  # tasks; the same where it has one
    "people", "must", "fixed",  # must: a plan without it is worse than any with it; fixed: never taken out
    "carried",  # 0 between its tasks, 1 from the route's start to its last task, 2 from its first to the route's end
    "out_gr",  # what it costs not to serve it, calls included
    "excess_gr_per_min", "wish_task", "wish_s", "deviation_gr_per_min",
    "timed_task", "published_shift", "published_s", "call_gr",
    "aboard_shift", "aboard_since_s", "aboard_direct_s",
    "picky",  # somebody may not be aboard with it
    "bundle_from", "bundle_to", "needed_from", "needed_to", "needing_from", "needing_to",
    "same_from", "same_to", "different_from", "different_to", "cap_from", "cap_to",
)  # fmt: skip

SHIFT = _record(
    "mode", "start_location", "end_location", "begin_s", "latest_s", "awake_s", "roster_end_s",
    "work_max_s", "driving_max_s", "begun", "work_gr_per_h", "overtime_from_s", "overtime_gr_per_h", "km_gr", "use_gr",
    "limited",  # loads are
    "total_from", "total_to",  # totals that speak of it alone
    "alike",  # the first shift that is the same in everything
    "break_from", "break_to", "layout_from", "layout_to", "prefix_from", "prefix_to",
)  # fmt: skip

MODE = _record(
    "driving", "band_from", "band_to", "fastest_permille",
    "metric",  # no detour is a short cut, as far as was looked
)  # fmt: skip

BREAK = _record("duration_s", "earliest_s", "latest_start_s", "only_if_after_s", "paid")

DIFFERENCE = _record("a", "b", "low_s", "high_s")

PAIR = _record("a_from", "a_to", "b_from", "b_to", "gap_ab_s", "gap_ba_s", "open_a", "open_b")

LOCK = _record("shift", "task_from", "task_to")

CAP = _record("limit", "price_gr")

CAPPED = _record("cap", "weight")

TOTAL = _record("base", "unit", "under_gr", "over_gr", "shift", "coefficient_from")

WAY = np.dtype([("s", np.int32), ("m", np.int32)])
"""Of a leg: seconds at the best speed of the day, metres."""

SPOT = _record(  # bounds of a position of a row: they may only reject
    "place",  # where one comes from; after the last position, where the row ends
    "way_s", "way_m",  # the leg into it at the best speed of the day, and its metres
    "ready_s",  # earliest departure into it
    "soon_s",  # earliest start at it (at the last: coming home)
    "slack_s",  # waiting from it on that would swallow a delay
    "latest_s",  # latest start at it as far as the rest of the route is concerned
)  # fmt: skip

ROUTE = _record(
    "gr",  # what it costs by itself
    "content",  # a hash of its order
    "knot",  # a hash of the times on other rows that relations hold its own against
    "tied",  # whether a relation ties one of its tasks to a planned one
    "stale",  # these times may have changed since `knot` and `tied` were found
    "exact",  # the bounds decide, no timing is needed
)

RIVAL = _record("must", "gr", "content")  # what a plan nearly as good as the best costs; a hash of its orders

TALLY = _record("must", "out_gr", "routes_gr", "rest_gr")  # what a whole plan costs, by part

KNOBS = np.dtype([
    ("mean", np.float64),  # requests taken out at a time, on average
    ("blink", np.float64),  # chance to pass a route over
    ("tries", np.int64),  # feasible positions compared where times cost money
    ("shelf_gr", np.float64),  # routes of plans that cost less than this above the best are put by
    ("rows", np.int64),  # rows looked at because they are close, where there are more
    ("far", np.float64),  # chance to look at one that is not
    ("regret", np.float64),  # chance to put back whom it would hurt most to wait
    ("stray", np.float64),  # chance to put a request somewhere in its row where times cost money
    ("rivals", np.int64),  # whether plans that cost little more than the best are remembered
    ("fewer", np.int64),  # whether some row is closed
])  # fmt: skip

LUCK = np.dtype([("weight", np.float64), ("uses", np.float64), ("score", np.float64)])
"""How well a kind of move has done lately."""
