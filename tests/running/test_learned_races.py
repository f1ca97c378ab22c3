"""A client is erased while it is worked out what closed days tell: nothing of them is kept."""

import pytest

from scheduler.domain.ids import ClientId
from scheduler.domain.learning import Learned
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.erasing import erase_client
from scheduler.services.learning import renewing
from scheduler.services.learning.record import kept_learned
from scheduler.services.learning.renewing import learn, worked_out
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.store.sql import Ring, open_store
from tests.office.closing_day import actuals
from tests.office.office import ANNA, Office
from tests.office.test_learning import FIRST, closed_day
from tests.store.test_erasing_races import beside

AT_ONCE = RetentionPolicy(paid_years=0, programme_years=0)


def later(here: Office) -> ClientId:
    """Let the year go by in which the law wants the first visit kept; return whose it was."""
    here.clock.moment = here.clock.moment.replace(year=here.day.year + 1, month=1, day=2)
    return actuals(here)[FIRST].people[0].client_id


def erase(here: Office, unit: UnitOfWork, client_id: ClientId) -> None:
    erase_client(unit, client_id, by=ANNA, now=here.clock.now(), policy=AT_ONCE)


def learned_of(here: Office) -> list[ClientId | None]:
    with here.store.reading(here.id) as unit:
        return [one.client_id for one in kept_learned(unit).learned.estimates]


def test_whoever_is_erased_between_reading_and_writing_is_not_learned(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the first night how frail somebody was would be written down after they asked to be forgotten."""
    here = closed_day(store=store)
    gone = later(here)

    def then_erased(unit: UnitOfWork, travel: TravelTimes, now: object) -> Learned:
        found = worked_out(unit, travel, here.clock.now())
        with here.store.writing(here.id) as other:
            erase(here, other, gone)
        return found

    monkeypatch.setattr(renewing, "worked_out", then_erased)
    answer = learn(here.store, here.id, here.travel, here.clock.now()).learned
    assert len(answer.estimates) == 2
    assert learned_of(here) == [one.client_id for one in answer.estimates]
    assert gone not in learned_of(here)


def test_whoever_is_just_being_erased_is_not_learned(database_url: str, ring: Ring) -> None:
    """The same on the second server, whose night's work would not see the erasure that has not ended yet."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = closed_day(store=one)
        gone = later(here)
        refused = beside(
            other,
            here,
            lambda unit: erase(here, unit, gone),
            lambda: learn(here.store, here.id, here.travel, here.clock.now()),
        )
        assert refused == []
        assert len(learned_of(here)) == 2
        assert gone not in learned_of(here)
