"""The network of recombination: segments as arcs from first to last task, and the empty ways between them.

After Rist & Forbes (2021): the vehicle is empty at both ends of a segment, so whatever follows depends only on where
and when it ended. Each class of alike shifts has a network of its own over the same requests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.arrays import FAR, Arrays
from solver.mastering.columns import Orders, roster_of
from solver.mastering.segments import Book, Segment, headed, segments_of
from solver.mastering.spans import Span

HOME = -1
"""Where ways begin and end."""
WAYS = 12_000
"""With more ways than this only the nearest are kept, and those that routes have taken."""
NEAREST = 10


class Piece(NamedTuple):
    """A segment as a class may do it, with what it costs at least."""

    segment: Segment
    span: Span
    money_gr: int


class Way(NamedTuple):
    """From one task to another with nobody aboard, `HOME` at one end where a route begins or ends.

    Attributes
    ----------
    seconds, idle_s : int
        Leg and set-up; what has to be waited at least before the second task can start.
    """

    last: int
    first: int
    seconds: int
    idle_s: int
    money_gr: int


@dataclass(frozen=True, kw_only=True)
class Lane:
    """What shifts of one class can do.

    Attributes
    ----------
    shift : int
        Any of them.
    shifts : tuple of int
        Those that take part.
    """

    shift: int
    shifts: tuple[int, ...]
    pieces: list[Piece] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What takes part in a recombination.

    Attributes
    ----------
    shifts : frozenset of int
        Whose routes may change.
    requests : frozenset of int
        Which may be done by them, or left out.
    rest : dict of request to shift
        Done by others, which stay.
    out_gr, musts_out : int
        Price and musts of those who stay left out.
    """

    shifts: frozenset[int]
    requests: frozenset[int]
    rest: dict[int, int]
    out_gr: int
    musts_out: int


def lanes_of(arrays: Arrays, book: Book, scope: Scope, best: Orders) -> list[Lane]:
    """Return the networks of all classes in a scope; whatever the plan to beat does is in them."""
    roster = roster_of(arrays)
    classes: dict[int, list[int]] = {}
    for shift in sorted(scope.shifts):
        classes.setdefault(roster.alike[shift], []).append(shift)
    used = {shift: segments_of(arrays, shift, best.get(shift, ())) for shift in scope.shifts}
    inside = [segment for segment in book.met if scope.requests.issuperset(roster.requests(segment.tasks))]
    lanes = []
    for shifts in classes.values():
        own = dict.fromkeys(inside) | dict.fromkeys(segment for s in shifts for segment in used[s])
        lane = Lane(shift=shifts[0], shifts=tuple(shifts))
        lane.pieces.extend(_pieces(arrays, book, shifts[0], own))
        taken = {(a.tasks[-1], b.tasks[0]) for s in shifts for a, b in pairwise(used[s])}
        lane.ways.extend(_ways(arrays, lane, book.links | taken))
        lanes.append(lane)
    return lanes


def _pieces(arrays: Arrays, book: Book, shift: int, segments: Iterable[Segment]) -> Iterable[Piece]:
    """Yield what a shift can do by itself, dearer twins left out."""
    mode = int(arrays.mode[shift])
    kept: dict[tuple[frozenset[int], int, int], list[Piece]] = {}
    for segment in segments:
        span = book.span(segment, mode) if book.fits(segment, shift) else None
        if span is None:
            continue
        piece = Piece(segment, span, _piece_gr(arrays, shift, segment, span))
        twins = kept.setdefault((frozenset(segment.tasks), segment.tasks[0], segment.tasks[-1]), [])
        if not any(_no_worse(twin, piece) for twin in twins):
            twins[:] = [twin for twin in twins if not _no_worse(piece, twin)] + [piece]
    for twins in kept.values():
        yield from twins


def _no_worse(one: Piece, other: Piece) -> bool:
    a, b = one.span, other.span
    return (
        one.segment.head == other.segment.head
        and one.money_gr <= other.money_gr
        and a.opens <= b.opens
        and a.closes >= b.closes
        and a.done <= b.done
        and a.lasts <= b.lasts
    )


def _piece_gr(arrays: Arrays, shift: int, segment: Segment, span: Span) -> int:
    requests = list(roster_of(arrays).requests(segment.tasks))
    price = int(arrays.price[requests, shift].sum())
    published = arrays.published_shift[requests]
    moved = (published >= 0) & ~arrays.same_crew[published, shift]
    calls = int(arrays.call_gr[requests][moved].sum())
    return price + calls + span.comfort_gr + _run_gr(arrays, shift, span.metres, span.lasts)


def _run_gr(arrays: Arrays, shift: int, metres: int, seconds: int) -> int:
    return metres * int(arrays.km_gr[shift]) // 1000 + seconds * int(arrays.work_gr_per_h[shift]) // 3600


def _ways(arrays: Arrays, lane: Lane, known: set[tuple[int, int]]) -> list[Way]:
    """Return every empty way that some two pieces could be joined by, and those from and to home."""
    ends = _Ends(arrays, lane)
    found = list(ends.from_home()) + list(ends.to_home())
    pairs = ends.pairs()
    if pairs.sum() > WAYS:
        pairs = ends.near(pairs, known)
    rows, columns = np.nonzero(pairs)
    return found + [ends.way(row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]


class _Ends:
    """First and last tasks of a lane's pieces, with the times between which they are met."""

    def __init__(self, arrays: Arrays, lane: Lane) -> None:
        self.arrays, self.shift = arrays, lane.shift
        self.mode = int(arrays.mode[lane.shift])
        self.begin = max(int(arrays.earliest_s[lane.shift]), int(arrays.free_s[lane.shift]))
        self.done: dict[int, int] = {}
        self.late: dict[int, int] = {}
        self.opens: dict[int, int] = {}
        self.closes: dict[int, int] = {}
        self.heads: set[int] = set()
        for piece in lane.pieces:
            first, last, span = piece.segment.tasks[0], piece.segment.tasks[-1], piece.span
            self.done[last] = min(self.done.get(last, 4 * FAR), span.done)
            self.late[last] = max(self.late.get(last, -4 * FAR), span.late)
            self.opens[first] = min(self.opens.get(first, 4 * FAR), span.opens)
            self.closes[first] = max(self.closes.get(first, -4 * FAR), span.closes)
            if piece.segment.head >= 0:
                self.heads.add(first)
        self.lasts, self.firsts = np.asarray([*self.done], dtype=np.int64), np.asarray([*self.opens], dtype=np.int64)

    def from_home(self) -> Iterable[Way]:
        """Yield the ways on which a route can begin."""
        home = int(self.arrays.start_location[self.shift])
        on_duty = self.arrays.free_s[self.shift] > -FAR
        for first in self.firsts.tolist():
            if (first in self.heads) != headed(self.arrays, self.shift):
                continue
            there = int(self.arrays.location[first])
            leg, metres = self._leg(home, there)
            seconds = leg + int(self.arrays.setup_s[first])
            if self.begin + seconds <= self.closes[first]:
                idle = max(0, self.opens[first] - self.begin - seconds) if on_duty else 0
                money = _run_gr(self.arrays, self.shift, metres, seconds + idle) + int(self.arrays.use_gr[self.shift])
                yield Way(HOME, first, seconds, idle, money)

    def to_home(self) -> Iterable[Way]:
        """Yield the ways on which a route can end."""
        home = int(self.arrays.end_location[self.shift])
        for last in self.lasts.tolist():
            seconds, metres = self._leg(int(self.arrays.location[last]), home)
            if self.done[last] + seconds <= self.arrays.latest_s[self.shift]:
                yield Way(last, HOME, seconds, 0, _run_gr(self.arrays, self.shift, metres, seconds))

    def _leg(self, here: int, there: int) -> tuple[int, int]:
        if here == there:
            return 0, 0
        return int(self.arrays.seconds[self.mode][here, there]), int(self.arrays.metres[self.mode][here, there])

    def _seconds(self) -> NDArray[np.int64]:
        """Return legs and set-ups from each last task to each first one."""
        here, there = self.arrays.location[self.lasts], self.arrays.location[self.firsts]
        legs = np.asarray(self.arrays.seconds[self.mode], dtype=np.int64)[np.ix_(here, there)]
        seconds: NDArray[np.int64] = np.where(
            here[:, None] == there[None, :], 0, legs + self.arrays.setup_s[self.firsts][None, :]
        )
        return seconds

    def pairs(self) -> NDArray[np.bool_]:
        """Return which first tasks can be reached in time from which last ones."""
        done = np.asarray([*self.done.values()], dtype=np.int64)
        closes = np.asarray([*self.closes.values()], dtype=np.int64)
        in_time = done[:, None] + self._seconds() <= closes[None, :]
        headless = ~np.isin(self.firsts, np.asarray([*self.heads], dtype=np.int64))
        other = self.arrays.request[self.lasts][:, None] != self.arrays.request[self.firsts][None, :]
        possible: NDArray[np.bool_] = in_time & other & headless[None, :]
        return possible

    def near(self, pairs: NDArray[np.bool_], known: set[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return the known ones of some pairs, and for each task its nearest by seconds, waiting included."""
        late = np.asarray([*self.late.values()], dtype=np.int64)
        opens = np.asarray([*self.opens.values()], dtype=np.int64)
        seconds = self._seconds()
        far = seconds + np.maximum(0, opens[None, :] - late[:, None] - seconds)
        far = np.where(pairs, far, 4 * FAR)
        kept = _smallest(far, NEAREST) | _smallest(far.T, NEAREST).T
        row = {task: k for k, task in enumerate(self.lasts.tolist())}
        column = {task: k for k, task in enumerate(self.firsts.tolist())}
        for last, first in known:
            if last in row and first in column:
                kept[row[last], column[first]] = True
        near: NDArray[np.bool_] = kept & pairs
        return near

    def way(self, row: int, column: int) -> Way:
        """Return the way between a last and a first task."""
        last, first = int(self.lasts[row]), int(self.firsts[column])
        leg, metres = self._leg(int(self.arrays.location[last]), int(self.arrays.location[first]))
        same = self.arrays.location[last] == self.arrays.location[first]
        seconds = leg + (0 if same else int(self.arrays.setup_s[first]))
        idle = max(0, self.opens[first] - self.late[last] - seconds)
        return Way(last, first, seconds, idle, _run_gr(self.arrays, self.shift, metres, seconds + idle))


def _smallest(values: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Return where the smallest few values of each row are."""
    kept = np.zeros(values.shape, dtype=np.bool_)
    if values.shape[1] <= count:
        kept[:] = True
        return kept
    nearest = np.argpartition(values, count, axis=1)[:, :count]
    np.put_along_axis(kept, nearest, values=True, axis=1)
    return kept


def size_of(lanes: Sequence[Lane]) -> int:
    """Return how many variables networks need."""
    return sum(len(lane.pieces) + len(lane.ways) for lane in lanes)
