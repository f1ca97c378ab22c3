"""The talk with a Dask cluster about one search, in a thread of its own; and the search itself, on the cluster's side.

Two variables of the cluster carry it: what the office says (that it is still there, and whether to end), and what the
worker says (that it has begun, and how far it is). A worker that hears nothing from the office any more ends.
"""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from scheduler.bootstrap.capacity import program_mark, same_program
from scheduler.domain.errors import StudyError
from scheduler.services.planning.elsewhere import do_errand
from scheduler.services.ports import FoundOrders, SearchErrand, SearchStep
from scheduler.services.solving import get_ready

BEAT_S = 0.4
"""So often both sides say and hear something."""
ANSWERS_S = 8.0
"""So long one answer of the cluster may take."""
ALONE_S = 30.0
"""A worker that has heard nothing from the office for so long ends its search."""
FIRST = 100
"""Before replications of studies: somebody waits."""


class Talk(Thread):
    """One search on a cluster.

    Attributes
    ----------
    ended : Event
        Set once it is known what came of it; taking leave of the cluster may still last.
    heard_at : float
        When the cluster has last answered, by the monotonic clock.
    begun : bool
        Whether a worker is at it.
    found : FoundOrders or None
        What came of it.
    trouble : str
        What went wrong: the rest of a sentence about the cluster; empty: nothing.
    """

    def __init__(self, address: str, errand: SearchErrand, monotonic: Callable[[], float]) -> None:
        super().__init__(daemon=True, name="cluster-search")
        self._address, self._errand, self._monotonic = address, errand, monotonic
        self._key = f"dojazd-{uuid4().hex}"
        self._stop, self._leave, self.ended = Event(), Event(), Event()
        self.heard_at = monotonic()
        self.begun = False
        self.step: SearchStep | None = None
        self.found: FoundOrders | None = None
        self.trouble = "did not answer"

    def stop(self) -> None:
        """Have the search end with the best plan so far."""
        self._stop.set()

    def leave(self) -> None:
        """Say no more: nobody waits any longer."""
        self._stop.set()
        self._leave.set()

    def run(self) -> None:
        """Hand the search over, and listen until it ends."""
        try:
            self._meet()
        except ModuleNotFoundError:
            self.trouble = "needs Dask: python -m pip install 'dojazd[cluster]'"
        except StudyError as error:
            self.trouble = f"cannot do it: {error}"
        except Exception as error:  # noqa: BLE001  # whatever a network does, the search is done here then
            if self.found is None:
                self.trouble = f"does not answer ({type(error).__name__})"
        finally:
            self.ended.set()

    def _meet(self) -> None:
        import distributed

        client_of: Any = distributed.Client
        with client_of(self._address, timeout=ANSWERS_S, set_as_default=False) as client:
            self._hear()
            self._talk(client, distributed.Variable)

    def _talk(self, client: Any, variable: Any) -> None:
        office, worker = (variable(f"{self._key}-{side}", client=client) for side in ("office", "worker"))
        beat = 0
        office.set([beat, False], timeout=ANSWERS_S)
        worker.set(None, timeout=ANSWERS_S)
        try:
            done = client.submit(
                search_for, self._errand, self._key, program_mark(), key=self._key, pure=False, priority=FIRST
            )
            while not done.done() and not self._leave.wait(BEAT_S):
                beat += 1
                office.set([beat, self._stop.is_set()], timeout=ANSWERS_S)
                self._read(worker.get(timeout=ANSWERS_S))
            if self._leave.is_set():
                done.cancel()
                return
            found, self.step = done.result(timeout=ANSWERS_S)
            self.found, self.trouble = found, ""
            self.ended.set()
        finally:
            office.delete()
            worker.delete()

    def _read(self, said: Any) -> None:
        self._hear()
        if said is not None:
            self.begun = True
            self.step = SearchStep(**said) if said else self.step

    def _hear(self) -> None:
        self.heard_at = self._monotonic()


# On the cluster's side


def search_for(errand: SearchErrand, key: str, program: str) -> tuple[FoundOrders, SearchStep | None]:
    """Do a search for an office, and say how far it came; found by its name on the cluster's worker.

    Raises
    ------
    StudyError
        If this is another program than the office's.
    """
    import distributed

    same_program(program)
    get_ready(lambda _: None, lang="en")
    library: Any = distributed
    client, variable = library.get_client(), library.Variable
    side = _WorkerSide(variable(f"{key}-office", client=client), variable(f"{key}-worker", client=client))
    listening = Thread(target=side.listen, daemon=True, name="office")
    listening.start()
    try:
        found = do_errand(errand, clock=time.monotonic, cancelled=side.has_to_end, heard=side.note)
        return found, side.step
    finally:
        side.over.set()
        listening.join(timeout=ANSWERS_S)


class _WorkerSide:
    """What a worker says to an office, and hears from it, beside its search."""

    def __init__(self, office: Any, worker: Any) -> None:
        self._office, self._worker = office, worker
        self._end = Event()
        self.step: SearchStep | None = None
        self.over = Event()

    def has_to_end(self) -> bool:
        """Return whether the office wants it to end, or is not there any more."""
        return self._end.is_set()

    def note(self, step: SearchStep) -> None:
        """Remember how far the search is; it is said a little later."""
        self.step = step

    def listen(self) -> None:
        """Say how far it is, and hear what the office says, until the search is over."""
        heard_at, beat, told = time.monotonic(), -1, object()
        while True:
            try:
                if told is not self.step:
                    told = self.step
                    self._worker.set({} if told is None else vars(told), timeout=ANSWERS_S)
                now_beat, stop = self._office.get(timeout=ANSWERS_S)
                if now_beat != beat:
                    beat, heard_at = now_beat, time.monotonic()
                if stop:
                    self._end.set()
            except Exception:  # noqa: BLE001, S110  # the next beat may be heard again
                pass
            if time.monotonic() - heard_at > ALONE_S:
                self._end.set()
            if self.over.wait(BEAT_S):
                return
