"""Addresses as they are typed: those that the office knows already, then those of the town's register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.ids import DistrictId, PlaceId
from scheduler.domain.place import GeoPoint, Place
from scheduler.domain.text import folded
from scheduler.services.ports import Address, AddressFinder, MatchKind, UnitOfWork

_STREET_WORDS = frozenset("ul al os pl ulica aleja aleje osiedle plac".split())


@dataclass(frozen=True, kw_only=True)
class FoundAddress:
    """An address that somebody may mean.

    Attributes
    ----------
    address : str
        As it is written on an envelope, without the town.
    place_id : PlaceId or None
        The place that the office has there already.
    district_id : DistrictId or None
        None: outside all of the town's.
    exact : bool
        Whether the point is that of the house, and not of one near it.
    """

    address: str
    point: GeoPoint
    place_id: PlaceId | None = None
    district_id: DistrictId | None = None
    exact: bool = True


def find_addresses(
    unit: UnitOfWork, register: AddressFinder | None, text: str, *, limit: int
) -> tuple[Sequence[FoundAddress], Sequence[Place]]:
    """Return what a line that is still being typed may become, and the places among it.

    Parameters
    ----------
    register : AddressFinder or None
        None: the town has none.

    Raises
    ------
    GeocodingError
        If the register is damaged.
    """
    places = _known(unit, text, limit)
    found = [_of_place(one) for one in places]
    told = {folded(one.address) for one in found}
    new = [one for one in _registered(unit, register, text, limit) if folded(one.address) not in told]
    return (found + new)[:limit], places


def _known(unit: UnitOfWork, text: str, limit: int) -> Sequence[Place]:
    wanted = _words(text)
    if not wanted:
        return ()
    # Of a house with several places, such as flats, each place is its own; the shortest address comes first.
    found = [one for one in unit.places.all().values() if _begins(_words(one.address), wanted)]
    return sorted(found, key=lambda one: (one.public, len(one.address), folded(one.address), one.id))[:limit]


def _words(text: str) -> list[str]:
    plain = folded(text).replace(",", " ").replace(".", " ")
    return [word for word in plain.split() if word not in _STREET_WORDS]


def _begins(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _of_place(place: Place) -> FoundAddress:
    point = place.entrances[0].point
    return FoundAddress(address=place.address, point=point, place_id=place.id, district_id=place.district_id)


def _registered(unit: UnitOfWork, register: AddressFinder | None, text: str, limit: int) -> Iterator[FoundAddress]:
    if register is None:
        return
    districts = unit.districts.all().values()
    for match in register.suggest(text, limit):
        inside = next((one.id for one in districts if one.contains(match.point)), None)
        yield FoundAddress(
            address=_line(match.address), point=match.point, district_id=inside, exact=match.kind <= MatchKind.FUZZY
        )


def _line(address: Address) -> str:
    """Return street and number as they stand on an envelope; a market is no "ul."."""
    kind = str(address.kind) if address.kind and address.kind.value.endswith(".") else ""
    return " ".join(part for part in (kind, address.street or address.town, address.house) if part)
