"""Answers of services as JSON, for keeping."""

import json
from collections.abc import Sequence
from typing import Any

from scheduler.domain.place import GeoPoint
from scheduler.services.ports import Address, AddressMatch, MatchKind, StreetKind


def answers_to_json(matches: Sequence[AddressMatch]) -> str:
    """Return a text that `answers_from_json` reads back; flats, names and rivals are not kept."""
    return json.dumps([_to_record(match) for match in matches], ensure_ascii=False)


def answers_from_json(text: str) -> tuple[AddressMatch, ...]:
    """Return the answers in a text.

    Raises
    ------
    ValueError, LookupError, TypeError
        If it was not written by `answers_to_json`.
    """
    return tuple(_from_record(record) for record in json.loads(text))


def _to_record(match: AddressMatch) -> dict[str, Any]:
    address = match.address
    return {
        "kind": match.kind.name,
        "street_kind": address.kind.value if address.kind is not None else "",
        "street": address.street,
        "house": address.house,
        "postcode": address.postcode,
        "town": address.town,
        "lat": match.point.lat,
        "lon": match.point.lon,
        "part": match.part,
        "locality_id": match.locality_id,
        "street_id": match.street_id,
        "source": match.source,
        "corrected": match.corrected,
    }


def _from_record(record: dict[str, Any]) -> AddressMatch:
    address = Address(
        kind=StreetKind(record["street_kind"]) if record["street_kind"] else None,
        **{key: str(record[key]) for key in ("street", "house", "postcode", "town")},
    )
    return AddressMatch(
        kind=MatchKind[record["kind"]],
        address=address,
        point=GeoPoint(lat=float(record["lat"]), lon=float(record["lon"])),
        corrected=bool(record["corrected"]),
        part=str(record["part"]),
        locality_id=str(record["locality_id"]),
        street_id=str(record["street_id"]),
        source=str(record["source"]),
    )
