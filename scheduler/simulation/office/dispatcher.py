"""Whoever looks after a running day: reads the live view, lets bookings follow, publishes, and plans from now on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.booking import Booking
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import RequestId
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.dispatching.replanning import confirm, propose
from scheduler.services.ending import Ending
from scheduler.services.live.attention.gathering import watch
from scheduler.services.live.attention.promises import late
from scheduler.services.live.refreshing import refresh
from scheduler.services.live.reported import follow_reported
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing_at_once import publish_more
from scheduler.simulation.evening import OLA

if TYPE_CHECKING:
    from scheduler.simulation.office.running import RunningDay

LOOKS_EVERY = timedelta(minutes=10)
WORTH_A_PLAN = timedelta(minutes=10)
"""Who is late by less is waited for: a new plan has its own calls and moved stops."""
PLANS_ANEW_AFTER = timedelta(minutes=30)
"""Not sooner than so long after the last plan from now on: crews and residents have to hear of each."""


class Dispatcher:
    """The office on one day."""

    def __init__(self, day: "RunningDay") -> None:
        self._day = day
        self._known_late: set[RequestId] = set()
        self._planned_at: datetime | None = None

    def look(self) -> None:
        """Plan anew if the live view says that a promise will be broken which nobody has tried to save yet.

        Nobody looks closely while no crew is so far behind its plan that it could be: then the view shows nothing.
        """
        day, world = self._day, self._day.world
        if day.late < WORTH_A_PLAN or not self._may_plan():
            return
        with world.spent.on("dispatching"):
            day.hear()
            watched = world.read(lambda unit: watch(unit, day.date, world.clock.now()))
            worth = WORTH_A_PLAN // timedelta(minutes=1)
            told = {one.request_id for one in late(watched) if one.request_id is not None and one.minutes >= worth}
            if told - self._known_late:
                self._known_late |= told
                self.plan_anew()

    def _may_plan(self) -> bool:
        return self._planned_at is None or self._day.world.clock.now() - self._planned_at >= PLANS_ANEW_AFTER

    def plan_anew(self) -> None:
        """Plan what is left of the day from where crews are, and confirm it, if there is a way."""
        day, world = self._day, self._day.world
        day.hear()
        self._planned_at = world.clock.now()
        try:
            made = propose(world.store, world.id, world.travel, day.date, effort=world.effort, hand=world.hand)
            world.write(
                lambda unit: confirm(
                    unit, world.travel, day.date, made.plan.version, hand=world.hand, new_id=world.new_id
                )
            )
        except ConflictError:  # no plan keeps all rules from here: crews go on as they are
            return
        day.replans += 1
        day.published()

    def settle(self) -> None:
        """Let bookings follow what crews reported, and crews know what follows from that."""
        day, world = self._day, self._day.world
        with world.spent.on("dispatching"):
            self._hear()
            self._done(
                lambda: follow_reported(world.store, world.id, day.date, lambda: world.travel, world.clock.now())
            )
            self.publish()

    def call_off(self, bookings: tuple[Booking, ...]) -> None:
        """Let a client call off on the day itself; nothing comes of it once a crew is with them, or has been."""
        day, world = self._day, self._day.world
        ids = [one.id for one in bookings]
        if not day.attended.isdisjoint(ids):
            return
        with world.spent.on("dispatching"):
            self._hear()
            ending = Ending(by=OLA, at=world.clock.now())
            if self._done(lambda: world.write(lambda unit: end_bookings(unit, world.travel, ids, ending))):
                day.ended(ids)
                self.publish()

    def fetch(self, home: RequestId) -> None:
        """Let a client call for their way home."""
        world = self._day.world
        with world.spent.on("dispatching"):
            self._day.hear()
            if self._done(lambda: world.returns.called(world.call, home)):
                self.publish()

    def _done(self, step: Callable[[], object]) -> bool:
        """Do something, and return whether that could be done."""
        try:
            step()
        except (ConflictError, RefusedError):
            return False
        return True

    def tell(self) -> None:
        """Publish what has just been booked."""
        with self._day.world.spent.on("dispatching"):
            self._day.hear()
            self.publish()

    def publish(self) -> None:
        """Publish what has changed: crews do nothing that they have not read."""
        day, world = self._day, self._day.world

        def step(unit: UnitOfWork) -> bool:
            state = unit.days.get(day.date)
            if state.plan == state.published:
                return True
            return publish_more(unit, world.travel, day.date, world.hand, world.new_id)

        if world.write(step):
            day.published()
        else:
            self.plan_anew()

    def _hear(self) -> None:
        """Keep what crews have reported, and where they are: whatever is planned from now on begins there."""
        day, world = self._day, self._day.world
        day.hear()
        if world.clock.now() >= day.begins:
            world.write(lambda unit: refresh(unit, day.date, world.clock.now(), asked=True))
