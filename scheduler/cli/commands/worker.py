"""`dojazd worker`: a computer of a cluster, which searches and plays studies for others."""

import os
from typing import Annotated

import typer

from scheduler.cli.options import own_language
from scheduler.domain.errors import InputError, InputProblem

_ADDRESS = typer.Argument(
    metavar="ADDRESS", help="Of the cluster's scheduler, tcp://10.0.0.5:8786; by default DOJAZD_CLUSTER."
)
_THREADS = typer.Option(min=1, help="So many replications of studies at a time; by default one for each core.")
_HOST = typer.Option(help="On which of its own addresses it is reached; by default the one that leads to the cluster.")


def worker(
    address: Annotated[str, _ADDRESS] = "",
    threads: Annotated[int | None, _THREADS] = None,
    host: Annotated[str, _HOST] = "",
) -> None:
    """Belong to a Dask cluster: do the searches and replications of other computers with the same program.

    It needs no database and no keys. Secured by Dask's own settings (tls://).
    """
    from scheduler.bootstrap.cluster_worker import WorkerWanted, belong, own_address
    from scheduler.services.solving import get_ready
    from scheduler.settings import load_settings

    known = address or load_settings().cluster
    if not known:
        right = "name the cluster's scheduler, tcp://10.0.0.5:8786, or set DOJAZD_CLUSTER"
        raise InputError([InputProblem(file="worker", column="ADDRESS", wrong="is missing", right=right)])
    wanted = WorkerWanted(address=known, threads=threads or os.cpu_count() or 1, host=host or own_address(known))
    get_ready(typer.echo, lang=own_language())
    belong(wanted, ready=lambda at: typer.echo(f"Working for {known} at {at}; Ctrl-C ends it."))
