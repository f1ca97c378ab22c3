"""Strategies in processes of their own: the routing library holds the interpreter and cannot be interrupted.

Processes are spawned, not forked: a fork would copy the threads of numpy and OR-Tools in whatever state they are in.
A child ends when its pipe does, so none outlives a parent that was killed; and it does not hear Ctrl-C, which is the
parent's to answer.
"""

import multiprocessing
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Self

from solver.arrays import Arrays
from solver.search.drafting import Draft, Workshop
from solver.search.repair import followed
from solver.search.strategies import Plan, Steps, steps

type Orders = Mapping[int, Sequence[int]]

LARGEST_TEAM = 8


def cores() -> int:
    """Return how many processes this machine can feed, at most `LARGEST_TEAM`."""
    return min(LARGEST_TEAM, multiprocessing.cpu_count())


class _Member:
    """A process, and a thread that writes to it: who does not read must not make the parent wait.

    The job goes this way too. As an argument of the process it would be written while starting, which never ends
    if the process dies before it has read it.
    """

    def __init__(self, arrays: Arrays, begin: Orders, plan: Plan) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs,), daemon=True)
        with _without_interrupts():
            self.process.start()
        theirs.close()
        self.letters: SimpleQueue[object] = SimpleQueue()
        self.letters.put((arrays, dict(begin), plan))
        self.writer = Thread(target=self._write, daemon=True)
        self.writer.start()

    def _write(self) -> None:
        try:
            while (letter := self.letters.get()) is not None:
                self.connection.send(letter)
        except OSError:  # it is gone, which reading notices
            return

    def end(self) -> None:
        """Kill the process and let go of it."""
        self.process.kill()
        self.process.join()
        self.letters.put(None)
        self.writer.join()
        self.connection.close()


class Team:
    """Processes that search, each with its strategy, from the same orders.

    Parameters
    ----------
    arrays : Arrays
        Sent to every process.
    begin : orders of the draft to begin with
    plans : sequence of Plan
        One a process.

    Attributes
    ----------
    lost : int
        Processes that died before their time.
    done : set of int
        Plans that came to their end.
    """

    def __init__(self, arrays: Arrays, begin: Orders, plans: Sequence[Plan]) -> None:
        self._members: dict[int, _Member] = {}
        self.lost = 0
        self._ready = False
        self.done: set[int] = set()
        try:
            for number, plan in enumerate(plans):
                self._members[number] = _Member(arrays, begin, plan)
        except (OSError, AssertionError):  # no more processes or handles, or we are a daemon: who runs is enough
            self.lost += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in list(self._members):
            self._members.pop(number).end()

    @property
    def working(self) -> bool:
        """Return whether anybody is still at work."""
        return bool(self._members)

    def has_begun(self) -> bool:
        """Return whether anybody is at work yet: to start a process takes a while."""
        return self._ready

    def news(self, timeout_s: float) -> dict[int, Orders]:
        """Return the newest orders by plan number of those who had something better, waiting so long at most."""
        found: dict[int, Orders] = {}
        owner = {member.connection: number for number, member in self._members.items()}
        for ready in wait(list(owner), timeout_s):
            if isinstance(ready, Connection):
                self._read(owner[ready], found)
        return found

    def _read(self, number: int, found: dict[int, Orders]) -> None:
        connection = self._members[number].connection
        try:
            while connection.poll():
                message = connection.recv()
                self._ready = True
                if message is None:
                    self.done.add(number)
                    self._members.pop(number).end()
                    return
                if message:
                    found[number] = message
        except (EOFError, OSError):  # killed, out of memory, or a crash inside a library
            self.lost += 1
            self._members.pop(number).end()

    def tell(self, orders: Orders, but: int) -> None:
        """Hand the best orders known to everybody but their finder."""
        for number, member in self._members.items():
            if number != but:
                member.letters.put(dict(orders))


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let processes started here never hear Ctrl-C, not even before their first line of Python; ours is kept for later.

    Where there are no signal masks (Windows) `_work` alone sees to it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # otherwise started by the first process, and it lifts the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection) -> None:
    """Run a strategy and send what is better than everything before, until told that nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        arrays, begin, plan = connection.recv()
        shop = Workshop(arrays)
        start = followed(shop, begin)[0]
        connection.send({})  # at work
        _report(shop, steps(start, plan), start, connection)
        connection.send(None)
    except (EOFError, OSError):
        return


def _report(shop: Workshop, search: Steps, best: Draft, connection: Connection) -> None:
    other: Draft | None = None
    try:
        while True:
            found = search.send(other) if other else next(search)
            other = None
            if found.key < best.key:
                best = found
                connection.send(best.orders)
            while connection.poll():
                other = followed(shop, connection.recv())[0]
                best = min(best, other, key=lambda draft: draft.key)
    except StopIteration:
        return
