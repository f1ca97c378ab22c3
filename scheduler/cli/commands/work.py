"""`dojazd work`: a worker without a server."""

import os
import socket
from threading import Event

import typer

from scheduler.cli.interrupt import stop_on_interrupt


def work() -> None:
    """Do the searches and the studies that people ask for, and make tentative plans better, until it is stopped."""
    from api.logs import log_as_json
    from scheduler.bootstrap.study_workers import study_workers
    from scheduler.bootstrap.workers import make_worker, work_until
    from scheduler.settings import load_settings

    settings = load_settings()
    with stop_on_interrupt() as stop:
        worker = make_worker(settings, f"{socket.gethostname()}-{os.getpid()}", stop)
        log_as_json()
        studies = study_workers(settings, worker.store, begin=log_as_json)
        if studies is not None:
            studies.start()
        typer.echo("Working; Ctrl-C ends it with what has been found so far.")
        try:
            work_until(stop, worker, Event().wait)
        finally:
            if studies is not None:
                studies.stop()
