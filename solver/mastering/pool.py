"""The pool: distinct routes per class of alike shifts, without dominated ones, never more than there is room for."""

from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from solver.arrays import Arrays
from solver.mastering.columns import Column, Key, Roster, roster_of
from solver.mastering.cuts import Cut
from solver.mastering.reach import Reach, Reacher, covers, reacher_of
from solver.mastering.segments import Book
from solver.mastering.worth import Worth, guessed_worth

ROOM = 20_000
"""Columns kept; a column of ten stops takes about half a kilobyte."""
SPARED = 3, 4
"""Part of the room that is still taken after the worst columns have been thrown out."""


class Pool:
    """Routes to choose from.

    A route is dominated only by one with the same requests, no higher cost and, where requests have partners in other
    routes, no narrower times in which their tasks can start.

    Parameters
    ----------
    arrays : Arrays
    room : int
        So many columns at most.
    reach : callable or None
        Earliest and latest starts; None: by compiled code.

    Notes
    -----
    May be filled by one thread while another one chooses from it. With breaks or two tied tasks or more in a route, or
    prices that depend on when something starts, "no narrower" is a good guess and no proof.
    """

    def __init__(self, arrays: Arrays, *, room: int = ROOM, reach: Reacher | None = None) -> None:
        self.arrays = arrays
        self.room = room
        self.worth: Worth | None = None
        self._roster: Roster = roster_of(arrays)
        self._reach = reach or reacher_of(arrays)
        self._kin: dict[tuple[int, int], list[Column]] = {}
        self._known: dict[Key, Column] = {}
        self._reached: dict[Key, Reach] = {}
        self._cuts: dict[Cut, None] = {}
        self._book = Book(arrays)
        self._unread: list[Column] = []
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._known)

    def __contains__(self, key: object) -> bool:
        """Return whether a class and order are in the pool."""
        return key in self._known

    def columns(self) -> list[Column]:
        """Return all columns, the oldest first; their shifts are names of classes."""
        with self._lock:
            return list(self._known.values())

    def cost_gr(self, key: Key) -> int | None:
        """Return what a route costs, if it is in the pool."""
        known = self._known.get(key)
        return known.money_gr if known else None

    def add(self, columns: Iterable[Column]) -> int:
        """Take in what is new and not dominated, throw out what that dominates; return how many were taken in."""
        with self._lock:
            taken = sum(self._add(column) for column in columns)
            if len(self._unread) > 2 * self.room:
                del self._unread[: -self.room]
            if len(self._known) > self.room:
                self._make_room()
        return taken

    def book(self) -> Book:
        """Return the segments of all routes that ever came in; for one thread at a time."""
        with self._lock:
            unread, self._unread = self._unread, []
        self._book.read(unread)
        return self._book

    def cuts(self) -> list[Cut]:
        """Return what is known not to go together."""
        with self._lock:
            return list(self._cuts)

    def remember(self, cuts: Iterable[Cut]) -> None:
        """Keep cuts for the next choice."""
        with self._lock:
            self._cuts |= dict.fromkeys(cuts)

    def _add(self, column: Column) -> bool:
        roster = self._roster
        shift = roster.alike[column.shift]
        key = shift, column.order
        if not column.order:
            return False
        if key in self._known and self._known[key].money_gr <= column.money_gr:
            return False
        bits = 0
        for task in column.order:
            bits |= roster.bit[task]
        kin = self._kin.setdefault((shift, bits), [])
        new = Column(shift, column.order, column.money_gr)
        tied = self._tied(column.order) if kin else ()
        if any(self._dominates(one, new, tied) for one in kin):
            return False
        for one in [one for one in kin if self._dominates(new, one, tied)]:
            kin.remove(one)
            self._forget(one)
        kin.append(new)
        self._unread.append(new)
        self._known[key] = new
        return True

    def _tied(self, order: Sequence[int]) -> tuple[int, ...]:
        """Return the tasks with partners that are not in this order, ascending."""
        own, partners = set(order), self._roster.partners
        return tuple(sorted(task for task in order if partners[task] - own))

    def _dominates(self, one: Column, other: Column, tied: tuple[int, ...]) -> bool:
        if one.money_gr > other.money_gr:
            return False
        return not tied or one.order == other.order or covers(self._reach_of(one, tied), self._reach_of(other, tied))

    def _reach_of(self, column: Column, tied: tuple[int, ...]) -> Reach:
        if column.key not in self._reached:
            self._reached[column.key] = self._reach(column.shift, column.order, tied)
        return self._reached[column.key]

    def _forget(self, column: Column) -> None:
        self._known.pop(column.key, None)
        self._reached.pop(column.key, None)

    def _make_room(self) -> None:
        """Throw out what the last relaxation found worst; of equals the oldest."""
        columns = list(self._known.values())
        worth = self.worth or guessed_worth(self.arrays, columns)
        keep = self.room * SPARED[0] // SPARED[1]
        order = np.argsort(worth.reduced(self._roster, columns[::-1]), kind="stable")
        for index in order[keep:]:
            column = columns[-1 - int(index)]
            self._forget(column)
        self._kin = {}
        for column in self._known.values():
            bits = sum(1 << r for r in self._roster.requests(column.order))
            self._kin.setdefault((column.shift, bits), []).append(column)
        self._reached = {key: reach for key, reach in self._reached.items() if key in self._known}
        self._cuts = {cut: None for cut in self._cuts if all(key in self._known for key in cut.routes)}
