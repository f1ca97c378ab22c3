"""The kinds of things a town has, as every adapter keeps them: what each is called, and what its id and its day are."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.domain.booking import Booking, Enquiry, Waiting
from scheduler.domain.entitlement import Consumption


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing.

    Attributes
    ----------
    name : str
        The field of a unit of work that holds it.
    key : callable
        The id of one.
    day : callable or None
        The service day of one; None: it belongs to no day.
    """

    name: str
    key: Callable[[Any], Hashable]
    day: Callable[[Any], date] | None = None


def _id(value: Any) -> Hashable:
    key: Hashable = value.id
    return key


def _own_day(value: Any) -> date:
    day: date = value.day
    return day


def _consumption_key(value: Consumption) -> Hashable:
    return value.entitlement_id, value.request_id


def _waiting_key(value: Waiting) -> Hashable:
    return value.enquiry_id


def _received_on(value: Enquiry) -> date:
    return value.received_at.date()


def clients_of_booking(value: Booking) -> frozenset[str]:
    """Return who is in the party."""
    return frozenset(value.request.party.client_ids)


def clients_of_enquiry(value: Enquiry) -> frozenset[str]:
    """Return who is in any of the parties."""
    return frozenset(client for request in value.requests for client in request.party.client_ids)


KINDS = (
    *(
        Kind(name=name, key=_id)
        for name in (
            "head", "districts", "places", "clients", "purposes", "services", "providers", "contracts", "staff",
            "vehicles", "patterns", "absences", "entitlements",
        )
    ),
    Kind(name="consumptions", key=_consumption_key),
    Kind(name="waiting", key=_waiting_key),
    *(Kind(name=name, key=_id, day=_own_day) for name in ("shifts", "bookings", "notices", "solves")),
    Kind(name="enquiries", key=_id, day=_received_on),
)  # fmt: skip
