"""What is said of a backup that was restored: what it brought back, and what it did not."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scheduler.cli.language import Language

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from scheduler.store.backup import CarriedTown, Restored

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "restored": "Odtworzono kopię z {made_at}: wierszy {rows}, miasta: {towns}. Wszystkie sesje i kody telefonów "
        "wygasły.",
        "kept": "Miasto {town}: co zabrano lub zmieniono po zrobieniu kopii, pozostaje tak, jak było przed "
        "odtworzeniem.",
        "nothing": "  Nic takiego nie było.",
        "shut": "  Użytkownicy, którzy pozostają wyłączeni: {count} ({ids})",
        "changed": "  Użytkownicy z późniejszą rolą, hasłem lub aplikacją uwierzytelniającą: {count} ({ids})",
        "made": "  Użytkownicy dodani po zrobieniu kopii, zachowani: {count} ({ids}). Sprawdź, czy znasz każdego.",
        "unlinked": "  Użytkownicy wyłączeni, bo kopia nie zna ich pracownika lub wykonawcy: {count} ({ids})",
        "revoked": "  Tokeny, które pozostają unieważnione: {count} ({ids})",
        "lost": "  Tokeny wydane po zrobieniu kopii, już nieważne: {count} ({ids}). W razie potrzeby wydaj nowe: "
        "dojazd tokens add",
        "erased": "Miasto {town}: klienci usunięci po zrobieniu kopii, usunięci ponownie: {count} ({ids}). Ich "
        "późniejsze rezerwacje są wycofane; obejrzyj plany i listę telefonów.",
        "unasked": "Nie było bazy, która zna wszystko od zrobienia kopii ({towns}). Wróciły hasła, role "
        "i aplikacje z kopii, a wyłączeni później użytkownicy i tokeny mogą znów działać. Sprawdź: dojazd users "
        "list, dojazd tokens list. Zmień hasła: dojazd users password NAZWA. Wrócić mogli też klienci usunięci "
        "po {ring}, bo z tej chwili jest pęk kluczy: porównaj z waszą listą usunięć i usuń ich ponownie: "
        "dojazd client erase NUMER",
        "unread": "Nie dało się odczytać, jak nazywali się użytkownicy zastąpionej bazy i jakie mieli aplikacje "
        "uwierzytelniające ({towns}): te są z kopii, a dodani po niej przepadli. Zmień hasła (dojazd users password "
        "NAZWA) i ustaw aplikacje od nowa.",
        "alone": "Nie ma administratora: {towns}. Dodaj go: dojazd users add NAZWA --role administrator",
    },
    Language.EN: {
        "restored": "Restored the backup of {made_at}: {rows} rows, towns: {towns}. All sessions and phones' codes "
        "have ended.",
        "kept": "Town {town}: what was taken away or changed since the backup stays as it was before the restore.",
        "nothing": "  There was nothing of the kind.",
        "shut": "  Users who stay shut out: {count} ({ids})",
        "changed": "  Users with the later role, password or authenticator app: {count} ({ids})",
        "made": "  Users made since the backup, kept: {count} ({ids}). Make sure that you know each of them.",
        "unlinked": "  Users shut out because the backup does not know their worker or provider: {count} ({ids})",
        "revoked": "  Tokens that stay revoked: {count} ({ids})",
        "lost": "  Tokens made since the backup, gone: {count} ({ids}). Make new ones if they are needed: "
        "dojazd tokens add",
        "erased": "Town {town}: clients erased since the backup, erased again: {count} ({ids}). Their later bookings "
        "are withdrawn; look at the plans and the list of calls.",
        "unasked": "There was no database that knows everything since the backup ({towns}). Its passwords, roles and "
        "authenticator apps are back, and users and tokens shut out since may be let in again. Look at: dojazd users "
        "list, dojazd tokens list. Change passwords: dojazd users password NAME. Clients erased after {ring}, when "
        "the key ring was made, may be back, too: compare with your list of erasures, and erase them again: dojazd "
        "client erase ID",
        "unread": "The names and authenticator apps of the replaced database's users could not be read ({towns}): "
        "they are the backup's, and whoever was made since is gone. Change passwords (dojazd users password NAME) "
        "and set the apps up anew.",
        "alone": "There is no administrator: {towns}. Make one: dojazd users add NAME --role administrator",
    },
}
_SORTS = ("shut", "changed", "made", "unlinked", "revoked", "lost")


def restored_lines(done: "Restored", lang: Language) -> Iterator[str]:
    """Yield what is to be said of a restore; users and clients by their ids, never by name."""
    words, manifest, carried = _WORDS[lang], done.manifest, done.carried
    rows, towns = sum(table.rows for table in manifest.tables.values()), ", ".join(manifest.towns)
    yield words["restored"].format(made_at=manifest.made_at, rows=rows, towns=towns)
    for town, kept in carried.towns.items():
        yield words["kept"].format(town=town)
        yield from tuple(_sorts(kept, words)) or (words["nothing"],)
    for town, erased in done.erased.items():
        if erased:
            yield words["erased"].format(town=town, count=len(erased), ids=", ".join(erased))
    for name in ("unasked", "unread"):
        if said := getattr(carried, name):
            yield words[name].format(towns=", ".join(said), ring=done.keys_made_at)
    if carried.without_administrator:
        yield words["alone"].format(towns=", ".join(carried.without_administrator))


def _sorts(kept: "CarriedTown", words: Mapping[str, str]) -> Iterator[str]:
    for name in _SORTS:
        if ids := getattr(kept, name):
            yield words[name].format(count=len(ids), ids=", ".join(ids))
