"""What all steps of an office's days share: the offices that must stay alike, and the model beside them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from scheduler.domain.errors import ConflictError, InputError, NotFoundError
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Plan
from scheduler.services.comparing import Placed, placed
from scheduler.services.dispatching import Hand
from scheduler.services.ports import Store, UnitOfWork
from tests.days.model import Model
from tests.days.two_days import two_days
from tests.office.office import ANNA, Office


class OfficesMachine(RuleBasedStateMachine):
    """One or two offices, in memory and in a database, that do the same.

    Parameters
    ----------
    stores : callable
        Makes an empty store for each office.
    """

    def __init__(self, stores: Callable[[], list[Store]]) -> None:
        super().__init__()
        known = two_days()
        self.days, self.groups = known.days, known.groups
        self.offices = [known.office(store) for store in stores()]
        self.wishes = known.wishes
        self.model = Model(known.town)

    def do(self, step: Callable[[Office], Any]) -> Any:
        """Take a step in every office, and return what came of it in the first.

        A refusal leaves nothing behind, and is the same everywhere; it is returned as None.
        """
        return self.do_all(step)[0]

    def do_all(self, step: Callable[[Office], Any]) -> list[Any]:
        """Take a step in every office, and return what came of it in each."""
        outcomes = [_taken(here, step) for here in self.offices]
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
    try:
        return step(here)
    except (ConflictError, NotFoundError, InputError) as refused:
        assert here.store.stamp(here.id) == before
        return refused
