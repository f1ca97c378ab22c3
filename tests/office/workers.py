"""A worker process of an office in tests."""

from collections.abc import Callable
from datetime import timedelta

from scheduler.domain.town import TownHead
from scheduler.services.booking.freed_days import LEASE
from scheduler.services.long_work import Watch
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.working import Worker
from scheduler.services.ports import TravelTimes
from tests.office.office import Office, travel_for

EFFORT = Effort(clock=lambda: 0.0, effort=1, workers=0)
LEASE_OVER = LEASE + timedelta(seconds=1)
"""After so long whoever has freed a place is taken for dead."""


def worker(here: Office, travel: Callable[[TownHead], TravelTimes] = travel_for) -> Worker:
    """Return a worker of an office, which looks at no plan for long."""
    watch = Watch(clock=here.clock, monotonic=lambda: 0.0, workers=0)
    return Worker(here.store, travel, watch, "worker", EFFORT, new_id=here.new_id)
