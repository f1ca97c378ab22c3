"""What an office must know after each step, told from what it was asked and what it answered alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.domain.booking import BookingStatus, Offer
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from tests.days.ledger import Ledger
from tests.days.reports import Came, End


@dataclass(frozen=True)
class Told:
    """What a client was promised: the day, and when somebody comes."""

    day: date
    window: TimeWindow
    kind: str


@dataclass(frozen=True)
class Ended:
    """A booking that is over: what it was, what was told, and whether it follows from crews' reports or a closing."""

    request: Request
    status: BookingStatus
    told: Told | None
    by_crew: bool = False
    by_closing: bool = False


@dataclass
class Model:
    """The promises of an office, who is booked, and who has been erased.

    Attributes
    ----------
    held : dict of RequestId to Request
        What is booked, promised or not.
    ended : dict of RequestId to Ended
        What is booked no more.
    closed : set of date
        Days that nothing may change any more.
    settled : dict of date to mapping of RequestId to End
        How requests of closed days had ended by what crews had reported when they were closed.
    """

    town: Town
    held: dict[RequestId, Request] = field(default_factory=dict)
    promises: dict[RequestId, Told] = field(default_factory=dict)
    ended: dict[RequestId, Ended] = field(default_factory=dict)
    erased: set[ClientId] = field(default_factory=set)
    published: dict[date, bool] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)
    settled: dict[date, Mapping[RequestId, End]] = field(default_factory=dict)

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
        assert offer.day not in self.closed
        assert self.ledger.has_room(leg.request for leg in offer.legs)
        for leg in offer.legs:
            self.held[leg.request.id] = leg.request
            self.promises[leg.request.id] = Told(offer.day, leg.window, _kind(leg.request))
        self.ledger.take(leg.request for leg in offer.legs)

    def request(self, key: RequestId) -> Request | None:
        """Return a request as it was booked last; None: it never was."""
        return self.held[key] if key in self.held else self.ended[key].request if key in self.ended else None

    def status_of(self, key: RequestId, now: datetime, *, by_office: bool) -> BookingStatus:
        """Return how a booking would end now."""
        request = self.held[key]
        windows = [self.promises[key].window] if key in self.promises else request.windows
        before = self.town.policy.booking.of(request.service_id).cancel_until
        late = now.astimezone(UTC) > min(one.start.astimezone(UTC) for one in windows) - before
        if by_office:
            return BookingStatus.WITHDRAWN
        return BookingStatus.CANCELLED_LATE if late else BookingStatus.CANCELLED

    def close(self, day: date, ends: Mapping[RequestId, End]) -> None:
        """A day is closed: nobody was served whom no crew has served, and nothing is taken for that."""
        self.closed.add(day)
        self.settled[day] = ends
        unserved = [key for key, one in self.held.items() if one.day == day and ends.get(key) is not Came.SERVED]
        for key in unserved:
            self._end(key, BookingStatus.WITHDRAWN, by_closing=True)

    def reopen(self, day: date) -> None:
        """A day is opened again: what ended with its closing holds once more."""
        self.closed.discard(day)
        for key in [key for key, one in self.ended.items() if one.by_closing and one.request.day == day]:
            self._put_back(key)

    def end(self, keys: Iterable[RequestId], now: datetime, *, by_office: bool) -> None:
        """Bookings are over, as somebody has said on the telephone."""
        for key in dict.fromkeys(keys):
            self._end(key, self.status_of(key, now, by_office=by_office))

    def follow(self, day: date, ends: Mapping[RequestId, End]) -> None:
        """Let the bookings of a day follow what crews have reported of it, by how that ended."""
        if day in self.closed:
            return
        open_to = {key for key, one in self.held.items() if one.day == day}
        by_crew = {key for key, one in self.ended.items() if one.by_crew and one.request.day == day}
        vain = {key: end for key, end in ends.items() if key in open_to | by_crew and isinstance(end, BookingStatus)}
        vain |= {leg: BookingStatus.WITHDRAWN for key in vain for leg in self._later(key, ends)
                 if leg in open_to | by_crew and leg not in vain}  # fmt: skip
        for key in by_crew:
            self._put_back(key)
        for key, status in vain.items():
            self._end(key, status, by_crew=True)

    def _later(self, key: RequestId, ends: Mapping[RequestId, End]) -> list[RequestId]:
        """Return the later legs of a journey on which nobody has set out."""
        failed = self._known(key)
        if not isinstance(failed, Ride) or failed.journey is None:
            return []
        known = [one for each in (*self.held, *self.ended) if isinstance(one := self._known(each), Ride)]
        legs = [one for one in known if one.journey == failed.journey]
        if any(isinstance(ends.get(leg.id), Came) for leg in legs):
            return []
        return [leg.id for leg in legs if leg.leg > failed.leg]

    def _known(self, key: RequestId) -> Request:
        return self.held[key] if key in self.held else self.ended[key].request

    def _end(self, key: RequestId, status: BookingStatus, *, by_crew: bool = False, by_closing: bool = False) -> None:
        """End a booking; whoever cancels too late, or was not there, gets back what policy says."""
        request = self.held.pop(key)
        self.ended[key] = Ended(request, status, self.promises.pop(key, None), by_crew, by_closing)
        rule = self.town.policy.booking.of(request.service_id)
        kept = {
            BookingStatus.CANCELLED_LATE: not rule.late_gives_back,
            BookingStatus.NO_SHOW: not rule.no_show_gives_back,
            BookingStatus.REFUSED: not rule.refused_gives_back,
        }
        if not kept.get(status, False):
            self.ledger.give_back(key)

    def _put_back(self, key: RequestId) -> None:
        """Let a booking hold again that has ended by what a crew had said, or with its day."""
        one = self.ended.pop(key)
        self.held[key] = one.request
        if one.told is not None:
            self.promises[key] = one.told
        self.ledger.take([one.request])

    def may_be_erased(self, client: ClientId, now: datetime) -> bool:
        """Return whether nothing is promised to a client, and no programme has to be accounted for."""
        today = now.astimezone(self.town.zone).date()
        held = [one for one in self.held.values() if client in one.party.client_ids]
        late = [one.request for one in self.ended.values()
                if one.status not in {BookingStatus.CANCELLED, BookingStatus.WITHDRAWN}
                and client in one.request.party.client_ids]  # fmt: skip
        to_come = any(one.day >= today for one in held)
        return client not in self.erased and not to_come and not any(one.programme_id for one in (*held, *late))


def _kind(request: Request) -> str:
    """Return the task that a client waits for: of a ride the bus at the door."""
    return "pickup" if isinstance(request, Ride) else "visit"
