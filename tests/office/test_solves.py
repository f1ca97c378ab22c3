"""Searches that somebody asked for: taken up by one worker at a time, ended once, never at the cost of a promise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.errors import ConflictError, StoreError, TravelError
from scheduler.domain.ids import RequestId
from scheduler.domain.long_work import WorkState
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.domain.solves import Solve
from scheduler.services.comparing import placed
from scheduler.services.long_work import LEASE, Watch
from scheduler.services.planning import solves
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.searching import Effort, keep_if_better, searched
from scheduler.services.planning.solves import Wanted, ask_for, cancel, take_up, work_on
from scheduler.services.planning.tentative import bookable_days, ensure_tentative, improve
from scheduler.services.ports import TravelMatrix, TravelPoint
from scheduler.travel.straight import StraightTravel
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

pytestmark = pytest.mark.ordinary_day


def untidy() -> Office:
    """Return a day of eight visits whose tentative plan a search can improve: they were put in one by one."""
    builder = DayBuilder(seed=5)
    for _ in range(2):
        builder.add_staff().add_shift("08:00-16:00")
    for _ in range(8):
        builder.add_visit(window="08:00-15:00", length_min=40)
    return office(builder)


class NoTravel(StraightTravel):
    """Travel times of a map that cannot be read."""

    def __init__(self) -> None:
        super().__init__(Policy())

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Fail."""
        raise TravelError("the road map is damaged")


def watch(here: Office, ticks: Callable[[], float] = lambda: 0.0) -> Watch:
    """Return a worker's clocks: the office's, and one that stands still."""
    return Watch(clock=here.clock, monotonic=ticks, workers=0)


def asked(here: Office) -> Solve:
    """Ask for a search of the day."""
    with here.store.writing(here.id) as unit:
        return ask_for(unit, Wanted(day=here.day, by=ANNA, effort=3), at=here.clock.now(), new_id=here.new_id)


def taken(here: Office, owner: str = "one") -> Solve:
    """Take the search up, which must be possible."""
    solve = take_up(here.store, here.id, owner, here.clock.now())
    assert solve is not None
    return solve


def kept(here: Office, solve: Solve) -> Solve:
    """Return a search as it is kept."""
    with here.store.reading(here.id) as unit:
        return unit.solves.get(solve.id)


def test_a_search_ends_with_a_plan_that_is_no_worse() -> None:
    """The dispatcher would press 'solve' and get a dearer day."""
    here = untidy()
    before = sum(here.plan.terms.values())
    asked(here)
    ended = work_on(here.store, here.id, taken(here), here.travel, watch(here))
    assert ended is not None
    assert ended.state is WorkState.DONE
    assert ended.plan == here.state.plan
    assert sum(here.plan.terms.values()) <= before
    assert not here.plan.unassigned


def test_one_search_of_a_day_at_a_time() -> None:
    """Two dispatchers would pay twice for the same plan."""
    here = untidy()
    asked(here)
    with pytest.raises(ConflictError, match="going on"):
        asked(here)


def test_a_search_is_taken_up_by_one_worker() -> None:
    """Two servers would both keep a plan for one press of the button."""
    here = untidy()
    asked(here)
    assert taken(here, "one").owner == "one"
    assert take_up(here.store, here.id, "two", here.clock.now()) is None


def test_the_search_of_a_dead_worker_is_taken_up_and_ends_once() -> None:
    """A killed process would leave the dispatcher waiting for ever, or a late one overwrite the plan."""
    here = untidy()
    asked(here)
    dead = taken(here, "dead")
    here.clock.moment += LEASE + timedelta(seconds=1)
    heir = taken(here, "heir")
    assert (heir.attempt, heir.owner) == (2, "heir")
    ended = work_on(here.store, here.id, heir, here.travel, watch(here))
    assert ended is not None
    version = here.state.version
    assert work_on(here.store, here.id, dead, here.travel, watch(here)) is None
    assert here.state.version == version
    assert kept(here, heir).owner == "heir"


def test_a_search_that_kills_every_worker_is_given_up() -> None:
    """One poisoned day would keep all workers dying for ever."""
    here = untidy()
    solve = asked(here)
    for name in ("one", "two", "three"):
        taken(here, name)
        here.clock.moment += LEASE + timedelta(seconds=1)
    assert take_up(here.store, here.id, "four", here.clock.now()) is None
    assert kept(here, solve).state is WorkState.FAILED
    assert "given up" in kept(here, solve).why
    asked(here)


def test_a_worker_that_renews_its_lease_keeps_the_search() -> None:
    """A long search would be started again every quarter of a minute."""
    here = untidy()
    asked(here)
    solve = taken(here)
    now = iter(range(100_000))

    def ticks() -> float:
        here.clock.moment += timedelta(seconds=1)
        return float(next(now))

    ended = work_on(here.store, here.id, solve, here.travel, watch(here, ticks))
    assert ended is not None
    assert ended.state is WorkState.DONE
    assert ended.elapsed_s > 0


def test_a_waiting_search_is_cancelled_at_once() -> None:
    """It would still begin when a worker is free."""
    here = untidy()
    solve = asked(here)
    with here.store.writing(here.id) as unit:
        assert cancel(unit, solve.id, here.clock.now()).state is WorkState.CANCELLED
    assert take_up(here.store, here.id, "one", here.clock.now()) is None
    with pytest.raises(ConflictError), here.store.writing(here.id) as unit:
        cancel(unit, solve.id, here.clock.now())


def test_a_running_search_that_is_cancelled_ends_with_the_best_plan_so_far() -> None:
    """Whoever is in a hurry would lose what was found."""
    here = untidy()
    asked(here)
    solve = taken(here)
    with here.store.writing(here.id) as unit:
        cancel(unit, solve.id, here.clock.now())
    ended = work_on(here.store, here.id, replace(solve, cancel_asked=True), here.travel, watch(here))
    assert ended is not None
    assert ended.state is WorkState.CANCELLED
    assert here.state.plan is not None


def test_a_wish_to_cancel_is_heard_while_the_search_runs() -> None:
    """The button would do nothing until the search is over by itself."""
    here = untidy()
    asked(here)
    solve = taken(here)
    now = iter(range(100_000))
    with here.store.writing(here.id) as unit:
        cancel(unit, solve.id, here.clock.now())
    ended = work_on(here.store, here.id, solve, here.travel, watch(here, lambda: float(next(now))))
    assert ended is not None
    assert ended.state is WorkState.CANCELLED


def test_a_worker_that_has_to_end_keeps_what_it_has_found() -> None:
    """Stopping the server for the night would take minutes, or lose the plan."""
    here = untidy()
    asked(here)
    stopping = replace(watch(here), stopping=lambda: True)
    ended = work_on(here.store, here.id, taken(here), here.travel, stopping)
    assert ended is not None
    assert ended.state is WorkState.DONE


def test_a_search_that_fails_says_why() -> None:
    """A broken day would be tried again and again without a word."""
    here = untidy()
    solve = asked(here)
    ended = work_on(here.store, here.id, taken(here), NoTravel(), watch(here))
    assert ended is not None
    assert kept(here, solve) == ended
    assert (ended.state, ended.why) == (WorkState.FAILED, "the road map is damaged")


def test_what_is_booked_during_a_search_is_in_the_plan_it_ends_with() -> None:
    """A promise made on the phone while the computer thinks would be lost."""
    builder = DayBuilder(seed=5).add_staff().add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    for _ in range(6):
        builder.add_visit(window="08:00-15:00", length_min=40)
    late = str(builder.request_id)
    here = office(builder, [late])
    with here.store.reading(here.id) as unit:
        found = searched(open_day(unit, here.day, here.travel), Effort(clock=lambda: 0.0, effort=3, workers=0))
    _, (booking,) = here.book(late)
    with here.store.writing(here.id) as unit:
        keep_if_better(unit, here.travel, here.day, found, why="improved", at=here.clock.now())
    where = placed(here.plan)[RequestId(late)]
    assert booking.promise is not None
    assert booking.promise.window.start <= where.start <= booking.promise.window.end


def test_a_better_plan_is_kept_and_a_worse_one_is_not() -> None:
    """The tentative plan would get worse over night."""
    here = untidy()
    effort = Effort(clock=lambda: 0.0, effort=3, workers=0)
    before = sum(here.plan.terms.values())
    improve(here.store, here.id, here.day, here.travel, effort, now=here.clock.now)
    after = here.state
    assert sum(here.plan.terms.values()) <= before
    assert improve(here.store, here.id, here.day, here.travel, effort, now=here.clock.now) is None
    assert here.state == after


def test_every_bookable_day_can_have_a_tentative_plan() -> None:
    """A Sunday without a rota would end the first call for it with an error."""
    here = untidy()
    with here.store.reading(here.id) as unit:
        days = list(bookable_days(unit, here.clock.now()))
    assert len(days) == 29
    for day in days:
        assert ensure_tentative(here.store, here.id, day, here.travel, here.clock.now()).plan == 1


def test_a_database_that_is_away_for_a_moment_does_not_end_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A restart of the database would throw away a minute's work."""
    here = untidy()
    asked(here)
    solve = taken(here)
    now, calls = iter(range(100_000)), []

    def away(self: object) -> None:
        calls.append(self)
        raise StoreError("the database is restarting")

    monkeypatch.setattr(solves._Holding, "_renew", away)
    ended = work_on(here.store, here.id, solve, here.travel, watch(here, lambda: float(next(now))))
    assert calls
    assert ended is not None
    assert ended.state is WorkState.DONE
