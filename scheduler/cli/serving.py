"""What `dojazd serve` does; loaded only by it, as the web's libraries take a second."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, cast

import typer
import uvicorn

from scheduler.cli.arenas import share_arenas
from scheduler.cli.connections.accepting import Connections
from scheduler.cli.connections.files import let_open
from scheduler.cli.connections.patience import Patience
from scheduler.cli.listening import Listening, bound, check_listening, encryption
from scheduler.cli.options import own_language
from scheduler.cli.store_told import show_new_key
from scheduler.cli.tidying import Tidying
from scheduler.domain.errors import BusyError, InputError, InputProblem

if TYPE_CHECKING:  # only the web knows it
    from fastapi import FastAPI

    from scheduler.bootstrap import Office
    from scheduler.services.ports import Store
    from scheduler.settings import Settings

GRACE_S = 10
"""So long open requests may take to end."""


def run_service(asked: Listening, *, settings: "Settings | None" = None, is_demo: bool = False) -> None:
    """Serve until a signal ends it.

    Parameters
    ----------
    settings : Settings, optional
        Of the installation; without them those of this process's environment.
    is_demo : bool
        Whether this is the demo's own server, as `create_app` takes it.

    Raises
    ------
    InputError
        If it cannot listen so, or not to so many.
    StoreError
        If the database cannot be used.
    """
    from scheduler.settings import load_settings

    settings = settings or load_settings()
    if settings.clock_ahead_seconds and not is_demo:
        wrong = "is for the demo alone: promises would be kept by a wrong clock"
        raise InputError(
            [InputProblem(file="settings", column="DOJAZD_CLOCK_AHEAD_SECONDS", wrong=wrong, right="leave it out")]
        )
    check_listening(asked, behind_proxy=bool(settings.trusted_proxies and settings.public_url))
    share_arenas()
    patience = _patience(settings)
    let_open(patience)
    from api.app import create_app
    from api.logs import log_as_json
    from scheduler.bootstrap import web_office

    with bound(asked) as listener:
        office = web_office(settings, told=lambda key, path: show_new_key(key, path, own_language()))
        log_as_json()
        app, connections = create_app(office, is_demo=is_demo), Connections(patience, encryption(asked), _no_place())
        server = _Server(_config(app, connections), office, asked, app.state.changes.close, connections)
        with worker_beside(settings, office.store):
            server.run(sockets=[listener])


def _refuse_clock() -> NoReturn:
    wrong = "is for the demo alone: promises would be kept by a wrong clock"
    raise InputError(
        [InputProblem(file="settings", column="DOJAZD_CLOCK_AHEAD_SECONDS", wrong=wrong, right="leave it out")]
    )


def _config(app: "FastAPI", connections: Connections) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        http=cast(type[asyncio.Protocol], connections.protocol),  # uvicorn only calls it
        lifespan="on",
        log_config=None,
        proxy_headers=False,  # the application asks its settings whom to believe
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=15,
        ws="none",
    )


def _patience(settings: "Settings") -> Patience:
    return Patience(
        head_s=settings.head_seconds,
        body_s=settings.body_seconds,
        most=settings.most_connections,
        proxies=settings.trusted_proxies,
    )


def _no_place() -> bytes:
    """Return the answer to a connection for which there is no place."""
    from api.errors import TABLE, problem

    told = problem(TABLE[BusyError], "every connection is in use; try again in a moment", {"Connection": "close"})
    lines = [b"HTTP/1.1 503 Service Unavailable", *(b": ".join(one) for one in told.raw_headers), b"", bytes(told.body)]
    return b"\r\n".join(lines)


@contextmanager
def worker_beside(settings: "Settings", store: "Store") -> Iterator[None]:
    """Have worker processes beside the server, if the settings want any: one for plans, and one for studies."""
    if not settings.worker:
        yield
        return
    from api.logs import log_as_json
    from scheduler.bootstrap.study_workers import study_workers
    from scheduler.bootstrap.workers import Workers

    studies = study_workers(settings, store, begin=log_as_json)
    beside = [Workers(settings, begin=log_as_json), *([] if studies is None else [studies])]
    for one in beside:
        one.start()
    try:
        yield
    finally:
        for one in beside:
            one.ask_to_end()
        for one in beside:
            one.stop()


class _Server(uvicorn.Server):
    """Says when it is ready, and ends well by a signal."""

    def __init__(
        self,
        config: uvicorn.Config,
        office: "Office",
        asked: Listening,
        end_streams: Callable[[], None],
        connections: Connections,
    ) -> None:
        super().__init__(config)
        self._office, self._asked, self._end_streams, self._connections = office, asked, end_streams, connections

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        if not self.started or not sockets:
            return
        self._watching = asyncio.create_task(self._connections.watch())  # also while it ends
        self._tidying = asyncio.create_task(Tidying().run())
        code = self._office.users.setup_code()
        if code:
            typer.echo(f"There is no user yet. Set-up code for the first administrator: {code}")
            if not self._office.store.towns():
                typer.echo("No town is kept yet, either; import one first: dojazd import FOLDER")
        scheme = "https" if self._asked.encrypted else "http"
        host, port = sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        address = f"{scheme}://{shown}:{port}"
        typer.echo(f"Dojazd answers on {address}")
        self._asked.greet(address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what ends by nothing else, and wait for the answers that are being given."""
        self._end_streams()
        self._connections.close()
        self._tidying.cancel()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals as wishes to end; afterwards the process ends by itself, with exit code 0."""
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
