"""Rides as other transport systems order them, and what they are told of them: between their words and ours.

"Trip" is the standard's word for what we call a ride; it stays in these modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.domain.actuals import Actual
from scheduler.domain.booking import Booking
from scheduler.domain.client import Client
from scheduler.domain.place import GeoPoint
from scheduler.domain.request import Ride
from scheduler.domain.time import Instants


@dataclass(frozen=True, kw_only=True)
class TripPlace:
    """A door as somebody else names it."""

    name: str = ""
    street: str = ""
    entrance: str = ""
    point: GeoPoint | None = None


@dataclass(frozen=True, kw_only=True)
class TripTime(Instants):
    """A time, and how far from it is still right.

    Attributes
    ----------
    within : timedelta or None
        None: nothing is said of that.
    """

    at: datetime
    within: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class TripFlaw:
    """Something in an order that cannot be read.

    Attributes
    ----------
    path : str
        Where, as JSONPath writes it (RFC 9535).
    code : str
        Of `services.importing.words.WRONG`.
    """

    path: str
    code: str
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class TripOrder(Instants):
    """A ride that another system orders.

    Attributes
    ----------
    number : int
        Of the telegram in its file, 1 for the first.
    path : str
        Of its request, as JSONPath writes it.
    ticket : str
        What the other system calls it, always.
    leave, window_start, window_end : TripTime or None
        Of the pickup.
    arrive, appointment : TripTime or None
        Of the drop-off: when it is wished for, and by when it has to be.
    must_arrive : bool
        Whether the drop-off's time counts, and the pickup's follows from it.
    others : int
        Who comes along.
    attributes, purposes : tuple of str
        Codes of the standard.
    own : mapping of str to str
        What the standard has no words for, as we write it ourselves.
    """

    number: int
    path: str
    flaws: tuple[TripFlaw, ...] = ()
    ticket: str = ""
    client_id: str = ""
    name: str = ""
    phone: str = ""
    service: str = ""
    origin: TripPlace = TripPlace()
    destination: TripPlace = TripPlace()
    leave: TripTime | None = None
    window_start: TripTime | None = None
    window_end: TripTime | None = None
    arrive: TripTime | None = None
    appointment: TripTime | None = None
    must_arrive: bool = False
    others: int = 0
    attributes: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    note: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TripTold(Instants):
    """A ride of ours, with what has become of it.

    Attributes
    ----------
    clients : tuple of Client
        Its party; those who are not kept any more are missing.
    origin, destination : TripPlace
        Its doors.
    purpose : str
        What its purpose is called.
    pooled : bool
        Whether others may be aboard.
    pickup_at, dropoff_at : datetime or None
        By the plan that holds.
    actual : Actual or None
        Written when the day was closed.
    """

    booking: Booking
    ride: Ride
    clients: tuple[Client, ...]
    origin: TripPlace
    destination: TripPlace
    purpose: str = ""
    pooled: bool = True
    pickup_at: datetime | None = None
    dropoff_at: datetime | None = None
    actual: Actual | None = None
