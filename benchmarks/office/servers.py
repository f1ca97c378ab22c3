"""Real servers on one database: `dojazd serve` processes, and PostgreSQL from its wheel or a SQLite file."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from scheduler.store.sealing import MasterKey
from tests.postgres import postgres
from tests.serving.serving import served


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A database and a data folder, which servers share.

    Attributes
    ----------
    postmaster : int
        Process id of PostgreSQL's first process; 0: SQLite.
    """

    data: str
    url: str
    master_key: str = field(repr=False)
    postmaster: int = 0

    @property
    def settings(self) -> Mapping[str, str]:
        """What a process of this installation is told."""
        return {"DOJAZD_DATABASE_URL": self.url, "DOJAZD_MASTER_KEY": self.master_key}


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int


@contextmanager
def installation(database: str) -> Iterator[Installation]:
    """Have an installation with an empty database that is as safe from a power cut as a real one."""
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="dojazd-bench-"))
        key = MasterKey.fresh().text
        if database == "sqlite":
            yield Installation(data=data, url=f"sqlite:///{data}/dojazd.sqlite", master_key=key)
            return
        running = stack.enter_context(postgres())
        url = running.url(running.make())
        yield Installation(data=data, url=url, master_key=key, postmaster=_like_real(url))


def _like_real(url: str) -> int:
    """Take back what tests spare themselves, and return the id of the server's first process."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = on").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")
        lines = connection.execute("SELECT pg_read_file('postmaster.pid', 0, 20)").fetchone()
    return int(str(lines[0]).splitlines()[0]) if lines else 0


@contextmanager
def serving(where: Installation, workers: Sequence[bool], **settings: str) -> Iterator[list[Server]]:
    """Run servers, one for each of `workers`, which says whether a worker process comes with it; end them well."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(_server(where, number, {**settings, "DOJAZD_WORKER": "yes" if one else "no"}))
            for number, one in enumerate(workers)
        ]


@contextmanager
def _server(where: Installation, number: int, settings: Mapping[str, str]) -> Iterator[Server]:
    own = Path(where.data) / f"server-{number}"
    own.mkdir()
    with served(own, **where.settings, **settings) as running:
        yield Server(running.process.pid, running.port)
        running.end()
