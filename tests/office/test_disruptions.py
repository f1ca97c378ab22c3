"""Disruptions of a running day, from the report to the confirmed plan: a bus breaks down with people aboard."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, StaleError
from scheduler.domain.ids import AbsenceId, DisruptionId, DistrictId, RequestId, ShiftId
from scheduler.domain.live import Outcome
from scheduler.domain.live_day import Breakdown, Disruption, LiveDay, Overrun, RoadClosed, Snow, live_key
from scheduler.domain.place import GeoPoint
from scheduler.domain.plan import Plan
from scheduler.domain.rota import Absence, AbsenceKind
from scheduler.services.booking.absent import absent
from scheduler.services.disruptions.reporting import MOST, report_disruption, take_back
from scheduler.services.keeping import town_on
from scheduler.services.live.expecting import expected_tasks
from scheduler.services.live.refreshing import Running, running
from scheduler.services.manifests import manifest
from tests.office.calendars import DayBuilder, at, utc
from tests.office.field_day import publish_all, somebody
from tests.office.office import Office, office
from tests.office.test_replanning import confirmed, proposed, starts, tell

BUS, HELPER = ShiftId("Z-01"), ShiftId("Z-02")
RIDERS = ("A", "B")


def two_buses() -> Office:
    """Return an office whose first bus takes A and B to a clinic, and whose second one comes later."""
    builder = DayBuilder().add_place("baza").add_place("przychodnia", at=(3.0, 2.0))
    builder.add_bus("06:00-14:00").add_bus("09:40-18:00")
    for key in RIDERS:
        builder.add_client().add_ride("09:15-09:35", to="przychodnia", id=key).promise("09:15-09:35")
    builder.add_client().add_ride("13:00-13:30", to="przychodnia", id="C").promise("13:00-13:30")
    here = office(builder)
    publish_all(here)
    assert {key for key, order in here.plan.orders.items() if "A:pickup" in order} == {BUS}
    return here


def go(here: Office, text: str) -> datetime:
    """Set the office's clock."""
    here.clock.moment = at(text)
    return here.clock.moment


def told(
    here: Office, key: str = "D-1", *, since: datetime | str | None = None, until: str | None = None, **what: Any
) -> Disruption:
    """Return a disruption that is reported now."""
    now = here.clock.now()
    facts = what or {"snow": Snow(permille=500)}
    return Disruption(
        id=DisruptionId(key),
        since=at(since) if isinstance(since, str) else since or now,
        until=at(until) if until else None,
        by=here.hand.by,
        reported_at=now,
        **facts,
    )


def report(here: Office, one: Disruption) -> Disruption:
    """Report a disruption, as somebody who has just looked at the day."""
    with here.store.writing(here.id) as unit:
        kept, _ = report_disruption(unit, here.travel, here.day, one, replace(here.hand, seen=here.state.version))
    return kept


def breakdown(here: Office, *, aboard: Iterable[str] = (), shift: ShiftId = BUS, **times: Any) -> Disruption:
    """Return a breakdown between the riders' homes and the clinic."""
    point = GeoPoint(lat=here.town.centre.lat + 0.01, lon=here.town.centre.lon + 0.015)
    return told(here, breakdown=Breakdown(shift_id=shift, point=point, aboard=tuple(map(RequestId, aboard))), **times)


def live(here: Office) -> LiveDay:
    """Return what is kept of the running day."""
    with here.store.reading(here.id) as unit:
        return unit.live.get(live_key(here.day))


def as_it_runs(here: Office) -> Running:
    """Return the day as it runs."""
    with here.store.reading(here.id) as unit:
        found = running(unit, here.day, here.clock.now())
    assert found is not None
    return found


def tasks_of(plan: Plan, shift: ShiftId) -> list[str]:
    """Return what a shift does in a plan."""
    return list(plan.orders.get(shift, ()))


def riding() -> Office:
    """Return the office with A and B aboard, five past nine."""
    here = two_buses()
    pickups = [key for key in tasks_of(here.plan, BUS) if key in ("A:pickup", "B:pickup")]
    for minute, key in zip((50, 58), pickups, strict=True):
        go(here, f"08:{minute}")
        tell(here, key, "aboard")
    go(here, "09:05")
    return here


def test_a_bus_breaks_down_and_another_one_fetches_its_riders() -> None:
    """Two people would sit in a broken bus while the office believes that they are on their way."""
    here = riding()
    go(here, "09:20")
    kept = report(here, breakdown(here))
    assert kept.breakdown is not None
    assert set(kept.breakdown.aboard) == set(RIDERS), "by what the crew's phone reported"
    found = proposed(here)
    assert {"A:pickup", "A:dropoff", "B:pickup", "B:dropoff", "C:pickup", "C:dropoff"} <= set(
        tasks_of(found.plan, HELPER)
    )
    assert not found.left_out
    times = starts(found.plan)
    assert all(at("09:40") <= times[f"{key}:pickup"] < at("10:05") for key in RIDERS)
    after = confirmed(here, found)

    go(here, "09:45")
    now = as_it_runs(here)
    assert now.progress.outcomes[RequestId("A")] is Outcome.OPEN, "they stand at the roadside"
    due = expected_tasks(now.expected)
    assert {f"{key}:{kind}" for key in RIDERS for kind in ("pickup", "dropoff")} <= due.keys()
    tell(here, "A:pickup", "aboard", HELPER)
    again = proposed(here)
    assert not again.left_out
    with here.store.reading(here.id) as unit:
        town = town_on(unit, here.day)
    assert set(town.stranded) == {"B"}
    assert as_it_runs(here).progress.outcomes[RequestId("A")] is Outcome.ABOARD
    assert after.version < again.plan.version


def test_a_promise_that_the_breakdown_breaks_is_listed() -> None:
    """Nobody would phone the clinic that two patients come half an hour late."""
    here = riding()
    go(here, "10:00")
    report(here, breakdown(here))
    found = proposed(here)
    assert set(found.late_s) == set(RIDERS)
    times = starts(found.plan)
    for key in RIDERS:
        assert times[f"{key}:dropoff"] - at("09:35") == timedelta(seconds=found.late_s[RequestId(key)])


def test_nothing_changes_until_a_plan_is_confirmed() -> None:
    """Crews would be sent elsewhere because somebody has typed something in."""
    here = riding()
    before, state = here.plan, here.state
    report(here, breakdown(here))
    assert here.plan == before
    assert (here.state.plan, here.state.published) == (state.plan, state.published)
    assert here.state.version == state.version + 1


def test_what_was_reported_is_taken_back_by_a_named_user() -> None:
    """A dispatcher's slip would keep a bus off the road all day."""
    here = riding()
    report(here, breakdown(here))
    here.clock.moment += timedelta(minutes=1)
    hand = replace(here.hand, seen=here.state.version)
    with here.store.writing(here.id) as unit:
        take_back(unit, here.day, DisruptionId("D-1"), hand)
    (one,) = live(here).disruptions
    assert (one.taken_back_at, one.taken_back_by) == (here.clock.now(), here.hand.by)
    with here.store.reading(here.id) as unit:
        town, entries = town_on(unit, here.day), unit.audit.entries()
    assert not town.stranded
    assert {rider.request_id for rider in town.shifts[0].start_state.aboard} == set(RIDERS)  # type: ignore[union-attr]
    events = [(entry.event.action, entry.event.by, entry.event.fields) for entry in entries][-2:]
    fields = ("disruption=D-1", "kind=breakdown")
    assert events == [("disruption.reported", hand.by, fields), ("disruption.taken_back", hand.by, fields)]
    with here.store.writing(here.id) as unit, pytest.raises(NotFoundError, match="D-1"):
        take_back(unit, here.day, DisruptionId("D-1"), here.hand)


def test_a_published_plan_that_leads_to_the_roadside_can_be_read_when_it_is_over() -> None:
    """The crew's phone would show an error instead of where to go, once somebody takes the report back."""
    here = riding()
    report(here, breakdown(here))
    confirmed(here, proposed(here))
    with here.store.writing(here.id) as unit:
        take_back(unit, here.day, DisruptionId("D-1"), here.hand)
    with here.store.reading(here.id) as unit:
        town = town_on(unit, here.day)
        me = somebody(here, Role.WORKER, here.town.shifts[1].staff_ids[0])
        read = manifest(unit, here.day, HELPER, me, here.clock.now())
    bus = next(iter(here.town.vehicles.values()))
    assert f"{bus.name} {bus.registration}" in {stop.place for stop in read.itinerary.stops}
    doors = {stop.location_id.partition("/")[0] for route in here.plan.routes for stop in route.stops}
    assert "breakdown-D-1" in doors
    assert doors <= set(town.places)


def test_two_dispatchers_do_not_report_over_each_other() -> None:
    """The second report of one breakdown would be kept as another one."""
    here = riding()
    seen = here.state.version
    report(here, breakdown(here))
    with here.store.writing(here.id) as unit, pytest.raises(StaleError):
        report_disruption(unit, here.travel, here.day, told(here, "D-2"), replace(here.hand, seen=seen))
    with pytest.raises(ConflictError, match=r"has broken down already \(D-1\)"):
        report(here, replace(breakdown(here), id=DisruptionId("D-2")))
    with pytest.raises(ConflictError, match="D-1 already"):
        report(here, told(here))


def far(here: Office, degrees: float) -> GeoPoint:
    """Return a point so far to the north."""
    return GeoPoint(lat=here.town.centre.lat + degrees, lon=here.town.centre.lon)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"snow": Snow(permille=49)}, "snow.permille"),
        ({"snow": Snow(permille=500, districts=frozenset({DistrictId("atlantyda")}))}, "snow.districts"),
        ({"snow": Snow(permille=500), "until": "08:00", "since": "07:00"}, "until"),
        ({"snow": Snow(permille=500), "since": "09:00+9"}, "since"),
        ({"snow": Snow(permille=500), "since": "09:00+-9"}, "since"),
        ({"snow": Snow(permille=500), "until": "23:00+9"}, "until"),
        ({"overrun": Overrun(task_id="R-999:visit"), "until": "12:00"}, "overrun.task_id"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(what: dict[str, Any], field: str) -> None:
    """A slip of the keyboard would make the whole town crawl."""
    here = riding()
    before = here.state
    with pytest.raises(InputError) as refused:
        report(here, told(here, **what))
    assert {one.column for one in refused.value.problems} == {field}
    assert all(one.right for one in refused.value.problems)
    assert here.state == before


@pytest.mark.parametrize(
    ("degrees", "radius_m", "detour_h", "field"),
    [
        ((0, 170), 0, 1, "road.line"),  # across half of the world
        ((0, 0.5), 0, 1, "road.line"),
        ((0,), 10_001, 1, "road.radius_m"),
        ((0, 0.01), 0, 5, "road.detour_s"),
    ],
)
def test_a_road_is_closed_in_this_town(degrees: tuple[float, ...], radius_m: int, detour_h: int, field: str) -> None:
    """One slip on the map would close every road of the town."""
    here = riding()
    line = tuple(far(here, min(one, 39 - here.town.centre.lat + 50)) for one in degrees)
    with pytest.raises(InputError) as refused:
        report(here, told(here, road=RoadClosed(line=line, radius_m=radius_m, detour=timedelta(hours=detour_h))))
    assert {one.column for one in refused.value.problems} == {field}


def test_what_does_not_go_does_not_break_down() -> None:
    """A shift of another day, a shift that is over, or somebody on foot would be taken off the road."""
    here = riding()
    with pytest.raises(NotFoundError, match="Z-99"):
        report(here, breakdown(here, shift=ShiftId("Z-99")))
    with pytest.raises(ConflictError, match="is over"):
        report(here, breakdown(here, since=at("14:00")))
    with pytest.raises(InputError) as refused:
        report(here, breakdown(here, aboard=["R-999"]))
    assert [one.column for one in refused.value.problems] == ["breakdown.aboard"]
    point = told(here, breakdown=Breakdown(shift_id=BUS, point=GeoPoint(lat=-51.0, lon=-21.0)))
    with pytest.raises(InputError) as refused:
        report(here, point)
    assert [one.column for one in refused.value.problems] == ["breakdown.point"]
    builder = DayBuilder().add_staff().add_shift("08:00-13:00", mode="foot")
    walker = office(builder.add_visit(window="08:00-12:00"))
    with pytest.raises(ConflictError, match="no vehicle"):
        report(walker, breakdown(walker, since=at("09:00"), shift=walker.town.shifts[0].id))


def test_a_day_has_an_end_and_a_list_too() -> None:
    """A script gone wild would fill a day with a million snows; or yesterday would be rewritten."""
    here = riding()
    with here.store.writing(here.id) as unit:
        made = tuple(told(here, f"D-{number}") for number in range(MOST))
        unit.live.put(LiveDay(day=here.day, as_of=here.clock.now(), disruptions=made))
    with pytest.raises(ConflictError, match=str(MOST)):
        report(here, told(here, "one-more"))
    here = riding()
    here.clock.moment = at("09:00") + timedelta(days=3)
    with pytest.raises(InputError, match="over"):
        report(here, told(here, since=at("09:00")))
    here = riding()
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))
    with pytest.raises(ConflictError, match="closed"):
        report(here, told(here))


def test_a_visit_that_takes_longer_pushes_what_comes_after() -> None:
    """The next resident would be told that the crew is on its way."""
    here = riding()
    overrun = report(here, told(here, overrun=Overrun(task_id="A:dropoff"), until="10:45"))
    due = expected_tasks(as_it_runs(here).expected)
    assert due["A:dropoff"].end == at("10:45")
    with here.store.writing(here.id) as unit:
        take_back(unit, here.day, overrun.id, here.hand)
    assert expected_tasks(as_it_runs(here).expected)["A:dropoff"].end < at("10:30")


def test_a_crew_that_overruns_is_free_when_it_is_done() -> None:
    """A plan made just after the report would send the crew away from the door it has been said to stay at."""
    here = riding()
    go(here, "09:30")
    tell(here, "A:dropoff", "arrived")
    report(here, told(here, overrun=Overrun(task_id="A:dropoff"), until="10:45"))
    assert live(here).states[BUS].free_at == at("10:45")


def test_a_driver_who_falls_ill_sets_down_whoever_is_aboard() -> None:
    """Two people would be left in a bus that nobody drives, or the morning vanish from the day's record."""
    here = riding()
    now = go(here, "09:07")
    driver = here.town.shifts[0].staff_ids[0]
    ill = Absence(id=AbsenceId("N-1"), staff_id=driver, start=now, end=at("23:00"), kind=AbsenceKind.SICK)
    with here.store.writing(here.id) as unit:
        absent(unit, here.travel, ill, here.hand)
    found = proposed(here)
    with here.store.reading(here.id) as unit:
        shift = unit.shifts.get(BUS)
    assert (utc(shift.start), utc(shift.end)) == (at("06:00"), now)
    mine = tasks_of(found.plan, BUS)
    assert {"A:pickup", "B:pickup", "A:dropoff", "B:dropoff"} == set(mine), "what is done, and who is aboard; no more"
    assert {"C:pickup", "C:dropoff"} <= set(tasks_of(found.plan, HELPER))
    times = starts(found.plan)
    assert now <= max(times["A:dropoff"], times["B:dropoff"]) < at("09:40"), "at once"
    confirmed(here, found)
    go(here, "09:20")
    for key in [key for key in mine if key.endswith("dropoff")]:
        tell(here, key, "done", BUS)
    assert {as_it_runs(here).progress.outcomes[RequestId(key)] for key in RIDERS} == {Outcome.SERVED}
