"""`dojazd work`: a worker without a server."""

import os
import socket
from threading import Event

import typer

from scheduler.cli.interrupt import stop_on_interrupt


def work() -> None:
    """Do the searches that dispatchers ask for, and make tentative plans better, until it is stopped."""
    from api.logs import log_as_json
    from scheduler.bootstrap.workers import make_worker, work_until
    from scheduler.settings import load_settings

    with stop_on_interrupt() as stop:
        worker = make_worker(load_settings(), f"{socket.gethostname()}-{os.getpid()}", stop)
        log_as_json()
        typer.echo("Working; Ctrl-C ends it with what has been found so far.")
        work_until(stop, worker, Event().wait)
