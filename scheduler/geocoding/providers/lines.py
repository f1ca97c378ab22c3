"""The line that an address service is asked: all that ever leaves the machine."""

from scheduler.geocoding.streets import full_name
from scheduler.services.ports import Address, StreetKind

# Services that read OpenStreetMap find the long words, and no "ul.".
_LONG = {
    StreetKind.AVENUE: "Aleja",
    StreetKind.ESTATE: "Osiedle",
    StreetKind.SQUARE: "Plac",
    StreetKind.ROUNDABOUT: "Rondo",
    StreetKind.GREEN: "Skwer",
    StreetKind.BOULEVARD: "Bulwar",
    StreetKind.EMBANKMENT: "Wybrzeże",
}


def osm_line(address: Address) -> str:
    """Return "Aleja Armii Krajowej 28, 27-200 Starachowice": neither flat nor name."""
    street = " ".join(filter(None, (_LONG.get(address.kind) if address.kind else None, address.street)))
    place = " ".join(filter(None, (address.postcode, address.town)))
    if not street:
        return f"{place} {address.house}".strip()
    return ", ".join(filter(None, (f"{street} {address.house}".strip(), place)))


def gugik_line(address: Address) -> str:
    """Return "Starachowice, al. Armii Krajowej 28", or "Parszów 14" in a village without streets."""
    # The register keeps the kind apart from the name, and finds the name without it.
    street = address.street if address.kind is StreetKind.STREET else full_name(address.kind, address.street)
    number = f" {address.house}" if address.house else ""
    if not address.street:
        return f"{address.town}{number}".strip()
    return ", ".join(filter(None, (address.town, f"{street}{number}")))
