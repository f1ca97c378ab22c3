"""Which of many jobs comes next where a few threads serve them all."""

from collections.abc import Callable, Iterator
from threading import Lock


class Rota:
    """Whose turn it is: of those at rest, whoever has worked least for the size of the part.

    Parameters
    ----------
    jobs : iterators, each with a size
    """

    def __init__(self, jobs: list[tuple[Iterator[None], int]]) -> None:
        self._jobs = jobs
        self._worked_s = [0.0] * len(jobs)
        self._resting = set(range(len(jobs)))
        self._lock = Lock()

    def turn(self, clock: Callable[[], float]) -> None:
        """Let the next one work until it looks up."""
        with self._lock:
            if not self._resting:
                return
            job = min(self._resting, key=lambda one: (self._worked_s[one] / self._jobs[one][1], one))
            self._resting.remove(job)
        began = clock()
        next(self._jobs[job][0])
        with self._lock:
            self._worked_s[job] += clock() - began
            self._resting.add(job)
