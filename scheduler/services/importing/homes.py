"""Addresses of a workbook as places: one that the office has, one that the register knows, or one to be put by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from scheduler.domain.ids import DistrictId, PlaceId
from scheduler.domain.place import District, Entrance, GeoPoint, Place
from scheduler.domain.text import folded
from scheduler.services.importing.sentences import Said, note
from scheduler.services.importing.words import MARK
from scheduler.services.ports import AddressFinder, AddressMatch, MatchKind

_STREET_WORDS = frozenset("ul al os pl ulica aleja aleje osiedle plac".split())
_FLAT = re.compile(r"(?<=[0-9a-z]) *(?:/|m\.?|lok\.?|mieszk\.?) *(?=[0-9])")
_POSTCODE = re.compile(r"\b[0-9]{2}-[0-9]{3}\b")


@dataclass(frozen=True, kw_only=True)
class HomeFound:
    """Where an address is.

    Attributes
    ----------
    place : Place
        Kept already, or with an empty id.
    sure : bool
        Whether its point is that of the house.
    """

    place: Place
    sure: bool
    notes: Sequence[Said] = ()


@dataclass
class Homes:
    """The places of a town by address.

    Parameters
    ----------
    places : sequence of Place
        All of the town's.
    register : AddressFinder or None
        None: the town has none.
    """

    town: str
    centre: GeoPoint
    places: Sequence[Place]
    districts: Mapping[DistrictId, District]
    register: AddressFinder | None = None
    _new: dict[tuple[str, ...], HomeFound] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[PlaceId, Place]:
        """The places that are kept."""
        return {one.id: one for one in self.places}

    @cached_property
    def _known(self) -> Mapping[tuple[str, ...], Place]:
        found: dict[tuple[str, ...], Place] = {}
        for one in sorted(self.places, key=lambda one: one.public):  # a home before an office in the same house
            found.setdefault(self.key(one.address), one)
        return found

    @cached_property
    def _houses(self) -> Mapping[tuple[str, ...], Place]:
        found: dict[tuple[str, ...], Place] = {}
        for key, one in self._known.items():
            if key and MARK not in one.entrances[0].note:
                found.setdefault(_house(key), one)
        return found

    @cached_property
    def by_name(self) -> Mapping[str, Place]:
        """Places that people call by a name, by it; of two of one name none."""
        names = [folded(one.name) for one in self.places]
        return {folded(one.name): one for one in self.places if names.count(folded(one.name)) == 1}

    def key(self, address: str) -> tuple[str, ...]:
        """Return an address as it is compared: "Szkolna 4 m. 12" is "ul. Szkolna 4/12"."""
        text = _FLAT.sub("/", _POSTCODE.sub(" ", folded(address)))
        town = set(folded(self.town).split())
        words = text.replace(",", " ").replace(".", " ").split()
        return tuple(word for word in words if word not in _STREET_WORDS and word not in town)

    def known(self, text: str) -> Place | None:
        """Return the place that has an address, or is called so."""
        return self._known.get(self.key(text)) or self.by_name.get(folded(text))

    def district(self, text: str) -> DistrictId | None:
        """Return the district that is called so."""
        wanted = folded(text).strip()
        return next((one.id for one in self.districts.values() if wanted in {folded(one.name), folded(one.id)}), None)

    def find(self, address: str, *, district: DistrictId | None = None, point: GeoPoint | None = None) -> HomeFound:
        """Return where an address is, the same for everybody who lives there.

        Parameters
        ----------
        district : DistrictId, optional
            Where it is said to be.
        point : GeoPoint, optional
            Where somebody has put it.
        """
        key = self.key(address)
        known = self._known.get(key)
        if known is not None and point is not None and MARK in known.entrances[0].note:
            return self._put_right(known, point)
        if known is not None:
            return HomeFound(place=known, sure=MARK not in known.entrances[0].note)
        if key not in self._new or point is not None:
            self._new[key] = self._place(address, key, district, point)
        return self._new[key]

    def _place(
        self, address: str, key: tuple[str, ...], district: DistrictId | None, point: GeoPoint | None
    ) -> HomeFound:
        if point is not None:
            return self._made(address, point, notes=(note("by_hand"),))
        if (same := self._houses.get(_house(key))) is not None:
            return self._made(address, same.entrances[0].point)
        match = self.register.locate(address) if self.register is not None else None
        if match is not None and match.kind <= MatchKind.FUZZY and not match.rivals:
            told = (note("corrected", found=_line(match)),) if match.kind is MatchKind.FUZZY else ()
            return self._made(address, match.point, notes=told)
        if match is not None:
            return self._made(address, match.point, sure=False, notes=(note("near", found=_line(match)),))
        if district is not None:
            told = (note("district_centre", district=self.districts[district].name),)
            return self._made(address, _middle(self.districts[district]), sure=False, district=district, notes=told)
        return self._made(address, self.centre, sure=False, notes=(note("town_centre"),))

    def _put_right(self, known: Place, point: GeoPoint) -> HomeFound:
        """Return a place whose point was not known until now."""
        put = self._made(known.address, point).place
        place = replace(known, entrances=(put.entrances[0], *known.entrances[1:]), district_id=put.district_id)
        return HomeFound(place=place, sure=True, notes=(note("by_hand"),))

    def _made(
        self,
        address: str,
        point: GeoPoint,
        *,
        sure: bool = True,
        district: DistrictId | None = None,
        notes: Sequence[Said] = (),
    ) -> HomeFound:
        inside = district or next((one.id for one in self.districts.values() if one.contains(point)), None)
        door = Entrance(name="", point=point, note="" if sure else MARK)
        place = Place(id=PlaceId(""), name=address, address=address, entrances=(door,), district_id=inside)
        return HomeFound(place=place, sure=sure, notes=notes)


def _house(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of a house: without the flat."""
    return (*key[:-1], key[-1].partition("/")[0]) if key else ()


def _middle(district: District) -> GeoPoint:
    """Return a point in the middle of a district's largest part."""
    ring = max(district.rings, key=len)
    lats, lons = [one.lat for one in ring], [one.lon for one in ring]
    return GeoPoint(lat=round((min(lats) + max(lats)) / 2, 6), lon=round((min(lons) + max(lons)) / 2, 6))


def _line(match: AddressMatch) -> str:
    one = match.address
    kind = str(one.kind) if one.kind and one.kind.value.endswith(".") else ""
    return " ".join(part for part in (kind, one.street or one.town, one.house) if part)
