"""What has changed in a town since a run was asked for: its answer is about the town as it was."""

from collections.abc import Sequence

from scheduler.domain.capacity.kept import StudyRun
from scheduler.services.ports import UnitOfWork

PARTS = ("head", "districts", "services", "providers", "contracts", "staff", "vehicles", "patterns")
"""What a study takes from a town, without what changes every hour: calls, bookings, clients and single shifts."""


def changed_since(unit: UnitOfWork, run: StudyRun) -> Sequence[str]:
    """Return which parts of a town have changed since a run was asked for; nothing of a run that does not know when."""
    if not run.town_stamp:
        return ()
    changes = {part: getattr(unit, part).changed(run.town_stamp) for part in PARTS}
    return [part for part, one in changes.items() if one.put or one.removed]
