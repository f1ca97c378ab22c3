"""`dojazd db`: the tables of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import database_url, known_master
from scheduler.cli.language import Language
from scheduler.cli.options import Lang, own_language
from scheduler.cli.store_told import said, status_lines
from scheduler.settings import load_settings

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from sqlalchemy import Engine

    from scheduler.store.sql import Ring
    from scheduler.store.sql.schema import SchemaStatus

db = typer.Typer(name="db", help="The tables of the database.", no_args_is_help=True)

Revision = Annotated[str, typer.Argument(help="The version to go back to, e.g. 0001; base: no tables at all.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@db.command()
def status(lang: Lang = own_language()) -> None:  # noqa: B008
    """Tell which version the tables are of."""
    from scheduler.store.sql import schema

    with _engine() as engine:
        _tell(engine, schema.status(engine), lang)


@db.command()
def upgrade(lang: Lang = own_language()) -> None:  # noqa: B008
    """Bring the tables to this program's version."""
    from scheduler.store.sql import schema

    with _engine() as engine:
        _tell(engine, schema.upgrade(engine, ring=_ring()), lang)


@db.command()
def downgrade(
    revision: Revision,
    yes: Yes = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Bring the tables back to an older version; what only the newer one keeps is deleted."""
    from scheduler.store.sql import schema

    with _engine() as engine:
        if not yes:
            typer.confirm(said(lang, "sure", revision=revision), abort=True)
        _tell(engine, schema.downgrade(engine, revision, ring=_ring()), lang)


@contextmanager
def _engine() -> Iterator["Engine"]:
    from scheduler.store.sql.engine import connect

    engine = connect(database_url(load_settings()))
    try:
        yield engine
    finally:
        engine.dispose()


def _ring() -> "Ring | None":
    """Return what makes key rings, if there is a master key: what is kept already may have to be sealed anew."""
    from scheduler.store.sql import ring_of

    master = known_master(load_settings())
    return None if master is None else ring_of(master)


def _tell(engine: "Engine", found: "SchemaStatus", lang: Language) -> None:
    where = engine.url.render_as_string(hide_password=True).partition("?")[0]  # what follows may be a password, too
    for line in status_lines(found, where, lang):
        Console(soft_wrap=True).print(line, markup=False, highlight=False)
