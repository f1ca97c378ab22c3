"""Replications played by processes of this computer, one for each core.

A process ends with whoever gave it work: all of them read one end of a pipe in which nothing is ever said, and the
system closes the other end, whether on purpose or because that process was killed.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from threading import Thread

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.studies.hands import Play


class Processes:
    """Worker processes; they are begun with the first replication.

    Parameters
    ----------
    count : int
        How many.
    begin : callable, optional
        What each does first; it is found by its name there.
    """

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, count: int, begin: Callable[[], None] | None = None) -> None:
        self._count, self._first = count, begin
        self._begin()

    @property
    def width(self) -> int:
        """So many replications are played at a time."""
        return self._count

    def submit(self, play: Play, task: Task) -> Future[Sequence[Figure]]:
        """Have a replication played.

        Raises
        ------
        BrokenExecutor
            If a worker has died.
        """
        return self._pool.submit(play, task)

    def renew(self) -> None:
        """Begin new workers; those of before are gone."""
        self.close()
        self._begin()

    def close(self) -> None:
        """End the workers at once."""
        self._end.close()  # first: whoever waits for a pool waits for what its workers are at
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._ends.close()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would inherit locks of threads that it does not have
        self._ends, self._end = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(self._count, context, _work, (self._ends, self._first))


# In the worker's own process


def _work(ends: Connection, first: Callable[[], None] | None) -> None:
    """Be a worker: a Ctrl-C at the terminal is for whoever gives the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_when_it_ends, args=(ends,), daemon=True).start()
    if first is not None:
        first()


def _leave_when_it_ends(ends: Connection) -> None:
    try:
        ends.recv()
    except (EOFError, OSError):
        os._exit(0)
