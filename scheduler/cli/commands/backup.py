"""`dojazd backup` and `dojazd restore`."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.bootstrap import SystemClock, office_master, restoring
from scheduler.cli.language import Language
from scheduler.cli.office import bare_engine, say, who
from scheduler.cli.options import Lang, own_language
from scheduler.cli.restored_told import restored_lines
from scheduler.domain.errors import InputError, InputProblem
from scheduler.settings import load_settings

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]
RingFile = Annotated[
    Path | None, typer.Option("--keys", help="The newest key ring.", show_default="the one beside the backup")
]
Replace = Annotated[bool, typer.Option("--replace", help="Delete what the database holds.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_WORDS = {
    Language.PL: {
        "saved": "Kopia: {path}, wierszy {rows}. Pęk kluczy obok: {ring}. Bez niego i bez klucza głównego kopii "
        "nikt nie odczyta.",
        "sure": "Zatrzymaj najpierw serwery. Usunąć wszystko, co jest w bazie, i odtworzyć kopię?",
    },
    Language.EN: {
        "saved": "Backup: {path}, {rows} rows. The key ring is beside it: {ring}. Without it and the master key nobody "
        "can read the backup.",
        "sure": "Stop all servers first. Delete everything in the database and restore the backup?",
    },
}


def backup(file: BackupFile, lang: Lang = own_language()) -> None:  # noqa: B008
    """Save the office's database while it is in use, and its key ring beside it."""
    from scheduler.store.backup import backup as save
    from scheduler.store.backup import ring_beside

    ring = ring_beside(file)
    if file.resolve() == ring.resolve() or file.name.casefold() == ring.name:
        right = f"choose another name, such as {file.with_name('dojazd.zip')}"
        raise InputError(
            [InputProblem(file=str(file), wrong="is the name of the key ring beside a backup", right=right)]
        )
    with bare_engine() as engine:
        done = save(engine, file, office_master(load_settings()), SystemClock().now())
    rows = sum(table.rows for table in done.tables.values())
    say(_WORDS[lang]["saved"].format(path=file, rows=rows, ring=ring))


def restore(
    file: BackupFile,
    ring_file: RingFile = None,
    replace: Replace = False,
    yes: Yes = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Put a backup into a database of either kind; what was taken away or changed since stays so."""
    from scheduler.store.backup import read_key_ring, ring_beside
    from scheduler.store.backup import restore as put_back

    ring = read_key_ring(ring_file or ring_beside(file))
    if replace and not yes:
        typer.confirm(_WORDS[lang]["sure"], abort=True)
    with bare_engine() as engine:
        how = restoring(by=who(""), at=SystemClock().now(), replace=replace)
        done = put_back(engine, file, ring, office_master(load_settings()), how)
    say(*restored_lines(done, lang))
