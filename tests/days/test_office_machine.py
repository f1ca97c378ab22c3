"""An office's days at random, in memory and in both databases: nothing promised is lost, no rule broken unasked.

Whatever a step does in a database it does in memory, too: both must come to the same.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fixtures.builder import TownBuilder
from scheduler.domain.audit import first_broken
from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import LockKind, Pin
from scheduler.services.booking import Answer, Ending, end_bookings
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Hand, Move, move, pin, unpin
from scheduler.services.horizon import solution_of
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.solves import Wanted, Watch, ask_for, take_up, work_on
from scheduler.services.planning.tentative import improve
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.publishing import publish, withdraw
from scheduler.store.memory import MemoryStore
from scheduler.store.sql import Ring, open_store
from solver.verify import unaccepted, verify
from tests.office.office import ANNA, Office, office
from tests.postgres import Postgres

REQUESTS, SHIFTS = st.integers(0, 20), st.integers(0, 2)
EFFORT = Effort(clock=lambda: 0.0, effort=1, workers=0)


def new_office(store: Store) -> Office:
    """Return a day with two workers and a bus, two promises to hold, and eight wishes."""
    builder = TownBuilder(seed=3).add_staff().add_shift("08:00-13:00").add_staff().add_shift("09:00-15:00")
    builder.add_bus("08:00-15:00")
    builder.base()
    builder.add_visit(window="09:00-12:00", length_min=50).promise("09:30-10:00")
    builder.add_ride("10:00-10:30", to="baza").promise("10:00-10:30")
    wishes = []
    for window in ("08:00-12:00", "09:00-10:00", "10:00-14:00", "12:00-14:30"):
        builder.add_visit(window=window, length_min=45)
        wishes.append(builder.request_id)
    for there, back in (("09:00-09:30", "10:00-12:00"), ("11:00-11:20", "12:00-14:00")):
        before = set(builder.requests)
        builder.add_return_pair(there, back, to="baza")
        wishes += [key for key in builder.requests if key not in before]
    return office(builder, wishes, store)


class OfficeMachine(RuleBasedStateMachine):
    """Steps of a dispatcher, taken in one or two offices that must stay alike."""

    answers = Bundle("answers")

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__()
        self.offices = [new_office(store) for store in stores()]
        self.groups = [[RequestId(f"R-{k:03d}")] for k in range(3, 7)] + [
            [RequestId("R-007"), RequestId("R-008")],
            [RequestId("R-009"), RequestId("R-010")],
        ]

    def do(self, step: Callable[[Office], Any]) -> list[Any]:
        """Take a step in every office; a refusal leaves nothing behind, and is the same everywhere."""
        outcomes = [self._taken(here, step) for here in self.offices]
        assert len({type(one) if isinstance(one, Exception) else None for one in outcomes}) == 1, outcomes
        return outcomes

    @staticmethod
    def _taken(here: Office, step: Callable[[Office], Any]) -> Any:
        before = here.store.stamp(here.id)
        try:
            return step(here)
        except (ConflictError, NotFoundError) as refused:
            assert here.store.stamp(here.id) == before
            return refused

    def write(self, step: Callable[[Office, UnitOfWork], Any]) -> None:
        """Take a step that is one unit of work."""

        def written(here: Office) -> None:
            with here.store.writing(here.id) as unit:
                step(here, unit)

        self.do(written)

    @initialize(first=st.lists(REQUESTS, min_size=3, max_size=6))
    def begin(self, first: list[int]) -> None:
        """Some calls have come in already."""
        for which in first:
            self.book(which, 0)

    @rule(which=REQUESTS, offer=REQUESTS)
    def book(self, which: int, offer: int) -> None:
        """Somebody calls and takes an offer, if there is one; whoever has a booking gets another time."""
        group = self.groups[which % len(self.groups)]

        def booked(here: Office) -> None:
            answer = here.ask(*group)
            if answer.offers:
                here.desk.accept(here.call, answer.enquiry.id, answer.offers[offer % len(answer.offers)])

        self.do(booked)

    @rule(target=answers, which=REQUESTS)
    def ask(self, which: int) -> Any:
        """Somebody calls."""
        group = self.groups[which % len(self.groups)]
        return self.do(lambda here: here.ask(*group))

    @rule(answer=consumes(answers), which=REQUESTS)
    def accept(self, answer: list[Any], which: int) -> None:
        """One of the offers is taken after others have called."""
        pairs = dict(zip(map(id, self.offices), answer, strict=True))

        def taken(here: Office) -> None:
            mine = pairs[id(here)]
            if isinstance(mine, Answer) and mine.offers:
                here.desk.accept(here.call, mine.enquiry.id, mine.offers[which % len(mine.offers)])

        self.do(taken)

    @rule(which=REQUESTS, by_office=st.booleans())
    def end(self, which: int, by_office: bool) -> None:
        """A booking is cancelled or withdrawn."""
        group = self.groups[which % len(self.groups)]

        def ended(here: Office, unit: UnitOfWork) -> None:
            end_bookings(unit, here.travel, group, Ending(by=ANNA, at=here.clock.now(), by_office=by_office))

        self.write(ended)

    @rule(which=REQUESTS, shift=SHIFTS, reason=st.sampled_from(["", "wyjątkowo"]))
    def move(self, which: int, shift: int, reason: str) -> None:
        """A stop is dragged to another row."""
        request = RequestId(f"R-{1 + which % 10:03d}")

        def moved(here: Office, unit: UnitOfWork) -> None:
            wanted = Move(request_id=request, shift_id=here.town.shifts[shift].id)
            move(unit, here.travel, here.day, wanted, here_hand(here, unit), reason=reason)

        self.write(moved)

    @rule(which=REQUESTS)
    def pin(self, which: int) -> None:
        """A stop is pinned to its row, or let go."""

        def pinned(here: Office, unit: UnitOfWork) -> None:
            state = unit.days.get(here.day)
            plan = unit.plans.get(here.day, state.plan or 0)
            where = sorted(placed(plan).items())
            if not where:
                return
            key, place = where[which % len(where)]
            wanted = Pin(kind=LockKind.SHIFT, request_ids=(key,), shift_id=place.shift_id)
            if wanted in state.pins:
                unpin(unit, here.day, key, here_hand(here, unit))
            else:
                pin(unit, here.travel, here.day, wanted, here_hand(here, unit))

        self.write(pinned)

    @rule(asked=st.booleans())
    def solve(self, asked: bool) -> None:
        """A search is asked for, taken up and ended; or the plan gets better by itself."""

        def solved(here: Office) -> None:
            if not asked:
                improve(here.store, here.id, here.day, here.travel, EFFORT, now=here.clock.now)
                return
            with here.store.writing(here.id) as unit:
                ask_for(unit, Wanted(day=here.day, by=ANNA, effort=1), at=here.clock.now(), new_id=here.new_id)
            mine = take_up(here.store, here.id, "worker", here.clock.now())
            assert mine is not None
            watch = Watch(clock=here.clock, monotonic=lambda: 0.0, workers=0)
            assert work_on(here.store, here.id, mine, here.travel, watch) is not None

        self.do(solved)

    @rule(back=st.booleans())
    def publish(self, back: bool) -> None:
        """The plan that holds is published, or what is published is taken back."""
        if back:
            self.write(lambda here, unit: withdraw(unit, here.day, here_hand(here, unit), here.new_id))
        else:
            self.write(lambda here, unit: publish(unit, here.travel, here.day, here_hand(here, unit), here.new_id))

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        """The clock goes on."""
        for here in self.offices:
            here.clock.moment += timedelta(minutes=minutes)

    @invariant()
    def no_rule_is_broken(self) -> None:
        """Worked out from what is kept alone, the plan that holds breaks nothing that nobody accepted."""
        for here in self.offices:
            with here.store.reading(here.id) as unit:
                opened = open_day(unit, here.day, here.travel)
                assert opened.state.plan is not None
                plan = unit.plans.get(here.day, opened.state.plan)
            solution = solution_of(opened.problem, opened.day, plan)
            assert not unaccepted(verify(opened.problem, solution))

    @invariant()
    def no_promise_is_lost(self) -> None:
        """Whoever was promised a window is in the plan; inside it, unless somebody accepted otherwise."""
        for here in self.offices:
            with here.store.reading(here.id) as unit:
                held = [one for one in unit.bookings.between(here.day, here.day).values() if one.held and one.promise]
                overridden = {one.request_id for one in unit.days.get(here.day).overrides}
            where = placed(here.plan)
            for booking in held:
                assert booking.promise is not None
                window = booking.promise.pickup
                starts = dict(where[booking.id].starts)
                if booking.id not in overridden and window is not None:
                    assert window.start <= starts["pickup"] <= window.end

    @invariant()
    def the_audit_chain_is_whole(self) -> None:
        """Nothing was changed or taken out afterwards."""
        for here in self.offices:
            with here.store.reading(here.id) as unit:
                assert first_broken(unit.audit.entries(limit=100_000)) is None

    @invariant()
    def all_offices_are_alike(self) -> None:
        """What a database keeps is what memory keeps."""
        seen = [(here.state, here.plan, _kept(here)) for here in self.offices]
        assert all(one == seen[0] for one in seen)


def here_hand(here: Office, unit: UnitOfWork) -> Hand:
    """Return Anna's hand, who has seen the day as the unit sees it."""
    return Hand(by=ANNA, at=here.clock.now(), seen=unit.days.get(here.day).version)


def _kept(here: Office) -> Any:
    with here.store.reading(here.id) as unit:
        audit = [entry.digest for entry in unit.audit.entries(limit=100_000)]
        kinds = ("bookings", "enquiries", "notices", "solves", "clients", "places")
        return audit, [dict(getattr(unit, kind).all()) for kind in kinds]


def run(stores: Callable[[], list[Store]], examples: int, steps: int) -> None:
    """Run the machine."""
    run_state_machine_as_test(
        lambda: OfficeMachine(stores),  # type: ignore[arg-type]  # it is called, like a class
        settings=settings(
            settings.default,
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.explicit, Phase.generate],  # a day that fails is told as it was; to shrink it takes minutes
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )


def test_any_day_of_an_office_in_memory() -> None:
    """Some order of calls, moves and searches would lose a promise."""
    run(lambda: [MemoryStore()], examples=12, steps=25)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_any_day_of_an_office_in_a_database_is_as_in_memory(
    kind: str, ring: Ring, sqlite_template: Path, postgres_server: Postgres, postgres_template: str, tmp_path: Path
) -> None:
    """What a database keeps would differ from what the program meant."""
    numbers = count()

    def stores() -> list[Store]:
        if kind == "postgres":
            url = postgres_server.url(postgres_server.make(postgres_template))
        else:
            path = tmp_path / f"{next(numbers)}.sqlite"
            shutil.copy(sqlite_template, path)
            url = f"sqlite:///{path}"
        return [MemoryStore(), opened.enter_context(open_store(url, ring))]

    with ExitStack() as opened:
        run(stores, examples=5, steps=15)
