"""Routes cut wherever nobody is aboard and nothing is loaded: what recombination joins anew.

Such a piece can follow any other that ends early enough and near enough. There are far fewer pieces than routes (a
hundred thousand pooled routes of a dial-a-ride fleet were made of about a thousand), and far more ways to join them.
They are the fragments of Rist & Forbes (2021, "A new formulation for the dial-a-ride problem"), but only those that the
search has met.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solver.admissible import route_refusal
from solver.arrays import Arrays
from solver.mastering.columns import Column, Order, Roster, roster_of
from solver.mastering.spans import Span, span_of
from solver.per_arrays import once_per_arrays

ROOM = 20_000
"""Segments kept; those met least are forgotten first."""


class Segment(NamedTuple):
    """Tasks between two moments with nobody aboard.

    Attributes
    ----------
    head : int
        The shift that has to begin with it (somebody is aboard already, or its beginning is frozen); -1: none.
    """

    tasks: Order
    head: int = -1


@dataclass(frozen=True, kw_only=True)
class _Loads:
    """What each task does to the number of requests aboard, how many are aboard at the start, and what is frozen."""

    step: tuple[int, ...]
    aboard: tuple[int, ...]
    frozen: tuple[int, ...]


@once_per_arrays
def _loads(arrays: Arrays) -> _Loads:
    step = [0] * arrays.n_tasks
    for request, tasks in enumerate(arrays.request_tasks):
        if len(tasks) > 1:
            step[tasks[0]] += 1
        if len(tasks) > 1 or arrays.aboard_shift[request] >= 0:
            step[tasks[-1]] -= 1
    aboard = np.bincount(arrays.aboard_shift[arrays.aboard_shift >= 0], minlength=arrays.n_shifts)
    return _Loads(step=tuple(step), aboard=tuple(aboard.tolist()), frozen=tuple(map(len, arrays.prefixes)))


def headed(arrays: Arrays, shift: int) -> bool:
    """Return whether a shift's route has to begin with a certain segment, and so cannot be left out."""
    loads = _loads(arrays)
    return bool(loads.aboard[shift] or loads.frozen[shift])


def segments_of(arrays: Arrays, shift: int, order: Sequence[int]) -> list[Segment]:
    """Return the segments of an order; none where something is aboard at its end."""
    loads, step = _loads(arrays), _loads(arrays).step
    found, begin, aboard = [], 0, loads.aboard[shift]
    for position, task in enumerate(order, 1):
        aboard += step[task]
        if aboard == 0 and position >= loads.frozen[shift]:
            found.append(Segment(tuple(order[begin:position]), -1 if begin or not headed(arrays, shift) else shift))
            begin = position
    return found if begin == len(order) else []


class Book:
    """All segments met so far, and what was found out about them.

    Attributes
    ----------
    met : dict of Segment to int
        How often, in distinct routes.
    links : set of (task, task)
        Last task of a segment and first task of the one after it, as met.
    """

    def __init__(self, arrays: Arrays, *, room: int = ROOM) -> None:
        self.arrays = arrays
        self.room = room
        self.met: dict[Segment, int] = {}
        self.links: set[tuple[int, int]] = set()
        self._spans: dict[tuple[Segment, int], Span | None] = {}
        self._fits: dict[tuple[Segment, int], bool] = {}

    def read(self, columns: Iterable[Column]) -> None:
        """Take in the segments of routes."""
        for column in columns:
            found = segments_of(self.arrays, column.shift, column.order)
            for segment in found:
                self.met[segment] = self.met.get(segment, 0) + 1
            self.links.update((a.tasks[-1], b.tasks[0]) for a, b in pairwise(found))
        if len(self.met) > self.room:
            self._make_room()

    def span(self, segment: Segment, mode: int) -> Span | None:
        """Return when a segment can be done by a travel mode, or None if never."""
        key = segment, mode
        if key not in self._spans:
            self._spans[key] = span_of(self.arrays, segment.tasks, mode)
        return self._spans[key]

    def fits(self, segment: Segment, shift: int) -> bool:
        """Return whether a shift may do a segment, times apart; where it has a beginning of its own, seats apart."""
        key = segment, shift
        if key not in self._fits:
            self._fits[key] = self._may(segment, shift)
        return self._fits[key]

    def _may(self, segment: Segment, shift: int) -> bool:
        if segment.head not in {-1, shift}:
            return False
        if segment.head == shift or not headed(self.arrays, shift):
            return route_refusal(self.arrays, shift, segment.tasks) is None
        requests = roster_of(self.arrays).requests(segment.tasks)
        return bool(self.arrays.compatible[list(requests), shift].all())

    def _make_room(self) -> None:
        ranked = sorted(self.met.items(), key=lambda item: -item[1])
        self.met = dict(ranked[: self.room // 2])
        firsts, lasts = ({segment.tasks[end] for segment in self.met} for end in (0, -1))
        self.links = {(a, b) for a, b in self.links if a in lasts and b in firsts}
        self._spans = {key: span for key, span in self._spans.items() if key[0] in self.met}
        self._fits = {key: fits for key, fits in self._fits.items() if key[0] in self.met}


def requests_of(roster: Roster, segments: Sequence[Segment]) -> Iterator[tuple[int, ...]]:
    """Yield the requests of each segment, ascending."""
    for segment in segments:
        yield roster.requests(segment.tasks)
