"""What `dojazd keys` says, and the recovery sheet."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from scheduler.cli.language import Language

if TYPE_CHECKING:
    from scheduler.store.sealing import MasterKey

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "made": "Klucz główny zapisano w {path}. Wydrukuj ten arkusz i schowaj go z dala od komputera:",
        "right": "Klucz {fingerprint} otwiera bazę: miast {towns}, kluczy {keys}.",
        "empty": "Klucz {fingerprint}; w bazie nic jeszcze nie jest nim zamknięte.",
        "sure": "Zatrzymaj najpierw serwery. Zmienić klucz główny? Stary arkusz otworzy już tylko kopie zrobione "
        "przed zmianą.",
        "rotated": "Klucz główny zmieniono, przepisano kluczy: {keys}. Wydrukuj nowy arkusz:",
        "then": "Teraz po kolei:\n1. Zrób kopię z nowym kluczem: dojazd backup PLIK\n2. Dopiero potem zniszcz stary "
        "arkusz i stary klucz (master.key.old).\nKopię sprzed zmiany, z jej pękiem kluczy, otwiera tylko stary arkusz: "
        "póki jest potrzebna, zachowaj go; gdy go zniszczysz, usuń i ją.",
        "by_hand": "Nowy klucz stoi w {path}. Wpisz go tam, skąd program dostaje klucz (DOJAZD_MASTER_KEY lub jej "
        "plik), potem usuń ten plik. Do tego czasu program nie wystartuje.",
        "finished": "Przerwaną zmianę klucza dokończono.",
        "exported": "Pęk kluczy zapisano w {path}: kluczy {keys}.",
        "imported": "Przyjęto kluczy: {keys}.",
    },
    Language.EN: {
        "made": "The master key is in {path}. Print this sheet and keep it away from this computer:",
        "right": "The key {fingerprint} opens the database: {towns} towns, {keys} keys.",
        "empty": "The key is {fingerprint}; nothing in the database is sealed with it yet.",
        "sure": "Stop all servers first. Change the master key? The old sheet will open only backups made before "
        "the change.",
        "rotated": "The master key was changed, {keys} keys were wrapped anew. Print the new sheet:",
        "then": "Now, in this order:\n1. Make a backup with the new key: dojazd backup FILE\n2. Only then destroy the "
        "old sheet and the old key (master.key.old).\nA backup from before the change, with its key ring, still needs "
        "the old sheet: keep it as long as you need that backup, and destroy both together.",
        "by_hand": "The new key is in {path}. Put it where the program gets its key from (DOJAZD_MASTER_KEY or its "
        "file), then delete that file. Until then the program does not start.",
        "finished": "A change of the key that was interrupted is finished now.",
        "exported": "The key ring is in {path}: {keys} keys.",
        "imported": "Keys taken in: {keys}.",
    },
}
_ABOUT = (
    "Bez tego klucza danych z bazy i kopii nikt nie odczyta, także autorzy programu.",
    "Po utracie komputera: zainstaluj program, przepisz te wiersze: dojazd keys init --typed -",
    "potem: dojazd restore KOPIA. Pomyłka zostanie wskazana z numerem wiersza.",
    "",
    "Without this key nobody can read the data or any backup, the program's authors included.",
    "After the loss of the computer: install the program, type these lines in: dojazd keys init --typed -",
    "then: dojazd restore BACKUP. A slip is told by the number of its line.",
)


def said(lang: Language, key: str, **values: object) -> str:
    """Return a sentence."""
    return _WORDS[lang][key].format(**values)


def sheet_lines(master: "MasterKey", day: date) -> tuple[str, ...]:
    """Return the recovery sheet, in both languages."""
    from scheduler.store.sealing.recovery import recovery_lines

    head = f"DOJAZD - klucz główny / master key - {day.isoformat()} - {master.fingerprint}"
    return "", head, "", *recovery_lines(master), "", *_ABOUT, ""
