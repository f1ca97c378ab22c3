"""Which version of the schema a database has, and how it gets another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from scheduler.domain.errors import StoreError
from scheduler.store.sql.engine import for_writing, scrub
from scheduler.store.sql.failures import told
from scheduler.store.sql.ring import Ring

_FOLDER = Path(__file__).parents[1] / "migrations"
_LOCK = 0x446F6A617A64
"""Number of PostgreSQL's advisory lock under which the schema is changed ("Dojazd")."""


@dataclass(frozen=True, kw_only=True)
class SchemaStatus:
    """The schema of a database.

    Attributes
    ----------
    now : str or None
        Its revision; None: it has no tables.
    newest : str
        This program's.
    known : bool
        Whether this program knows the revision.
    """

    now: str | None
    newest: str
    known: bool

    @property
    def right(self) -> bool:
        """Whether this program can use the database as it is."""
        return self.now == self.newest


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings, for a connection with an open transaction."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def status(engine: Engine) -> SchemaStatus:
    """Return which schema a database has.

    Raises
    ------
    StoreError
        If it cannot be asked, or has tables that are not Dojazd's.
    """
    with told(), engine.connect() as connection:
        return _status(connection)


def upgrade(engine: Engine, revision: str = "head", *, ring: Ring | None = None) -> SchemaStatus:
    """Bring a database to a revision, all of the way or none of it; a new one is made.

    Parameters
    ----------
    ring : callable, optional
        Makes a town's key ring, for revisions that seal what is kept already.

    Raises
    ------
    StoreError
        If it is of a newer version than this program, or none of Dojazd's; or something has to be sealed without a key.
    """
    with _alone(engine) as connection:
        before = _status(connection)
        _check_known(before)
        if revision != "head" or not before.right:
            _run(command.upgrade, connection, revision, ring)
        after = _status(connection)
    if before.now is not None and before.now != after.now:
        scrub(engine)
    return after


def downgrade(engine: Engine, revision: str, *, ring: Ring | None = None) -> SchemaStatus:
    """Bring a database back to an older revision; what only the newer one keeps is lost.

    Raises
    ------
    StoreError
        If there is no such revision before its own, or something has to be unsealed without a key.
    """
    with _alone(engine) as connection:
        _check_known(_status(connection))
        _run(command.downgrade, connection, revision, ring)
        return _status(connection)


def check(engine: Engine) -> None:
    """Make a new database's tables, and refuse one of another version.

    Raises
    ------
    StoreError
        Saying what to do.
    """
    found = status(engine)
    if found.now is None:
        found = upgrade(engine)
    _check_known(found)
    if not found.right:
        raise StoreError(
            f"the database has the tables of an older version ({found.now}, this program's are {found.newest}); make a "
            "backup, then run dojazd db upgrade"
        )


def _check_known(found: SchemaStatus) -> None:
    if not found.known:
        raise StoreError(
            f"the database has the tables of a newer version ({found.now}, this program knows them up to "
            f"{found.newest}); use that version, or run its dojazd db downgrade {found.newest}"
        )


def _status(connection: Connection) -> SchemaStatus:
    scripts = ScriptDirectory.from_config(config())
    newest = scripts.get_current_head() or ""
    now = MigrationContext.configure(connection).get_current_revision()
    if now is None and (others := set(inspect(connection).get_table_names()) - {"alembic_version"}):
        some = ", ".join(sorted(others)[:3])
        raise StoreError(f"the database has tables that are not Dojazd's ({some}); give Dojazd one of its own")
    known = now is None or now in {script.revision for script in scripts.walk_revisions()}
    return SchemaStatus(now=now, newest=newest, known=known)


def _run(step: Any, connection: Connection, revision: str, ring: Ring | None) -> None:
    made = config(connection)
    made.attributes["ring"] = ring
    try:
        step(made, revision)
    except CommandError as error:
        raise StoreError(f"the database cannot be brought to version {revision}: there is none on that way") from error


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction in which nobody else changes the schema."""
    with told(), for_writing(engine.connect()) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        yield connection
