"""Searches that somebody asked for: kept in the store, and worked on as long work is."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import DojazdError, InputError, InputProblem, StaleError, StoreError
from scheduler.domain.ids import SolveId, TownId, UserId
from scheduler.domain.long_work import WorkState
from scheduler.domain.service_days import DayState
from scheduler.domain.solves import Solve
from scheduler.services import long_work
from scheduler.services.long_work import MOST_TRIES, Holding, Watch
from scheduler.services.not_now import not_now
from scheduler.services.planning.elsewhere import searched_elsewhere, step_of
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.planning.searching import Effort, NamedOrders, keep_if_better, searched
from scheduler.services.ports import Records, SearchStep, Store, TravelTimes, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How long somebody wants to wait for a better plan."""

    day: date
    by: UserId
    seconds: float | None = None
    effort: int | None = None
    seed: int = 1


def ask_for(unit: UnitOfWork, wanted: Wanted, *, at: datetime, new_id: Callable[[str], str]) -> Solve:
    """Put a search on the list; of a day there is one at a time.

    Raises
    ------
    ConflictError
        If one of the day is waiting or running, or the day has no plan to begin with, or is closed.
    """
    if wanted.seconds is None and wanted.effort is None:
        right = "say for how many seconds, or with how much effort"
        raise InputError([InputProblem(file="solve", wrong="has no end", right=right)])
    state = unit.days.lock(wanted.day)
    if state.closed or state.plan is None:
        key = "closed" if state.closed else "no_plan"
        raise not_now(key, f"{wanted.day.isoformat()} is closed, or has no plan to begin with")
    going_on = [one for one in unit.solves.between(wanted.day, wanted.day).values() if one.open]
    if going_on:
        raise not_now(
            "searching", f"a search for {wanted.day.isoformat()} is going on ({going_on[0].id}); watch or cancel it"
        )
    solve = Solve(
        id=SolveId(new_id("S")),
        day=wanted.day,
        asked_at=at,
        asked_by=wanted.by,
        seconds=wanted.seconds,
        effort=wanted.effort,
        seed=wanted.seed,
    )
    unit.solves.put(solve, seen=0)
    return solve


def cancel(unit: UnitOfWork, solve_id: SolveId, at: datetime) -> Solve:
    """Ask a search to end with the best plan so far; one that nobody has taken up ends at once.

    Raises
    ------
    ConflictError
        If it has ended.
    """
    seen = unit.solves.stamp_of(solve_id)
    solve = unit.solves.get(solve_id)
    if not solve.open:
        raise not_now("search_over", f"the search {solve_id} has ended ({solve.state})")
    after = long_work.cancelled(solve, at)
    unit.solves.put(after, seen=seen)
    return after


def take_up(store: Store, town_id: TownId, owner: str, now: datetime) -> Solve | None:
    """Return a search that is this owner's from now on: one that waits, or whose owner is dead; None: there is none."""
    return long_work.take_up(store, town_id, _solves, owner, now)


def work_on(store: Store, town_id: TownId, solve: Solve, travel: TravelTimes, watch: Watch) -> Solve | None:
    """Do a search that was taken up, and keep what it finds.

    Returns
    -------
    Solve or None
        As it ended; None: it was taken for dead meanwhile, and is somebody else's now.
    """
    holding = _Holding(store, town_id, solve, watch)
    try:
        with store.reading(town_id) as unit:
            opened = open_day(unit, solve.day, travel)
        found = _searched(opened, solve, watch, holding)
    except DojazdError as error:
        return holding.end(replace(holding.work, state=WorkState.FAILED, why=str(error)))
    return holding.keep(found, travel)


def _solves(unit: UnitOfWork) -> Records[SolveId, Solve]:
    return unit.solves


def _searched(opened: OpenDay, solve: Solve, watch: Watch, holding: "_Holding") -> NamedOrders:
    effort = Effort(
        clock=watch.monotonic,
        seconds=solve.seconds,
        effort=solve.effort,
        seed=solve.seed,
        workers=watch.workers,
        cancelled=holding.beat,
        on_progress=lambda step: holding.note(step_of(step)),
    )
    if watch.elsewhere is None:
        return searched(opened, effort)
    found = searched_elsewhere(watch.elsewhere, opened, effort, holding.note)
    if found is not None:
        return found
    holding.work = replace(holding.work, left_here=True)
    return searched(opened, effort)


class _Holding(Holding[Solve]):
    """A search in the hands of its worker."""

    def __init__(self, store: Store, town_id: TownId, solve: Solve, watch: Watch) -> None:
        super().__init__(store, town_id, _solves, solve, watch)

    def note(self, step: SearchStep) -> None:
        """Remember how far the search is; the next beat writes it down."""
        self.work = replace(
            self.work, served=step.served, unassigned=step.unassigned, cost_gr=step.cost_gr, calls=step.calls,
            distance_m=step.metres,
        )  # fmt: skip

    def keep(self, found: NamedOrders, travel: TravelTimes) -> Solve | None:
        """Keep a plan and the end of its search together, if the search is still this worker's."""
        for _ in range(MOST_TRIES):
            with suppress(StaleError):  # somebody has asked to cancel in between: it ends as cancelled, with its plan
                return self._kept(found, travel)
        return self._kept(found, travel)

    def _kept(self, found: NamedOrders, travel: TravelTimes) -> Solve | None:
        now = self.watch.clock.now()
        try:
            with self.store.writing(self.town_id) as unit:
                state = unit.days.lock(self.work.day)
                known = self.mine(unit)
                if known is None:
                    return None
                better = keep_if_better(unit, travel, self.work.day, found, why="solved", at=now, by=known.asked_by)
                return self.ended(unit, self._done(known, better or state))
        except (StaleError, StoreError):
            raise  # it is tried again, by this worker or by the next one that takes the search up
        except DojazdError as error:
            return self.end(replace(self.work, state=WorkState.FAILED, why=str(error)))

    def _done(self, known: Solve, state: DayState) -> Solve:
        return replace(
            self.work,
            state=WorkState.CANCELLED if known.cancel_asked else WorkState.DONE,
            cancel_asked=known.cancel_asked,
            plan=state.plan,
        )
