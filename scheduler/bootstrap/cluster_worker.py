"""A computer of a Dask cluster: one process that works, and one that begins it again if it dies."""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scheduler.domain.errors import InputError, InputProblem, StudyError

FOUND_S = 60
"""So long the cluster's scheduler may be away, at the beginning and later; then the worker ends."""


@dataclass(frozen=True, kw_only=True)
class WorkerWanted:
    """What somebody wants a computer to be.

    Attributes
    ----------
    host : str
        Its own address. Never all of its addresses: whoever reaches a worker without TLS can have anything done there.
    """

    address: str
    threads: int
    host: str


def belong(wanted: WorkerWanted, *, ready: Callable[[str], object]) -> None:
    """Work for a cluster until a signal ends it.

    Parameters
    ----------
    ready : callable
        Called with the worker's own address once it works.

    Raises
    ------
    StudyError
        If Dask is not installed here, or the cluster does not answer.
    """
    try:
        asyncio.run(_belong(wanted, ready))
    except ModuleNotFoundError as error:
        raise StudyError("a cluster needs Dask: python -m pip install 'dojazd[cluster]'") from error
    except (OSError, TimeoutError, RuntimeError) as error:
        raise StudyError(f"the cluster at {wanted.address} does not answer, or not any more") from error


async def _belong(wanted: WorkerWanted, ready: Callable[[str], object]) -> None:
    from distributed import Nanny

    over = asyncio.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wish, over.set)
    nanny_of: Any = Nanny
    async with nanny_of(
        wanted.address, nthreads=wanted.threads, host=wanted.host, dashboard_address=None, death_timeout=FOUND_S,
        memory_limit=None, preload=["scheduler.bootstrap.cluster_preload"],
    ) as nanny:  # fmt: skip
        ready(nanny.worker_address)
        ends = [asyncio.create_task(over.wait()), asyncio.create_task(nanny.finished())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for one in ends:
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one


def own_address(address: str) -> str:
    """Return which address of this computer leads to another one; nothing is sent for that.

    Raises
    ------
    InputError
        If it is none, or leads nowhere.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.scheme else None
        found = socket.getaddrinfo(host, parts.port or 8786, type=socket.SOCK_DGRAM)[0] if host else None
    except (OSError, ValueError):
        found = None
    if found is None:
        wrong, right = "cannot be reached from here", "write it as tcp://10.0.0.5:8786"
        raise InputError([InputProblem(file="worker", column="ADDRESS", value=address, wrong=wrong, right=right)])
    with socket.socket(found[0], socket.SOCK_DGRAM) as one:
        one.connect(found[4])
        own: str = one.getsockname()[0]
        return own
