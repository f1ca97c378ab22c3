"""Residents who are visited, driven and fed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from scheduler.domain.ids import ClientId, PlaceId, ServiceId, StaffId


class Mobility(StrEnum):
    """How a client gets about."""

    WALKS = "walks"
    WALKER = "walker"
    WHEELCHAIR = "wheelchair"


class WheelchairKind(StrEnum):
    """What the lift and the floor rails have to hold."""

    MANUAL = "manual"
    ELECTRIC = "electric"


class Sex(StrEnum):
    """As the yearly statistics ask for it."""

    FEMALE = "female"
    MALE = "male"


class Channel(StrEnum):
    """How somebody wants to be told."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True)
class Wheelchair:
    """A wheelchair and the person in it, as the lift feels them."""

    kind: WheelchairKind = WheelchairKind.MANUAL
    weight_with_person_kg: int = 120


@dataclass(frozen=True, kw_only=True)
class Access:
    """The way from the pavement to the client's door."""

    floor: int = 0
    stairs: int = 0
    has_lift: bool = False
    key_at_office: bool = False
    door_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to phone about a client; the calling order is the order in the client's tuple.

    Attributes
    ----------
    social_worker : bool
        Whether it is the client's social worker, who is asked when family and neighbours do not answer.
    """

    name: str
    phone: str
    relation: str = ""
    may_book: bool = False
    may_cancel: bool = False
    social_worker: bool = False


@dataclass(frozen=True, kw_only=True)
class Notes:
    """Free text, each for its reader only."""

    driver: str = ""
    worker: str = ""
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class Client:
    """An older or disabled resident.

    Attributes
    ----------
    service_times : mapping of ServiceId to timedelta
        How long a service takes at this client's, where it differs from the catalogue.
    channel : Channel
        How the client wants to be told of promises and changes.
    preferred, backup, excluded : tuple of StaffId
        Workers wished for, accepted without a price, and never to be sent.
    former_homes : tuple of PlaceId
        Where the client has lived before, so that erasing them erases those addresses, too.
    """

    id: ClientId
    name: str
    home: PlaceId
    home_entrance: str | None = None
    phone: str = ""
    email: str = ""
    channel: Channel = Channel.PHONE
    mobility: Mobility = Mobility.WALKS
    wheelchair: Wheelchair | None = None
    needs_lift: bool = False
    hard_of_hearing: bool = False
    assistance_animal: bool = False
    access: Access = field(default_factory=Access)
    birth_year: int | None = None
    sex: Sex | None = None
    preferred: tuple[StaffId, ...] = ()
    backup: tuple[StaffId, ...] = ()
    excluded: tuple[StaffId, ...] = ()
    contacts: tuple[Contact, ...] = ()
    hand_over_to_person_only: bool = False
    notes: Notes = field(default_factory=Notes)
    service_times: Mapping[ServiceId, timedelta] = field(default_factory=dict)
    former_homes: tuple[PlaceId, ...] = ()

    def moved_from(self, before: "Client") -> "Client":
        """Return this state of a client with all homes that an earlier one knows of, its own included."""
        known = dict.fromkeys((*before.former_homes, before.home, *self.former_homes))
        return replace(self, former_homes=tuple(home for home in known if home != self.home))
