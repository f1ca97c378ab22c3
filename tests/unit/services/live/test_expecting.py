"""When the rest of a running day is to be expected."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.events import Event
from scheduler.domain.ids import DisruptionId, UserId
from scheduler.domain.live_day import Disruption, RoadClosed, Snow
from scheduler.domain.place import GeoPoint
from scheduler.domain.plan import PlannedBreak
from scheduler.services.live.expecting import ExpectedTask, expected, expected_tasks
from scheduler.services.live.hindering import InTheWay, OffDuty, Slower, Standstill
from scheduler.services.live.progress import day_progress
from tests.unit.services.live.running import BUS, Phone, at, bus_plan

LINE = (GeoPoint(lat=51.0, lon=21.0), GeoPoint(lat=51.1, lon=21.0))


def due(minute: float, *events: Event, **overruns: float) -> dict[str, tuple[float, float]]:
    """Return arrival and start of what is left, in minutes after eight, as expected at a minute; `home` is the end."""
    plan = bus_plan()
    told = {name.replace("_", ":"): at(until) for name, until in overruns.items()}
    found = expected(plan, day_progress(plan, events, None), at(minute), InTheWay(overruns=told))
    return {
        **{key: (_minute(one.arrival), _minute(one.start)) for key, one in expected_tasks(found).items()},
        "home": (_minute(found[BUS].end), 0),
    }


def _minute(moment: datetime) -> float:
    return (moment - at(0)).total_seconds() / 60


def both_aboard(minute: float) -> list[Event]:
    phone = Phone()
    return [phone.tells("A:pickup", "aboard", 20), phone.tells("B:pickup", "aboard", minute)]


PLANNED = {
    "A:pickup": (10, 15), "B:pickup": (30, 30), "A:dropoff": (55, 55), "B:dropoff": (55, 57), "C:visit": (69, 69),
    "home": (109, 0),
}  # fmt: skip


@pytest.mark.parametrize("minute", [-600, 0])
def test_a_day_that_goes_as_planned_is_expected_as_planned(minute: float) -> None:
    """Residents would see other times than they were told, for no reason."""
    assert due(minute) == PLANNED


def test_a_crew_that_does_not_set_out_is_late_by_what_its_waiting_cannot_take_up() -> None:
    """Nobody would notice before noon that a bus stands at its garage."""
    assert due(12) == {
        "A:pickup": (22, 22), "B:pickup": (37, 37), "A:dropoff": (62, 62), "B:dropoff": (62, 64), "C:visit": (76, 76),
        "home": (116, 0),
    }  # fmt: skip
    assert due(4)["B:pickup"] == (30, 30), "five minutes of waiting at the first door take four up"


def test_who_is_early_waits_for_the_planned_time() -> None:
    """A resident would be expected at the kerb before they were told to be there."""
    phone = Phone()
    early = [phone.tells("A:pickup", "en_route", -10), phone.tells("A:pickup", "arrived", 0)]
    assert due(1, *early)["A:pickup"] == (0, 15)
    assert due(1, *early)["B:pickup"] == (30, 30)
    assert due(13, Phone().tells("A:pickup", "aboard", 12))["B:pickup"] == (30, 30), "it was told to come then"


def test_a_drive_that_takes_longer_ends_now_at_the_earliest() -> None:
    """The page would show an arrival that has not come and is over."""
    out = Phone().tells("A:pickup", "en_route", 0)
    assert due(10, out)["A:pickup"][0] == 10
    assert due(25, out)["A:pickup"] == (25, 25)


def test_a_crew_that_never_says_when_it_leaves_is_taken_to_leave_as_planned() -> None:
    """All crews without the app would look late by each of their drives."""
    aboard = Phone().tells("A:pickup", "aboard", 19)
    assert due(28, aboard)["B:pickup"] == (30, 30)
    assert due(34, aboard)["B:pickup"] == (34, 34)
    phone = Phone()
    says = [phone.tells("A:pickup", "en_route", 0), phone.tells("A:pickup", "aboard", 19)]
    assert due(28, *says)["B:pickup"] == (38, 38), "one that says so has not left"


def test_a_service_that_takes_longer_pushes_the_rest() -> None:
    """Everybody after a long boarding would wait without being told."""
    phone = Phone()
    out, here = phone.tells("A:pickup", "en_route", 5), phone.tells("A:pickup", "arrived", 15)
    assert due(26, out, here)["B:pickup"] == (36, 36)
    plan = bus_plan()
    left = expected_tasks(expected(plan, day_progress(plan, [out, here], None), at(26)))
    assert left["A:pickup"].end == at(26), "it is not over"
    assert due(16, out, here, A_pickup=40)["B:pickup"] == (50, 50)


def test_a_break_is_not_given_up_for_being_late() -> None:
    """A driver would lose the rest that the law gives, to make the page look punctual."""
    assert due(51, *both_aboard(50))["A:dropoff"] == (73, 73)


def test_a_break_before_a_crew_leaves_is_not_taken_on_the_way() -> None:
    """A crew that is on time would be shown half an hour late all day, and its residents phoned for nothing."""
    plan = bus_plan()
    early = PlannedBreak(start=at(-20), end=at(-5), after_stop=-1)
    late = PlannedBreak(start=at(110), end=at(125), after_stop=3)
    route = replace(plan.routes[0], breaks=(early, *plan.routes[0].breaks, late))
    found = expected(plan := replace(plan, routes=(route,)), day_progress(plan, (), None), at(-30))

    assert expected_tasks(found)["A:pickup"].arrival == at(10)
    assert found[BUS].end == at(109)


def test_who_was_not_there_is_not_set_down_either() -> None:
    """The next ones would be called late by a ride that nobody takes."""
    phone = Phone()
    gone = [phone.tells("A:pickup", "arrived", 15), phone.tells("A:pickup", "no_show", 25)]
    assert set(due(26, *gone)) == {"B:pickup", "B:dropoff", "C:visit", "home"}


def hindered(minute: float, way: InTheWay, *events: Event) -> dict[str, float]:
    """Return when the crew is expected at each door, in minutes after eight."""
    plan = bus_plan()
    found = expected(plan, day_progress(plan, events, None), at(minute), way)
    return {key: _minute(one.arrival) for key, one in expected_tasks(found).items()}


def test_nothing_is_expected_of_a_crew_that_goes_no_more() -> None:
    """The board would show a broken bus on its way to everybody who waits for it."""
    off = InTheWay(off_duty={BUS: OffDuty(since=at(20), undone_from=at(30))})
    assert hindered(28, off) == {"A:pickup": 38}
    again = InTheWay(stands={BUS: Standstill(since=at(25), until=at(60))})
    assert hindered(28, again, *both_aboard(22)[:1])["B:pickup"] == 70


@pytest.mark.parametrize(("since", "until", "arrival"), [(5, 60, 67), (-5, 1, 12), (15, 60, 60)])
def test_a_crew_whose_vehicle_stands_on_the_way_has_lost_that_time(since: int, until: int, arrival: int) -> None:
    """Whoever waits would hear for an hour that the broken bus is just coming round the corner."""
    stands = InTheWay(stands={BUS: Standstill(since=at(since), until=at(until))})
    setting_out = Phone().tells("A:pickup", "en_route", 2)
    assert hindered(11, stands, setting_out)["A:pickup"] == arrival


def test_snow_makes_the_ways_longer_that_are_left_in_it() -> None:
    """Residents would be phoned when the bus is an hour late, not when it begins to snow."""
    snow = Slower(disruption=disruption(since=at(40), until=at(60), snow=Snow(permille=500)))
    way = InTheWay(slower={(BUS, k): (snow,) for k in range(4)})
    road = Slower(disruption=disruption(since=at(0), road=RoadClosed(line=LINE, detour=timedelta(minutes=12))))
    detour = InTheWay(slower={(BUS, 3): (road,)})

    assert hindered(0, way) == {"A:pickup": 10, "B:pickup": 30, "A:dropoff": 63, "B:dropoff": 63, "C:visit": 77}
    assert hindered(0, detour)["C:visit"] == 81


def disruption(since: datetime, until: datetime | None = None, **what: Any) -> Disruption:
    """Return something that came in the way at a time."""
    made: dict[str, Any] = {"id": DisruptionId("D"), "by": UserId("U-anna"), "reported_at": since, **what}
    return Disruption(since=since, until=until, **made)


def test_a_break_that_is_over_is_not_taken_again() -> None:
    """All later residents would be called for fifteen minutes that nobody loses."""
    assert due(47, *both_aboard(32))["A:dropoff"] == (55, 55)


def test_what_is_over_is_not_expected() -> None:
    """A resident who was served would get a message that the bus is late."""
    phone = Phone()
    left = due(60, *(phone.tells(*one) for one in [("A:pickup", "aboard", 20), ("B:pickup", "no_show", 40)]))
    assert "A:pickup" not in left
    assert "B:pickup" not in left


def test_a_door_passed_by_still_has_to_be_served() -> None:
    """Whoever was skipped would never be expected again."""
    left = due(33, Phone().tells("B:pickup", "aboard", 32))
    assert left["A:pickup"][0] >= 33


def test_a_crew_goes_on_from_where_it_is_whatever_the_plan_says() -> None:
    """The next resident on the way would be expected only after somebody else is served."""
    out = Phone().tells("C:visit", "en_route", 2)
    left = due(3, out)
    assert left["A:pickup"][0] >= 99, "whom it is on its way to is served first"
    assert left["C:visit"] == (12, 69)


def test_a_crew_with_nothing_left_comes_home() -> None:
    """A free crew would look busy, and nobody would send it where it is needed."""
    phone = Phone()
    names = ("A:pickup", "B:pickup", "A:dropoff", "B:dropoff", "C:visit")
    done = [phone.tells(one, "done", 20) for one in names]
    assert due(30, *done) == {"home": (30, 0)}


@given(st.integers(-60, 200), st.integers(0, 120), st.sampled_from(["A:pickup", "B:pickup", "C:visit"]))
def test_the_later_it_is_the_later_everything_is_expected(now: int, later: int, task_id: str) -> None:
    """A page would promise an earlier bus while it is getting later."""
    told = Phone().tells(task_id, "arrived", now)
    first, then = due(now, told), due(now + later, told)
    assert all(then[key][0] >= first[key][0] - 1e-9 and then[key][1] >= first[key][1] - 1e-9 for key in first)


@pytest.mark.parametrize(("year", "month", "day", "hour"), [(2026, 3, 29, 1), (2026, 10, 25, 1), (2026, 9, 15, 23)])
def test_clocks_that_change_change_nothing(year: int, month: int, day: int, hour: int) -> None:
    """In two nights of the year every crew would be an hour late or early."""
    begin = datetime(year, month, day, hour, 30, tzinfo=ZoneInfo("Europe/Warsaw"))
    plan = bus_plan(begin)
    found = expected_tasks(expected(plan, day_progress(plan, (), None), at(12, begin)))
    assert found["C:visit"] == ExpectedTask(
        task_id="C:visit", leave_at=at(66, begin), arrival=at(76, begin), start=at(76, begin), end=at(106, begin)
    )
