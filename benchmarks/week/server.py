"""The real server on a soak's clock: `python -m benchmarks.week.server PORT`; the clock's file is in the environment.

The program itself has no such switch. Leases are as long as on an ordinary computer: how long a process may be silent
before it is taken for dead is a matter of the machine, not of the town's clock.
"""

import os
import sys
from pathlib import Path

from api import replaying
from benchmarks.week.clock import WeekClock
from scheduler.bootstrap.clock import SystemClock
from scheduler.services import long_work
from scheduler.services.booking import freed_days
from scheduler.services.hooks import sending

CLOCK = "SOAK_CLOCK"


def live_by(clock: WeekClock) -> None:
    """Let this process live by a soak's clock."""
    setattr(SystemClock, "now", lambda _self: clock.now())  # noqa: B010  # no type is told a lie
    long_work.LEASE *= clock.speed
    freed_days.LEASE *= clock.speed
    freed_days.LONGEST_LEASE *= clock.speed
    sending.HOLD *= clock.speed
    replaying.LOST *= clock.speed


if os.environ.get(CLOCK):  # also in the worker processes beside it, which import this module first
    live_by(WeekClock(Path(os.environ[CLOCK])))

if __name__ == "__main__":
    from scheduler.cli.listening import Listening
    from scheduler.cli.serving import run_service

    run_service(Listening(host="127.0.0.1", port=int(sys.argv[1])))
