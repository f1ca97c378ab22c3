"""A bad day, played from six in the morning until everybody is known to be at home, and told as it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.checks import Asked, CheckStep, StepOutcome
from scheduler.domain.checks import Found as How
from scheduler.domain.closing import Closing
from scheduler.domain.ids import AbsenceId, DisruptionId, RequestId, ShiftId, StaffId, TownId
from scheduler.domain.live_day import Disruption, Snow
from scheduler.domain.rota import Absence
from scheduler.services.booking.absent import absent
from scheduler.services.closing.closing import view_of
from scheduler.services.comparing import Difference
from scheduler.services.dispatching import Hand
from scheduler.services.dispatching.replanning import Proposal, confirm, propose
from scheduler.services.disruptions.reporting import report_disruption
from scheduler.services.live.following import follow
from scheduler.services.live.refreshing import refresh, running
from scheduler.services.live.unanswered import Closing as Found
from scheduler.services.live.unanswered import add_step, close
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import ensure_tentative, improve
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.services.publishing import NewId, publish
from scheduler.simulation.breaking import break_down
from scheduler.simulation.crews import Crews
from scheduler.simulation.evening import OLA, close_evening

STEP = timedelta(minutes=10)
WAITED = timedelta(minutes=1)
"""So long after something has come in the way a dispatcher has a proposal, and confirms it."""


class What(StrEnum):
    """What comes in the way."""

    BREAKDOWN = "breakdown"
    ILL = "ill"
    SNOW = "snow"


@dataclass(frozen=True, kw_only=True)
class Script:
    """What comes in the way of a day, and when.

    Attributes
    ----------
    bus : ShiftId
        Whose vehicle breaks down, until it is repaired.
    carer : StaffId
        Who falls ill, until the end of the day.
    snow_permille : int
        Of the usual speed, from then on.
    no_answers : int
        At so many visits nobody answers.
    """

    day: date
    begins: datetime
    bus: ShiftId
    breaks_at: datetime
    repaired_at: datetime
    carer: StaffId
    ill_at: datetime
    snow_at: datetime
    snow_permille: int
    no_answers: int


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One thing that came in the way, and the plan that was made of it.

    Attributes
    ----------
    aboard : int
        People's rides that were aboard the vehicle that broke down.
    to_phone : tuple of Difference
        Requests to phone about before the plan is confirmed, with what is another.
    moved : int
        Requests whose place or time is another, published or not.
    late_s : mapping of RequestId to int
        Promises that will be broken.
    left_out : tuple of RequestId
        Promises without any place.
    """

    what: What
    at: datetime
    aboard: int = 0
    to_phone: tuple[Difference, ...]
    moved: int
    late_s: Mapping[RequestId, int]
    left_out: tuple[RequestId, ...]

    @property
    def calls(self) -> int:
        """How many have to be phoned."""
        return len(self.to_phone)


@dataclass(frozen=True, kw_only=True)
class Story:
    """The whole day.

    Attributes
    ----------
    events : int
        That crews reported.
    missing, stranded : int
        Doors of which nobody knew in the evening what became of them; people of whom nobody knew how they got home.
    """

    chapters: tuple[Chapter, ...]
    events: int
    no_shows: tuple[RequestId, ...]
    missing: int
    stranded: int
    closing: Closing


@dataclass
class BadDay:
    """Plays a script in an office whose day is published.

    Parameters
    ----------
    set_clock : callable
        Makes the office's clock show an instant.
    effort : callable
        How much each search may spend.
    """

    store: Store
    town_id: TownId
    travel: TravelTimes
    script: Script
    set_clock: Callable[[datetime], None]
    effort: Callable[[], Effort]
    new_id: NewId
    now: datetime = field(init=False)
    events: int = field(init=False, default=0)

    def play(self) -> Story:
        """Return how the day went."""
        script = self.script
        self._set(script.begins)
        unanswered = self._unanswered()
        self.crews = Crews(self.store, self.town_id, script.day, unanswered, self.now)
        incidents = sorted([
            (script.breaks_at, What.BREAKDOWN, self._breaks),
            (script.ill_at, What.ILL, self._falls_ill),
            (script.snow_at, What.SNOW, self._snows),
        ])  # fmt: skip
        chapters = []
        for at, what, happens in incidents:
            self._run_until(at)
            chapters.append(replace(happens(), what=what, at=at))
        self._run_until(self._over_at() + timedelta(hours=1))
        return self._closed(tuple(chapters), unanswered)

    # The clock

    def _set(self, now: datetime) -> None:
        self.now = now
        self.set_clock(now)

    def _run_until(self, until: datetime) -> None:
        while self.now < until:
            self._set(min(self.now + STEP, until))
            self.events += self.crews.act(self.now)
            self._write(lambda unit: refresh(unit, self.script.day, self.now))
            self._write(self._look_after)
            self._write(lambda unit: follow(unit, self.travel, self.script.day, self.now))

    def _over_at(self) -> datetime:
        with self.store.reading(self.town_id) as unit:
            return view_of(unit, self.script.day).over_at

    # What comes in the way

    def _breaks(self) -> Chapter:
        key = DisruptionId(self.new_id("bus"))
        told = break_down(self.crews, self.travel, self.script.bus, key=key, until=self.script.repaired_at)
        riders = told.breakdown.aboard if told.breakdown else ()
        return replace(self._replanned(), aboard=len(riders))

    def _snows(self) -> Chapter:
        snow = Snow(permille=self.script.snow_permille)
        told = Disruption(id=DisruptionId(self.new_id("snow")), since=self.now, by=OLA, reported_at=self.now, snow=snow)
        self._write(lambda unit: report_disruption(unit, self.travel, self.script.day, told, self._hand()))
        return self._replanned()

    def _falls_ill(self) -> Chapter:
        key, until = AbsenceId(self.new_id("A")), self.now + timedelta(hours=18)
        ill = Absence(id=key, staff_id=self.script.carer, start=self.now, end=until)
        self._write(lambda unit: absent(unit, self.travel, ill, self._hand()))
        return self._replanned()

    # What is made of it

    def _replanned(self) -> Chapter:
        effort, hand = self.effort(), self._hand()
        made = propose(self.store, self.town_id, self.travel, self.script.day, effort=effort, hand=hand)
        self._set(self.now + WAITED)
        hand = replace(self._hand(), seen=made.seen)
        day, version = self.script.day, made.plan.version
        self._write(lambda unit: confirm(unit, self.travel, day, version, hand=hand, new_id=self.new_id))
        return _chapter(made, self.now)

    def _hand(self) -> Hand:
        return Hand(by=OLA, at=self.now)

    def _write[T](self, step: Callable[[UnitOfWork], T]) -> T:
        with self.store.writing(self.town_id) as unit:
            return step(unit)

    def _look_after(self, unit: UnitOfWork) -> None:
        """Phone everybody at whose door nobody answered: they were out shopping, as most are."""
        for check in tuple(unit.checks.between(self.script.day, self.script.day).values()):
            if check.outcome is None:
                step = CheckStep(asked=Asked.CLIENT, outcome=StepOutcome.REACHED, by=OLA, at=self.now)
                add_step(unit, check.id, step, seen=unit.checks.stamp_of(check.id))
                close(unit, check.id, Found(outcome=How.WELL, by=OLA, at=self.now), seen=unit.checks.stamp_of(check.id))

    # The end

    def _unanswered(self) -> tuple[str, ...]:
        """Return visits, spread over the day, at which nobody is going to answer."""
        with self.store.reading(self.town_id) as unit:
            found = running(unit, self.script.day, self.now)
        tasks = found.progress.tasks.values() if found else ()
        alone = [one for one in tasks if one.kind == "visit" and "#" not in one.task_id]
        visits = sorted((one.planned.start, one.task_id) for one in alone if one.planned)
        step = max(1, len(visits) // (self.script.no_answers + 1))
        return tuple(task_id for _, task_id in visits[step::step][: self.script.no_answers])

    def _closed(self, chapters: tuple[Chapter, ...], unanswered: tuple[str, ...]) -> Story:
        with self.store.reading(self.town_id) as unit:
            view = view_of(unit, self.script.day)
            found = running(unit, self.script.day, self.now)
        closing = close_evening(self.store, self.town_id, self.travel, self.script.day, self.now)
        tasks = found.progress.tasks if found else {}
        return Story(
            chapters=chapters,
            events=self.events,
            no_shows=tuple(tasks[key].request_id for key in unanswered if key in tasks and tasks[key].status.in_vain),
            missing=len(view.missing),
            stranded=len(view.stranded),
            closing=closing,
        )


def prepare(day: BadDay, effort: Effort) -> None:
    """Plan the day of a script the evening before, and publish it.

    Raises
    ------
    ConflictError
        If its plan leaves out a promise.
    """
    script, at = day.script, day.script.begins
    ensure_tentative(day.store, day.town_id, script.day, day.travel, at)
    improve(day.store, day.town_id, script.day, day.travel, effort, now=lambda: at)
    with day.store.writing(day.town_id) as unit:
        publish(unit, day.travel, script.day, Hand(by=OLA, at=at), day.new_id)


def _chapter(made: Proposal, at: datetime) -> Chapter:
    return Chapter(
        what=What.SNOW,
        at=at,
        to_phone=tuple(one for one in made.comparison.differences if one.call),
        moved=len(made.comparison.differences),
        late_s=made.late_s,
        left_out=tuple(one.request_id for one in made.left_out),
    )
