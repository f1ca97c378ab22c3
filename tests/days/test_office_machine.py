"""An office's days at random, in memory and in both databases: nothing promised is lost, no rule broken unasked.

Whatever a step does in a database it does in memory, too: both must come to the same.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, run_state_machine_as_test

from scheduler.domain.audit import first_broken
from scheduler.services.comparing import placed
from scheduler.services.entitling import left
from scheduler.services.horizon import solution_of
from scheduler.services.planning.open_day import open_day
from scheduler.services.ports import Store, UnitOfWork
from scheduler.store.memory import MemoryStore
from scheduler.store.sql import Ring, open_store
from solver.verify import unaccepted, verify
from tests.days.ahead import without_past
from tests.days.board_steps import BoardSteps
from tests.days.desk_steps import DAYS, WHICH, DeskSteps
from tests.days.field_steps import FieldSteps
from tests.days.ledger import whole
from tests.days.machine import plan_of
from tests.office.office import Office
from tests.postgres import Postgres

KINDS = (
    "bookings",
    "enquiries",
    "notices",
    "solves",
    "clients",
    "places",
    "absences",
    "shifts",
    "consumptions",
    "events",
)


class OfficeMachine(DeskSteps, BoardSteps, FieldSteps):
    """Steps of a dispatcher and of phones, taken in one or two offices that must stay alike."""

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__(stores)
        self._seen: list[int] = []

    @initialize(
        first=st.lists(st.tuples(WHICH, DAYS), min_size=4, max_size=8),
        hours=st.integers(0, 12),
        shown=st.integers(0, 2),
    )
    def begin(self, first: list[tuple[int, int]], hours: int, shown: int) -> None:
        """Some calls have come in already, crews may know a day, for some cancellations it is late by then."""
        for which, day in first:
            self.book(which, 0, day)
        self.import_again()
        for day in range(shown):
            self.publish(taken_back=False, day=day)
        self.time_passes(60 * hours)

    @property
    def changed(self) -> bool:
        """Whether there is anything new to look at."""
        return [here.store.stamp(here.id) for here in self.offices] != self._seen

    @precondition(lambda self: self.changed)
    @invariant()
    def all_is_well(self) -> None:
        """What is kept is what was told, whoever asks."""
        for here in self.offices:
            with here.store.reading(here.id) as unit:
                for day in self.days:
                    _no_rule_is_broken(here, unit, day)
                self._no_promise_is_lost(unit)
                self._entitlements_add_up(unit)
                self._the_erased_are_gone(unit)
                self.kept_is_what_was_answered(unit)
        known = [self._kept(here) for here in self.offices]
        assert all(one == known[0] for one in known)
        self._seen = [here.store.stamp(here.id) for here in self.offices]

    def _no_promise_is_lost(self, unit: UnitOfWork) -> None:
        """Whoever was promised a window is served in it, but for what somebody accepted, or an absence left over."""
        held = {key for day in self.days for key, one in unit.bookings.between(day, day).items() if one.held}
        assert held == self.model.held.keys()
        accepted = {one.request_id for day in self.days for one in unit.days.get(day).overrides}
        for day in self.days:
            state = unit.days.get(day)
            assert (state.published is not None) == self.model.published.get(day, False)
            where = placed(unit.plans.get(day, state.plan or 0))
            self.model.adrift -= where.keys()
            for key, told in self.model.promises.items():
                promise = unit.bookings.get(key).promise
                assert promise is not None
                assert (unit.bookings.get(key).day, promise.pickup or promise.window) == (told.day, told.window)
                if told.day == day and key not in self.model.adrift:
                    start = dict(where[key].starts)[told.kind]
                    assert key in accepted or told.window.start <= start <= told.window.end

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


def _no_rule_is_broken(here: Office, unit: UnitOfWork, day: Any) -> None:
    """Worked out from what is kept alone, the plan that holds breaks nothing that nobody accepted."""
    opened = open_day(unit, day, here.travel)
    plan = without_past(unit.plans.get(day, opened.state.plan or 0), opened.problem)
    assert not unaccepted(verify(opened.problem, solution_of(opened.problem, opened.day, plan)))


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
