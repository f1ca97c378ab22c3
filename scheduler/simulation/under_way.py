"""A day under way: crews have done by an hour what their published plan says, reported it, and go on so."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from scheduler.simulation.crews import Crews

_LOG = logging.getLogger(__name__)
STEP = timedelta(minutes=5)
PAUSE_S = 15.0
"""Between two looks of crews that go on: what a dispatcher sees is as old as that, at most."""

ENDS_WITHIN_S = 10.0
"""So long whoever ends waits for what crews are just reporting."""


def play_until(crews: Crews, until: datetime) -> int:
    """Let all crews of a published day work until an instant; return how many events they report."""
    total = 0
    while crews.acted < until:
        total += crews.act(min(until, crews.acted + STEP))
    return total


@contextmanager
def going_on(crews: Crews, now: Callable[[], datetime], pause_s: float = PAUSE_S) -> Iterator[None]:
    """Let crews go on with their day beside whatever else is done, as the clock does, until the block ends."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(pause_s):
            try:
                crews.act(now())
            except Exception:  # noqa: BLE001  # a demo goes on, whatever somebody tries in it
                _LOG.exception("the crews could not report; they try again in %s s", pause_s)

    thread = threading.Thread(target=work, name="crews", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(ENDS_WITHIN_S)
