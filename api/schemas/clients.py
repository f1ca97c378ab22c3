"""Clients."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Text, Whole, YesNo
from scheduler.domain.client import (
    Access,
    Channel,
    Client,
    Contact,
    Mobility,
    Notes,
    Sex,
    Wheelchair,
    WheelchairKind,
)
from scheduler.domain.entitlement import EntitlementUnit
from scheduler.domain.ids import ClientId, PlaceId, ServiceId, StaffId
from scheduler.domain.place import Place
from scheduler.services.entitling import EntitlementLeft

_Staff = Annotated[list[Id], Field(max_length=50)]
_Small = Annotated[Whole, Field(ge=0, le=1000)]
_EXAMPLE: JsonDict = {
    "name": "Helena Maj", "home": "dom-K-01", "phone": "500 000 099", "channel": "phone", "mobility": "wheelchair",
    "wheelchair": {"kind": "manual", "weight_with_person_kg": 95}, "needs_lift": True,
    "access": {"floor": 2, "stairs": 34, "has_lift": False}, "birth_year": 1941, "sex": "female",
    "preferred": ["P-01"], "contacts": [{"name": "Zofia Maj", "phone": "500 000 098", "relation": "córka"}],
    "notes": {"driver": "Schodzi powoli."}, "service_times_s": {},
}  # fmt: skip


class WheelchairDoc(Document):
    """A wheelchair, as the lift and the rails feel it."""

    kind: WheelchairKind = WheelchairKind.MANUAL
    weight_with_person_kg: Whole = Field(default=120, ge=1, le=500, description="Kilograms, with the person in it.")


class AccessDoc(Document):
    """The way from the pavement to the door."""

    floor: Whole = Field(default=0, ge=-5, le=100)
    stairs: _Small = Field(default=0, description="Steps.")
    has_lift: YesNo = False
    key_at_office: YesNo = False
    door_code: Line = ""


class ContactDoc(Document):
    """Somebody to phone, in this order."""

    name: Line
    phone: Line
    relation: Line = ""
    may_book: YesNo = False
    may_cancel: YesNo = False
    social_worker: YesNo = Field(default=False, description="Whether it is the client's social worker.")


class NotesDoc(Document):
    """Free text, each for its reader only."""

    driver: Text = ""
    worker: Text = ""
    office: Text = ""


class ClientChange(Document):
    """What is said of a client; what is left out is as for a new one."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Annotated[Line, Field(min_length=1)]
    home: Id = Field(description="Id of a place.")
    home_entrance: Line | None = None
    phone: Line = ""
    email: Line = ""
    channel: Channel = Field(default=Channel.PHONE, description="How the client wants to be told.")
    mobility: Mobility = Mobility.WALKS
    wheelchair: WheelchairDoc | None = None
    needs_lift: YesNo = False
    hard_of_hearing: YesNo = False
    assistance_animal: YesNo = False
    access: AccessDoc = AccessDoc()
    birth_year: Annotated[Whole, Field(ge=1880, le=2200)] | None = None
    sex: Sex | None = None
    preferred: _Staff = Field(default=[], description="Ids of staff who are wished for.")
    backup: _Staff = Field(default=[])
    excluded: _Staff = Field(default=[], description="Ids of staff who are never sent.")
    contacts: Annotated[list[ContactDoc], Field(max_length=20)] = Field(default=[])
    hand_over_to_person_only: YesNo = False
    notes: NotesDoc = NotesDoc()
    service_times_s: dict[Id, Annotated[Whole, Field(ge=0, le=86_400)]] = Field(
        default={}, description="Seconds that a service takes at this client's, by the service's id.", max_length=100
    )

    def client(self, client_id: str) -> Client:
        """Return the client that this describes."""
        told = self.model_dump(exclude={"service_times_s", "wheelchair", "access", "contacts", "notes"})
        told |= {name: tuple(StaffId(one) for one in told[name]) for name in ("preferred", "backup", "excluded")}
        times = {ServiceId(key): timedelta(seconds=value) for key, value in self.service_times_s.items()}
        return Client(**{
            **told, "id": ClientId(client_id), "home": PlaceId(self.home), "service_times": times,
            "wheelchair": Wheelchair(**self.wheelchair.model_dump()) if self.wheelchair else None,
            "access": Access(**self.access.model_dump()), "notes": Notes(**self.notes.model_dump()),
            "contacts": tuple(Contact(**one.model_dump()) for one in self.contacts),
        })  # fmt: skip


class ClientShown(ClientChange):
    """A client."""

    id: str

    @classmethod
    def of(cls, client: Client) -> "ClientShown":
        """Return a client as the API shows them."""
        told = {name: getattr(client, name) for name in ClientChange.model_fields if hasattr(client, name)}
        times = {key: int(value.total_seconds()) for key, value in client.service_times.items()}
        return cls.model_construct(
            **told
            | {
                "id": client.id,
                "service_times_s": times,
                "wheelchair": WheelchairDoc.model_construct(**vars(client.wheelchair)) if client.wheelchair else None,
                "access": AccessDoc.model_construct(**vars(client.access)),
                "notes": NotesDoc.model_construct(**vars(client.notes)),
                "contacts": [ContactDoc.model_construct(**vars(one)) for one in client.contacts],
                "preferred": list(client.preferred),
                "backup": list(client.backup),
                "excluded": list(client.excluded),
            }
        )


class ClientLine(Document):
    """A client in a list: enough to find the right one."""

    id: str
    name: str
    home: str = Field(description="Id of a place.")
    birth_year: int | None
    address: str = Field(description="Of the home.")
    phone: str

    @classmethod
    def of(cls, client: Client, home: Place | None) -> "ClientLine":
        """Return a client as a list shows them."""
        same = ("id", "name", "home", "birth_year", "phone")
        return cls.model_construct(
            **{name: getattr(client, name) for name in same}, address=home.address if home else ""
        )


class EntitlementShown(Document):
    """What a client may have in a period, and what is left of it."""

    id: str
    service_ids: list[str]
    programme_id: str | None
    unit: EntitlementUnit
    amount: float = Field(description="In the unit, as was granted.")
    left: float = Field(description="In the unit: what may still be booked.")
    first: date = Field(description="Of the period.")
    last: date = Field(description="Of the period, included.")

    @classmethod
    def of(cls, one: EntitlementLeft) -> "EntitlementShown":
        """Return an entitlement as the API shows it."""
        granted = one.entitlement
        return cls.model_construct(
            id=granted.id, service_ids=sorted(granted.service_ids), programme_id=granted.programme_id,
            unit=granted.unit, amount=float(granted.amount), left=float(one.left), first=granted.period_start,
            last=granted.period_end,
        )  # fmt: skip


class EntitlementList(Document):
    """A client's entitlements of one day."""

    items: list[EntitlementShown]


class ClientSearch(Document):
    """What somebody on the telephone has said so far."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "kowal dwor", "limit": 20}})

    text: Annotated[Line, Field(min_length=1)] = Field(
        description="Beginnings of words of name and street in any order, two letters or more; ł is l, ż is z. Or "
        "digits: the last four or more of a number, or its beginning."
    )
    limit: Annotated[Whole, Field(ge=1, le=200)] = Field(default=20, description="How many at most.")


class ClientsFound(Document):
    """Clients who were found, best first."""

    items: list[ClientLine]


class ClientPage(Document):
    """Some of the clients, by name."""

    items: list[ClientLine]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")
