"""An office's days at random, from the first call to the closed day, and what has to be so after each step."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition

from scheduler.domain.audit import first_broken
from scheduler.domain.ids import RequestId
from scheduler.domain.live_day import live_key
from scheduler.domain.notices import NoticeKind, NoticeOutcome
from scheduler.services.closing import view_of
from scheduler.services.comparing import placed
from scheduler.services.entitling import left
from scheduler.services.horizon import solution_of
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import Store, UnitOfWork
from solver.late import LATE_RULES
from solver.rule import Violation
from solver.verify import unaccepted, verify
from tests.days.ahead import without_past
from tests.days.board_steps import BoardSteps
from tests.days.desk_steps import DAYS, WHICH, DeskSteps
from tests.days.evening import out_there
from tests.days.evening_steps import EveningSteps
from tests.days.ledger import whole
from tests.days.machine import plan_of
from tests.days.reports import Came
from tests.days.written_down import WrittenDown
from tests.office.office import Office

KINDS = (
    "bookings", "enquiries", "notices", "solves", "clients", "places", "absences", "shifts", "consumptions", "events",
    "live", "reported", "freed", "checks", "statements", "closings", "actuals",
)  # fmt: skip

OFF = (NoticeKind.LEFT_OUT, NoticeKind.UNPLANNED, NoticeKind.WITHDRAWN)


class DayMachine(DeskSteps, BoardSteps, EveningSteps):
    """Steps of dispatchers, crews and workers, taken in one or two offices that must stay alike."""

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__(stores)
        self._seen: list[int] = []
        self._before: dict[date, tuple[int | None, object]] = {}
        self._overtaken: set[tuple[date, int | None]] = set()
        self._written = [WrittenDown() for _ in self.offices]

    @initialize(
        first=st.lists(st.tuples(WHICH, DAYS), min_size=4, max_size=8),
        hours=st.integers(0, 12),
        shown=st.integers(0, 2),
        today=st.sampled_from([True, True, True, False]),
    )
    def begin(self, first: list[tuple[int, int]], hours: int, shown: int, today: bool) -> None:
        """Some calls have come in already, crews may know a day, and the first day may have begun."""
        for which, day in first:
            self.book(which, 0, day)
        self.import_again()
        for day in range(max(shown, int(today))):
            self.publish(taken_back=False, day=day)
        self.let_pass((70 * 60 if today else 0) + 60 * hours // (4 if today else 1))

    @property
    def changed(self) -> bool:
        """Whether there is anything new to look at."""
        return [here.store.stamp(here.id) for here in self.offices] != self._seen

    @precondition(lambda self: self.changed)
    @invariant()
    def all_is_well(self) -> None:
        """What is kept is what was told, whoever asks."""
        for here, written in zip(self.offices, self._written, strict=True):
            with here.store.reading(here.id) as unit:
                self._no_rule_is_broken(here, unit)
                self._no_promise_is_lost(unit)
                self._nobody_is_stranded_unseen(unit)
                self._entitlements_add_up(unit)
                self._the_erased_are_gone(unit)
                self.closed_days_add_up(unit)
                self.kept_is_what_was_answered(unit)
                written.all_is_there(unit, self.days)
        known = [self._kept(here) for here in self.offices]
        assert all(one == known[0] for one in known)
        self._seen = [here.store.stamp(here.id) for here in self.offices]

    def teardown(self) -> None:
        """It is days later, and the office closes what it has not closed yet; but for days that went wrong."""
        if sys.exc_info()[0] is None:
            self.close_all()
            self.all_is_well()

    def _no_rule_is_broken(self, here: Office, unit: UnitOfWork) -> None:
        """Worked out from what is kept alone, the plan that holds breaks nothing that nobody accepted.

        Snow, or a crew that hangs, may overtake a plan: until another one is made, it breaks what it breaks. And crews
        of a day that has begun may be late.
        """
        for day in self.days:
            version = unit.days.get(day).plan
            in_vain = frozenset(key for key, one in unit.bookings.between(day, day).items() if one.by_crew)
            now = version, (unit.live.find(live_key(day)), in_vain)
            before = self._before.get(day, now)
            if before[0] == version and before[1] != now[1]:
                self._overtaken.add((day, version))
            self._before[day] = now
            if (day, version) not in self._overtaken and day not in self.model.closed:
                opened = open_day(unit, day, here.travel)
                plan = without_past(unit.plans.get(day, version or 0), opened.problem)
                broken = unaccepted(verify(opened.problem, solution_of(opened.problem, opened.day, plan)))
                assert not [one for one in broken if not (self.has_begun(day) and _is_late(one))]

    def _no_promise_is_lost(self, unit: UnitOfWork) -> None:
        """Whoever was promised a window is served in it; on a day that has begun late, or told that nobody comes."""
        held = {key for day in self.days for key, one in unit.bookings.between(day, day).items() if one.held}
        assert held == self.model.held.keys()
        for day in self.days:
            state = unit.days.get(day)
            assert (state.published is not None) == self.model.published.get(day, False)
            assert state.closed == (day in self.model.closed)
            where = placed(unit.plans.get(day, state.plan or 0))
            accepted = {one.request_id for one in state.overrides}
            ends = self.ends_of(day)
            for key, told in self.model.promises.items():
                promise = unit.bookings.get(key).promise
                assert promise is not None
                assert (unit.bookings.get(key).day, promise.pickup or promise.window) == (told.day, told.window)
                if told.day != day or ends.get(key) is Came.SERVED or day in self.model.closed:
                    continue
                if key not in where:
                    assert key in _told_off(unit, day), f"{key} is in no plan, and nobody is to say so"
                    continue
                start = dict(where[key].starts)[told.kind]
                in_time = told.window.start <= start <= told.window.end
                assert in_time or key in accepted or (start > told.window.end and self.has_begun(day))

    def _nobody_is_stranded_unseen(self, unit: UnitOfWork) -> None:
        """Whoever was taken out and not home again is on the list of those without a way home."""
        for day in self.days:
            if day not in self.model.closed:
                listed = {one.client_id for one in view_of(unit, day).stranded}
                out = out_there(unit, day, self.model.town)
                assert listed >= out, f"nobody sees that {out - listed} are out there"

    def _entitlements_add_up(self, unit: UnitOfWork) -> None:
        """Granted, less what is taken, plus what was given back, is what is left; nothing is taken twice."""
        for day in self.days:
            shown = {
                one.entitlement.id: whole(one.entitlement, one.left)
                for client in {one.client_id for one in self.model.town.entitlements}
                for one in left(unit, client, day)
            }
            assert shown == self.model.ledger.left()
        counting = [one for one in unit.consumptions.all().values() if one.counts]
        assert {(one.entitlement_id, one.request_id) for one in counting} == self.model.ledger.taken()

    def _the_erased_are_gone(self, unit: UnitOfWork) -> None:
        assert self.model.town.clients.keys() - unit.clients.all().keys() == self.model.erased

    def _kept(self, here: Office) -> Any:
        with here.store.reading(here.id) as unit:
            audit = unit.audit.entries(limit=100_000)
            states = [unit.days.get(day) for day in self.days]
            kept = [dict(getattr(unit, kind).all()) for kind in KINDS]
        assert first_broken(audit) is None
        return [entry.digest for entry in audit], states, [plan_of(here, day) for day in self.days], kept


def _is_late(one: Violation) -> bool:
    return one.rule in LATE_RULES and one.facts["how"] == "late"


def _told_off(unit: UnitOfWork, day: date) -> set[RequestId]:
    """Return who was told, or is to be told, that nobody can come."""
    of_day = unit.notices.between(day, day).values()
    return {one.request_id for one in of_day if one.kind in OFF and one.outcome is not NoticeOutcome.NEEDLESS}
