"""Searches that somebody asked for: kept in the store, taken up by one worker at a time, and again if it dies.

A worker holds a search by a lease that it renews while it works. A worker that has not renewed it in time is taken for
dead, and another one takes the search up; what the first one may still bring is then not kept. So a search ends exactly
once, however many processes look for work.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.errors import DojazdError, InputError, InputProblem, StaleError, StoreError
from scheduler.domain.ids import SolveId, TownId, UserId
from scheduler.domain.service_days import DayState
from scheduler.domain.solves import Solve, SolveState
from scheduler.domain.time import Clock
from scheduler.services.not_now import not_now
from scheduler.services.planning.open_day import OpenDay, open_day
from scheduler.services.planning.searching import Effort, NamedOrders, keep_if_better, searched
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from solver.result import Progress

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 3
"""So many workers may die of one search; then it is the search that is at fault."""
MOST_TRIES = 3
GIVEN_UP = "given up: every worker that took it up has died"
BEAT_S = 0.5
"""So often progress is written, and a wish to cancel is read."""


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
    after = replace(solve, cancel_asked=True)
    if solve.state is SolveState.WAITING:
        after = replace(after, state=SolveState.CANCELLED, ended_at=at)
    unit.solves.put(after, seen=seen)
    return after


def take_up(store: Store, town_id: TownId, owner: str, now: datetime) -> Solve | None:
    """Return a search that is this owner's from now on: one that waits, or whose owner is dead; None: there is none."""
    with store.reading(town_id) as unit:
        waiting = [one for one in unit.solves.all().values() if _is_free(one, now)]
    for solve in sorted(waiting, key=lambda one: one.asked_at):
        try:
            with store.writing(town_id) as unit:
                seen, known = unit.solves.stamp_of(solve.id), unit.solves.get(solve.id)
                if not _is_free(known, now):
                    continue
                if known.attempt >= MOST_ATTEMPTS:
                    given_up = replace(known, state=SolveState.FAILED, lease_until=None, ended_at=now, why=GIVEN_UP)
                    unit.solves.put(given_up, seen=seen)
                    continue
                mine = replace(
                    known,
                    state=SolveState.RUNNING,
                    owner=owner,
                    lease_until=now + LEASE,
                    attempt=known.attempt + 1,
                )
                unit.solves.put(mine, seen=seen)
        except StaleError:
            continue  # another worker was quicker
        return mine
    return None


def work_on(store: Store, town_id: TownId, solve: Solve, travel: TravelTimes, watch: "Watch") -> Solve | None:
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
        return holding.end(replace(holding.solve, state=SolveState.FAILED, why=str(error)))
    return holding.keep(found, travel)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The clocks of a worker: the town's, and a monotonic one in seconds; and how many threads it may use.

    Attributes
    ----------
    stopping : callable
        Asked often; True: the process is about to end, and a search ends with the best plan so far.
    """

    clock: Clock
    monotonic: Callable[[], float]
    workers: int = 1
    stopping: Callable[[], bool] = lambda: False


def _is_free(solve: Solve, now: datetime) -> bool:
    dead = solve.lease_until is not None and solve.lease_until < now
    return solve.state is SolveState.WAITING or (solve.state is SolveState.RUNNING and dead)


def _searched(opened: OpenDay, solve: Solve, watch: Watch, holding: "_Holding") -> NamedOrders:
    effort = Effort(
        clock=watch.monotonic,
        seconds=solve.seconds,
        effort=solve.effort,
        seed=solve.seed,
        workers=watch.workers,
        cancelled=holding.beat,
        on_progress=holding.note,
    )
    return searched(opened, effort)


class _Holding:
    """A search in the hands of its worker: renews the lease, writes progress, hears of a wish to cancel."""

    def __init__(self, store: Store, town_id: TownId, solve: Solve, watch: Watch) -> None:
        self.store, self.town_id, self.watch = store, town_id, watch
        self.solve = solve
        self._stop = solve.cancel_asked
        self._beaten_s = watch.monotonic()
        self._began_s = self._beaten_s

    def note(self, step: Progress) -> None:
        """Remember how far the search is; the next beat writes it down."""
        self.solve = replace(
            self.solve, served=step.served, unassigned=len(step.unassigned), cost_gr=step.score.money_gr,
            calls=step.calls, distance_m=step.metres,
        )  # fmt: skip

    def beat(self) -> bool:
        """Return whether the search has to end; now and then renew the lease and look."""
        if not self._stop and self.watch.monotonic() - self._beaten_s >= BEAT_S:
            self._beaten_s = self.watch.monotonic()
            # Somebody cancels just now: the next beat hears of it. The database is away for a moment: it goes on.
            with suppress(StoreError, StaleError):
                self._renew()
        return self._stop or self.watch.stopping()

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
                state = unit.days.lock(self.solve.day)
                seen, known = unit.solves.stamp_of(self.solve.id), self._mine(unit)
                if known is None:
                    return None
                better = keep_if_better(unit, travel, self.solve.day, found, why="solved", at=now, by=known.asked_by)
                ended = self._ended(known, better or state, now)
                unit.solves.put(ended, seen=seen)
        except (StaleError, StoreError):
            raise  # it is tried again, by this worker or by the next one that takes the search up
        except DojazdError as error:
            return self.end(replace(self.solve, state=SolveState.FAILED, why=str(error)))
        return ended

    def end(self, solve: Solve) -> Solve | None:
        """Write down that a search has failed."""
        with self.store.writing(self.town_id) as unit:
            if self._mine(unit) is None:
                return None
            ended = replace(solve, ended_at=self.watch.clock.now(), lease_until=None)
            unit.solves.put(ended)
        return ended

    def _ended(self, known: Solve, state: DayState, now: datetime) -> Solve:
        return replace(
            self.solve,
            state=SolveState.CANCELLED if known.cancel_asked else SolveState.DONE,
            cancel_asked=known.cancel_asked,
            plan=state.plan,
            lease_until=None,
            ended_at=now,
            elapsed_s=self.watch.monotonic() - self._began_s,
        )

    def _renew(self) -> None:
        with self.store.writing(self.town_id) as unit:
            seen, known = unit.solves.stamp_of(self.solve.id), self._mine(unit)
            if known is None:
                self._stop = True
                return
            self._stop = known.cancel_asked
            elapsed = self.watch.monotonic() - self._began_s
            lease = self.watch.clock.now() + LEASE
            self.solve = replace(self.solve, cancel_asked=known.cancel_asked, lease_until=lease, elapsed_s=elapsed)
            unit.solves.put(self.solve, seen=seen)

    def _mine(self, unit: UnitOfWork) -> Solve | None:
        known = unit.solves.get(self.solve.id)
        same = (known.owner, known.attempt, known.state) == (self.solve.owner, self.solve.attempt, SolveState.RUNNING)
        return known if same else None
