"""A demo's day under way: its crews, who go on while somebody looks around, and a bus that breaks down."""

import threading
from datetime import datetime, timedelta
from itertools import count

import pytest

from scheduler.domain.ids import DisruptionId, ShiftId
from scheduler.simulation.bad_day import BadDay
from scheduler.simulation.breaking import break_down
from scheduler.simulation.crews import Crews
from scheduler.simulation.under_way import going_on, play_until
from tests.simulation.test_bad_day import DAY, FRIENDS, published

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module")
def day() -> BadDay:
    """A day until a bus breaks down; each test goes on later than the one before."""
    found = published()
    play_until(crews_of(found, found.script.begins), found.script.breaks_at)
    return found


def crews_of(day: BadDay, since: datetime, first: int = 1, *, alone: bool = True) -> Crews:
    return Crews(
        store=day.store, town_id=day.town_id, day=DAY, unanswered=(), acted=since, numbers=count(first), alone=alone
    )  # fmt: skip


def reports(day: BadDay) -> dict[ShiftId, int]:
    with day.store.reading(day.town_id) as unit:
        told = [one.shift_id for one in unit.events.all().values()]
    return {one: told.count(one) for one in told}


def test_a_bus_breaks_down_with_whoever_is_aboard_and_reports_nothing_more(day: BadDay) -> None:
    """The demo's bad day would begin with an empty bus, or with one that drives on."""
    crews = crews_of(day, day.script.breaks_at, first=10**5)
    told = break_down(crews, day.travel, day.script.bus, key=DisruptionId("D-1"), until=day.script.repaired_at)
    before = reports(day)
    play_until(crews, day.script.breaks_at + HALF_AN_HOUR)
    after = reports(day)

    assert told.breakdown is not None
    assert {*FRIENDS} <= {*told.breakdown.aboard}
    assert after[day.script.bus] == before[day.script.bus]
    assert sum(after.values()) > sum(before.values())


def test_crews_go_on_by_the_clock_until_the_visitor_leaves(day: BadDay) -> None:
    """A quarter of an hour after its start the whole board would be late, or a thread would hold up its end."""
    before, acted = sum(reports(day).values()), threading.Event()
    crews = crews_of(day, day.script.breaks_at, first=10**6, alone=False)

    def now() -> datetime:
        acted.set()
        return day.script.breaks_at + 2 * HALF_AN_HOUR

    with going_on(crews, now, pause_s=0.001):
        assert acted.wait(10)
    assert sum(reports(day).values()) > before
    assert [one.name for one in threading.enumerate() if one.name == "crews"] == []


def test_crews_go_on_after_they_could_not_report(day: BadDay) -> None:
    """Whoever shows the demo would stand before a day that has stopped, because the database was busy once."""
    asked = threading.Event()
    crews = crews_of(day, day.script.breaks_at, alone=False)
    times = iter(("broken", "well"))

    def now() -> datetime:
        if next(times, "") == "broken":
            raise OSError("disk full")
        asked.set()
        return day.script.breaks_at

    with going_on(crews, now, pause_s=0.001):
        assert asked.wait(10)


def test_crews_whose_reports_are_refused_are_led_by_hand(day: BadDay) -> None:
    """The demo's server would ask for ever, or its crews stop at the first door that a visitor has told of by hand."""
    before, later = reports(day), day.script.breaks_at + 4 * HALF_AN_HOUR
    with pytest.raises(RuntimeError, match="cannot be"):
        crews_of(day, day.script.breaks_at).act(later)  # numbers that are taken
    crews = crews_of(day, day.script.breaks_at, alone=False)
    crews.act(later)

    assert len(crews.gone) > 3
    assert reports(day) == before
