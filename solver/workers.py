"""Strategies in processes of their own: the routing library holds the interpreter and cannot be interrupted.

Processes are spawned, not forked: a fork would copy the threads of numpy and OR-Tools in whatever state they are in.
A child ends when its pipe does, so none outlives a parent that was killed.
"""

import multiprocessing
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
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
        context = multiprocessing.get_context("spawn")
        self._members: dict[int, tuple[BaseProcess, Connection]] = {}
        self.lost = 0
        self._ready = False
        self.done: set[int] = set()
        try:
            for number, plan in enumerate(plans):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(plan, theirs), daemon=True)
                process.start()
                theirs.close()
                self._members[number] = process, ours
        except (OSError, AssertionError):  # no more processes or handles, or we are a daemon: who runs is enough
            self.lost += 1
        self._brief((arrays, dict(begin)))

    def _brief(self, day: tuple[Arrays, Orders]) -> None:
        """Tell everybody about the day, once all are starting.

        Not as arguments of the process: a child that dies before it has read its arguments (Ctrl-C reaches it, too)
        would leave its parent writing into a full pipe for ever. This pipe breaks when the child ends.
        """
        for number, (_, connection) in list(self._members.items()):
            try:
                connection.send(day)
            except OSError:
                self.lost += 1
                self._end(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in list(self._members):
            self._end(number)

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
        owner = {connection: number for number, (_, connection) in self._members.items()}
        for ready in wait(list(owner), timeout_s):
            if isinstance(ready, Connection):
                self._read(owner[ready], found)
        return found

    def _read(self, number: int, found: dict[int, Orders]) -> None:
        connection = self._members[number][1]
        try:
            while connection.poll():
                message = connection.recv()
                self._ready = True
                if message is None:
                    self.done.add(number)
                    self._end(number)
                    return
                if message:
                    found[number] = message
        except (EOFError, OSError):  # killed, out of memory, or a crash inside a library
            self.lost += 1
            self._end(number)

    def tell(self, orders: Orders, but: int) -> None:
        """Hand the best orders known to everybody but their finder."""
        for number, (_, connection) in list(self._members.items()):
            if number != but:
                try:
                    connection.send(dict(orders))
                except OSError:
                    self.lost += 1
                    self._end(number)

    def _end(self, number: int) -> None:
        process, connection = self._members.pop(number)
        connection.close()
        process.kill()
        process.join()


def _work(plan: Plan, connection: Connection) -> None:
    """Run a strategy and send what is better than everything before, until told that nobody listens any more."""
    try:
        arrays, begin = connection.recv()
        shop = Workshop(arrays)
        start = followed(shop, begin)[0]
        connection.send({})  # at work
        _report(shop, steps(start, plan), start, connection)
        connection.send(None)
    except (EOFError, OSError, KeyboardInterrupt):
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
