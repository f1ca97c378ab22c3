"""Stores to test: in memory, in SQLite, in PostgreSQL; each test has its own, empty one."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.services.ports import AccountStore, Store
from scheduler.store.backup import backup
from scheduler.store.memory import MemoryStore
from scheduler.store.memory.accounts import MemoryAccounts
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of
from scheduler.store.sql.accounts import SqlAccounts
from tests.postgres import Postgres, postgres
from tests.store.filled import fill

MASTER_KEY = MasterKey.fresh()


@pytest.fixture(scope="session")
def ring() -> Ring:
    """Key rings under a master key of this run."""
    return ring_of(MASTER_KEY)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL that lives as long as the tests."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres, ring: Ring) -> str:
    """A database with all tables and nothing in them."""
    name = postgres_server.make()
    open_store(postgres_server.url(name), ring).close()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, ring: Ring) -> Path:
    """A file with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    open_store(f"sqlite:///{path}", ring).close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The address of a SQLite database of this test."""
    path = tmp_path / "dojazd.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: Postgres, postgres_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test."""
    name = postgres_server.make(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of this test, of either kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sql_store(database_url: str, ring: Ring) -> Iterator[SqlStore]:
    """An empty store in a database."""
    with open_store(database_url, ring) as store:
        yield store


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, ring: Ring) -> Iterator[Store]:
    """An empty store of each kind."""
    with ExitStack() as stack:
        if request.param == "memory":
            yield MemoryStore()
        else:
            url = request.getfixturevalue(f"{request.param}_url")
            yield stack.enter_context(open_store(url, ring))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def accounts(request: pytest.FixtureRequest, ring: Ring) -> Iterator[AccountStore]:
    """An empty store of accounts of each kind."""
    if request.param == "memory":
        yield MemoryAccounts(MemoryStore())
        return
    with open_store(request.getfixturevalue(f"{request.param}_url"), ring) as store:
        yield SqlAccounts(store)


@pytest.fixture
def origin(tmp_path: Path) -> str:
    """The address of a filled SQLite database of which there is a backup."""
    return f"sqlite:///{tmp_path / 'origin.sqlite'}"


@pytest.fixture
def saved(tmp_path: Path, origin: str, ring: Ring) -> Path:
    """A backup, with its key ring beside it."""
    path = tmp_path / "backups" / "monday.zip"
    path.parent.mkdir()
    with open_store(origin, ring) as store:
        fill(store)
        backup(store.engine, path, MASTER_KEY, datetime(2026, 11, 22, 20, tzinfo=UTC))
    return path
