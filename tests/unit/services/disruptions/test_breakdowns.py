"""A vehicle that breaks down with people aboard: what is planned from then, and that nobody is left standing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fixtures.builder import TownBuilder
from fixtures.moments import moment
from scheduler.domain.client import Mobility
from scheduler.domain.ids import DistrictId, RequestId
from scheduler.domain.live_day import Begun, Disruption, LiveDay
from scheduler.domain.plan import LockKind, Pin, Plan, Published
from scheduler.domain.request import Ride
from scheduler.domain.roster import Shift, StartState
from scheduler.domain.time import ServiceDay, TimeWindow
from scheduler.domain.town import Town
from scheduler.services.disruptions.town import with_live_day
from scheduler.services.horizon import build_problem
from scheduler.services.planning import Wish, check_plan, plan_day
from scheduler.travel.straight import StraightTravel
from tests.unit.services.disruptions.telling import ROADSIDE, at, begun, broken, closed, running, snow


def planned(town: Town) -> Plan:
    """Return a plan that its own checker has nothing to say against but for what was accepted."""
    wish = Wish(clock=lambda: 0.0, effort=200, made_at=datetime(2026, 11, 23, tzinfo=UTC), workers=1)
    travel = StraightTravel(town.policy)
    plan = plan_day(town, town.shifts[0].day, travel, wish).plan
    wrong = [one for one in check_plan(town, travel, plan) if one.status == "broken"]
    assert not wrong
    return plan


def served_by(plan: Plan) -> dict[str, str]:
    """Return which shift picks up, or visits, which request."""
    return {
        task.request_id: route.shift_id
        for route in plan.routes
        for stop in route.stops
        for task in stop.tasks
        if task.kind != "dropoff"
    }


def ride_of(town: Town, key: str) -> Ride:
    """Return a ride as it is planned."""
    ride = town.requests[RequestId(key)]
    assert isinstance(ride, Ride)
    return ride


def two_buses(**rides: str) -> TownBuilder:
    """Return a town with a bus that is going to break down and another one, and rides of the given windows."""
    builder = TownBuilder().add_bus("06:00-14:00").add_bus("08:00-18:00").add_place("przychodnia", at=(1.5, 1.0))
    for key, window in rides.items():
        builder.add_client().add_ride(window, to="przychodnia", id=key)
    return builder


def first(town: Town) -> Shift:
    """Return the shift of the bus that breaks down."""
    return town.shifts[0]


def test_whoever_was_aboard_is_fetched_from_where_the_bus_stands() -> None:
    """Three people would stand at the roadside, and the plan would still have them in the bus."""
    town = two_buses(A="10:30-11:00", B="10:30-11:00", C="13:00-13:30").build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A", "B"]), begun(helper, "10:30")])
    for key in "AB":
        ride = ride_of(now, key)
        assert now.entrance(ride.origin).point == ROADSIDE
        assert ride.destination == ride_of(town, key).destination
        assert (ride.wish, ride.must, ride.windows[0].start) == (at("10:20"), True, at("10:20"))
    assert ride_of(now, "C") == ride_of(town, "C")
    plan = planned(now)
    assert served_by(plan) == {"A": helper, "B": helper, "C": helper}
    starts = {t.task_id: t.start for r in plan.routes for s in r.stops for t in s.tasks}
    assert max(starts["A:pickup"], starts["B:pickup"]) < starts["C:pickup"]
    assert max(starts["A:dropoff"], starts["B:dropoff"]) < at("11:15")


def test_a_broken_vehicle_does_nothing_more() -> None:
    """The rides of the afternoon would wait for a bus that hangs on a tow truck."""
    town = two_buses(C="12:00-12:30").build()
    bus = first(town).id
    now = running(town, broken(bus), begun=[begun(bus, prefix=("C:pickup",))])
    left = first(now)
    assert (left.end, left.overtime) == (at("10:20"), timedelta(0))
    assert left.start_state is not None
    assert (left.start_state.aboard, left.start_state.prefix, left.start_state.point) == ((), (), ROADSIDE)
    assert served_by(planned(now)) == {"C": now.shifts[1].id}


def test_what_the_shift_has_done_stays_done() -> None:
    """Somebody who was driven home in the morning would be picked up once more."""
    town = two_buses(A="07:00-07:30").build()
    bus = first(town).id
    state = begun(bus, done=frozenset({RequestId("A")}), driven=timedelta(hours=2), worked=timedelta(hours=4))
    now = running(town, broken(bus), begun=[state])
    left = first(now).start_state
    assert left is not None
    assert left.done == {"A"}
    assert (left.driven, left.worked) == (timedelta(hours=2), timedelta(hours=4))
    assert served_by(planned(now)) == {}


def test_a_promise_for_the_arrival_is_kept_if_it_can_be() -> None:
    """Somebody would be late at the dialysis although another bus stood around the corner."""
    town = two_buses(A="10:30-11:00").promise("10:45-11:00", request="A", pickup=window("10:00", "10:10")).build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A"]), begun(helper, "10:25")])
    assert now.promises[RequestId("A")].pickup is None, "what was promised for the pickup is past"
    plan = planned(now)
    (dropoff,) = (t for r in plan.routes for s in r.stops for t in s.tasks if t.kind == "dropoff")
    assert dropoff.start <= at("11:00")
    assert not [one for one in plan.findings if one.rule == "promise" and "za późno" in one.text["pl"]]


def test_what_was_promised_for_leaving_is_past() -> None:
    """Who was on the way home at ten would have to be there at ten, or nowhere."""
    builder = two_buses().add_client().add_ride("09:50-10:20", origin="przychodnia", arrive_by=False, id="A")
    town = builder.promise("10:00-10:15", request="A").build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A"]), begun(helper, "10:30")])
    assert now.promises == {}
    assert served_by(planned(now)) == {"A": helper}


def test_waiting_at_the_roadside_counts_from_the_breakdown_and_dearly() -> None:
    """Somebody would stand in the cold for an hour because that saves the town a drive."""
    town = two_buses(A="10:30-11:00", C="13:00-13:30").build()
    bus = first(town).id
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A"])])
    problem = build_problem(now, ServiceDay(date=now.shifts[0].day, zone=now.zone), StraightTravel(now.policy))
    price = {request.id: request.deviation_gr_per_min for request in problem.requests}
    assert price["A"] == now.policy.prices.stranded_per_min > now.policy.prices.deviation_per_min
    pickups = {task.id: task.windows_s for task in problem.tasks if task.kind == "pickup"}
    assert pickups["A:pickup"][0][0] == 10 * 3600 + 20 * 60
    assert pickups["C:pickup"] == ()


def test_a_promise_that_cannot_be_kept_leaves_nobody_standing() -> None:
    """Whoever cannot be at the doctor's in time would not be fetched at all."""
    town = two_buses(A="10:00-10:30").promise("10:15-10:22", request="A").build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A"]), begun(helper, "10:50")])
    plan = planned(now)
    assert served_by(plan) == {"A": helper}
    (late,) = (one for one in plan.findings if one.rule == "promise")
    assert (late.subject, late.status) == ("A", "accepted")
    assert late.amount > 28 * 60


def test_a_wheelchair_waits_for_a_lift() -> None:
    """Somebody in a wheelchair would be sent a car that they cannot get into."""
    builder = TownBuilder().add_bus("06:00-14:00").add_bus("08:00-18:00", lift_max_kg=0).add_bus("08:00-18:00")
    builder.add_place("przychodnia", at=(1.5, 1.0)).add_client(mobility=Mobility.WHEELCHAIR)
    town = builder.add_ride("10:30-11:00", to="przychodnia", id="A").build()
    bus, plain, lift = (shift.id for shift in town.shifts)
    states = [begun(bus, aboard=["A"]), begun(plain, "10:30"), begun(lift, "11:30")]
    assert served_by(planned(running(town, broken(bus), begun=states))) == {"A": lift}


def test_the_way_back_waits_for_who_comes_late() -> None:
    """The outbound ride would be given up because the promised way home cannot be made any more."""
    builder = TownBuilder().add_bus("06:00-14:00").add_bus("08:00-18:00").add_place("przychodnia", at=(1.5, 1.0))
    builder.add_client().add_return_pair(
        "10:00-10:30", "11:00-11:15", to="przychodnia", stay=(30, 60), ids=("THERE", "BACK")
    )
    town = builder.promise("10:10-10:30", request="THERE").promise("11:00-11:15", request="BACK").build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["THERE"]), begun(helper, "11:20")])
    plan = planned(now)
    assert served_by(plan) == {"THERE": helper, "BACK": helper}
    times = {t.task_id: t for r in plan.routes for s in r.stops for t in s.tasks}
    assert times["BACK:pickup"].start - times["THERE:dropoff"].end >= timedelta(minutes=30)
    assert {one.subject for one in plan.findings if one.rule == "promise"} == {"THERE", "BACK"}


def test_the_way_back_may_come_later_than_was_agreed() -> None:
    """Whoever may stay an hour at most would not be taken there, because nobody can bring them back in time."""
    builder = TownBuilder().add_bus("06:00-14:00").add_bus("08:00-12:00").add_bus("14:00-18:00")
    builder.add_place("przychodnia", at=(1.5, 1.0)).add_client()
    builder.add_return_pair("10:00-10:30", "11:00-11:15", to="przychodnia", stay=(30, 60), ids=("THERE", "BACK"))
    town = builder.promise("11:00-11:15", request="BACK").build()
    bus, helper, evening = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["THERE"]), begun(helper, "11:20")])
    assert served_by(planned(now)) == {"THERE": helper, "BACK": evening}


def test_without_a_way_home_whoever_stands_is_fetched_all_the_same() -> None:
    """A ride and its return are served both or not at all: so nobody would come to the roadside."""
    builder = TownBuilder().add_bus("06:00-14:00").add_bus("08:00-12:00").add_place("przychodnia", at=(1.5, 1.0))
    builder.add_client().add_return_pair("10:00-10:30", "13:00-13:15", to="przychodnia", ids=("THERE", "BACK"))
    town = builder.build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["THERE"]), begun(helper, "10:30")])
    assert served_by(planned(now)) == {"THERE": helper}


def test_a_pin_to_the_broken_vehicle_holds_nobody() -> None:
    """What a dispatcher gave to bus 1 yesterday would be left out today because bus 1 is broken."""
    town = two_buses(A="10:30-11:00", C="13:00-13:30").build()
    bus, helper = (shift.id for shift in town.shifts)
    pins = tuple(Pin(kind=LockKind.SHIFT, request_ids=(RequestId(key),), shift_id=bus) for key in "AC")
    kept = Pin(kind=LockKind.SHIFT, request_ids=(RequestId("C"),), shift_id=helper)
    now = running(replace(town, pins=(*pins, kept)), broken(bus), begun=[begun(bus, aboard=["A"])])
    assert now.pins == (kept,)


def test_whoever_was_fetched_is_not_fetched_again() -> None:
    """The second bus would drive back to the roadside for people who sit in it."""
    town = two_buses(A="10:30-11:00", B="10:30-11:00").build()
    bus, helper = (shift.id for shift in town.shifts)
    states = [begun(bus, aboard=["A"]), begun(helper, "10:40", aboard=["B"])]
    now = running(town, broken(bus, aboard=["A", "B"]), begun=states, as_of="10:45")
    assert set(now.stranded) == {"A"}
    assert ride_of(now, "B") == ride_of(town, "B")
    done = begun(helper, "11:00", done=frozenset({RequestId("A"), RequestId("B")}))
    assert not running(town, broken(bus, aboard=["A", "B"]), begun=[begun(bus), done], as_of="11:00").stranded


def test_the_crew_says_who_is_aboard_where_no_phone_did() -> None:
    """The driver's phone broke with the bus: nobody would know of the two on the back seat."""
    town = two_buses(A="10:30-11:00").build()
    now = running(town, broken(first(town).id, aboard=["A", "unknown"]))
    assert dict(now.stranded) == {"A": at("10:20")}
    assert first(now).start_state == StartState(point=ROADSIDE, free_at=at("10:20"))


def test_a_repaired_vehicle_serves_again() -> None:
    """A flat tyre would take a bus off the road for the whole day."""
    town = two_buses(A="10:30-11:00", C="12:00-12:30").build()
    town = replace(town, shifts=town.shifts[:1])
    bus = first(town).id
    now = running(town, broken(bus, until="11:30"), begun=[begun(bus, aboard=["A"])])
    assert first(now).end == first(town).end
    assert first(now).start_state == replace(begun(bus).state, free_at=at("11:30"))
    assert set(served_by(planned(now))) == {"A", "C"}
    later = running(town, broken(bus, until="11:30"), begun=[begun(bus, "11:30", aboard=["A"])], as_of="11:30")
    assert not later.stranded
    assert first(later).start_state == begun(bus, "11:30", aboard=["A"]).state, "they ride on with it"


def test_who_was_to_have_the_vehicle_next_waits_for_it() -> None:
    """The afternoon's driver would be sent out with a bus that is in the garage."""
    builder = TownBuilder().add_bus("06:00-12:00")
    town = builder.add_staff().add_shift("12:30-18:00", vehicle=next(iter(builder.vehicles))).build()
    bus = first(town).id
    gone = running(town, broken(bus), begun=[begun(bus)]).shifts[1]
    assert (gone.start, gone.end) == (at("12:30"), at("12:30"))
    waits = running(town, broken(bus, until="15:00"), begun=[begun(bus)]).shifts[1]
    assert (waits.start, waits.end) == (at("15:00"), at("18:00"))
    never = running(town, broken(bus, until="19:00"), begun=[begun(bus)]).shifts[1]
    assert (never.start, never.end) == (at("12:30"), at("12:30"))
    late = running(town, broken(town.shifts[1].id, "13:00"), as_of="13:00")
    assert late.shifts[0] == town.shifts[0], "the morning is over"


def test_a_vehicle_that_must_go_to_the_garage_later_serves_until_then() -> None:
    """A bus that is due at the garage at one would stand still from the report on."""
    town = two_buses(A="10:30-11:00", C="13:30-13:45").build()
    bus = first(town).id
    now = running(town, broken(bus, "13:00"), begun=[begun(bus, aboard=["A"])])
    assert (first(now).end, now.stranded) == (at("13:00"), {})
    assert first(now).start_state == begun(bus, aboard=["A"]).state
    assert served_by(planned(now)) == {"C": now.shifts[1].id}


def test_a_shift_that_had_not_begun_stays_where_it_is() -> None:
    """A bus that does not start in the morning would be planned from its depot on, or vanish from the day."""
    town = two_buses(C="12:00-12:30").build()
    now = running(town, broken(first(town).id, "05:00"), as_of="05:10")
    assert (first(now).start, first(now).end) == (first(town).start, first(town).start)
    assert served_by(planned(now)) == {"C": now.shifts[1].id}


def test_another_town_or_day_has_no_such_shift() -> None:
    """A shift that was deleted since would make the day impossible to open."""
    town = two_buses(C="12:00-12:30").build()
    now = running(town, broken("Z-999"))
    assert (now.shifts, now.requests, now.stranded) == (town.shifts, town.requests, {})


def test_a_town_whose_buses_stay_in_their_districts_fetches_people_too() -> None:
    """The roadside lies in no district: nobody would be allowed to go there."""
    town = two_buses(A="10:30-11:00").with_policy(out_of_district=False).build()
    known = {key: replace(one, district_id=DistrictId("wzgorze")) for key, one in town.places.items()}
    town = replace(town, places=known)
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, broken(bus), begun=[begun(bus, aboard=["A"]), begun(helper, "10:30")])
    assert served_by(planned(now)) == {"A": helper}


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_in_the_nights_when_clocks_change_people_are_fetched_at_once(day: date) -> None:
    """A night bus that breaks down at half past one would be met an hour late, or before it left."""
    builder = TownBuilder(service_day=day).add_bus("00:00-06:00").add_bus("00:00-08:00").add_place("szpital", at=(2, 1))
    town = builder.add_client().add_ride("03:00-03:30", to="szpital", id="A").build()
    bus, helper = (shift.id for shift in town.shifts)
    since = moment(day, "01:55")
    riding = replace(begun(bus, aboard=["A"]).state, free_at=since)
    aboard = replace(riding.aboard[0], since=since - timedelta(minutes=10))
    states = (
        Begun(shift_id=bus, state=replace(riding, aboard=(aboard,))),
        Begun(shift_id=helper, state=StartState(point=ROADSIDE, free_at=since)),
    )
    told = replace(broken(bus, aboard=["A"]), since=since, reported_at=since)
    plan = planned(with_live_day(town, LiveDay(day=day, as_of=since, begun=states, disruptions=(told,))))
    (pickup,) = (t for r in plan.routes for s in r.stops for t in s.tasks if t.kind == "pickup")
    assert timedelta(0) <= pickup.start.astimezone(UTC) - since.astimezone(UTC) < timedelta(minutes=5)


def test_across_midnight_people_are_fetched_on_the_same_service_day() -> None:
    """A night bus that breaks down at half past midnight would have no day left in which to help."""
    builder = TownBuilder().add_bus("20:00-04:00").add_bus("20:00-05:00").add_place("szpital", at=(2, 1))
    town = builder.add_client().add_ride("23:00-00:45", to="szpital", id="A").build()
    bus, helper = (shift.id for shift in town.shifts)
    states = [begun(bus, "00:20+1", aboard=["A"]), begun(helper, "00:30+1")]
    now = running(town, broken(bus, "00:25+1"), begun=states, as_of="00:30+1")
    assert served_by(planned(now)) == {"A": helper}


def test_what_was_told_about_the_first_pickup_is_no_reason_for_a_call() -> None:
    """The dispatcher would be told to phone somebody about a pickup that has been."""
    town = two_buses(A="10:30-11:00").build()
    bus = first(town).id
    told = Published(request_id=RequestId("A"), shift_id=bus, start=at("10:00"))
    now = running(replace(town, published={told.request_id: told}), broken(bus), begun=[begun(bus, aboard=["A"])])
    assert now.published == {}


@pytest.mark.parametrize(
    "things",
    [
        [snow(500, since="10:15")],
        [snow(400, "wzgorze", "lazy"), closed(ROADSIDE, radius_m=900)],
        [snow(700), snow(600, "wzgorze"), closed(ROADSIDE, radius_m=300, detour_min=11), broken("Z-001")],
    ],
)
def test_a_plan_under_disruptions_is_verified_under_the_same(things: list[Disruption]) -> None:
    """A plan made in snow would be refused by the checker, or one that ignores the snow pass it."""
    town = two_buses(A="10:30-11:00", B="11:00-12:00", C="12:00-13:30").with_districts("wzgorze", "lazy").build()
    bus, helper = (shift.id for shift in town.shifts)
    now = running(town, *things, begun=[begun(bus, aboard=["A"]), begun(helper, "10:30")])
    plan = planned(now)
    assert {"A", "B", "C"} <= set(served_by(plan)) | {"A"}
    assert all("~" in source.version for source in plan.travel)
    with pytest.raises(Exception, match="times of mode"):
        check_plan(replace(now, disruptions=()), StraightTravel(now.policy), plan)


def window(start: str, end: str) -> TimeWindow:
    """Return a window of the service day."""
    return TimeWindow(start=at(start), end=at(end))
