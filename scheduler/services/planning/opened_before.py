"""The days that were opened last, so that whoever opens one again need not write down anew what is the same."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from scheduler.domain.ids import TownId
from scheduler.services.horizon import Built
from scheduler.services.ports import TravelTimes
from solver.board import Board
from solver.extending import Lowering

MOST = 32
"""So many days are remembered for each travel engine in use: those of a month."""


@dataclass(frozen=True, kw_only=True)
class OpenedBefore:
    """What a day came to when it was opened last.

    Attributes
    ----------
    built : Built
        Whatever is the same object in its town and in another one need not be looked at again.
    lowering : Lowering
        Of its problem, with what was inherited then.
    proved : mapping of shift to tasks, or None
        Orders that a plan was made of, which was checked from scratch against all rules.
    """

    built: Built
    lowering: Lowering
    proved: Mapping[int, Sequence[int]] | None = None

    def proves(self, board: Board) -> bool:
        """Return whether the plan of a board was checked from scratch, on just the facts that it has."""
        return board.lowering is self.lowering and board.orders == self.proved


_known: WeakKeyDictionary[TravelTimes, OrderedDict[tuple[TownId, date], OpenedBefore]] = WeakKeyDictionary()
_lock = Lock()


def opened_before(travel: TravelTimes, town_id: TownId, day: date) -> OpenedBefore | None:
    """Return what a day came to when it was last opened with these travel times; None: it was not, or long ago."""
    with _lock:
        return _known.get(travel, OrderedDict()).get((town_id, day))


def remember(travel: TravelTimes, town_id: TownId, day: date, opened: OpenedBefore) -> None:
    """Remember what a day came to, as long as its travel times are in use."""
    with _lock:
        days = _known.setdefault(travel, OrderedDict())
        days[town_id, day] = opened
        days.move_to_end((town_id, day))
        while len(days) > MOST:
            days.popitem(last=False)
