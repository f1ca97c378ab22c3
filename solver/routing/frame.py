"""What one routing model speaks of: its nodes, its clock and its prices, all taken from the arrays.

The model is a guide, not the law: whoever uses its orders times and repairs them exactly. So where the library cannot
say something it is left out here (relaxed), and the few places where it is said more strictly are named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, Arrays
from solver.facts.requests import Span
from solver.facts.travel import Matrix

SCALE = 360
"""Units of the model's cost in a grosz: an hourly rate is then a whole number of units a second, to a tenth of it."""

DAY_S = 86_400

type Orders = Mapping[int, Sequence[int]]
"""Tasks in order by shift; shifts that do nothing may be missing."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Nodes and clock of one model.

    Attributes
    ----------
    tasks : tuple of int
        Node to task; two more nodes a shift follow, first all starts, then all ends.
    node : mapping of int to int
        Task to node.
    requests : tuple of int
        Those whose tasks are in.
    origin_s, horizon_s : int
        The model's clock runs from 0 to `horizon_s`; 0 is `origin_s`.
    spans : mapping of int to Span
        Further bounds on the start of service by task, e.g. from relations held fixed.
    typical : bool
        Travel at the day's mean speed; else at free flow, so that no feasible plan is refused.
    """

    arrays: Arrays
    tasks: tuple[int, ...]
    node: Mapping[int, int]
    requests: tuple[int, ...]
    origin_s: int
    horizon_s: int
    spans: Mapping[int, Span] = field(default_factory=dict)
    typical: bool = True

    @property
    def n_nodes(self) -> int:
        """Number of nodes, starts and ends included."""
        return len(self.tasks) + 2 * self.arrays.n_shifts

    def start(self, shift: int) -> int:
        """Return the node where the shift starts."""
        return len(self.tasks) + shift

    def end(self, shift: int) -> int:
        """Return the node where the shift ends."""
        return len(self.tasks) + self.arrays.n_shifts + shift

    def clock(self, instant_s: int) -> int:
        """Return an instant on the model's clock, inside its bounds."""
        return min(max(int(instant_s) - self.origin_s, 0), self.horizon_s)


@dataclass(frozen=True, kw_only=True)
class Model:
    """A routing model with its frame.

    Attributes
    ----------
    manager, routing, time : Any
        The library's objects; they must not outlive each other.
    index : list of int
        Node to the library's index (ends included).
    """

    frame: Frame
    manager: Any
    routing: Any
    time: Any
    index: list[int]


def frame(arrays: Arrays, *, spans: Mapping[int, Span] | None = None, typical: bool = True) -> Frame:
    """Return the frame of all requests that some shift may serve, and of those it has to."""
    frozen = {int(arrays.request[task]) for prefix in arrays.prefixes for task in prefix}
    bound = frozen | set(np.flatnonzero(arrays.aboard_shift >= 0).tolist())
    requests = tuple(r for r in range(arrays.n_requests) if r in bound or arrays.compatible[r].any())
    tasks = tuple(t for r in requests for t in arrays.request_tasks[r])
    origin = _origin(arrays)
    return Frame(
        arrays=arrays,
        tasks=tasks,
        node={t: i for i, t in enumerate(tasks)},
        requests=requests,
        origin_s=origin,
        horizon_s=max(arrays.problem_end_s, _last(arrays), origin) + DAY_S // 2 - origin,
        spans=dict(spans or {}),
        typical=typical,
    )


def _finite(values: Iterable[int]) -> list[int]:
    return [int(v) for v in values if -FAR // 2 < v < FAR // 2]


def _origin(arrays: Arrays) -> int:
    """Return the earliest instant anything can happen, as far as the arrays say."""
    begins = np.maximum(arrays.earliest_s, arrays.free_s)
    slots = [slot.earliest_s for slots in arrays.breaks for slot in slots]
    if len(found := _finite(begins)) < arrays.n_shifts:
        found += [0, *(first[0][0] for first in arrays.windows if first)]
    return min([*found, *_finite(slots)], default=0)


def _last(arrays: Arrays) -> int:
    return max(_finite([*arrays.latest_s, *arrays.free_s]), default=0)


def pace(arrays: Arrays, shift: int) -> float:
    """Return by how much the shift's legs are longer than at free flow, averaged over its hours."""
    if not arrays.banded[arrays.mode[shift]]:
        return 1.0
    low = max(int(arrays.earliest_s[shift]), int(arrays.free_s[shift]), 0)
    high = min(int(arrays.latest_s[shift]), arrays.problem_end_s)
    if high <= low:
        return 1.0
    longer = sum(max(0, min(high, e) - max(low, s)) * (1000 / p - 1) for s, e, p in arrays.bands)
    return 1.0 + longer / (high - low)


def locations(framed: Frame) -> NDArray[np.int64]:
    """Return the location of every node, shape (nodes,)."""
    arrays = framed.arrays
    return np.concatenate([arrays.location[list(framed.tasks)], arrays.start_location, arrays.end_location])


def _legs(framed: Frame, table: Matrix) -> NDArray[np.int64]:
    """Return a travel table between nodes; there is no way within one location, nor for a shift that does nothing."""
    here, shifts = locations(framed), range(framed.arrays.n_shifts)
    legs: NDArray[np.int64] = table.astype(np.int64)[here[:, None], here[None, :]]
    legs[here[:, None] == here[None, :]] = 0
    legs[[framed.start(s) for s in shifts], [framed.end(s) for s in shifts]] = 0
    return legs


def transit_s(framed: Frame, shift: int) -> NDArray[np.int64]:
    """Return the time from the start of service at one node to the earliest at the next, shape (nodes, nodes)."""
    arrays, n = framed.arrays, len(framed.tasks)
    here = locations(framed)
    factor = pace(arrays, shift) if framed.typical else 1.0
    legs = np.ceil(_legs(framed, arrays.seconds[arrays.mode[shift]]) * factor).astype(np.int64)
    stays = np.zeros(framed.n_nodes, dtype=np.int64)
    stays[:n] = arrays.service_s[list(framed.tasks)]
    setups = np.zeros(framed.n_nodes, dtype=np.int64)
    setups[:n] = arrays.setup_s[list(framed.tasks)]
    halts = here[:, None] != here[None, :]
    halts[n:] = True  # the first stop of a route always pays its set-up
    total: NDArray[np.int64] = legs + stays[:, None] + setups[None, :] * halts
    return total


def driving_s(framed: Frame, shift: int) -> NDArray[np.int64]:
    """Return the driving time between nodes, shape (nodes, nodes)."""
    mode = framed.arrays.mode[shift]
    legs = _legs(framed, framed.arrays.seconds[mode])
    return legs if framed.arrays.driving[mode] else np.zeros_like(legs)


def arc_cost(framed: Frame, shift: int) -> NDArray[np.int64]:
    """Return kilometres and prices of the requests begun there in model units, shape (nodes, nodes).

    The price of a request on a shift, and the call that another crew than the published one costs, lie on the way
    into its first task.
    """
    arrays = framed.arrays
    cost = _legs(framed, arrays.metres[arrays.mode[shift]]) * int(arrays.km_gr[shift]) * SCALE // 1000
    known = arrays.published_shift
    calls = np.where((known >= 0) & ~arrays.same_crew[known, shift], arrays.call_gr, 0)
    prices = (arrays.price[:, shift] + calls) * SCALE
    for request in framed.requests:
        cost[:, framed.node[arrays.request_tasks[request][0]]] += prices[request]
    return cost


def start_spans(framed: Frame, task: int) -> list[Span]:
    """Return when service may start on the model's clock: ascending spans, empty if never."""
    low, high = framed.spans.get(task, (-FAR, FAR))
    windows = framed.arrays.windows[task] or ((-FAR, FAR),)
    return [
        (framed.clock(max(opens, low)), framed.clock(min(closes, high)))
        for opens, closes in windows
        if max(opens, low) <= min(closes, high)
    ]
