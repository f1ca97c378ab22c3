"""Ctrl-C as a wish to have the best plan so far, not as a crash."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Becomes true at the first Ctrl-C (or SIGTERM); the second one ends the program at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Return whether somebody asked to stop."""
        return self.asked


@contextmanager
def stop_on_interrupt() -> Iterator[Stop]:
    """Give a `Stop` that listens while the block runs."""
    stop = Stop()

    def remember(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
