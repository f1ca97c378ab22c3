"""The telegrams that we read and write, field by field: the JSON schema in this room is made of these classes.

Fields and their names are those of the specification's JSON form in which a request carries its ticket and its customer
(telegrams 1A, 1B, 1C, 3B, 4A). Fields that we neither read nor write may be there, and are passed over.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

type Text = str | None
type Flag = bool | None
Latitude = Annotated[float, Meta(ge=-90, le=90)] | None
Longitude = Annotated[float, Meta(ge=-180, le=180)] | None
Ticket = Annotated[str, Meta(min_length=1, description="Unique id of the ordering client, for good.")]


class CanceledBy(StrEnum):
    """Who ended a trip."""

    ORDERING_CLIENT = "OrderingClient"
    RIDER = "Rider"
    PROVIDER = "Provider"


class StatusChange(StrEnum):
    """How it ended."""

    CANCEL = "Cancel"
    EXPIRE = "Expire"


class TripStatus(StrEnum):
    """What became of a pickup."""

    PERFORMED = "performed"
    NO_SHOW = "no show"
    NO_PICKUP = "no pickup"


class _Part(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Common to all: names in camelCase, and what is not said is left out."""


class Time(_Part, frozen=True, kw_only=True):
    """An instant, and how far from it is still right (ISO 8601); without an offset it is by the town's clock."""

    time: datetime
    time_accuracy: Text = None
    time_type: Text = None


class Address(_Part, frozen=True, kw_only=True):
    """Where somebody is picked up or set down."""

    address_name: str = ""
    street: str = ""
    street2: Text = None
    notes: Text = None
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    lat: Latitude = None
    long: Longitude = None


class CustomerInfo(_Part, frozen=True, kw_only=True):
    """Whom a trip is for."""

    customer_id: Text = None
    first_legal_name: Text = None
    last_name: Text = None
    phone: int | None = None
    mobile_phone: int | None = None
    notes_for_driver: Text = None


class TripRequest(_Part, frozen=True, kw_only=True):
    """Telegram 1A: a trip is asked for."""

    trip_ticket_id: Ticket
    pickup_address: Address | None = None
    detailed_pickup_location_description: Text = None
    dropoff_address: Address | None = None
    detailed_dropoff_location_description: Text = None
    pickup_time: Time | None = None
    appointment_time: Time | None = None
    dropoff_time: Time | None = None
    pickup_window_start_time: Time | None = None
    pickup_window_end_time: Time | None = None
    negotiated_pickup_time: Time | None = None
    detours_permissible: Flag = None
    hard_constraint_on_pickup_time: Flag = None
    hard_constraint_on_dropoff_time: Flag = None
    customer_info: CustomerInfo | None = None
    special_attributes: list[str] | None = None
    transport_services: list[str] | None = None
    num_other_reserved_passengers: Annotated[int, Meta(ge=0)] | None = None
    open_attribute: Text = None
    trip_purpose: list[str] | None = None
    notes_for_driver: Text = None


class TripRequestResponse(_Part, frozen=True, kw_only=True):
    """Telegram 1B: whether there is room for it, and when.

    `reasonDescription` is the word of 1C for why; 1B itself has none.
    """

    trip_ticket_id: Ticket
    trip_available: bool
    scheduled_pickup_time: Time | None = None
    scheduled_pickup_point: Address | None = None
    scheduled_dropoff_point: Address | None = None
    reason_description: Text = None


class TripStatusChange(_Part, frozen=True, kw_only=True):
    """Telegram 1C: it is cancelled."""

    trip_ticket_id: Ticket
    status: StatusChange
    canceled_by: CanceledBy
    reason_description: Text = None


class TripTaskConfirmation(_Part, frozen=True, kw_only=True):
    """Telegram 3B: what became of the pickup."""

    trip_ticket_id: Ticket
    trip_status: TripStatus
    node_performed_time: Time | None = None
    vehicle_number: Text = None


class TripTaskCompletion(_Part, frozen=True, kw_only=True):
    """Telegram 4A: the trip as it was made."""

    trip_ticket_id: Ticket
    performed_pickup_point: Address | None = None
    performed_pickup_time: Time | None = None
    performed_dropoff_point: Address | None = None
    performed_dropoff_time: Time | None = None
    performed_duration_in_minutes: int | None = None
    special_attributes: list[str] | None = None
    transport_services: list[str] | None = None


class Telegram(_Part, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One trip: its request, and what was answered to it."""

    trip_request: TripRequest | None = None
    trip_request_response: TripRequestResponse | None = None
    trip_status_change: TripStatusChange | None = None
    trip_task_confirmation: TripTaskConfirmation | None = None
    trip_task_completion: TripTaskCompletion | None = None


def schema() -> dict[str, Any]:
    """Return the JSON schema of a file of telegrams (draft 2020-12)."""
    made: dict[str, Any] = msgspec.json.schema(list[Telegram])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "dojazd.tds 1"}
    return {**head, **made}
