"""Two dispatchers change one thing of the rota at the same moment: the second one is told, and writes nothing over."""

from collections.abc import Callable
from threading import Thread

from scheduler.domain.errors import StaleError
from scheduler.domain.ids import AbsenceId
from scheduler.services.booking.absent import changed
from scheduler.services.dispatching import Hand
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from scheduler.services.rostering import change_pattern
from scheduler.services.rota import keep_pattern, report_absence
from scheduler.store.sql import Ring, SqlStore, open_store
from scheduler.travel.straight import StraightTravel
from tests.office.office import ANNA
from tests.unit.services.rota_town import MONDAY, NOW, TOWN, all_day, pattern, staffed

type Change = Callable[[UnitOfWork], object]


def both(one: Store, other: Store, first: Change, second: Change) -> bool:
    """Do the one, and before its unit ends begin with the other; return whether that one was told."""
    told: list[StaleError] = []

    def run() -> None:
        try:
            with other.writing(TOWN) as unit:
                second(unit)
        except StaleError as error:
            told.append(error)

    thread = Thread(target=run)
    with one.writing(TOWN) as unit:
        first(unit)
        thread.start()
        thread.join(timeout=0.5)
    thread.join(timeout=30)
    assert not thread.is_alive()
    return bool(told)


def kept(store: SqlStore) -> TravelTimes:
    """Keep a town with a weekly pattern and an absence in a store; return its travel times."""
    town = staffed().build()
    with store.writing(TOWN) as unit:
        keep_town(unit, town, NOW)
    with store.writing(TOWN) as unit:
        keep_pattern(unit, pattern(), now=NOW)
    with store.writing(TOWN) as unit:
        report_absence(unit, all_day(MONDAY), NOW)
    return StraightTravel(town.policy)


def test_of_two_changes_of_a_pattern_the_second_is_told(database_url: str, ring: Ring) -> None:
    """The new hours that one dispatcher has agreed with the crew would be gone without a word."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        travel = kept(one)
        with one.reading(TOWN) as unit:
            seen = unit.patterns.stamp_of(pattern().id)
        hand = Hand(by=ANNA, at=NOW, seen=seen)
        assert both(
            one,
            other,
            lambda unit: change_pattern(unit, travel, pattern(name="first"), hand),
            lambda unit: change_pattern(unit, travel, pattern(name="second"), hand),
        )
        with one.reading(TOWN) as unit:
            assert unit.patterns.get(pattern().id).name == "first"


def test_of_two_changes_of_an_absence_the_second_is_told(database_url: str, ring: Ring) -> None:
    """A worker who is ill until Wednesday would be planned for Tuesday, because somebody else had seen less."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        travel, key = kept(one), AbsenceId("N-1")
        with one.reading(TOWN) as unit:
            hand = Hand(by=ANNA, at=NOW, seen=unit.absences.stamp_of(key))
        assert both(
            one,
            other,
            lambda unit: changed(unit, travel, all_day(MONDAY, days=3), hand),
            lambda unit: changed(unit, travel, all_day(MONDAY, days=2), hand),
        )
        with one.reading(TOWN) as unit:
            assert unit.absences.get(key).end == all_day(MONDAY, days=3).end
            assert len(unit.absences.get(key).taken) == 3
