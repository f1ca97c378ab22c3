"""Steps in the field: phones report what they did, and send again what they are not sure of; sheets are typed in."""

from collections.abc import Callable
from datetime import UTC, date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, ShiftId, UserId
from scheduler.domain.roster import Shift
from scheduler.services.access import Principal
from scheduler.services.field import Batch, Outcome, Reported, record
from scheduler.services.ports import Store, UnitOfWork
from tests.days.desk_steps import DAYS, WHICH
from tests.days.machine import OfficesMachine
from tests.days.reports import Heard
from tests.office.office import ANNA

KINDS = st.lists(st.sampled_from([one for one in EventKind if one is not EventKind.UNDONE]), min_size=1, max_size=3)
DELIVERED_FOR = timedelta(hours=72)


class FieldSteps(OfficesMachine):
    """What phones do.

    Attributes
    ----------
    reported : dict of EventId to Reported
        Everything that the phone ever sent, whatever was answered.
    typed : dict of EventId to Reported
        Everything that was typed in from sheets.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__(stores)
        self.reported: dict[EventId, Reported] = {}
        self.typed: dict[EventId, Reported] = {}

    @precondition(lambda self: self.now.astimezone(self.model.town.zone).date() >= self.days[0])
    @rule(which=WHICH, day=DAYS, kinds=KINDS, late=st.integers(0, 600), again=st.integers(0, 5), silent=st.booleans())
    def report(self, which: int, day: int, kinds: list[EventKind], late: int, again: int, silent: bool) -> None:
        """A phone sends what has happened, hours late perhaps, with some of what it has sent before."""
        on, now = min(self.day(day), self.running_day), self.now
        shift_id, task, may = self._task(on, which)
        new = [
            Reported(id=EventId(f"event-{self.next + k}"), day=on, shift_id=shift_id, task_id=task, kind=kind,
                     sequence=self.next + k, at=now - timedelta(minutes=late) + timedelta(seconds=k),
                     nobody_answers=silent and kind is EventKind.NO_SHOW)
            for k, kind in enumerate(kinds)
        ]  # fmt: skip
        before = list(self.reported.values())[::-1]
        self.reported |= {one.id: one for one in new}
        self._send(shift_id, [*before[:again], *new[::-1]], {one.id for one in new} if may else set())

    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        """A phone that never heard an answer sends everything once more, whatever has become of the day since."""
        self._send(self.model.town.shifts[which % len(self.model.town.shifts)].id, list(self.reported.values()), set())

    def _send(self, shift_id: ShiftId, events: list[Reported], wanted: set[EventId]) -> None:
        self.hand_in(self._crew(shift_id), "phone", events, wanted)

    @property
    def next(self) -> int:
        """The number of the next report."""
        return len(self.reported) + len(self.typed)

    def type_in(self, shift_id: ShiftId, task_id: str, kind: EventKind) -> None:
        """Type one report in, as of now; it has to be kept."""
        now = self.offices[0].clock.now()
        event = Reported(
            id=EventId(f"event-{self.next}"), day=self.running_day, shift_id=shift_id, task_id=task_id, kind=kind,
            sequence=self.next, at=now,
        )  # fmt: skip
        self.typed[event.id] = event
        desk = Principal(user_id=ANNA, town_id=self.offices[0].id, role=Role.DISPATCHER)
        self.hand_in(desk, "paper", [event], {event.id})

    def hand_in(self, who: Principal, device: str, events: list[Reported], wanted: set[EventId]) -> None:
        """Let every office take reports in: each is answered for, and those that are wanted are kept."""
        now = self.offices[0].clock.now()
        batch = Batch(device_id=device, sent_at=now, events=events)
        told = self.do_all(lambda here: record(here.store, who, batch, now))
        assert all(one == told[0] for one in told)
        for one in told[0].events:
            known = one.id in self.heard
            assert (one.outcome is Outcome.KNOWN) == known, f"{one.id} is told to be {one.outcome}"
            assert known or one.id not in wanted or one.outcome is Outcome.KEPT
            if one.outcome is Outcome.KEPT:
                self.heard[one.id] = Heard(
                    reported=(self.reported | self.typed)[one.id], received_at=now, by_phone=who.role is Role.WORKER
                )

    def _task(self, day: date, which: int) -> tuple[ShiftId, str, bool]:
        """Return a task of a shift, as its crew reads it if the day is published, and whether it may be reported of."""
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            state = unit.days.get(day)
            orders = unit.plans.orders(day, state.published or state.plan or 0)
            tasks = [(key, task) for key, order in orders.items() for task in order]
            if not tasks:
                return self.model.town.shifts_on(day)[0].id, "R-01:visit", False
            key, task = tasks[which % len(tasks)]
            # As the crew knew it: whatever the rota has made of it since, what they did is true.
            over = here.clock.now() > self._whole(key).end.astimezone(UTC) + DELIVERED_FOR
            return key, task, state.published is not None and not over

    def _crew(self, shift_id: ShiftId) -> Principal:
        staff_id = self._whole(shift_id).staff_ids[0]
        return Principal(user_id=UserId("U-1"), town_id=self.offices[0].id, role=Role.WORKER, staff_id=staff_id)

    def _whole(self, shift_id: ShiftId) -> Shift:
        (shift,) = (one for one in self.model.town.shifts if one.id == shift_id)
        return shift

    def kept_is_what_was_answered(self, unit: UnitOfWork) -> None:
        """What phones were told is kept is there, each once, as it was sent; and nothing else."""
        kept = {
            key: (one.day, one.shift_id, one.task_id, one.kind, one.sequence, one.at)
            for key, one in unit.events.all().items()
        }
        assert kept == {
            key: (one.day, one.shift_id, one.task_id, one.kind, one.sequence, one.at)
            for key, one in ((key, one.reported) for key, one in self.heard.items())
        }
