"""`dojazd backup` and `dojazd restore`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.bootstrap import SystemClock, office_master
from scheduler.cli.language import Language
from scheduler.cli.office import bare_engine, say, who
from scheduler.cli.options import Lang, own_language
from scheduler.domain.errors import InputError, InputProblem
from scheduler.settings import load_settings

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from scheduler.store.backup import Restored

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
        "restored": "Odtworzono kopię z {made_at}: wierszy {rows}, miasta: {towns}. Wszystkie sesje i kody telefonów "
        "wygasły.",
        "carried": "Wyłączeni po zrobieniu kopii pozostają wyłączeni: użytkowników {users}, tokenów {tokens}.",
        "unasked": "Nie było bazy, którą można by zapytać, kogo wyłączono po zrobieniu kopii ({towns}): tacy "
        "użytkownicy i tokeny znów działają. Sprawdź: dojazd users list, dojazd tokens list",
        "alone": "Nie ma administratora: {towns}. Dodaj go: dojazd users add NAZWA --role administrator",
        "sure": "Zatrzymaj najpierw serwery. Usunąć wszystko, co jest w bazie, i odtworzyć kopię?",
    },
    Language.EN: {
        "saved": "Backup: {path}, {rows} rows. The key ring is beside it: {ring}. Without it and the master key nobody "
        "can read the backup.",
        "restored": "Restored the backup of {made_at}: {rows} rows, towns: {towns}. All sessions and phones' codes "
        "have ended.",
        "carried": "Whoever was shut out since the backup stays so: {users} users, {tokens} tokens.",
        "unasked": "There was no database to ask who was shut out since the backup ({towns}): such users and tokens "
        "are let in again. Look at: dojazd users list, dojazd tokens list",
        "alone": "There is no administrator: {towns}. Make one: dojazd users add NAME --role administrator",
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
    """Put a backup into an empty database, of either kind."""
    from scheduler.store.backup import Restoring, read_key_ring, ring_beside
    from scheduler.store.backup import restore as put_back

    ring = read_key_ring(ring_file or ring_beside(file))
    if replace and not yes:
        typer.confirm(_WORDS[lang]["sure"], abort=True)
    with bare_engine() as engine:
        how = Restoring(by=who(""), at=SystemClock().now(), replace=replace)
        done = put_back(engine, file, ring, office_master(load_settings()), how)
    say(*_told(done, _WORDS[lang]))


def _told(done: "Restored", words: Mapping[str, str]) -> Iterator[str]:
    manifest, carried = done.manifest, done.carried
    rows, towns = sum(table.rows for table in manifest.tables.values()), ", ".join(manifest.towns)
    yield words["restored"].format(made_at=manifest.made_at, rows=rows, towns=towns)
    if len(carried.unasked) < len(manifest.towns):
        yield words["carried"].format(users=carried.users, tokens=carried.tokens)
    if carried.unasked:
        yield words["unasked"].format(towns=", ".join(carried.unasked))
    if carried.without_administrator:
        yield words["alone"].format(towns=", ".join(carried.without_administrator))
