"""What a row of an office's workbook can say, and what offices write above such columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.imports import ImportKind
from scheduler.domain.text import folded

_APART = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something that a column may hold.

    Attributes
    ----------
    headers : tuple of str
        As `plain` returns them; the usual one first.
    """

    name: str
    headers: tuple[str, ...]


def plain(header: str) -> str:
    """Return a header as it is compared: lower case, no marks, one blank between words."""
    return _APART.sub(" ", folded(header)).strip()


def _field(name: str, headers: str) -> Field:
    return Field(name=name, headers=tuple(one.strip() for one in headers.split("|")))


_WHO = (
    _field("number", "nr klienta|numer klienta|nr karty|nr ewidencyjny|nr podopiecznego|id klienta|id|numer|nr"
           "|client number"),
    _field("name", "imie i nazwisko|imie nazwisko|klient|podopieczny|uczestnik|beneficjent|swiadczeniobiorca|senior"
           "|osoba|name|client"),
    _field("name_turned", "nazwisko i imie|nazwisko imie|nazwisko i imiona|surname and name"),
    _field("surname", "nazwisko|surname|last name"),
    _field("given", "imie|imiona|first name"),
    _field("phone", "telefon|tel|nr telefonu|numer telefonu|nr tel|telefon klienta|komorka|phone|telephone"),
)  # fmt: skip
_CLIENT = (
    _field("address", "adres|adres zamieszkania|adres domowy|miejsce zamieszkania|ulica i numer|ulica nr|address"),
    _field("street", "ulica|ul|street"),
    _field("house", "nr domu|numer domu|nr budynku|dom|nr bud|house number|house"),
    _field("flat", "nr lokalu|nr mieszkania|numer mieszkania|lokal|mieszkanie|nr m|flat"),
    _field("postcode", "kod pocztowy|kod|postcode"),
    _field("town", "miejscowosc|miasto|town|city"),
    _field("district", "dzielnica|osiedle|rejon|district"),
    _field("email", "e mail|email|adres e mail|mail"),
    _field("birth", "rok urodzenia|data urodzenia|data ur|ur|rocznik|birth year|date of birth|born"),
    _field("mobility", "sposob poruszania sie|poruszanie sie|jak sie porusza|porusza sie|mobilnosc|sprawnosc|mobility"),
    _field("floor", "pietro|floor"),
    _field("lift", "winda|dzwig|czy jest winda|lift"),
    _field("stairs", "schody|liczba schodow|stopnie|stairs"),
    _field("door_code", "kod do drzwi|domofon|kod domofonu|kod do klatki|door code"),
    _field("contact_name", "osoba kontaktowa|osoba do kontaktu|kontakt|opiekun|rodzina|contact"),
    _field("contact_phone", "telefon osoby kontaktowej|telefon do osoby kontaktowej|telefon opiekuna|tel opiekuna"
           "|telefon do rodziny|telefon rodziny|tel kontaktowy|contact phone"),
    _field("relation", "pokrewienstwo|relacja|kim jest|relation"),
    _field("office_note", "uwagi|uwagi biura|notatki|notes"),
    _field("driver_note", "uwagi dla kierowcy|dla kierowcy|notes for the driver"),
    _field("worker_note", "uwagi dla pracownika|dla pracownika|uwagi dla opiekuna|notes for the worker"),
    _field("lat", "szerokosc geograficzna|szerokosc|lat|latitude"),
    _field("lon", "dlugosc geograficzna|dlugosc|lon|lng|longitude"),
)  # fmt: skip
_BOOKING = (
    _field("service", "usluga|rodzaj uslugi|nazwa uslugi|rodzaj|co|service"),
    _field("day", "data|dzien|data uslugi|termin|data wizyty|data przejazdu|date|day"),
    _field("time", "godzina|godz|godzina uslugi|o ktorej|godziny|czas|time|hour"),
    _field("origin", "skad|adres odbioru|miejsce odbioru|miejsce wyjazdu|z|from"),
    _field("destination", "dokad|cel|cel przejazdu|adres docelowy|miejsce docelowe|do|to"),
    _field("carers", "osoba towarzyszaca|osoby towarzyszace|liczba opiekunow|opiekun|z opiekunem|carers"),
    _field("note", "uwagi|notatki|uwagi dla kierowcy|notes"),
)  # fmt: skip

FIELDS: Mapping[ImportKind, Sequence[Field]] = {
    ImportKind.CLIENTS: (*_WHO, *_CLIENT),
    ImportKind.BOOKINGS: (*_WHO, *_BOOKING),
}
NEEDED: Mapping[ImportKind, Sequence[frozenset[str]]] = {
    ImportKind.CLIENTS: (frozenset({"name", "name_turned", "surname"}), frozenset({"address", "street"})),
    ImportKind.BOOKINGS: (
        frozenset({"number", "name", "name_turned", "surname"}), frozenset({"service"}), frozenset({"day"}),
        frozenset({"time"}),
    ),
}  # fmt: skip
"""Of each of these groups at least one column is needed."""


def names_of(kind: ImportKind) -> frozenset[str]:
    """Return the names of the fields that a kind of sheet has."""
    return frozenset(one.name for one in FIELDS[kind])
