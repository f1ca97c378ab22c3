"""Who a row is about: by the office's number, else by name with a telephone, an address or a year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.phone import phone_key
from scheduler.domain.place import Place
from scheduler.domain.text import folded
from scheduler.services.importing.cells import read_number, read_phone
from scheduler.services.importing.rows import RowReader
from scheduler.services.importing.sentences import CellWrong

type Words = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Who:
    """What a row says of somebody's identity."""

    number: str = ""
    name: str = ""
    phone: str = ""


@dataclass
class People:
    """The clients of a town, to be recognised."""

    clients: Mapping[ClientId, Client]
    places: Mapping[PlaceId, Place]

    @cached_property
    def _by_name(self) -> Mapping[Words, Sequence[Client]]:
        found: dict[Words, list[Client]] = {}
        for one in self.clients.values():
            found.setdefault(words_of(one.name), []).append(one)
        return found

    def numbered(self, who: Who) -> Client | None:
        """Return the client of a number; whose name is quite another one is somebody else.

        Raises
        ------
        CellWrong
            If the number is somebody else's.
        """
        known = self.clients.get(ClientId(who.number)) if who.number else None
        if known and who.name and not set(words_of(known.name)) & set(words_of(who.name)):
            raise CellWrong("number_of_other", number=who.number, name=known.name)
        return known

    def of_name(self, name: str) -> Sequence[Client]:
        """Return the clients of a name, whichever part stands first."""
        return self._by_name.get(words_of(name), ())

    def home_of(self, client: Client) -> str:
        """Return the address of a client's home."""
        home = self.places.get(client.home)
        return home.address if home else ""


def read_who(row: RowReader) -> Who:
    """Return what a row says of who it is about."""
    name = row.text("name")
    if not name and (name := _turned(row.text("name_turned"))):
        row.understood["name_turned"] = name
    if not name:
        name = " ".join(part for part in (row.text("given"), row.text("surname")) if part)
    number, phone = row.value("number", read_number), row.value("phone", read_phone)
    return Who(number=number or "", name=name, phone=phone or "")


def same_phone(one: Client, phone: str) -> bool:
    """Return whether a number is a client's."""
    return bool(phone) and phone_key(one.phone) == phone_key(phone)


def only(found: Iterable[Client]) -> Client | None:
    """Return the only one; None: there is none.

    Raises
    ------
    CellWrong
        If there are several.
    """
    those = list(found)
    if len(those) > 1:
        raise CellWrong("several", count=len(those))
    return those[0] if those else None


def words_of(name: str) -> Words:
    """Return the words of a name, in an order that does not depend on how it is written."""
    return tuple(sorted(folded(name).replace(",", " ").split()))


def _turned(name: str) -> str:
    """Return "Kowalska Maria Anna" as people say it: "Maria Anna Kowalska"."""
    surname, _, given = name.replace(",", " ").partition(" ")
    return f"{given.strip()} {surname}".strip()
