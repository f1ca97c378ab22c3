"""`dojazd keys`: the master key, its recovery sheet, and the key ring."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from scheduler.bootstrap import SystemClock, database_url, known_master, master_file, office_master
from scheduler.cli.files import read_text
from scheduler.cli.key_change import change_master, next_file, opens
from scheduler.cli.keys_told import said, sheet_lines
from scheduler.cli.office import bare_engine, say
from scheduler.cli.options import Lang, own_language
from scheduler.domain.errors import ConflictError, MasterKeyError
from scheduler.settings import load_settings

keys = typer.Typer(name="keys", help="The master key that personal data are sealed with.", no_args_is_help=True)

Typed = Annotated[
    str, typer.Option(help="File with the lines of a recovery sheet; -: type them in.", show_default="a new key")
]
Ring = Annotated[Path, typer.Argument(metavar="FILE", help="Key ring file.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@keys.command()
def init(typed: Typed = "", lang: Lang = own_language()) -> None:  # noqa: B008
    """Make a master key, or take one from its recovery sheet."""
    from scheduler.store.sealing import MasterKey
    from scheduler.store.sealing.master_file import keep_master_file
    from scheduler.store.sealing.recovery import read_recovery

    settings = load_settings()
    if known_master(settings) is not None:
        raise ConflictError("this installation has a master key already; see dojazd keys check")
    right = "give a file with the four lines of the key, or - to type them in"
    text = sys.stdin.read() if typed == "-" else read_text(Path(typed), right=right) if typed else ""
    master = read_recovery(text) if typed else MasterKey.fresh()
    if not typed and _anything_sealed():
        raise MasterKeyError("the database is sealed with a key already; type its recovery sheet in with --typed")
    kept = keep_master_file(master_file(settings), master)
    say(said(lang, "made", path=master_file(settings)), *sheet_lines(kept, SystemClock().now().date()))


@keys.command()
def sheet() -> None:
    """Print the recovery sheet."""
    say(*sheet_lines(office_master(load_settings()), SystemClock().now().date()))


@keys.command()
def check(lang: Lang = own_language()) -> None:  # noqa: B008
    """Tell whether the master key is the one that the database is sealed with."""
    from scheduler.store.backup import ring_from
    from scheduler.store.sealing.master_file import read_master_file

    settings = load_settings()
    master = office_master(settings)
    with bare_engine() as engine:
        waiting = next_file(settings)
        if waiting.exists() and opens(engine, read_master_file(waiting)):
            raise MasterKeyError(f"a change of the master key was interrupted ({waiting}); run dojazd keys rotate")
        if not _anything_sealed():
            say(said(lang, "empty", fingerprint=master.fingerprint))
            return
        with engine.connect() as connection:
            towns = ring_from(connection, master, SystemClock().now()).towns
    count = sum(map(len, towns.values()))
    say(said(lang, "right", fingerprint=master.fingerprint, towns=len(towns), keys=count))


@keys.command()
def rotate(yes: Yes = False, lang: Lang = own_language()) -> None:  # noqa: B008
    """Change the master key; what it sealed stays as it is."""
    if not yes:
        typer.confirm(said(lang, "sure"), abort=True)
    with bare_engine() as engine:
        done = change_master(engine, load_settings())
    say(said(lang, "rotated", keys=done.keys) if done.keys else said(lang, "finished"))
    say(*sheet_lines(done.master, SystemClock().now().date()))
    if done.by_hand is not None:
        say(said(lang, "by_hand", path=done.by_hand))
    say(said(lang, "then"))


@keys.command("export")
def export_ring(file: Ring, lang: Lang = own_language()) -> None:  # noqa: B008
    """Write the key ring: the wrapped keys, of no use without the master key."""
    from scheduler.store.backup import ring_from, write_key_ring

    master = office_master(load_settings())
    with bare_engine() as engine, engine.connect() as connection:
        ring = ring_from(connection, master, SystemClock().now())
    write_key_ring(file, ring, master)
    say(said(lang, "exported", path=file, keys=sum(map(len, ring.towns.values()))))


@keys.command("import")
def import_ring(file: Ring, lang: Lang = own_language()) -> None:  # noqa: B008
    """Take a key ring into a database that has lost its keys."""
    from scheduler.store.backup import read_key_ring, ring_into
    from scheduler.store.sql.engine import for_writing

    ring = read_key_ring(file)
    ring.check(office_master(load_settings()))
    with bare_engine() as engine, for_writing(engine.connect()) as connection, connection.begin():
        count = ring_into(connection, ring)
    say(said(lang, "imported", keys=count))


def _anything_sealed() -> bool:
    from scheduler.store.sql import has_keys

    return has_keys(database_url(load_settings()))
