"""Worker processes beside a server: searches that are asked for, and tentative plans that get better.

They know each other and the server through the store alone, so there may be any number of them, on any machine that
reaches the database: `dojazd work` is one without a server.
"""

import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.synchronize import Event as ProcessEvent
from threading import Event, Thread

from scheduler.bootstrap.clock import clock_of
from scheduler.bootstrap.cluster_search import ClusterSearch
from scheduler.bootstrap.memory import give_memory_back
from scheduler.bootstrap.new_ids import new_id
from scheduler.bootstrap.store import open_office
from scheduler.bootstrap.travel import travel_for
from scheduler.domain.errors import StoreError
from scheduler.domain.town import TownHead
from scheduler.services.long_work import Watch
from scheduler.services.planning.working import Worker
from scheduler.services.ports import TravelTimes
from scheduler.settings import Settings

IDLE_S = 0.5
"""So long nobody looks for work where there was none; a dispatcher who presses "solve" waits for half of it."""
GRACE_S = 3.0
"""So long a worker may take to end; a search ends within a tenth of a second, and is kept in less than one."""
YIELDS = 10
"""So much a worker beside a server gives way to it (POSIX niceness): better plans can wait, whoever phones cannot."""
AWAY_S = 3.0
"""So long after the database did not answer."""


def office_travel(settings: Settings) -> Callable[[TownHead], TravelTimes]:
    """Return what gives the travel times of a kept town: of its own folder in the data folder, if it has one."""
    return lambda head: travel_for(head, settings.data / "towns" / head.id)


def make_worker(settings: Settings, owner: str, stopping: Callable[[], bool]) -> Worker:
    """Return a worker with a store of its own.

    Raises
    ------
    InputError, StoreError, MasterKeyError
        As `open_office`.
    """
    watch = Watch(
        clock=clock_of(settings), monotonic=time.monotonic, workers=os.cpu_count() or 1, stopping=stopping,
        elsewhere=ClusterSearch(settings.cluster) if settings.cluster else None,
    )  # fmt: skip
    return Worker(open_office(settings), office_travel(settings), watch, owner, new_id=new_id)


def work_until(stopping: Callable[[], bool], worker: Worker, pause: Callable[[float], object]) -> None:
    """Work until somebody wants it to end; a database that is away for a while is waited for."""
    while not stopping():
        try:
            busy, idle_s = _worked(worker), IDLE_S
        except StoreError:
            busy, idle_s = False, AWAY_S
        if not busy:
            pause(idle_s)


def _worked(worker: Worker) -> bool:
    busy = worker.work()
    if busy:
        give_memory_back()
    return busy


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a process beside a server does.

    Attributes
    ----------
    once : callable
        Does the most urgent thing, from the settings and the name of its owner; False: nothing is to be done. It is
        found by its name in that process.
    wanted : callable
        Asked in this process before: whether there may be anything to do. Until then there is no other process.
    yields : int
        How far it gives way to others (POSIX niceness).
    lasts : bool
        Whether the process stays when nothing is to be done any more.
    """

    once: Callable[[Settings, str], bool]
    wanted: Callable[[], bool] = lambda: True
    yields: int = YIELDS
    lasts: bool = True


class Workers:
    """A worker process beside a server, begun again if it dies.

    Parameters
    ----------
    executor : callable
        Makes what runs the job; by default a process of its own.
    begin : callable
        What that process does first, such as to set up its log; it is found by its name there.
    job : Job
        What that process does; by default searches and plans.
    """

    def __init__(
        self,
        settings: Settings,
        executor: "Callable[[ProcessEvent], Executor] | None" = None,
        *,
        begin: Callable[[], None] | None = None,
        job: "Job | None" = None,
    ) -> None:
        self._settings, self._job = settings, job or Job(once=work_once)
        self._context = multiprocessing.get_context("spawn")
        self._end = self._context.Event()
        self._make = executor or partial(_one_process, self._context, begin, self._job.yields)
        self._ended = Event()
        self._thread = Thread(target=self._run, name="dojazd-workers", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask_to_end(self) -> None:
        """Have the worker end soon, and do not wait for it."""
        self._ended.set()
        self._end.set()

    def stop(self) -> None:
        """End with what has been found so far; a worker that takes too long over that is ended all the same."""
        self.ask_to_end()
        self._thread.join(timeout=GRACE_S)
        for child in multiprocessing.active_children() if self._thread.is_alive() else ():
            child.terminate()  # what it holds is taken up again when its lease has run out
        self._thread.join(timeout=GRACE_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            with self._make(self._end) as executor:
                self._keep_busy(executor)
            self._ended.wait(IDLE_S)

    def _keep_busy(self, executor: Executor) -> None:
        owner = f"{socket.gethostname()}-{os.getpid()}"
        while not self._ended.is_set():
            begun = False
            try:
                begun = self._job.wanted()
                busy = begun and executor.submit(self._job.once, self._settings, owner).result()
            except BrokenExecutor:
                return  # killed from outside: its search is taken up again when its lease has run out
            except Exception:  # whatever one town's data do to a worker, others' searches go on
                logging.getLogger(__name__).exception("a worker has failed")
                busy = False
            if not busy:
                self._ended.wait(IDLE_S)
            if begun and not self._job.lasts:
                return


def _one_process(
    context: "multiprocessing.context.SpawnContext", begin: Callable[[], None] | None, yields: int, end: ProcessEvent
) -> Executor:
    return ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_begin, initargs=(end, begin, yields))


# In the worker's own process

_END: list[ProcessEvent] = []
_WORKER: list[Worker] = []


def _begin(end: ProcessEvent, first: Callable[[], None] | None, yields: int = YIELDS) -> None:
    """Be a worker: a Ctrl-C at the terminal is the server's to hear, and without a server there is nothing to do."""
    if first is not None:
        first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(yields)
    _END.append(end)
    Thread(target=_leave_with_the_server, daemon=True).start()


def _leave_with_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(0)


def is_ending() -> bool:
    """Return whether this process has to end."""
    return _END[0].is_set()


def work_once(settings: Settings, owner: str) -> bool:
    """Do the most urgent thing there is; False: nothing is to be done, or the database does not answer."""
    try:
        if not _WORKER:
            _WORKER.append(make_worker(settings, f"{owner}-{os.getpid()}", is_ending))
        return _worked(_WORKER[0])
    except StoreError:
        return False
