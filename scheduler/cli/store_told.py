"""What the commands about the database say."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from scheduler.cli.language import Language

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from scheduler.store.sealing import MasterKey
    from scheduler.store.sql.schema import SchemaStatus

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "where": "Baza danych: {where}",
        "none": "Nie ma w niej jeszcze tabel; powstaną przy pierwszym użyciu albo po `dojazd db upgrade`.",
        "right": "Tabele w wersji {now}, takiej jak ten program.",
        "older": "Tabele w wersji {now}; ten program ma {newest}. Zrób kopię i wykonaj: dojazd db upgrade",
        "newer": "Tabele w wersji {now}, nowszej niż zna ten program ({newest}).",
        "sure": "Cofnięcie do wersji {revision} usuwa to, czego starsza wersja nie przechowuje. Cofnąć?",
        "key": "Powstał klucz główny: {path}\nBez niego danych nikt nie odczyta. Przepisz te wiersze i schowaj "
        "z dala od komputera (jeszcze raz pokaże je `dojazd keys sheet`):",
        "key_elsewhere": "Powstał klucz główny: {path}\nBez niego danych nikt nie odczyta. Wykonaj `dojazd keys "
        "sheet`, przepisz te wiersze i schowaj z dala od komputera.",
        "kept": "Zapisano miasto {town} ({id}): klientów {clients}, miejsc {places}, "
        "zleceń {requests}, dyżurów {shifts}.",
        "roads": "Sieć drogowa {version} (z {extract}) jest też na miejscu.",
        "no_roads": "Przy plikach nie ma sieci drogowej; zanim powstanie, czasy przejazdu są szacowane: "
        "dojazd roads build WYCINEK.osm.pbf --town {id}",
    },
    Language.EN: {
        "where": "Database: {where}",
        "none": "It has no tables yet; its first use makes them, or `dojazd db upgrade`.",
        "right": "Its tables are of version {now}, as this program's.",
        "older": "Its tables are of version {now}; this program's are {newest}. Make a backup, then: dojazd db upgrade",
        "newer": "Its tables are of version {now}, newer than this program knows ({newest}).",
        "sure": "Going back to version {revision} deletes what the older version does not keep. Go back?",
        "key": "A master key was made: {path}\nNobody can read the data without it. Write these lines down and keep "
        "them away from this computer (`dojazd keys sheet` shows them again):",
        "key_elsewhere": "A master key was made: {path}\nNobody can read the data without it. Run `dojazd keys sheet`, "
        "write its lines down and keep them away from this computer.",
        "kept": "Kept the town {town} ({id}): {clients} clients, {places} places, "
        "{requests} requests, {shifts} shifts.",
        "roads": "Its road network {version} (of {extract}) is in place, too.",
        "no_roads": "No road network lies beside the files; until there is one, travel times are estimates: "
        "dojazd roads build EXTRACT.osm.pbf --town {id}",
    },
}


def said(lang: Language, name: str, **values: object) -> str:
    """Return a sentence in a language."""
    return _WORDS[lang][name].format(**values)


def status_lines(found: "SchemaStatus", where: str, lang: Language) -> tuple[str, ...]:
    """Return what is to be said of a database's tables."""
    name = "none" if found.now is None else "right" if found.right else "older" if found.known else "newer"
    return said(lang, "where", where=where), said(lang, name, now=found.now, newest=found.newest)


def show_new_key(master: "MasterKey", path: Path, lang: Language) -> None:
    """Show a key that was just made to whoever sits at a terminal; a log is told only where it lies."""
    from scheduler.bootstrap import SystemClock
    from scheduler.cli.keys_told import sheet_lines

    console = Console(stderr=True, soft_wrap=True)
    shown = sys.stderr.isatty()
    lines = sheet_lines(master, SystemClock().now().date()) if shown else ()
    for line in (said(lang, "key" if shown else "key_elsewhere", path=path), *lines):
        console.print(line, markup=False, highlight=False)
