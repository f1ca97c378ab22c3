"""Where an address is: what is asked, what is answered, and who may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from scheduler.domain.place import GeoPoint


class StreetKind(StrEnum):
    """What kind of street it is, by the abbreviation that people and registers write."""

    STREET = "ul."
    AVENUE = "al."
    ESTATE = "os."
    SQUARE = "pl."
    MARKET = "rynek"
    """Belongs to the name ("Rynek", "Rynek Główny"), so it is never written in front of it."""
    ROUNDABOUT = "rondo"
    GREEN = "skwer"
    BOULEVARD = "bulwar"
    EMBANKMENT = "wybrzeże"


@dataclass(frozen=True, kw_only=True)
class Address:
    """A Polish address, taken apart; every part may be empty.

    Attributes
    ----------
    kind : StreetKind or None
        None where none was written, and in villages without streets.
    street : str
        Its name without the kind ("Armii Krajowej"); empty in villages without streets.
    house : str
        "12", "12A", "12/14", "12-14": letters upper case, no blanks.
    flat : str
        Never leaves the machine.
    postcode : str
        "27-200" or empty.
    town : str
        Town or village; in a line that also names a post office, whichever was recognised.
    name : str
        What else stood there ("Dom Pomocy", "os. Wzgórze"). Never leaves the machine.
    """

    kind: StreetKind | None = None
    street: str = ""
    house: str = ""
    flat: str = ""
    postcode: str = ""
    town: str = ""
    name: str = ""


class MatchKind(IntEnum):
    """How well an answer fits the question, from best to worst."""

    EXACT = 0
    """This street and this number."""
    FUZZY = 1
    """This number, after a letter of the name was corrected."""
    NUMBER_NEAR = 2
    """This street, but not this number; the point is that of the nearest number."""
    STREET = 3
    """Only the street; the point lies somewhere on it."""


@dataclass(frozen=True, kw_only=True)
class AddressMatch:
    """One answer.

    Attributes
    ----------
    address : Address
        As the source writes it; the flat is taken over from the question.
    part : str
        Part of the town, where the source says it.
    locality_id, street_id : str
        SIMC and ULIC of the national registers, where the source says them.
    source : str
        Whose answer it is: "gazetteer prg 2026-05-01", "nominatim".
    corrected : bool
        Whether a letter of the name had to be corrected to find it.
    rivals : tuple of AddressMatch
        Other answers that fit as well; best first, without rivals of their own.
    """

    kind: MatchKind
    address: Address
    point: GeoPoint
    part: str = ""
    locality_id: str = ""
    street_id: str = ""
    source: str = ""
    corrected: bool = False
    rivals: tuple["AddressMatch", ...] = ()


@dataclass(frozen=True, kw_only=True)
class BoundingBox:
    """A rectangle on the globe, WGS 84 degrees, borders included."""

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        if not (-90 <= self.south <= self.north <= 90 and -180 <= self.west <= self.east <= 180):
            msg = f"{self} is no bounding box: south <= north within -90 to 90, west <= east within -180 to 180"
            raise ValueError(msg)

    def contains(self, point: GeoPoint) -> bool:
        """Return whether `point` lies inside or on the border."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


class AddressFinder(Protocol):
    """An offline register of address points."""

    @property
    def towns(self) -> frozenset[str]:
        """Names of the towns and villages that it knows."""
        ...

    def find(self, address: Address) -> AddressMatch | None:
        """Return the best answer with its rivals, or None."""
        ...

    def locate(self, line: str) -> AddressMatch | None:
        """Return the best answer for an address as it is written on an envelope, with its rivals, or None."""
        ...

    def suggest(self, text: str, limit: int = 10) -> tuple[AddressMatch, ...]:
        """Return what a line that is still being typed may become, best first."""
        ...


class AddressService(Protocol):
    """An address service on a network. It is told an address and nothing else about anybody."""

    @property
    def name(self) -> str:
        """What settings and reviews call it: `nominatim`, `photon`, `pelias`, `gugik`."""
        ...

    def ask(self, address: Address) -> tuple[AddressMatch, ...]:
        """Return the service's answers, best first; none if it knows none. Flat and name are not sent.

        Raises
        ------
        GeocodingError
            If the service does not answer sensibly; another one may be asked.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class StoredAnswer:
    """What a service once said; no matches where it knew none."""

    matches: tuple[AddressMatch, ...]
    answered_at: datetime


class AnswerStore(Protocol):
    """Remembers what services said, so that nobody is asked twice."""

    def get(self, service: str, address: Address) -> StoredAnswer | None:
        """Return a service's answer that is still fresh enough, or None."""
        ...

    def put(self, service: str, address: Address, matches: Sequence[AddressMatch]) -> StoredAnswer:
        """Keep an answer with the present date, and return it as it is kept."""
        ...
