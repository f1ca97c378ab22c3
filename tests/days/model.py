"""What an office must know after each step, told from what it was asked and what it answered alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.domain.booking import BookingStatus, Offer
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from tests.days.ledger import Ledger


@dataclass(frozen=True)
class Told:
    """What a client was promised: the day, and when somebody comes."""

    day: date
    window: TimeWindow
    kind: str


@dataclass
class Model:
    """The promises of an office, who is booked, and who has been erased.

    Attributes
    ----------
    held : dict of RequestId to Request
        What is booked, promised or not.
    adrift : set of RequestId
        Promises that an absence has left without a place; each was named when it did.
    """

    town: Town
    held: dict[RequestId, Request] = field(default_factory=dict)
    promises: dict[RequestId, Told] = field(default_factory=dict)
    ended: dict[RequestId, tuple[Request, BookingStatus]] = field(default_factory=dict)
    adrift: set[RequestId] = field(default_factory=set)
    erased: set[ClientId] = field(default_factory=set)
    published: dict[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.town.entitlements)
        self.held = dict(self.town.requests)
        for key, promise in self.town.promises.items():
            request = self.town.requests[key]
            arrival = isinstance(request, Ride) and request.arrive_by and promise.pickup is None
            kind = "dropoff" if arrival else _kind(request)
            self.promises[key] = Told(request.day, promise.pickup or promise.window, kind)
        self.ledger.take(self.held.values())

    def accepted(self, offer: Offer) -> None:
        """Somebody took an offer: what it said is promised now, and nothing else of these requests."""
        assert self.ledger.has_room(leg.request for leg in offer.legs)
        for leg in offer.legs:
            self.held[leg.request.id] = leg.request
            self.promises[leg.request.id] = Told(offer.day, leg.window, _kind(leg.request))
            self.adrift.discard(leg.request.id)
        self.ledger.take(leg.request for leg in offer.legs)

    def request(self, key: RequestId) -> Request | None:
        """Return a request as it was booked last; None: it never was."""
        return self.held[key] if key in self.held else self.ended[key][0] if key in self.ended else None

    def status_of(self, key: RequestId, now: datetime, *, by_office: bool) -> BookingStatus:
        """Return how a booking would end now."""
        request = self.held[key]
        windows = [self.promises[key].window] if key in self.promises else request.windows
        before = self.town.policy.booking.of(request.service_id).cancel_until
        late = now.astimezone(UTC) > min(one.start.astimezone(UTC) for one in windows) - before
        if by_office:
            return BookingStatus.WITHDRAWN
        return BookingStatus.CANCELLED_LATE if late else BookingStatus.CANCELLED

    def end(self, keys: Iterable[RequestId], now: datetime, *, by_office: bool) -> None:
        """Bookings are over; whoever cancels too late gets nothing back."""
        for key in dict.fromkeys(keys):
            status = self.status_of(key, now, by_office=by_office)
            self.ended[key] = (self.held.pop(key), status)
            self.promises.pop(key, None)
            self.adrift.discard(key)
            if status is not BookingStatus.CANCELLED_LATE:
                self.ledger.give_back(key)

    def may_be_erased(self, client: ClientId, now: datetime) -> bool:
        """Return whether nothing is promised to a client, and no programme has to be accounted for."""
        today = now.astimezone(self.town.zone).date()
        held = [one for one in self.held.values() if client in one.party.client_ids]
        late = [one for one, status in self.ended.values()
                if status is BookingStatus.CANCELLED_LATE and client in one.party.client_ids]  # fmt: skip
        to_come = any(one.day >= today for one in held)
        return client not in self.erased and not to_come and not any(one.programme_id for one in (*held, *late))


def _kind(request: Request) -> str:
    """Return the task that a client waits for: of a ride the bus at the door."""
    return "pickup" if isinstance(request, Ride) else "visit"
