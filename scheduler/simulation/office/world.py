"""The simulated office: its clock, its store, its desks, and the numbers from which ids are made."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from scheduler.domain.accounts import Role
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.town import Town
from scheduler.services.access import Principal
from scheduler.services.booking.answering import Why
from scheduler.services.booking.desk import BookingDesk, Call
from scheduler.services.booking.open_days import OpenDays
from scheduler.services.booking.open_returns import OpenReturns
from scheduler.services.dispatching import Hand
from scheduler.services.planning.searching import Effort
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.simulation.evening import OLA
from scheduler.simulation.office.chances import Streets
from scheduler.simulation.office.clockwork import SimulatedClock
from scheduler.simulation.office.spent import Spent
from scheduler.simulation.office.truth import Truth


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that is handed round.

    Attributes
    ----------
    town : Town
        With everybody who calls, and without anything that is booked.
    before_search : callable
        Told of each day before the search of its evening: whoever measures how good that is looks at the day there.
    """

    task: Task
    town: Town
    store: Store
    travel: TravelTimes
    clock: SimulatedClock
    streets: Streets
    truth: Truth
    spent: Spent
    before_search: Callable[[date], None] = lambda _day: None
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> TownId:
        """The town's id."""
        return TownId(self.town.id)

    @cached_property
    def desk(self) -> BookingDesk:
        """Where calls are answered; nobody there looks for what is in the way of a wish, for it changes no figure."""
        return BookingDesk(self.store, OpenDays(lambda _head: self.travel), self.clock, self.new_id, why=Why.BRIEFLY)

    @cached_property
    def returns(self) -> OpenReturns:
        """Where ways home are called for."""
        return OpenReturns(self.desk)

    @property
    def call(self) -> Call:
        """Who is at the desk."""
        return Call(town_id=self.id, by=OLA)

    @property
    def hand(self) -> Hand:
        """Whose hand changes plans, now."""
        return Hand(by=OLA, at=self.clock.now())

    @property
    def who(self) -> Principal:
        """Who reports."""
        return Principal(user_id=UserId(OLA), town_id=self.id, role=Role.DISPATCHER)

    @property
    def effort(self) -> Effort:
        """How much each search may spend: counted, not timed, so that it ends alike on every machine."""
        return Effort(clock=lambda: 0.0, effort=self.task.effort, workers=0)

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing has in this replication."""
        self.numbers[prefix] += 1
        return f"{prefix}-{self.numbers[prefix]}"

    def write[T](self, step: Callable[[UnitOfWork], T]) -> T:
        """Do one unit of work."""
        with self.store.writing(self.id) as unit:
            return step(unit)

    def read[T](self, step: Callable[[UnitOfWork], T]) -> T:
        """Look at the town as it is."""
        with self.store.reading(self.id) as unit:
            return step(unit)
