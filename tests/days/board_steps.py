"""Steps at the board: moves, pins, overrides, searches, publishing, people who are away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.domain.ids import AbsenceId, StaffId, VehicleId
from scheduler.domain.plan import LockKind, Pin
from scheduler.domain.request import Ride
from scheduler.domain.rota import Absence, AbsenceKind
from scheduler.services.booking.absent import Absent, absent, back
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, move, pin, set_overrides, unpin
from scheduler.services.long_work import Watch
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.solves import Wanted, ask_for, take_up, work_on
from scheduler.services.planning.tentative import improve
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.publishing import publish, withdraw
from tests.days.desk_steps import DAYS, WHICH
from tests.days.machine import OfficesMachine, hand
from tests.office.office import ANNA, Office

EFFORT = Effort(clock=lambda: 0.0, effort=1, workers=0)
AWAY = (*(StaffId(f"P-{k:02d}") for k in range(1, 5)), VehicleId("BUS-1"))
HOURS = st.sampled_from([(0, 24), (8, 10), (11, 15), (9, 24 + 11), None])


class BoardSteps(OfficesMachine):
    """What a dispatcher's hand does.

    Attributes
    ----------
    absences : dict of AbsenceId to StaffId or VehicleId
        Who is away.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__(stores)
        self.absences: dict[AbsenceId, StaffId | VehicleId] = {}

    @rule(which=WHICH, shift=st.integers(0, 3), at=st.integers(0, 2), reason=st.sampled_from(["", "wyjątkowo"]))
    def move(self, which: int, shift: int, at: int, reason: str) -> None:
        """A stop is dragged to another row of its day: to its best place there, or for a reason wherever it is put."""
        key = self.group(which)[which % len(self.group(which))]
        request = self.model.held.get(key)
        day = request.day if request else self.days[0]
        shifts = self.model.town.shifts_on(day)
        place = (at,) * (2 if isinstance(request, Ride) else 1) if reason else None
        wanted = Move(request_id=key, shift_id=shifts[shift % len(shifts)].id, at=place)
        self.write(lambda here, unit: move(unit, here.travel, day, wanted, hand(here, unit, day), reason=reason))

    @rule(which=WHICH, day=DAYS, let_go=st.booleans())
    def pin(self, which: int, day: int, let_go: bool) -> None:
        """A stop is pinned to its row, or let go."""
        on = self.day(day)

        def pinned(here: Office, unit: UnitOfWork) -> bool:
            state = unit.days.get(on)
            where = sorted(placed(unit.plans.get(on, state.plan or 0)).items())
            if let_go and state.pins:
                unpin(unit, on, state.pins[which % len(state.pins)].request_ids[0], hand(here, unit, on))
            elif where:
                key, place = where[which % len(where)]
                wanted = Pin(kind=LockKind.SHIFT, request_ids=(key,), shift_id=place.shift_id)
                pin(unit, here.travel, on, wanted, hand(here, unit, on))
            return bool(where)

        self.write(pinned)

    @rule(which=WHICH, day=DAYS)
    def take_override_back(self, which: int, day: int) -> None:
        """What was accepted once is not accepted any more; whoever was promised a place by it keeps one."""
        on = self.day(day)

        def taken_back(here: Office, unit: UnitOfWork) -> bool:
            known = unit.days.get(on).overrides
            gone = which % len(known) if known else 0
            if known:
                left = [one for k, one in enumerate(known) if k != gone]
                set_overrides(unit, here.travel, on, left, hand(here, unit, on))
            return bool(known)

        self.write(taken_back)

    @rule(asked=st.booleans(), day=DAYS)
    def solve(self, asked: bool, day: int) -> None:
        """A search is asked for, taken up and ended; or the plan gets better by itself."""
        on = self.day(day)

        def solved(here: Office) -> bool:
            if not asked:
                return improve(here.store, here.id, on, here.travel, EFFORT, now=here.clock.now) is not None
            with here.store.writing(here.id) as unit:
                ask_for(unit, Wanted(day=on, by=ANNA, effort=1), at=here.clock.now(), new_id=here.new_id)
            mine = take_up(here.store, here.id, "worker", here.clock.now())
            assert mine is not None
            watch = Watch(clock=here.clock, monotonic=lambda: 0.0, workers=0)
            return work_on(here.store, here.id, mine, here.travel, watch) is not None

        done = self.do(solved)
        assert done or not asked or on in self.model.closed

    @rule(taken_back=st.booleans(), day=DAYS)
    def publish(self, taken_back: bool, day: int) -> None:
        """The plan that holds is published, or what is published is taken back."""
        on = self.day(day)

        def published(here: Office, unit: UnitOfWork) -> Any:
            if taken_back:
                return withdraw(unit, on, hand(here, unit, on), here.new_id)
            return publish(unit, here.travel, on, hand(here, unit, on), here.new_id)

        done = self.write(published)
        if taken_back:
            assert (done is not None) == (self.model.published.get(on, False) and on not in self.model.closed)
        if done is not None:
            self.model.published[on] = not taken_back

    @rule(who=st.sampled_from(AWAY), day=DAYS, hours=HOURS, ended=st.booleans())
    def absence(self, who: StaffId | VehicleId, day: int, hours: tuple[int, int] | None, ended: bool) -> None:
        """Somebody is ill, or a bus in the workshop: whoever loses a promise by it is named. Or they are back.

        Without hours somebody goes home now, in the middle of their work.
        """
        if ended and self.absences:
            self.come_back(who)
            return
        midnight = datetime.combine(self.day(day), time(), tzinfo=self.model.town.zone)
        start, end = self.now, self.now + timedelta(hours=12)
        if hours is not None:
            start, end = (midnight + timedelta(hours=one) for one in hours)
        whose: dict[str, Any] = {"vehicle_id" if who in self.model.town.vehicles else "staff_id": who}
        kind = AbsenceKind.REPAIR if "vehicle_id" in whose else AbsenceKind.SICK
        before = {key for one in self.days for key in self.where(one)}

        def away(here: Office, unit: UnitOfWork) -> Absent:
            absence = Absence(id=AbsenceId(here.new_id("A")), start=start, end=end, kind=kind, **whose)
            return absent(unit, here.travel, absence, hand(here, unit, self.day(day)))

        done = self.write(away)
        self.absences[done.effect.absence.id] = who
        self._touched(done, before)

    def _touched(self, done: Absent, before: set[Any]) -> None:
        """Whoever has lost a promise is named, or the other leg of their journey.

        On a day that has begun others may be on the list of calls instead.
        """
        after = {key for one in self.days for key in self.where(one)}
        named = {one.touched.booking.id for one in done.broken}
        lost = {key for key in self.model.promises if key in before and key not in after}
        with_others = {key for group in self.groups for key in group if named.intersection(group)}
        unseen = {key for key in lost - named - with_others if not self.has_begun(self.model.promises[key].day)}
        assert not unseen, f"nobody is told that {unseen} have lost their promise"
        assert named <= self.model.promises.keys() - after

    def come_back(self, who: StaffId | VehicleId) -> None:
        """Somebody is well again: of those who are away whoever was asked for, or who was away first."""
        gone = next((key for key, one in self.absences.items() if one == who), next(iter(self.absences)))
        del self.absences[gone]
        done = self.write(
            lambda here, unit: back(unit, here.travel, gone, replace(hand(here, unit, self.days[0]), seen=None))
        )
        assert done is not None

    @rule(minutes=st.one_of(st.integers(1, 60), st.integers(1, 600)))
    def time_passes(self, minutes: int) -> None:
        """The clock goes on."""
        self.let_pass(minutes)
