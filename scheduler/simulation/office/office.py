"""The simulated office from day to day: what happens when, as simpy processes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from scheduler.domain.booking import Booking
from scheduler.domain.capacity.calls import Call
from scheduler.domain.errors import ConflictError, RefusedError
from scheduler.domain.ids import RequestId
from scheduler.domain.time import ServiceDay, clock_instant
from scheduler.services.booking.cancelling import end_bookings
from scheduler.services.closing import view_of
from scheduler.services.ending import Ending
from scheduler.services.rota import horizon_of, roll_rota
from scheduler.simulation.evening import OLA, close_evening
from scheduler.simulation.office.clockwork import Steps
from scheduler.simulation.office.dispatcher import LOOKS_EVERY
from scheduler.simulation.office.evening import plan_evening
from scheduler.simulation.office.running import RunningDay
from scheduler.simulation.office.sweeping import sweep
from scheduler.simulation.office.telephone import Telephone
from scheduler.simulation.office.wishes import Wish, call_id
from scheduler.simulation.office.world import World

EVENING = time(18, 0)
"""By the town's clock, on the day before."""
_DAY, _NIGHT = timedelta(days=1), time(0, 5)
_AFTER, _ASKS_AGAIN = timedelta(hours=1), timedelta(minutes=5)


class SimulatedOffice:
    """An office, whose days are to be played.

    Parameters
    ----------
    days : sequence of date
        Service days.
    """

    def __init__(self, world: World, days: Sequence[date]) -> None:
        self.world, self.days = world, tuple(sorted(days))
        self.running: dict[date, RunningDay] = {}
        self._eves: set[date] = set()
        self._closed = 0

    def play(self, calls: Sequence[Call]) -> None:
        """Let calls ring and days run, until the last one is closed."""
        env = self.world.clock.env
        telephone = Telephone(world=self.world, booked=self._booked, overtaken=self._plan_anew)
        env.process(telephone.ring(calls))
        env.process(self._roll())
        closed = [env.process(self._run(day)) for day in self.days]
        env.run(until=env.all_of(closed))

    @property
    def replans(self) -> dict[date, int]:
        """How often each day was planned from then on."""
        return {day: one.replans for day, one in self.running.items()}

    # Day by day

    def _run(self, day: date) -> Steps:
        clock, world = self.world.clock, self.world
        yield clock.until(clock_instant(day - _DAY, EVENING, world.town.zone))
        self._eves.add(day)
        self._publish(day)
        yield clock.until(world.read(lambda unit: view_of(unit, day)).over_at)
        while day in self.running and not self.running[day].idle:
            yield clock.after(_ASKS_AGAIN)
        yield clock.after(_AFTER)
        with world.spent.on("closing"):
            if day in self.running:
                self.running[day].hear()
            close_evening(world.store, world.id, world.travel, day, clock.now())
            self._closed += 1
            sweep(self._closed)
        self._eves.remove(day)

    def _publish(self, day: date) -> None:
        """Let crews know what is booked on a day whose evening before has come."""
        if day in self.running:
            self.running[day].dispatcher.tell()
        elif plan_evening(self.world, day):
            midnight = ServiceDay(date=day, zone=self.world.town.zone).midnight
            self.running[day] = RunningDay(self.world, day, midnight)
            self.world.clock.env.process(self._watch(self.running[day]))

    def _plan_anew(self, day: date) -> None:
        if day in self.running:
            self.running[day].dispatcher.plan_anew()

    def _watch(self, day: RunningDay) -> Steps:
        """Let a dispatcher look at a day from its midnight until it is closed."""
        yield self.world.clock.until(day.begins)
        while day.date in self._eves:
            yield self.world.clock.after(LOOKS_EVERY)
            day.dispatcher.look()

    def _roll(self) -> Steps:
        """Make the shifts of days as they become bookable, each night."""
        world, clock = self.world, self.world.clock
        while True:
            today, bookable = horizon_of(world.town, clock.now())
            if bookable >= self.days[-1]:
                return
            yield clock.until(clock_instant(today + _DAY, _NIGHT, world.town.zone))
            with world.spent.on("booking"):
                world.write(lambda unit: roll_rota(unit, *horizon_of(world.town, clock.now()), now=clock.now()))

    # What follows from a promise

    def _booked(self, wish: Wish, bookings: tuple[Booking, ...]) -> None:
        env, first = self.world.clock.env, bookings[0]
        if first.day in self._eves:
            self._publish(first.day)
        promise = first.promise
        if promise is not None:
            off_at = wish.call.cancels_from((promise.pickup or promise.window).start)
            if off_at is not None:
                env.process(self._call_off(bookings, off_at))
        if wish.home is not None and wish.call.ready_at is not None:
            env.process(self._fetch(first.day, wish.home.id, wish.call.ready_at))

    def _call_off(self, bookings: tuple[Booking, ...], at: datetime) -> Steps:
        world, day = self.world, bookings[0].day
        yield world.clock.until(at)
        if day in self.running:
            self.running[day].dispatcher.call_off(bookings)
            return
        ids, ending = [one.id for one in bookings], Ending(by=OLA, at=world.clock.now())
        with world.spent.on("booking"):
            try:
                world.write(lambda unit: end_bookings(unit, world.travel, ids, ending))
            except (ConflictError, RefusedError):  # the day is over
                return

    def _fetch(self, day: date, home: RequestId, ready_at: datetime) -> Steps:
        """Let a client call when ready, and not before they have arrived."""
        yield self.world.clock.until(ready_at)
        while (runs := self.running.get(day)) is not None and self._awaits(home):
            if f"{call_id(home)}:dropoff" in runs.over:
                runs.dispatcher.fetch(home)
                return
            yield self.world.clock.after(_ASKS_AGAIN)

    def _awaits(self, home: RequestId) -> bool:
        return self.world.read(lambda unit: unit.bookings.get(home)).awaits_call
