"""Who plays replications: the words for it, and the simplest of them, this process itself."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task

type Play = Callable[[Task], Sequence[Figure]]
"""Plays one replication. It is found by its name in other processes, and gives for equal tasks equal figures."""


class Hands(Protocol):
    """Whoever replications are given to.

    Attributes
    ----------
    width : int
        So many of them are played at a time.
    lost : tuple of type
        Errors of a future that tell of a worker that died, and not of the replication.
    """

    @property
    def width(self) -> int:
        """See the class."""
        ...

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """See the class."""
        ...

    def submit(self, play: Play, task: Task) -> Future[Sequence[Figure]]:
        """Have a replication played."""
        ...

    def renew(self) -> None:
        """Go on after a worker was lost."""
        ...

    def close(self) -> None:
        """End at once; what is being played is given up."""
        ...


class InThisProcess:
    """Everything one after the other, right here: whoever submits waits for it."""

    width = 1
    lost: tuple[type[BaseException], ...] = ()

    def submit(self, play: Play, task: Task) -> Future[Sequence[Figure]]:
        """Play a replication, and return a future that is done."""
        done: Future[Sequence[Figure]] = Future()
        try:
            done.set_result(play(task))
        except Exception as error:  # noqa: BLE001  # told by whoever asks for the result, as from any other process
            done.set_exception(error)
        return done

    def renew(self) -> None:
        """Do nothing: nobody can be lost."""

    def close(self) -> None:
        """Do nothing: whatever was submitted is done."""
