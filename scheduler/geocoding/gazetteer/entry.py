"""One address point as a source gives it."""

from dataclasses import dataclass

from scheduler.domain.place import GeoPoint


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One address point.

    Attributes
    ----------
    street : str
        With its kind as the source writes it ("aleja Armii Krajowej"); empty where there are no streets.
    town : str
        Town or village; never empty.
    part : str
        Part of it.
    locality_id, street_id : str
        SIMC and ULIC, or empty.
    """

    street: str
    house: str
    postcode: str
    town: str
    part: str
    locality_id: str
    street_id: str
    point: GeoPoint
