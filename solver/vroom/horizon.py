"""From when to when anything can usefully happen: VROOM's time is endless, ours has a first and a last second."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import FAR
from solver.facts.requests import Span
from solver.vroom.facts import EVER, Document, Vehicle
from solver.vroom.node import VroomError

DAY_S = 86_400
LONGEST_S = FAR // 4
"""Of one leg, and of all legs together: eight years. A longer one is never gone."""


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """VROOM's instants between `from_s` and `until_s` as ours.

    Attributes
    ----------
    zero_s : int
        VROOM's instant that is our 0: midnight (by UTC) before the first instant that is given, so that clock times
        read the same. What may come before that is negative.
    """

    zero_s: int
    from_s: int
    until_s: int

    @property
    def end_s(self) -> int:
        """Our last second."""
        return self.until_s - self.zero_s

    def clip(self, span: Span) -> Span:
        """Return a window in our seconds, inside the horizon."""
        opens, closes = (min(max(at, self.from_s), self.until_s) - self.zero_s for at in span)
        return opens, closes


def horizon(document: Document) -> Horizon:
    """Return the horizon of a document.

    Everything that is not bound to a time has room before the first given instant and after the last one, so no plan
    of VROOM's is lost.

    Raises
    ------
    VroomError
        If the given times are years apart.
    """
    work_s = _work_s(document)
    given = [at for span in _spans(document) for at in span if at != EVER]
    opens = [span[0] for span in _spans(document) if span[0]]
    first_s = min(opens, default=0)
    from_s, until_s = max(0, first_s - work_s), max(given, default=0) + work_s
    zero_s = first_s // DAY_S * DAY_S
    if until_s - from_s >= FAR // 2:
        raise VroomError(["document spans more than 17 years from its first time window to its last"])
    return Horizon(zero_s=zero_s, from_s=from_s, until_s=until_s)


def _spans(document: Document) -> Iterator[Span]:
    """Yield every window that is given."""
    for task in document.tasks:
        yield from task.windows_s
    for vehicle in document.vehicles:
        if vehicle.window_s != Vehicle.window_s:
            yield vehicle.window_s
        for one in vehicle.breaks:
            yield from one.windows_s


def _work_s(document: Document) -> int:
    """Return more than all tasks, breaks and legs of one vehicle can take."""
    tasks_s = sum(
        max([task.setup_s, *task.setup_per_type_s.values()]) + max([task.service_s, *task.service_per_type_s.values()])
        for task in document.tasks
    )
    breaks_s = max(sum(one.service_s for one in vehicle.breaks) for vehicle in document.vehicles)
    measured = max(vehicle.max_distance_m or 0 for vehicle in document.vehicles)  # instead of its legs' durations
    return min(tasks_s + breaks_s + max(_legs_s(document), measured), LONGEST_S)


def _legs_s(document: Document) -> int:
    tasks = np.asarray([task.place.row for task in document.tasks], dtype=np.int64)
    starts = [vehicle.start.row for vehicle in document.vehicles if vehicle.start]
    ends = np.asarray([vehicle.end.row for vehicle in document.vehicles if vehicle.end], dtype=np.int64)
    origins = np.asarray([*tasks, *starts], dtype=np.int64)
    longest = 0
    for vehicle in document.vehicles:
        table = document.matrices[vehicle.profile].durations
        legs = int(table[np.ix_(origins, tasks)].max(axis=0).sum()) + int(table[np.ix_(tasks, ends)].max(initial=0))
        longest = max(longest, -(-legs * vehicle.pace // 100) + len(tasks) + 1)
    return longest
