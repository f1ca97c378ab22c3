"""What crews collect at the doors on one day, in cash."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import PlannedTask
from scheduler.domain.time import Instants

PAYS_AT = frozenset({"pickup", "visit", "drop"})
"""Kinds of tasks at which a crew collects: before the ride, at the visit, with the meal."""


@dataclass(frozen=True, kw_only=True)
class CashEntry(Instants):
    """One party that pays, when its service starts.

    Attributes
    ----------
    clients : tuple of str
        Names.
    """

    request_id: RequestId
    clients: tuple[str, ...]
    service: str
    start: datetime
    amount_gr: int


@dataclass(frozen=True, kw_only=True)
class CrewCash:
    """What one crew collects, in the order of its day."""

    shift_id: ShiftId
    shift: str
    staff: tuple[str, ...]
    entries: tuple[CashEntry, ...]

    @property
    def sum_gr(self) -> int:
        """What the crew brings back to the office."""
        return sum(entry.amount_gr for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class CashList:
    """What all crews of a day collect; crews that collect nothing are left out.

    Attributes
    ----------
    plan : int or None
        Version of the plan it was made from; None: the day has none.
    zone : str
        Name of the time zone that clocks are read in.
    """

    town: str
    day: date
    zone: str
    plan: int | None
    crews: tuple[CrewCash, ...]

    @property
    def sum_gr(self) -> int:
        """What comes in on that day."""
        return sum(crew.sum_gr for crew in self.crews)


def collects(task: PlannedTask) -> bool:
    """Return whether a task is the one of its request at which a crew collects; of several crews the first does."""
    crew = task.task_id.rpartition(":")[0].partition("#")[2]
    return task.kind in PAYS_AT and crew in {"", "1"}
