"""Steps of a running day: crews go on, bookings follow, something comes in the way, a plan is made from now on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduler.domain.events import EventKind
from scheduler.domain.ids import DisruptionId, ShiftId
from scheduler.domain.live import DayProgress, TaskStatus
from scheduler.domain.live_day import Breakdown, Disruption, Overrun, RoadClosed, Snow
from scheduler.domain.plan import Plan
from scheduler.services.dispatching.replanning import Proposal, confirm, propose
from scheduler.services.disruptions.reporting import report_disruption, take_back
from scheduler.services.live.refreshing import refresh, running
from scheduler.services.live.reported import days_reported, follow_reported
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.refitting import repaired
from scheduler.services.ports import Store
from tests.days.board_steps import EFFORT
from tests.days.desk_steps import WHICH
from tests.days.field_steps import FieldSteps
from tests.days.machine import hand
from tests.office.office import ANNA, Office

MINUTES = st.integers(0, 40)
IN_VAIN = st.sampled_from([None, None, EventKind.NO_SHOW, EventKind.REFUSED])
NEXT = {
    TaskStatus.PLANNED: EventKind.EN_ROUTE,
    TaskStatus.EN_ROUTE: EventKind.ARRIVED,
    TaskStatus.ARRIVED: EventKind.DONE,
}


class RunningSteps(FieldSteps):
    """What happens on a day that has begun.

    Attributes
    ----------
    proposed : int or None
        The version that was proposed last for the running day, and not confirmed.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__(stores)
        self.proposed: tuple[date, int] | None = None
        self.troubles: list[DisruptionId] = []

    @precondition(lambda self: self.runs)
    @rule(steps=st.lists(st.tuples(WHICH, MINUTES, IN_VAIN), min_size=2, max_size=8))
    def crews_go_on(self, steps: list[tuple[int, int, EventKind | None]]) -> None:
        """Crews do what comes next: they set out, arrive, are done, or nobody is there."""
        for which, minutes, in_vain in steps:
            self.let_pass(minutes)
            if self.runs:  # not past midnight
                self._goes_on(which, in_vain)
        self.bookings_follow()

    def _goes_on(self, which: int, in_vain: EventKind | None) -> None:
        plan, progress = self._progress()
        left = [(shift, tasks) for shift, order in plan.orders.items()
                if (tasks := [one for one in order if not progress.tasks[one].status.over])]  # fmt: skip
        if left:
            shift, tasks = left[which % len(left)]
            kind = NEXT[progress.tasks[tasks[0]].status]
            self.type_in(shift, tasks[0], in_vain if in_vain and kind is EventKind.DONE else kind)

    @precondition(lambda self: self.heard)
    @rule()
    def bookings_follow(self) -> None:
        """A worker lets bookings follow what was reported."""
        here = self.offices[0]
        for day in days_reported(here.store, here.id):
            self._follow(day)
            self.told_of(day)

    def _follow(self, day: date) -> None:
        self.do(lambda here: follow_reported(here.store, here.id, day, lambda: here.travel, self.now))

    def told_of(self, day: date) -> None:
        """Let the model follow what was reported of a day."""
        self.model.follow(day, self.ends_of(day))

    @precondition(lambda self: self.runs)
    @rule()
    def is_looked_at(self) -> None:
        """A worker looks where crews are, and the desk is asked something."""

        def looked(here: Office) -> bool:
            with here.store.writing(here.id) as unit:
                done = refresh(unit, self.running_day, self.now)
            with here.store.reading(here.id) as unit:
                repaired(open_day(unit, self.running_day, here.travel))
            return done

        self.do(looked)

    @precondition(lambda self: self.runs)
    @rule(which=WHICH, hours=st.integers(0, 3))
    def breaks_down(self, which: int, hours: int) -> None:
        """A vehicle stops in the middle of the town, for some hours or for good."""
        shifts = self.model.town.shifts_on(self.running_day)
        broken = Breakdown(shift_id=ShiftId(shifts[which % len(shifts)].id), point=self.model.town.centre)
        self._in_the_way(hours, breakdown=broken)

    @precondition(lambda self: self.runs)
    @rule(permille=st.integers(500, 990), hours=st.integers(0, 3))
    def it_snows(self, permille: int, hours: int) -> None:
        """Everybody is slower from now on."""
        self._in_the_way(hours, snow=Snow(permille=permille))

    @precondition(lambda self: self.runs)
    @rule(radius_m=st.integers(200, 2000), minutes=st.integers(5, 40))
    def road_is_closed(self, radius_m: int, minutes: int) -> None:
        """Nobody can pass the middle of the town."""
        road = RoadClosed(line=(self.model.town.centre,), radius_m=radius_m, detour=timedelta(minutes=minutes))
        self._in_the_way(0, road=road)

    @precondition(lambda self: self.runs)
    @rule(which=WHICH, hours=st.integers(1, 2))
    def takes_longer(self, which: int, hours: int) -> None:
        """A crew stays with somebody for hours."""
        plan, progress = self._progress()
        tasks = [one for order in plan.orders.values() for one in order if not progress.tasks[one].status.over]
        if tasks:
            self._in_the_way(hours, overrun=Overrun(task_id=tasks[which % len(tasks)]))

    @precondition(lambda self: self.runs and self.troubles)
    @rule(which=WHICH)
    def is_over(self, which: int) -> None:
        """What was in the way is so no more."""
        gone, day = self.troubles[which % len(self.troubles)], self.running_day
        self.write(lambda here, unit: take_back(unit, day, gone, hand(here, unit, day)))

    def _in_the_way(self, hours: int, **what: Any) -> None:
        key, day = DisruptionId(f"D-{len(self.troubles) + 1}"), self.running_day
        until = self.now + timedelta(hours=hours) if hours else None
        told = Disruption(id=key, since=self.now, until=until, by=ANNA, reported_at=self.now, **what)
        if self.write(lambda here, unit: report_disruption(unit, here.travel, day, told, hand(here, unit, day))):
            self.troubles.append(key)

    @precondition(lambda self: self.runs)
    @rule(confirmed=st.booleans())
    def is_replanned(self, confirmed: bool) -> None:
        """A plan from now on is proposed, and confirmed at once or later."""
        day = self.running_day

        def planned(here: Office) -> Proposal:
            return propose(here.store, here.id, here.travel, day, effort=EFFORT, hand=self._hand_of(here, day))

        made = self.do_several(planned)[0]
        assert made is not None, "a day that runs can be planned from now on"
        self._says_whom_it_fails(made, day)
        self.proposed = day, made.plan.version
        if confirmed:
            assert self._is_confirmed()
            self._nobody_stays_aboard()

    @precondition(lambda self: self.proposed is not None)
    @rule()
    def is_confirmed(self) -> None:
        """What was proposed holds, if nothing has overtaken it."""
        self._is_confirmed()

    def _is_confirmed(self) -> bool:
        assert self.proposed is not None
        (day, version), self.proposed = self.proposed, None
        done = self.write(
            lambda here, unit: confirm(unit, here.travel, day, version, hand=hand(here, unit, day), new_id=here.new_id)
        )
        return done is not None

    def _hand_of(self, here: Office, day: date) -> Any:
        with here.store.reading(here.id) as unit:
            return hand(here, unit, day)

    def _says_whom_it_fails(self, made: Proposal, day: date) -> None:
        """Whoever confirms it has read of each promise that it does not keep."""
        starts = {task.task_id: task.start for route in made.plan.routes for stop in route.stops for task in stop.tasks}
        ends = self.ends_of(day)
        accepted = {one.request_id for one in self._overrides(day)}
        for key, told in self.model.promises.items():
            at = starts.get(f"{key}:{told.kind}")
            if told.day != day or key in ends or key in accepted:
                continue
            if at is None:
                assert key in {one.request_id for one in made.left_out}, f"nobody reads that {key} is left out"
            elif at > told.window.end:
                assert key in made.late_s, f"nobody reads that {key} will be late"

    def _overrides(self, day: date) -> Any:
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            return unit.days.get(day).overrides

    def _nobody_stays_aboard(self) -> None:
        """Whoever is aboard is set down by the crew that has them."""
        plan, progress = self._progress()
        for key, pickup in progress.aboard.items():
            setting_down = f"{key}:dropoff"
            if progress.tasks[setting_down].status is TaskStatus.PLANNED:
                assert setting_down in plan.orders[pickup.shift_id], f"nobody sets {key} down"

    def _progress(self) -> tuple[Plan, DayProgress]:
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            found = running(unit, self.running_day, self.now)
        assert found is not None
        return found.plan, found.progress
