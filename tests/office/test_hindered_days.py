"""What came in a running day's way is seen at once: in what is to be expected, and in what somebody has to look at."""

from datetime import datetime

import pytest

from scheduler.domain.ids import AbsenceId
from scheduler.domain.live_day import Snow
from scheduler.domain.rota import Absence, AbsenceKind
from scheduler.services.booking.absent import absent
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.live.expecting import expected_tasks
from tests.office.calendars import DayBuilder, at
from tests.office.doctors_day import HOME, book_home, doctors_day, taken_there
from tests.office.doctors_day import wrong as home_alerts
from tests.office.field_day import publish_all
from tests.office.office import Office, office
from tests.office.test_disruptions import BUS, as_it_runs, breakdown, go, report, told, two_buses
from tests.office.test_replanning import confirmed, proposed, tell


def wrong(here: Office) -> set[str]:
    """Return the ids of what somebody has to look at now, of what is expected or will not be."""
    with here.store.reading(here.id) as unit:
        found = alerts(watch(unit, here.day, here.clock.now()))
    return {one.id for one in found if one.kind in {"late", "no_crew"}}


def expected(here: Office) -> dict[str, datetime]:
    """Return when each crew is to be expected at its doors."""
    due = expected_tasks(as_it_runs(here).expected)
    return {key: one.arrival for key, one in due.items()}


def test_whoever_waits_for_a_broken_bus_is_seen_at_once() -> None:
    """Somebody promised eleven o'clock would be looked after at ten past, when nobody has come."""
    here = two_buses()
    go(here, "08:30")
    assert not wrong(here)
    tell(here, next(key for key in here.plan.orders[BUS] if key.endswith("pickup")), "en_route")
    assert "A:pickup" in expected(here)
    report(here, breakdown(here))

    assert wrong(here) == {"no_crew:A", "no_crew:B"}
    assert set(expected(here)) == {"C:pickup", "C:dropoff"}
    confirmed(here, proposed(here))
    assert not {one for one in wrong(here) if one.startswith("no_crew")}


@pytest.mark.parametrize(
    ("until", "seen"), [(None, {"no_crew:B"}), ("18:00", {"no_crew:B"}), ("14:30", {"late:B"}), ("12:30", set())]
)
def test_whoever_waits_for_the_next_crew_of_a_broken_bus_is_seen_at_once(until: str | None, seen: set[str]) -> None:
    """The afternoon's driver would come to work and find no bus, and nobody would have phoned until then."""
    builder = DayBuilder().add_place("baza").add_bus("06:00-12:00")
    builder.add_staff().add_shift("12:00-18:00", vehicle=next(iter(builder.vehicles)))
    builder.add_client().add_ride("13:00-13:30", to="baza", id="B").promise("13:00-13:30")
    here = office(builder)
    publish_all(here)
    (other,) = (key for key, order in here.plan.orders.items() if order)
    (first,) = {shift.id for shift in here.town.shifts} - {other}
    go(here, "08:30")
    report(here, breakdown(here, shift=first, until=until))
    assert wrong(here) == seen


@pytest.mark.parametrize(("since", "until", "seen"), [
    ("12:00", None, {"no_crew:C"}), ("12:00", "13:40", set()), ("13:25", None, set()),
])  # fmt: skip
def test_whoever_a_bus_will_not_come_to_that_has_to_go_to_the_garage_is_seen_at_once(
    since: str, until: str | None, seen: set[str]
) -> None:
    """It was said at nine, and nobody would be phoned before the bus has gone at noon."""
    builder = DayBuilder().add_place("baza").add_bus("06:00-14:00")
    for key, hour in (("A", "10:00-10:20"), ("C", "13:00-13:20")):
        builder.add_client().add_ride(hour, to="baza", id=key).promise(hour)
    here = office(builder)
    publish_all(here)
    go(here, "09:00")
    report(here, breakdown(here, since=since, until=until))
    assert wrong(here) == seen


def test_a_bus_that_is_repaired_by_nine_is_expected_after_that() -> None:
    """The riders would be told that nobody comes, or that the bus comes as planned."""
    here = two_buses()
    go(here, "08:30")
    report(here, breakdown(here, until="09:50"))
    assert at("09:50") <= min(expected(here).values()) <= at("10:00")
    assert wrong(here) == {"late:A", "late:B"}


def test_snow_and_slow_districts_make_rides_late_at_once_and_once() -> None:
    """Promises at risk would be seen by whoever opens another page, and again after everything was planned anew."""
    builder = DayBuilder().add_place("daleko", at=(14.0, 0.0)).add_bus("07:00-17:00")
    for key, hour in (("A", "09:00-09:20"), ("B", "10:20-10:40")):
        builder.add_client().add_ride(hour, to="daleko", id=key).promise(hour)
    here = office(builder)
    publish_all(here)
    go(here, "08:44")
    tell(here, "A:pickup", "arrived")
    tell(here, "A:pickup", "aboard")
    before = expected(here)["A:dropoff"]
    report(here, told(here, "S", snow=Snow(permille=300)))

    assert wrong(here) == {"late:A", "late:B"}
    assert expected(here)["A:dropoff"] > before
    once = expected(here)
    confirmed(here, proposed(here))
    assert expected(here)["A:dropoff"] <= once["A:dropoff"]


def test_a_worker_who_falls_ill_is_expected_nowhere() -> None:
    """The page would show the ill worker on the way to everybody who waits."""
    builder = DayBuilder().add_staff("ewa").add_shift("08:00-16:00")
    for key, hour in (("V", "09:00-09:20"), ("W", "13:00-13:20")):
        builder.add_client().add_visit(window=hour, length_min=30, id=key).promise(hour)
    here = office(builder)
    publish_all(here)
    go(here, "10:00")
    ill = Absence(
        id=AbsenceId("N-1"), staff_id=here.town.shifts[0].staff_ids[0], kind=AbsenceKind.SICK,
        start=here.clock.now(), end=here.town.shifts[0].end,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        absent(unit, here.travel, ill, here.hand)
    assert "W:visit" not in expected(here)
    assert wrong(here) == {"no_crew:W"}
    confirmed(here, proposed(here))
    assert not wrong(here), "a promise that is left out is on the list of calls"


def test_whom_a_broken_car_was_on_its_way_to_is_expected_by_the_one_that_comes_instead() -> None:
    """Nobody would see that the second worker is late, and the first one be called for not reporting."""
    builder = DayBuilder().add_bus("08:00-16:00").add_bus("08:00-16:00")
    builder.add_client().add_visit(window="09:00-09:30", length_min=30, id="V").promise("09:00-09:30")
    here = office(builder)
    publish_all(here)
    (first,) = (key for key, order in here.plan.orders.items() if order)
    go(here, "08:50")
    tell(here, "V:visit", "en_route")
    go(here, "08:55")
    report(here, breakdown(here, shift=first))
    after = confirmed(here, proposed(here))
    (other,) = (key for key, order in after.orders.items() if "V:visit" in order)
    assert other != first
    found = as_it_runs(here)
    assert [one.task_id for one in found.expected[other].tasks] == ["V:visit"]
    assert not found.progress.shifts[first].current


@pytest.mark.parametrize(("until", "lost"), [("14:00", False), ("16:40", True), (None, True)])
def test_a_broken_bus_has_no_time_to_bring_anybody_home(until: str | None, lost: bool) -> None:
    """Somebody at the doctor's would be left to call, although nobody can come for her."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    go(here, "12:00")
    assert not home_alerts(here, "12:00")
    report(here, breakdown(here, until=until))
    assert home_alerts(here, "12:01") == ({f"no_capacity:{HOME}"} if lost else set())
