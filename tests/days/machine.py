"""What all steps of an office's days share: the offices that must stay alike, and the model beside them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from scheduler.domain.errors import ConflictError, InputError, NotFoundError
from scheduler.domain.ids import EventId, RequestId
from scheduler.domain.live_day import live_key
from scheduler.domain.plan import Plan
from scheduler.services.comparing import Placed, placed
from scheduler.services.dispatching import Hand
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.shown import shown_plan
from tests.days.model import Model
from tests.days.reports import Came, End, Heard, ends_of
from tests.days.two_days import two_days
from tests.office.office import ANNA, Office


class OfficesMachine(RuleBasedStateMachine):
    """One or two offices, in memory and in a database, that do the same.

    Parameters
    ----------
    stores : callable
        Makes an empty store for each office.

    Attributes
    ----------
    heard : dict of EventId to Heard
        Reports of crews of which somebody was told that they are kept.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__()
        known = two_days()
        self.days, self.groups = known.days, known.groups
        self.offices = [known.office(store) for store in stores()]
        self.wishes = known.wishes
        self.model = Model(known.town)
        self.heard: dict[EventId, Heard] = {}

    def do(self, step: Callable[[Office], Any]) -> Any:
        """Take a step in every office, and return what came of it in the first.

        A refusal leaves nothing behind, and is the same everywhere; it is returned as None.
        """
        return self.do_all(step)[0]

    def do_all(self, step: Callable[[Office], Any]) -> list[Any]:
        """Take a step in every office, and return what came of it in each."""
        return self._alike([_taken(here, step) for here in self.offices])

    def do_several(self, step: Callable[[Office], Any]) -> list[Any]:
        """Do as `do_all` does of a step of several units of work: if the last is refused, the first ones are kept."""
        return self._alike([_tried(here, step) for here in self.offices])

    def _alike(self, outcomes: list[Any]) -> list[Any]:
        refusals = [type(one) if isinstance(one, Exception) else None for one in outcomes]
        assert len(set(refusals)) == 1, outcomes
        return [None if isinstance(one, Exception) else one for one in outcomes]

    def write(self, step: Callable[[Office, UnitOfWork], Any]) -> Any:
        """Take a step that is one unit of work."""

        def written(here: Office) -> Any:
            with here.store.writing(here.id) as unit:
                return step(here, unit)

        return self.do(written)

    def group(self, which: int) -> tuple[RequestId, ...]:
        """Return what is wished, booked and ended together."""
        return self.groups[which % len(self.groups)]

    def day(self, which: int) -> date:
        """Return one of the days."""
        return self.days[which % len(self.days)]

    @property
    def now(self) -> datetime:
        """What all clocks say."""
        return self.offices[0].clock.now()

    @property
    def running_day(self) -> date:
        """The day that runs, or the first one that will."""
        today = self.now.astimezone(self.model.town.zone).date()
        return min(max(today, self.days[0]), self.days[-1])

    @property
    def runs(self) -> bool:
        """Whether a day has come whose crews know their plan, and nobody has closed it."""
        day = self.running_day
        known = self.model.published.get(day, False) and day not in self.model.closed
        return known and self.now.astimezone(self.model.town.zone).date() >= day

    def let_pass(self, minutes: int) -> None:
        """Let all clocks go on."""
        for here in self.offices:
            here.clock.moment += timedelta(minutes=minutes)

    def has_begun(self, day: date) -> bool:
        """Return whether anything is kept of a day of how it really runs."""
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            return unit.live.find(live_key(day)) is not None

    def ends_of(self, day: date) -> dict[RequestId, End]:
        """Return how requests of a day have ended by what was reported."""
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            plan = shown_plan(unit, day)
        return ends_of([one for one in self.heard.values() if one.reported.day == day], plan) if plan else {}

    def may_end(self, key: RequestId) -> bool:
        """Return whether a booking is held, and neither served nor aboard."""
        request = self.model.held.get(key)
        if request is None or request.day in self.model.closed:
            return False
        return not isinstance(self.ends_of(request.day).get(key), Came)

    def where(self, day: date) -> dict[RequestId, Placed]:
        """Return where the plan of a day has whom."""
        return dict(placed(plan_of(self.offices[0], day)))


def plan_of(here: Office, day: date) -> Plan:
    """Return the plan that holds on a day."""
    with here.store.reading(here.id) as unit:
        version = unit.days.get(day).plan
        assert version is not None
        return unit.plans.get(day, version)


def hand(here: Office, unit: UnitOfWork, day: date) -> Hand:
    """Return Anna's hand, who has seen the day as the unit sees it."""
    return Hand(by=ANNA, at=here.clock.now(), seen=unit.days.get(day).version)


def _taken(here: Office, step: Callable[[Office], Any]) -> Any:
    before = here.store.stamp(here.id)
    outcome = _tried(here, step)
    assert not isinstance(outcome, Exception) or here.store.stamp(here.id) == before, repr(outcome)
    return outcome


def _tried(here: Office, step: Callable[[Office], Any]) -> Any:
    try:
        return step(here)
    except (ConflictError, NotFoundError, InputError) as refused:
        return refused
