"""Rows that list clients: who is new, who changes, who is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from scheduler.domain.client import Access, Client, Contact, Mobility, Notes, Wheelchair
from scheduler.domain.ids import ClientId, DistrictId, PlaceId
from scheduler.domain.phone import phone_key
from scheduler.domain.place import GeoPoint
from scheduler.services.importing.cells import (
    read_birth,
    read_degrees,
    read_email,
    read_mobility,
    read_phone,
    read_whole,
    read_yes_no,
)
from scheduler.services.importing.homes import HomeFound, Homes
from scheduler.services.importing.people import People, Who, only, read_who, same_phone, words_of
from scheduler.services.importing.rows import RowFound, RowReader, RowStatus
from scheduler.services.importing.sentences import CellWrong, note

_NEAR_DEGREES = 1.5
"""About 150 km: farther from the town nobody is visited."""
_STREETS = (
    "ul.",
    "ul ",
    "al.",
    "al ",
    "os.",
    "os ",
    "pl.",
    "pl ",
    "rynek",
    "rondo",
    "plac",
    "osiedle",
    "aleja",
    "aleje",
)


@dataclass
class ClientRows:
    """Examines rows, one after another: what one says the next ones are compared with.

    Parameters
    ----------
    points : mapping of int to GeoPoint
        Where somebody has put the addresses of rows by hand.
    """

    people: People
    homes: Homes
    points: Mapping[int, GeoPoint] = field(default_factory=dict)
    _seen: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _named: dict[tuple[Any, ...], list[tuple[int, str]]] = field(default_factory=dict)

    def examine(self, row: RowReader) -> RowFound:
        """Return what becomes of a row."""
        who = read_who(row)
        if not who.name and not row.troubles:
            row.needed("name", what="name")
        told = _told(row)
        home = self._home(row)
        known = self._known(row, who, home)
        home = self._own(known, home)
        found = RowFound(number=row.number, status=RowStatus.BAD, called=who.name or (known.name if known else ""))
        found = replace(found, said=row.said, notes=tuple(row.notes))
        if home is not None and not home.sure:
            found = replace(found, unplaced=home.place.address, point=home.place.entrances[0].point)
        if row.troubles or home is None:
            return replace(found, troubles=tuple(row.troubles), unplaced="", point=None)
        return self._outcome(found, who, told, home, known)

    def _outcome(
        self, found: RowFound, who: Who, told: dict[str, Any], home: HomeFound, known: Client | None
    ) -> RowFound:
        place = home.place
        if known is None:
            client = _new(who, told, place.id)
            return replace(found, status=RowStatus.NEW, client=client, place=place, notes=(*found.notes, *home.notes))
        client = _changed(known, who, told, place.id)
        before = self.homes.by_id.get(place.id)
        changes = [one.name for one in fields(client) if getattr(client, one.name) != getattr(known, one.name)]
        if before is not None and before != place:
            changes.append("point")
        notes = (*found.notes, *(home.notes if changes else ()))
        status = RowStatus.CHANGED if changes else RowStatus.SAME
        return replace(
            found, status=status, client=client, place=place if changes else None, changes=tuple(changes), notes=notes
        )  # fmt: skip

    def _known(self, row: RowReader, who: Who, home: HomeFound | None) -> Client | None:
        """Return the client that a row is about; None: nobody yet, or it cannot be told."""
        if self._again(row, ("number", who.number)) if who.number else self._namesake(row, who, home):
            return None
        try:
            known = self.people.numbered(who) or self._by_name(row, who, home)
        except CellWrong as error:
            row.wrong(error, "number" if error.code == "number_of_other" else "")
            return None
        # Two rows may name one client differently; the second would take back what the first one changes.
        return None if known is not None and self._again(row, ("client", known.id)) else known

    def _namesake(self, row: RowReader, who: Who, home: HomeFound | None) -> bool:
        """Return whether an earlier row is about the same name and address, and nothing says that it is another one."""
        where = row.number if home is None else self.homes.key(home.place.address)
        phone, named = phone_key(who.phone), self._named.setdefault((words_of(who.name), where), [])
        # Father and son may share both; then it is their telephones that differ.
        first = next((at for at, other in named if phone == other or not (phone and other)), None)
        named.append((row.number, phone))
        if first is not None:
            row.wrong(CellWrong("repeated", row=first))
        return first is not None

    def _again(self, row: RowReader, key: tuple[Any, ...]) -> bool:
        """Return whether an earlier row is about the same, and note it."""
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            row.wrong(CellWrong("repeated", row=first))
        return first != row.number

    def _by_name(self, row: RowReader, who: Who, home: HomeFound | None) -> Client | None:
        namesakes = self.people.of_name(who.name) if who.name and not who.number else ()
        here = self.homes.key(home.place.address) if home else ()
        there = {one.id: self.homes.key(self.people.home_of(one)) for one in namesakes}
        found = only(one for one in namesakes if same_phone(one, who.phone) or there[one.id] == here)
        if namesakes and found is None and home is not None:
            row.notes.append(note("same_name", other=self.people.home_of(namesakes[0]) or namesakes[0].id))
        return found

    def _own(self, known: Client | None, home: HomeFound | None) -> HomeFound | None:
        """Return a client's own place, where it is one of several of the same address."""
        own = self.homes.by_id.get(known.home) if known else None
        if own is None or home is None or not home.place.id or own.id == home.place.id:
            return home
        same = self.homes.key(own.address) == self.homes.key(home.place.address)
        return replace(home, place=own) if same else home

    def _home(self, row: RowReader) -> HomeFound | None:
        address = _address(row, self.homes.town)
        district = self._district(row)
        point = self.points.get(row.number) or _point(row, self.homes.centre)
        if not address:
            row.needed("address", what="address")
            if not row.troubles:
                row.wrong(CellWrong("no_house"), "address")
            return None
        if not any(char.isdigit() for char in address):
            row.wrong(CellWrong("no_house"), "address" if row.cells.get("address") else "house")
            return None
        return self.homes.find(address, district=district, point=point)

    def _district(self, row: RowReader) -> DistrictId | None:
        if not (text := row.text("district")):
            return None
        found = self.homes.district(text)
        if found is None:
            known = ", ".join(sorted(one.name for one in self.homes.districts.values()))
            row.wrong(CellWrong("district", known=known), "district")
        return found


def _address(row: RowReader, town: str) -> str:
    """Return the address as it stands on an envelope; the own town's name is left out."""
    whole = row.text("address")
    if not whole:
        street, house, flat = (row.text(name) for name in ("street", "house", "flat"))
        if not street or not (house or any(char.isdigit() for char in street)):
            return street
        kind = "" if street.casefold().startswith(_STREETS) else "ul. "
        whole = f"{kind}{street} {house}".strip() + (f"/{flat}" if flat else "")
    elsewhere = row.text("town")
    return whole if not elsewhere or elsewhere.casefold() == town.casefold() else f"{whole}, {elsewhere}"


def _point(row: RowReader, centre: GeoPoint) -> GeoPoint | None:
    lat = row.value("lat", read_degrees, centre.lat - _NEAR_DEGREES, centre.lat + _NEAR_DEGREES)
    lon = row.value("lon", read_degrees, centre.lon - _NEAR_DEGREES, centre.lon + _NEAR_DEGREES)
    return None if lat is None or lon is None else GeoPoint(lat=lat, lon=lon)


def _told(row: RowReader) -> dict[str, Any]:
    """Return what a row says beside name and address; empty cells say nothing."""
    found: dict[str, Any] = {
        "email": row.value("email", read_email), "birth_year": row.value("birth", read_birth),
        "mobility": row.value("mobility", read_mobility), "floor": row.value("floor", read_whole, -5, 60),
        "stairs": row.value("stairs", read_whole, 0, 1_000), "has_lift": row.value("lift", read_yes_no),
        "door_code": row.text("door_code"), "contact_phone": row.value("contact_phone", read_phone),
        "contact_name": row.text("contact_name"), "relation": row.text("relation"),
        "driver": row.text("driver_note"), "worker": row.text("worker_note"), "office": row.text("office_note"),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None and value != ""}


def _new(who: Who, told: dict[str, Any], home: PlaceId) -> Client:
    return _changed(Client(id=ClientId(who.number), name=who.name, home=home), who, told, home)


def _changed(known: Client, who: Who, told: dict[str, Any], home: PlaceId) -> Client:
    """Return a client with what a row says; of what it does not say nothing changes."""
    plain: dict[str, Any] = {name: told[name] for name in ("email", "birth_year", "mobility") if name in told}
    if told.get("mobility") is Mobility.WHEELCHAIR and known.wheelchair is None:
        plain["wheelchair"] = Wheelchair()
    access: Access = replace(
        known.access, **{k: told[k] for k in ("floor", "stairs", "has_lift", "door_code") if k in told}
    )
    notes: Notes = replace(known.notes, **{k: told[k] for k in ("driver", "worker", "office") if k in told})
    renamed = who.name and words_of(who.name) != words_of(known.name)
    return replace(
        known, **plain, access=access, notes=notes, contacts=_contacts(known.contacts, told), home=home,
        home_entrance=known.home_entrance if home == known.home else None,
        phone=who.phone if who.phone and not same_phone(known, who.phone) else known.phone,
        name=who.name if renamed else known.name,
    )  # fmt: skip


def _contacts(known: tuple[Contact, ...], told: dict[str, Any]) -> tuple[Contact, ...]:
    """Return the contacts with that of a row, which comes last; one whom the register has is not there twice."""
    name, phone = told.get("contact_name", ""), told.get("contact_phone", "")
    if not phone or any(phone_key(one.phone) == phone_key(phone) for one in known):
        return known
    return (*known, Contact(name=name or phone, phone=phone, relation=told.get("relation", "")))
