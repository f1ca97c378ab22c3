"""What this process has read of towns' rows: a row that has its stamp of then is not opened and decoded again.

A row changes only with its stamp, and a thing that nobody has changed since is the same object in every unit. Things
are remembered under the town's state of keys and clock: after an erasure or a restore, whichever process does it, the
next unit of a process begins with nothing, and what was known before it is let go.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from scheduler.store.unit import Kept

MOST_THINGS = 50_000
"""So many things of one kind are remembered; more than a large town has clients, or bookings in half a year."""
MOST_ANSWERS = 64
"""So many answers of one kind are remembered as a whole: everything, or one span of days."""
MOST_PLANS = 32
"""So many plans are remembered: those of a month of which somebody reads."""
_STATES = 3
"""So many states of an answer: a unit that began a little earlier finds its own."""

type Asked = tuple[Hashable, ...]
"""What was asked of a kind: nothing (everything of it), or the first and the last of some days."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An answer, and the town's stamp of which it is the truth."""

    stamp: int
    things: Mapping[Hashable, Kept[Any]]


class KindMemory:
    """What is remembered of one kind of one town."""

    def __init__(self) -> None:
        self._things: dict[Hashable, Kept[Any]] = {}
        self._confirmed: dict[Hashable, tuple[Kept[Any], int]] = {}
        self._told: OrderedDict[Asked, deque[Told]] = OrderedDict()
        self._lock = Lock()

    def thing(self, key: Hashable, stamp: int) -> Kept[Any] | None:
        """Return a thing as it was under a stamp, if that is what is remembered."""
        kept = self._things.get(key)
        return kept if kept is not None and kept.stamp == stamp else None

    def current(self, key: Hashable, changed: int, stamp: int) -> Kept[Any] | None:
        """Return a thing as a unit of a stamp would read it, if its kind was not changed since it was last read.

        Parameters
        ----------
        changed : int
            Stamp of the kind's last change, as that unit sees it.
        """
        kept, read = self._confirmed.get(key, (None, -1))
        return kept if changed <= read <= stamp else None

    def keep(self, key: Hashable, kept: Kept[Any]) -> None:
        """Remember a thing."""
        if len(self._things) >= MOST_THINGS:
            self._things.clear()
            self._confirmed.clear()
        self._things[key] = kept

    def confirm(self, key: Hashable, kept: Kept[Any], stamp: int) -> None:
        """Note that a unit of a stamp has read a thing so."""
        with self._lock:
            if self._confirmed.get(key, (None, -1))[1] < stamp:
                self._confirmed[key] = kept, stamp

    def told(self, asked: Asked, stamp: int) -> Told | None:
        """Return the youngest remembered answer that is no younger than a stamp."""
        with self._lock:
            known = self._told.get(asked)
            if known is None:
                return None
            self._told.move_to_end(asked)
            return next((one for one in reversed(known) if one.stamp <= stamp), None)

    def tell(self, asked: Asked, told: Told) -> None:
        """Remember an answer; an older one than the youngest is not worth it, and a very long one neither."""
        if len(told.things) > MOST_THINGS:
            return
        with self._lock:
            known = self._told.setdefault(asked, deque(maxlen=_STATES))
            self._told.move_to_end(asked)
            if not known or known[-1].stamp < told.stamp:
                if known and known[-1].things is told.things:
                    known.pop()
                known.append(told)
            if len(self._told) > MOST_ANSWERS:
                self._told.popitem(last=False)


class PlanMemory:
    """Plans as they were read, by what lies in the database for them: a redacted one is another."""

    def __init__(self) -> None:
        self._plans: OrderedDict[Hashable, tuple[bytes, Any]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, sealed: bytes) -> Any:
        """Return what was read of a sealed plan; None: it is not remembered."""
        with self._lock:
            known = self._plans.get(key)
            if known is None or known[0] != sealed:
                return None
            self._plans.move_to_end(key)
            return known[1]

    def keep(self, key: Hashable, sealed: bytes, read: Any) -> None:
        """Remember a plan, or a part of it."""
        with self._lock:
            self._plans[key] = sealed, read
            self._plans.move_to_end(key)
            if len(self._plans) > MOST_PLANS:
                self._plans.popitem(last=False)


class TownMemory:
    """What is remembered of one town in one state of its keys and its clock."""

    def __init__(self) -> None:
        self._kinds: dict[str, KindMemory] = {}
        self.plans = PlanMemory()

    def of(self, kind: str) -> KindMemory:
        """Return what is remembered of a kind."""
        return self._kinds.setdefault(kind, KindMemory())


class Remembered:
    """What a process remembers of all towns of one database."""

    def __init__(self) -> None:
        self._towns: dict[str, tuple[Hashable, TownMemory]] = {}
        self._lock = Lock()

    def forget(self, town_id: str) -> None:
        """Forget a town at once."""
        with self._lock:
            self._towns.pop(town_id, None)

    def of(self, town_id: str, state: Hashable) -> TownMemory:
        """Return what is remembered of a town in a state; of another state than the last one that is nothing."""
        with self._lock:
            known = self._towns.get(town_id)
            if known is None or known[0] != state:
                known = self._towns[town_id] = state, TownMemory()
            return known[1]
