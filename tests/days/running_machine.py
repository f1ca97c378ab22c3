"""A day that runs at random: crews report what they like, and somebody replans now and then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fixtures.builder import TownBuilder
from fixtures.moments import SERVICE_DAY
from scheduler.domain.accounts import Role
from scheduler.domain.audit import first_broken
from scheduler.domain.errors import ConflictError, InputError, NotFoundError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import AbsenceId, DisruptionId, EventId, ShiftId, UserId
from scheduler.domain.live import DayProgress, TaskStatus
from scheduler.domain.live_day import Breakdown, Disruption, Snow
from scheduler.domain.plan import Plan
from scheduler.domain.rota import Absence
from scheduler.services.access import Principal
from scheduler.services.booking.absent import absent
from scheduler.services.dispatching.replanning import confirm, propose
from scheduler.services.disruptions.reporting import report_disruption
from scheduler.services.field import Batch, Reported, record
from scheduler.services.horizon import solution_of
from scheduler.services.live.refreshing import refresh, running
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.refitting import repaired
from scheduler.services.planning.searching import Effort
from scheduler.services.ports import Store
from scheduler.services.publishing import publish
from solver.verify import unaccepted, verify
from tests.days.ahead import without_past
from tests.days.evening import close_all, kept
from tests.office.office import Office, office

EFFORT = Effort(clock=lambda: 0.0, effort=1, workers=0)
SHIFT = st.integers(0, 3)
MINUTES = st.integers(0, 25)
NEXT = {
    TaskStatus.PLANNED: EventKind.EN_ROUTE,
    TaskStatus.EN_ROUTE: EventKind.ARRIVED,
    TaskStatus.ARRIVED: EventKind.DONE,
}


def a_town() -> TownBuilder:
    """Return two workers and two buses with visits, rides and a way there and back, nearly all of them promised."""
    builder = TownBuilder(seed=5, service_day=SERVICE_DAY)
    builder.add_staff().add_shift("08:00-13:00").add_staff().add_shift("09:00-15:00")
    builder.add_bus("08:00-15:00").add_bus("09:00-14:00")
    builder.base()
    for window in ("08:30-09:00", "09:30-10:00", "10:30-11:00", "12:00-12:30"):
        builder.add_visit(window="08:00-14:00", length_min=30).promise(window)
    builder.add_visit(window="08:00-14:00", length_min=30)
    for window in ("08:30-09:00", "10:00-10:30", "10:10-10:40"):
        builder.add_ride(window, to="baza").promise(window)
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="baza")
    return builder


class RunningMachine(RuleBasedStateMachine):
    """One office, or two that must stay alike.

    Parameters
    ----------
    stores : callable
        Makes an empty store for each office.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__()
        self.offices = [office(a_town(), store=store) for store in stores()]
        self.count = 0
        self.promised = frozenset(self.offices[0].town.promises)
        for here in self.offices:
            here.clock.moment = self._at(7)
            with here.store.writing(here.id) as unit:
                publish(unit, here.travel, here.day, here.hand, here.new_id)

    @property
    def first(self) -> Office:
        """The office that is asked what to do next."""
        return self.offices[0]

    def _at(self, hour: int) -> datetime:
        day = self.offices[0].day
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.offices[0].town.zone)

    def _progress(self) -> tuple[Plan, DayProgress]:
        here = self.first
        with here.store.reading(here.id) as unit:
            found = running(unit, here.day, here.clock.now())
        assert found is not None
        return found.plan, found.progress

    @rule(shift=SHIFT, minutes=MINUTES)
    def goes_on(self, shift: int, minutes: int) -> None:
        """A crew does what comes next: sets out, arrives, is done."""
        plan, progress = self._progress()
        self._pass(minutes)
        order = [key for route in plan.routes[shift : shift + 1] for key in plan.orders[route.shift_id]]
        left = [key for key in order if not progress.tasks[key].status.over]
        if left:
            self._tell(plan.routes[shift].shift_id, left[0], NEXT[progress.tasks[left[0]].status])

    @rule(shift=SHIFT, which=st.integers(0, 9), kind=st.sampled_from(list(EventKind)), minutes=MINUTES)
    def says_anything(self, shift: int, which: int, kind: EventKind, minutes: int) -> None:
        """A crew reports something else: in another order, in vain, by mistake."""
        plan, _ = self._progress()
        self._pass(minutes)
        tasks = [key for route in plan.routes[shift : shift + 1] for key in plan.orders[route.shift_id]]
        if tasks and kind is not EventKind.UNDONE:
            self._tell(plan.routes[shift].shift_id, tasks[which % len(tasks)], kind)

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        """Nobody reports anything."""
        self._pass(minutes)

    @rule(shift=SHIFT, hours=st.integers(0, 3))
    def breaks_down(self, shift: int, hours: int) -> None:
        """A vehicle stops where the town's centre is, for some hours or for good."""
        bus = self.first.town.shifts_on(self.first.day)[shift]
        until = self.first.clock.now() + timedelta(hours=hours) if hours else None
        broken = Breakdown(shift_id=bus.id, point=self.first.town.centre)
        self._in_the_way(until=until, breakdown=broken)

    @rule(permille=st.integers(500, 990))
    def it_snows(self, permille: int) -> None:
        """Everybody is slower from now on."""
        self._in_the_way(snow=Snow(permille=permille))

    @rule(who=st.integers(0, 3))
    def falls_ill(self, who: int) -> None:
        """Somebody goes home."""
        now, self.count = self.first.clock.now(), self.count + 1
        staff_id = self.first.town.shifts_on(self.first.day)[who].staff_ids[0]
        ill = Absence(id=AbsenceId(f"A-{self.count}"), staff_id=staff_id, start=now, end=now + timedelta(hours=12))
        for here in self.offices:
            with here.store.writing(here.id) as unit:
                absent(unit, here.travel, ill, replace(here.hand, seen=None))

    def _in_the_way(self, until: datetime | None = None, **what: Any) -> None:
        self.count += 1
        now = self.first.clock.now()
        told = Disruption(
            id=DisruptionId(f"D-{self.count}"), since=now, until=until, by=UserId("desk"), reported_at=now, **what
        )  # fmt: skip
        refused = [self._refused(here, told) for here in self.offices]
        assert len(set(refused)) == 1

    def _refused(self, here: Office, told: Disruption) -> type[Exception] | None:
        try:
            with here.store.writing(here.id) as unit:
                report_disruption(unit, here.travel, here.day, told, here.hand)
        except (ConflictError, InputError, NotFoundError) as refused:
            return type(refused)
        return None

    @rule()
    def is_followed(self) -> None:
        """A worker looks where crews are, and the desk is asked something."""
        for here in self.offices:
            with here.store.writing(here.id) as unit:
                refresh(unit, here.day, here.clock.now())
            with here.store.reading(here.id) as unit:
                repaired(open_day(unit, here.day, here.travel))

    @rule()
    def is_replanned(self) -> None:
        """A plan is proposed and confirmed."""
        for here in self.offices:
            made = propose(here.store, here.id, here.travel, here.day, effort=EFFORT, hand=here.hand)
            with here.store.writing(here.id) as unit:
                hand = here.hand
                confirm(unit, here.travel, here.day, made.plan.version, hand=hand, new_id=here.new_id)
            self._is_sound(here)
            self._nobody_is_stranded(here)
            self._nothing_promised_has_vanished(here)

    @invariant()
    def all_is_alike(self) -> None:
        """Whatever a database keeps, memory keeps, and the audit chain is whole."""
        known = [self._kept(here) for here in self.offices]
        assert all(one == known[0] for one in known)

    def teardown(self) -> None:
        """It is the next morning, and the office closes the day."""
        for here in self.offices:
            here.clock.moment = self._at(20) + timedelta(hours=10)  # snow makes days long
        close_all(self.offices)
        known = [(kept(here), self._kept(here)) for here in self.offices]
        assert all(one == known[0] for one in known)

    def _pass(self, minutes: int) -> None:
        for here in self.offices:
            here.clock.moment = min(here.clock.moment + timedelta(minutes=minutes), self._at(20))

    def _tell(self, shift_id: ShiftId, task_id: str, kind: EventKind) -> None:
        self.count += 1
        now = self.first.clock.now()
        event = Reported(
            id=EventId(f"event-{self.count}"), day=self.first.day, shift_id=shift_id, task_id=task_id, kind=kind,
            sequence=self.count, at=now,
        )  # fmt: skip
        for here in self.offices:
            who = Principal(user_id=UserId("desk"), town_id=here.id, role=Role.DISPATCHER)
            told = record(here.store, who, Batch(device_id="paper", sent_at=now, events=[event]), now)
            assert told.events[0].reason is None, told.events[0].said

    def _is_sound(self, here: Office) -> None:
        """The plan breaks no rule but what was late or broken already when it was made."""
        with here.store.reading(here.id) as unit:
            opened = open_day(unit, here.day, here.travel)
        assert opened.sound
        ahead = without_past(here.plan, opened.problem)
        assert not unaccepted(verify(opened.problem, solution_of(opened.problem, opened.day, ahead)))

    def _nobody_is_stranded(self, here: Office) -> None:
        """Whoever is aboard is set down by the crew that has them."""
        _, progress = self._progress()
        orders = here.plan.orders
        for key, pickup in progress.aboard.items():
            setting_down = f"{key}:dropoff"
            if progress.tasks[setting_down].status is TaskStatus.PLANNED:
                assert setting_down in orders[pickup.shift_id]

    def _nothing_promised_has_vanished(self, here: Office) -> None:
        """A promise is in the plan, or somebody has been told to say that it cannot be kept."""
        planned = {task.request_id for route in here.plan.routes for stop in route.stops for task in stop.tasks}
        with here.store.reading(here.id) as unit:
            told = {notice.request_id for notice in unit.notices.between(here.day, here.day).values()}
        unassigned = {one.request_id for one in here.plan.unassigned}
        assert self.promised <= planned | (unassigned & told)

    def _kept(self, here: Office) -> Any:
        with here.store.reading(here.id) as unit:
            audit = unit.audit.entries(limit=100_000)
            kept = [dict(getattr(unit, kind).all()) for kind in ("bookings", "notices", "events", "live")]
            state = unit.days.get(here.day)
        assert first_broken(audit) is None
        return [one.digest for one in audit], kept, state, here.plan
