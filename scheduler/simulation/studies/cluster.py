"""Replications played by a Dask cluster of other computers; each of them has this program, of the same version.

Whoever reaches the address of a cluster without TLS can have anything done there, so it belongs into a network of its
own; Dask's own settings (`DASK_DISTRIBUTED__COMM__TLS__...`) and an address `tls://...` secure it.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import StudyError
from scheduler.simulation.studies.hands import Play
from scheduler.simulation.studies.nameless import Nameless

PATIENCE_S = 20
"""So long a cluster may take to answer at first."""


class Cluster:
    """The workers of a Dask cluster. One that dies loses nothing: the cluster gives its replications to another.

    Parameters
    ----------
    address : str
        Of the cluster's scheduler, ``tcp://10.0.0.5:8786``.

    Raises
    ------
    StudyError
        If Dask is not installed here, the cluster does not answer, or has no worker.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
            from distributed.scheduler import KilledWorker
        except ModuleNotFoundError as error:
            msg = "a cluster needs Dask: python -m pip install 'dojazd[cluster]'"
            raise StudyError(msg) from error
        try:
            client_of: Any = distributed.Client
            self._client = client_of(address, timeout=PATIENCE_S, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise StudyError(f"the cluster at {address} does not answer, or has no worker: {error}") from error
        self._executor: Any = self._client.get_executor(pure=False)
        self._nameless = Nameless()
        self.lost: tuple[type[BaseException], ...] = (KilledWorker,)

    @property
    def width(self) -> int:
        """So many replications are played at a time, by the workers there are now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, play: Play, task: Task) -> Future[Sequence[Figure]]:
        """Have a replication played; nobody's name leaves this computer for that."""
        done: Future[Sequence[Figure]] = self._executor.submit(play, self._nameless(task))
        return done

    def renew(self) -> None:
        """Go on: the cluster begins its own workers."""

    def close(self) -> None:
        """Forget what is not done; the cluster goes on for others."""
        self._executor.shutdown(wait=False)
        self._client.close()
