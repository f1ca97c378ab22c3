"""A small office for tests: a town of the builder in a store, a clock that is set by hand, and a desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from fixtures import moments
from fixtures.builder import TownBuilder
from scheduler.domain.booking import Booking, Offer
from scheduler.domain.ids import RequestId, TownId, UserId
from scheduler.domain.plan import Plan
from scheduler.domain.request import Request
from scheduler.domain.service_days import DayState
from scheduler.domain.town import Town, TownHead
from scheduler.services.booking.desk import Answer, BookingDesk, Call
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.dispatching import Hand
from scheduler.services.keeping import keep_town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.ports import Store
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel

ANNA = UserId("anna")


@dataclass
class HandClock:
    """A clock that stands still until somebody sets it; it tells UTC, as the one of a computer does."""

    moment: datetime

    def __setattr__(self, name: str, value: datetime) -> None:
        super().__setattr__(name, value.astimezone(UTC))

    def now(self) -> datetime:
        """Return what it was set to."""
        return self.moment


def travel_for(head: TownHead) -> StraightTravel:
    """Return travel times as the crow flies."""
    return StraightTravel(head.policy)


@dataclass
class Office:
    """A town that is kept, three days before its service day, with a tentative plan of it.

    Attributes
    ----------
    wishes : dict of id to Request
        Requests of the builder that nobody has booked yet.
    """

    town: Town
    day: date
    wishes: dict[str, Request]
    store: Store = field(default_factory=MemoryStore)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.clock = HandClock(moments.moment(self.day - timedelta(days=3), "08:12"))
        self.travel = StraightTravel(self.town.policy)
        with self.store.writing(self.id) as unit:
            keep_town(unit, self.town, self.clock.now())
        ensure_tentative(self.store, self.id, self.day, self.travel, self.clock.now())
        self.days = OpenDays(travel_for)
        self.desk = BookingDesk(self.store, self.days, self.clock, self.new_id)
        self.call = Call(town_id=self.id, by=ANNA)

    @property
    def id(self) -> TownId:
        """The town's id."""
        return TownId(self.town.id)

    @property
    def state(self) -> DayState:
        """The service day as it is kept."""
        with self.store.reading(self.id) as unit:
            return unit.days.get(self.day)

    @property
    def plan(self) -> Plan:
        """The plan that holds."""
        with self.store.reading(self.id) as unit:
            version = unit.days.get(self.day).plan
            assert version is not None
            return unit.plans.get(self.day, version)

    @property
    def hand(self) -> Hand:
        """Anna's hand, who has seen the day as it is."""
        return Hand(by=ANNA, at=self.clock.now(), seen=self.state.version)

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing has."""
        return f"{prefix}-{next(self.numbers)}"

    def booking(self, request_id: str) -> Booking:
        """Return a booking as it is kept."""
        with self.store.reading(self.id) as unit:
            return unit.bookings.get(RequestId(request_id))

    def ask(self, *ids: str, days: Sequence[date] = ()) -> Answer:
        """Call for some of the wishes."""
        return self.desk.ask(self.call, [self.wishes[one] for one in ids], days or [self.day])

    def book(self, *ids: str) -> tuple[Offer, tuple[Booking, ...]]:
        """Call for some of the wishes, and take the first offer."""
        answer = self.ask(*ids)
        offer = answer.offers[0]
        return offer, self.desk.accept(self.call, answer.enquiry.id, offer)


def office(builder: TownBuilder, wishes: Iterable[str] = (), store: Store | None = None) -> Office:
    """Return an office of a builder's town, in which some of its requests are wishes that nobody has booked yet."""
    town, apart = builder.build(), set(wishes)
    booked = {key: one for key, one in town.requests.items() if key not in apart}
    return Office(
        town=replace(town, requests=booked),
        day=builder.day,
        wishes={key: one for key, one in town.requests.items() if key in apart},
        store=store or MemoryStore(),
    )
