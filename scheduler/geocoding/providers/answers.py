"""What services answer, in their own words, made into matches of the address that was asked."""

from collections.abc import Callable, Mapping
from typing import Any

from rapidfuzz.distance import OSA

from scheduler.domain.place import GeoPoint
from scheduler.geocoding.numbers import covers, leading, number_key
from scheduler.geocoding.streets import split_kind, street_words
from scheduler.geocoding.text import fold
from scheduler.services.ports import Address, AddressMatch, MatchKind

type Reader = Callable[[Mapping[str, Any]], Address]
"""Makes an address of one answer's record."""
_LONGEST = 200


def read_nominatim(raw: Mapping[str, Any]) -> Address:
    """Return the address in a result of Nominatim, asked with address details."""
    parts = _record(raw.get("address"))
    town = _first(parts, "city", "town", "village", "hamlet", "municipality")
    street = _first(parts, "road", "pedestrian", "square", "residential", "neighbourhood", "place")
    return _address(street, parts.get("house_number"), parts.get("postcode"), town)


def read_photon(raw: Mapping[str, Any]) -> Address:
    """Return the address in a feature of Photon."""
    parts = _record(raw.get("properties"))
    street = parts.get("street") or (parts.get("name") if parts.get("osm_key") == "highway" else "")
    return _address(
        street, parts.get("housenumber"), parts.get("postcode"), _first(parts, "city", "locality", "district")
    )


def read_pelias(raw: Mapping[str, Any]) -> Address:
    """Return the address in a feature of Pelias."""
    parts = _record(raw.get("properties"))
    street = parts.get("street") or (parts.get("name") if parts.get("layer") == "street" else "")
    return _address(street, parts.get("housenumber"), parts.get("postalcode"), _first(parts, "locality", "localadmin"))


def read_gugik(raw: Mapping[str, Any]) -> Address:
    """Return the address in a result of GUGiK's service."""
    return _address(raw.get("street"), raw.get("number"), raw.get("code"), raw.get("city"))


def match_of(
    asked: Address, found: Address, point: GeoPoint, source: str, raw: Mapping[str, Any]
) -> AddressMatch | None:
    """Return how well an answer fits what was asked; None if it is another street or place."""
    corrected = _same_road(asked, found)
    if corrected is None:
        return None
    kind = _kind(asked.house, found.house)
    if corrected and kind is MatchKind.EXACT:
        kind = MatchKind.FUZZY
    return AddressMatch(
        kind=kind,
        address=found,
        point=point,
        locality_id=_text(raw.get("simc")),
        street_id=_text(raw.get("ulic")),
        source=source,
        corrected=corrected,
    )


def _kind(asked: str, found: str) -> MatchKind:
    if not asked or not found or leading(found) is None:
        return MatchKind.STREET
    same = number_key(asked) == number_key(found) or covers(number_key(found), number_key(asked))
    return MatchKind.EXACT if same else MatchKind.NUMBER_NEAR


def _same_road(asked: Address, found: Address) -> bool | None:
    """Return whether letters had to be corrected, or None if it is not the same road."""
    if asked.street and not found.street and fold(found.town) != fold(asked.street):
        return None  # only the town
    if not asked.street and found.street:
        return None
    other_town = asked.town and found.town and _apart(fold(asked.town).split(), fold(found.town).split()) is None
    # Villages go by their post office's name: then the postcode has to be the same.
    if other_town and (not asked.postcode or asked.postcode != found.postcode):
        return None
    return _apart(street_words(asked.street or asked.town).names, street_words(found.street or found.town).names)


def _apart(asked: tuple[str, ...] | list[str], found: tuple[str, ...] | list[str]) -> bool | None:
    """Return whether a word differs by a letter; None if one of the asked ones is not there at all."""
    corrected = False
    for word in asked:
        if any(word == other or (len(word) == 1 and other.startswith(word)) for other in found):
            continue
        if len(word) < 4 or not any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in found):
            return None
        corrected = True
    return corrected


def _address(street: object, house: object, postcode: object, town: object) -> Address:
    kind, name = split_kind(_text(street))
    return Address(kind=kind, street=name, house=_text(house), postcode=_text(postcode), town=_text(town))


def _record(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _first(parts: Mapping[str, Any], *keys: str) -> object:
    return next((parts[key] for key in keys if parts.get(key)), "")


def _text(value: object) -> str:
    text = str(value)[:_LONGEST] if isinstance(value, str | int) else ""
    return "".join(letter for letter in text if letter.isprintable()).strip()
